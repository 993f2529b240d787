/** Whether a key press belongs to the input method: an Enter that confirms kanji never sends. */

/** Safari fires compositionend before the keydown of the confirming Enter. */
const AFTER_COMPOSITION_MS = 50;

export class CompositionGuard {
  private endedAt = Number.NEGATIVE_INFINITY;
  private active = false;

  start(): void {
    this.active = true;
  }

  end(now: number): void {
    this.active = false;
    this.endedAt = now;
  }

  blocks(event: { isComposing: boolean; keyCode: number }, now: number): boolean {
    return (
      this.active || event.isComposing || event.keyCode === 229 || now - this.endedAt < AFTER_COMPOSITION_MS
    );
  }
}
