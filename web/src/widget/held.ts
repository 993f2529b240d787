/** Whether the device is one that is held in the hand (phone, tablet): its camera does not see its own screen. */
export function isHeld(): boolean {
  return matchMedia("(hover: none) and (pointer: coarse)").matches;
}
