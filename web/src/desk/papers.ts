/**
 * What lies on somebody's desk: words that are not sent yet, by case, and which cases of their own they know.
 *
 * It lasts as long as the tab (`sessionStorage`), outlives a session that is gone, and is thrown away when somebody signs
 * out or somebody else signs in: on a shared machine the next one finds nothing.
 */

import type { DeskMessage } from "./types";

interface Sheet {
  /** What stands in the field of the talk. */
  draft: string;
  /** What stands in the field of the notes. */
  note: string;
  /** Messages that the server does not have yet. */
  unsent: DeskMessage[];
}

interface Kept {
  owner: number | null;
  sheets: Record<string, Sheet>;
  /** Cases of their own that they have opened or taken. */
  known?: number[];
}

const NAME = "endorinn:vakt";
const EMPTY: Sheet = { draft: "", note: "", unsent: [] };

export class Papers {
  private kept: Kept = read();

  /** Whether they are somebody else's. */
  areOfAnother(employee: number): boolean {
    return this.kept.owner !== null && this.kept.owner !== employee;
  }

  /** From now on they are this person's; what was another's is gone. */
  belongTo(owner: number): void {
    if (this.kept.owner !== owner) this.kept = { owner, sheets: {} };
    this.write();
  }

  /** Cases that their owner knows to be theirs; nothing before the first queue. */
  get known(): readonly number[] | null {
    return this.kept.known ?? null;
  }

  know(cases: readonly number[]): void {
    this.kept = { ...this.kept, known: [...cases] };
    this.write();
  }

  sheet(id: number): Sheet {
    return this.kept.sheets[id] ?? EMPTY;
  }

  /** Cases with messages that are not sent. */
  get unsent(): number[] {
    const sheets = Object.entries(this.kept.sheets);
    return sheets.filter(([, sheet]) => sheet.unsent.length > 0).map(([id]) => Number(id));
  }

  change(id: number, changed: Partial<Sheet>): void {
    const { [id]: before = EMPTY, ...others } = this.kept.sheets;
    const sheet = { ...before, ...changed };
    const isEmpty = sheet.draft === "" && sheet.note === "" && sheet.unsent.length === 0;
    this.kept = { ...this.kept, sheets: isEmpty ? others : { ...others, [id]: sheet } };
    this.write();
  }

  clear(): void {
    this.kept = { owner: null, sheets: {} };
    storage()?.removeItem(NAME);
  }

  private write(): void {
    storage()?.setItem(NAME, JSON.stringify(this.kept));
  }
}

function read(): Kept {
  try {
    const kept = JSON.parse(storage()?.getItem(NAME) ?? "null") as Partial<Kept> | null;
    const sheets = Object.entries(kept?.sheets ?? {}).map(([id, sheet]) => [id, { ...EMPTY, ...sheet }] as const);
    const known = Array.isArray(kept?.known) ? { known: kept.known } : {};
    return { owner: kept?.owner ?? null, sheets: Object.fromEntries(sheets), ...known };
  } catch {
    return { owner: null, sheets: {} };
  }
}

function storage(): Storage | null {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}
