/** A sheet that its writer has chosen to keep: in this browser alone, until it is deleted. */

const KEY = "endorinn:saksark";

type Texts = Readonly<Record<string, string>>;

export interface Kept {
  /** When it was kept, as an ISO moment. */
  readonly at: string;
  /** The municipality that it is about. */
  readonly kommune: string;
  /** The situation that it was made of, without what was hidden of it. */
  readonly asked?: string;
  /** What stands in each field of the sheet. */
  readonly fields: Texts;
  /** What stands over each field. */
  readonly headings?: Texts;
}

/** What is kept; nothing where nothing is, or it cannot be read. */
export function kept(): Kept | null {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "null") as unknown;
    return isKept(found) ? found : null;
  } catch {
    return null;
  }
}

function isKept(found: unknown): found is Kept {
  if (typeof found !== "object" || found === null) {
    return false;
  }
  const { at, kommune, asked = "", fields, headings = {} } = found as Partial<Kept>;
  const isDated = typeof at === "string" && !Number.isNaN(Date.parse(at));
  return isDated && typeof kommune === "string" && typeof asked === "string" && areTexts(fields) && areTexts(headings);
}

const areTexts = (found: unknown): found is Texts =>
  typeof found === "object" &&
  found !== null &&
  !Array.isArray(found) &&
  Object.values(found).every((one) => typeof one === "string");

/** Keeps a sheet; false where the browser keeps nothing. */
export function keep(one: Kept): boolean {
  try {
    localStorage.setItem(KEY, JSON.stringify(one));
    return true;
  } catch {
    return false;
  }
}

export function forget(): void {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Then nothing was kept.
  }
}
