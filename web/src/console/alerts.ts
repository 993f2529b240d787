/** Ways to be told without looking: title, sound, desktop notice. Never the content, never a name. */

export interface AlertSettings {
  sound: boolean;
  desktop: boolean;
  enterSends: boolean;
}

const KEY = "hitohata.console";
const TITLE = "相談デスク";

export function readSettings(): AlertSettings {
  const defaults = { sound: false, desktop: false, enterSends: false };
  try {
    return { ...defaults, ...(JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<AlertSettings>) };
  } catch {
    return defaults;
  }
}

export function saveSettings(settings: AlertSettings): void {
  localStorage.setItem(KEY, JSON.stringify(settings));
}

export function showCount(waiting: number): void {
  document.title = waiting ? `(${waiting}) ${TITLE}` : TITLE;
}

export function alertArrival(settings: AlertSettings, receipt: string): void {
  if (settings.sound) beep();
  if (settings.desktop && "Notification" in window && Notification.permission === "granted")
    new Notification("新しい相談があります", { body: `受付番号 ${receipt}`, tag: receipt });
}

function beep(): void {
  try {
    const audio = new AudioContext();
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    volume.gain.value = 0.08;
    tone.frequency.value = 660;
    tone.connect(volume).connect(audio.destination);
    tone.start();
    tone.stop(audio.currentTime + 0.18);
  } catch {
    /* no audio: the title tells it */
  }
}
