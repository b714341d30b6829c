/** Tells the family that somebody is writing: at most every third second, and that it is over after five quiet ones. */

const OFTEN = 3_000;
const IDLE = 5_000;

export class Typing {
  private told = -Infinity;
  private isTold = false;
  private idle = 0;

  constructor(private readonly tell: (is: boolean) => void) {}

  /** A key was pressed. */
  typed(): void {
    window.clearTimeout(this.idle);
    this.idle = window.setTimeout(() => {
      this.stop();
    }, IDLE);
    if (this.isTold && Date.now() - this.told < OFTEN) return;
    this.told = Date.now();
    this.isTold = true;
    this.tell(true);
  }

  /** Sent, or left. */
  stop(): void {
    window.clearTimeout(this.idle);
    if (!this.isTold) return;
    this.isTold = false;
    this.told = -Infinity;
    this.tell(false);
  }
}
