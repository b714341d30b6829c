/** What this machine remembers of how somebody likes their desk; nothing of any family. */

import type { DeskLanguage } from "./texts";

interface Liked {
  language: DeskLanguage;
  /** What families see as the coordinator's name. */
  shown: string;
  sound: boolean;
  notify: boolean;
}

const NAME = "endorinn:vakt:slik";
const FIRST: Liked = { language: "nb", shown: "", sound: true, notify: false };

export class Machine {
  liked: Liked = read();

  like(changed: Partial<Liked>): void {
    this.liked = { ...this.liked, ...changed };
    try {
      localStorage.setItem(NAME, JSON.stringify(this.liked));
    } catch {
      // A browser that keeps nothing: it is asked anew the next time.
    }
  }
}

function read(): Liked {
  try {
    const kept = JSON.parse(localStorage.getItem(NAME) ?? "{}") as Partial<Liked>;
    return { ...FIRST, ...kept, language: kept.language === "nn" ? "nn" : "nb" };
  } catch {
    return FIRST;
  }
}
