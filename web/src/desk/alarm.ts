/** A tone, and a notification that says nothing of whom it is about. Both can be switched off. */

import type { Machine } from "./machine";
import type { News } from "./news";
import type { DeskTexts } from "./texts";

/** The tones of each piece of news, in hertz. */
const TONES: Record<News, readonly number[]> = {
  acute: [880, 660, 880, 660],
  waiting: [660, 880],
  left: [660, 880],
  given: [660, 660],
  message: [660],
};
const LENGTH = 0.18;
const LOUD = 0.15;

export class Alarm {
  private audio: AudioContext | null = null;

  constructor(private readonly machine: Machine) {}

  /** Whether the browser lets us notify: it asks the person once, and keeps the answer. */
  get permission(): NotificationPermission | "missing" {
    return "Notification" in window ? Notification.permission : "missing";
  }

  /** Browsers are silent until somebody has pressed something: called then. */
  wake(): void {
    if (!this.machine.liked.sound || !("AudioContext" in window)) return;
    this.audio ??= new AudioContext();
    void this.audio.resume().catch(() => undefined);
  }

  ring(news: News, texts: DeskTexts): void {
    if (this.machine.liked.sound) this.sound(TONES[news]);
    if (this.machine.liked.notify && document.visibilityState !== "visible") {
      this.notify(texts[`notify_${news === "acute" ? "waiting" : news}`]);
    }
  }

  /** Asks to be allowed to notify; whether we are. */
  async ask(): Promise<boolean> {
    if (!("Notification" in window)) return false;
    const allowed = (await Notification.requestPermission()) === "granted";
    this.machine.like({ notify: allowed });
    return allowed;
  }

  sound(tones: readonly number[] = TONES.waiting): void {
    this.wake();
    const { audio } = this;
    if (audio?.state !== "running") return;
    tones.forEach((frequency, place) => {
      const [tone, volume] = [audio.createOscillator(), audio.createGain()];
      const begins = audio.currentTime + place * LENGTH;
      tone.frequency.value = frequency;
      volume.gain.setValueAtTime(0, begins);
      volume.gain.linearRampToValueAtTime(LOUD, begins + 0.02);
      volume.gain.linearRampToValueAtTime(0, begins + LENGTH);
      tone.connect(volume).connect(audio.destination);
      tone.start(begins);
      tone.stop(begins + LENGTH);
    });
  }

  private notify(said: string): void {
    if (this.permission !== "granted") return;
    try {
      // The same tag: a new one takes the place of the last.
      const shown = new Notification(said, { tag: "endorinn-vakt" });
      shown.onclick = () => {
        window.focus();
        shown.close();
      };
    } catch {
      // Phones let only a service worker notify.
    }
  }
}
