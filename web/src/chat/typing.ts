/** Tells the other end that somebody is writing, and never what. */

/** At most so often. */
const EVERY = 3_000;
/** So long after the last key nobody is writing any more. */
const IDLE = 5_000;

export class Typing {
  private toldAt = Number.NEGATIVE_INFINITY;
  private isTold = false;
  private idle = 0;

  constructor(private readonly tell: (typing: boolean) => void) {}

  /** A key was pressed; `text` is what stands in the field now. */
  typed(text: string): void {
    window.clearTimeout(this.idle);
    if (text.trim() === "") {
      this.stop();
      return;
    }
    this.idle = window.setTimeout(() => {
      this.stop();
    }, IDLE);
    if (Date.now() - this.toldAt < EVERY) return;
    this.toldAt = Date.now();
    this.isTold = true;
    this.tell(true);
  }

  /** Nobody is writing: it was sent, emptied or left. */
  stop(): void {
    window.clearTimeout(this.idle);
    this.toldAt = Number.NEGATIVE_INFINITY;
    if (!this.isTold) return;
    this.isTold = false;
    this.tell(false);
  }
}
