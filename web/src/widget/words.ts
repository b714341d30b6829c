/** The few words the loader says itself; everything else is said by the chat in its frame. */

import type { Language } from "../texts";

export interface Words {
  /** On the button; the rest of it only where there is room, but always read aloud. */
  ask: string;
  rest: string;
  unread: string;
  wait: string;
  sorry: string;
  full: string;
  danger: string;
  /** Who answers at 113, 112 and 116 111. */
  lines: [string, string, string];
  close: string;
}

/** Names the chat in every language: the panel's label, and the frame's title until the chat has said its own. */
export const NAME = "Én dør inn";

const BOKMÅL: Words = {
  ask: "Spør om hjelp",
  rest: " til barn og familie",
  unread: "Nytt svar",
  wait: "Åpner …",
  sorry: "Vi får ikke åpnet chatten her akkurat nå.",
  full: "Åpne den på en egen side (ny fane)",
  danger: "Er noen i fare nå? Ring:",
  lines: ["ambulanse", "politi", "Alarmtelefonen for barn og unge"],
  close: "Lukk",
};

const WORDS: Record<Language, Words> = {
  nb: BOKMÅL,
  nn: {
    ...BOKMÅL,
    wait: "Opnar …",
    sorry: "Vi får ikkje opna chatten her akkurat no.",
    full: "Opne han på ei eiga side (ny fane)",
    danger: "Er nokon i fare no? Ring:",
  },
  en: {
    ask: "Ask for help",
    rest: " for children and families",
    unread: "New answer",
    wait: "Opening …",
    sorry: "We cannot open the chat here right now.",
    full: "Open it on a page of its own (new tab)",
    danger: "Is anyone in danger now? Call:",
    lines: ["ambulance", "police", "helpline for children and young people"],
    close: "Close",
  },
};

/** The words of a language. */
export function wordsOf(language: Language): Words {
  return WORDS[language];
}
