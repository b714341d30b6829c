/** Something that is fetched when a page of the desk is opened: on its way, there, or failed. */

export class Loaded<T> {
  value: T | null = null;
  trouble: unknown = null;
  isLoading = false;
  /** Whether it has been asked for; the answer may be that there is nothing. */
  isAsked = false;
  private turn = 0;

  constructor(private readonly changed: () => void) {}

  /** Fetches it; what was asked for before comes too late then. The error where it failed. */
  async load(fetching: Promise<T>): Promise<unknown> {
    const turn = ++this.turn;
    this.isLoading = this.isAsked = true;
    this.trouble = null;
    this.changed();
    try {
      const value = await fetching;
      if (turn === this.turn) this.value = value;
    } catch (error) {
      if (turn === this.turn) this.trouble = error;
    }
    if (turn !== this.turn) return null;
    this.isLoading = false;
    this.changed();
    return this.trouble;
  }

  clear(): void {
    this.turn += 1;
    this.value = null;
    this.trouble = null;
    this.isLoading = this.isAsked = false;
  }
}
