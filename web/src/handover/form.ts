/** What the family sends along, as they edit it. Everything may be emptied. */

import type { Role } from "../chat/setup";
import { emailOf, phoneOf } from "./reaching";
import type { Contact, Draft, Named, Summary } from "./shapes";

/** Characters that the server takes. */
export const MOST_WORDS = 2_000;
export const MOST_WHEN = 200;
export const OLDEST = 25;

export type Way = "phone" | "email";
/** A field that has to be mended before anything can be sent. */
export type Fault = "age" | "words" | "reach" | "when";

export class Form {
  role: Role = "ukjent";
  age = "";
  needs: readonly Named[] = [];
  services: readonly Named[] = [];
  /** What they have written already, which goes along only if they say so. */
  written: string | null = null;
  takesWritten = false;
  own = "";
  sharesTalk = false;
  way: Way = "phone";
  reach = "";
  when = "";
  private isTouched = false;

  /** Takes what the page proposes, unless something was edited: that stays. */
  propose(draft: Draft): void {
    this.written = draft.words;
    if (this.isTouched) return;
    this.role = draft.role ?? "ukjent";
    this.age = draft.age === null ? "" : String(draft.age);
    this.needs = draft.needs;
    this.services = draft.services;
  }

  /** An edit, which nothing that comes later undoes. */
  edit(change: (form: this) => void): void {
    this.isTouched = true;
    change(this);
  }

  without(kind: "needs" | "services", id: string): void {
    this[kind] = this[kind].filter((one) => one.id !== id);
  }

  add(need: Named): void {
    if (!this.needs.some((one) => one.id === need.id)) this.needs = [...this.needs, need];
  }

  /** Everything that has to be mended, in the order it stands on the page. */
  faults(withContact: boolean): Fault[] {
    const wrong: [Fault, boolean][] = [
      ["reach", withContact && this.contact === null],
      ["when", withContact && this.when.length > MOST_WHEN],
      ["age", this.age.trim() !== "" && this.years === null],
      ["words", (this.words ?? "").length > MOST_WORDS],
    ];
    return wrong.filter(([, is]) => is).map(([fault]) => fault);
  }

  get contact(): Contact | null {
    if (this.way === "phone") {
      const phone = phoneOf(this.reach);
      return phone === null ? null : { phone };
    }
    const email = emailOf(this.reach);
    return email === null ? null : { email };
  }

  summary(kommune: string): Summary {
    return {
      role: this.role === "ukjent" ? null : this.role,
      age: this.years,
      kommune,
      needs: this.needs.map((one) => one.id),
      services: this.services.map((one) => one.id),
      words: this.words,
    };
  }

  private get years(): number | null {
    const written = this.age.trim();
    if (!/^\d{1,2}$/.test(written) || Number(written) > OLDEST) return null;
    return Number(written);
  }

  private get words(): string | null {
    const parts = [this.takesWritten ? (this.written ?? "") : "", this.own.trim()].filter((part) => part !== "");
    return parts.length === 0 ? null : parts.join("\n\n");
  }
}
