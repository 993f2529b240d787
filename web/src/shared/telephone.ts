/** The address that dials a number as it is written; #8008 keeps its sign, without which another number is dialled. */
export function telephone(number: string): string {
  return `tel:${number.replace(/[^\d+#]/g, "").replace("#", "%23")}`;
}
