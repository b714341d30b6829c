/** A telephone number or an e-mail address as people write them: anything that somebody can be reached at is taken. */

/** A number without what only makes it easier to read; null where nobody can be called at it. */
export function phoneOf(written: string): string | null {
  const number = written.replace(/[\s().\-–/]/g, "").replace(/^00/, "+");
  if (/^(?:\+47)?[2-9]\d{7}$/.test(number)) return number;
  return /^\+(?!47)[1-9]\d{6,14}$/.test(number) ? number : null;
}

/** An address; null where no e-mail can come to it. */
export function emailOf(written: string): string | null {
  const address = written.trim().replace(/^mailto:/i, "");
  return /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;.]{2,}$/.test(address) ? address : null;
}
