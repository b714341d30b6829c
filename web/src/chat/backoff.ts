/** Waiting longer each time, and a little differently from everybody else who lost the same server. */

const FIRST = 500;
const LONGEST = 15_000;

export class Backoff {
  private next = FIRST;
  private wake: (() => void) | null = null;

  /** Waits, at least so many milliseconds, or until `hurry`. */
  async wait(least = 0): Promise<void> {
    const milliseconds = Math.max(least, this.next * (0.7 + 0.6 * Math.random()));
    this.next = Math.min(this.next * 2, LONGEST);
    await new Promise<void>((resolve) => {
      const timer = window.setTimeout(resolve, milliseconds);
      this.wake = () => {
        window.clearTimeout(timer);
        resolve();
      };
    });
    this.wake = null;
  }

  /** Ends the wait: the network is back, or somebody asks. */
  hurry(): void {
    this.next = FIRST;
    this.wake?.();
  }

  /** It went well: the next wait is short again. */
  reset(): void {
    this.next = FIRST;
  }
}
