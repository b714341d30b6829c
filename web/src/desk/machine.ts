/** What this machine remembers of how somebody likes their desk; nothing of any family. */

import type { DeskLanguage } from "./texts";

interface Liked {
  language: DeskLanguage;
  sound: boolean;
  notify: boolean;
}

/** What families see as a coordinator's name, and whose it is: machines are shared. */
interface Shown {
  of: number;
  name: string;
}

const NAME = "endorinn:vakt:slik";
const FIRST: Liked = { language: "nb", sound: true, notify: false };

export class Machine {
  liked: Liked;
  private shown: Shown | null;

  constructor() {
    const { shown = null, ...kept } = read();
    this.liked = { ...FIRST, ...kept, language: kept.language === "nn" ? "nn" : "nb" };
    this.shown = typeof shown === "object" ? shown : null; // A name without an owner is nobody's.
  }

  like(changed: Partial<Liked>): void {
    this.liked = { ...this.liked, ...changed };
    this.write();
  }

  /** The name under which an employee was shown last; empty for anybody else. */
  shownOf(employee: number): string {
    return this.shown?.of === employee ? this.shown.name : "";
  }

  show(employee: number, name: string): void {
    this.shown = { of: employee, name };
    this.write();
  }

  /** Somebody has signed out: the next one shall not answer in their name. */
  forgetName(): void {
    this.shown = null;
    this.write();
  }

  private write(): void {
    try {
      localStorage.setItem(NAME, JSON.stringify({ ...this.liked, ...(this.shown && { shown: this.shown }) }));
    } catch {
      // A browser that keeps nothing: it is asked anew the next time.
    }
  }
}

function read(): Partial<Liked> & { shown?: Shown | null } {
  try {
    return (JSON.parse(localStorage.getItem(NAME) ?? "{}") ?? {}) as Partial<Liked>;
  } catch {
    return {};
  }
}
