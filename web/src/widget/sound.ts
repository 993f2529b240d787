/** Two quiet notes, made on the spot: nothing is loaded for them. */

const NOTES_HZ = [660, 880];
const NOTE_SECONDS = 0.16;
const LOUDNESS = 0.08;

export function chime(): void {
  try {
    const context = new AudioContext();
    const loudness = context.createGain();
    loudness.gain.value = LOUDNESS;
    loudness.connect(context.destination);
    NOTES_HZ.forEach((frequency, place) => {
      const note = context.createOscillator();
      note.frequency.value = frequency;
      note.connect(loudness);
      note.start(context.currentTime + place * NOTE_SECONDS);
      note.stop(context.currentTime + (place + 1) * NOTE_SECONDS);
    });
    setTimeout(() => void context.close(), 1_000);
  } catch {
    // No sound here: the badge tells all the same.
  }
}
