/** A sheet that its writer has chosen to keep: in this browser alone, until it is deleted. */

const KEY = "endorinn:saksark";

export interface Kept {
  /** When it was kept, as an ISO moment. */
  readonly at: string;
  /** The municipality that it is about. */
  readonly kommune: string;
  /** What stands in each field of the sheet. */
  readonly fields: Readonly<Record<string, string>>;
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
  const { at, kommune, fields } = found as Partial<Kept>;
  const areTexts = typeof fields === "object" && Object.values(fields).every((one) => typeof one === "string");
  return typeof at === "string" && !Number.isNaN(Date.parse(at)) && typeof kommune === "string" && areTexts;
}

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
