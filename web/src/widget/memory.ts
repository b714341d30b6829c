/** What is to outlive a page, for as long as its tab is open. */

/** Only what the browser would not store, so that it never contradicts what another page has stored since. */
const unstored = new Map<string, string>();

/** What was kept under a key. */
export function recall(key: string): string | null {
  try {
    return sessionStorage.getItem(key) ?? unstored.get(key) ?? null;
  } catch {
    return unstored.get(key) ?? null;
  }
}

/** Keeps a value under a key; `null` forgets it. */
export function keep(key: string, value: string | null): void {
  unstored.delete(key);
  try {
    if (value === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, value);
  } catch {
    if (value !== null) unstored.set(key, value);
  }
}
