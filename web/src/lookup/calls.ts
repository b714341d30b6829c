/** Calls to our own server. What is typed goes in a body, never in an address. */

/** Without it the server takes no call from a browser: another site's form cannot send it. */
export const OURS = { "X-Endorinn-Desk": "1" };

/** The session is gone; what was to be sent is with whoever sent it still. */
export class SignedOut extends Error {}

export async function post(
  address: string,
  body: BodyInit,
  headers: Readonly<Record<string, string>> = {},
  signal?: AbortSignal,
) {
  const response = await fetch(address, {
    method: "POST",
    body,
    headers: { ...OURS, ...headers },
    signal: signal ?? null,
  });
  if (response.status === 401) {
    throw new SignedOut();
  }
  return response;
}

/** What would be hidden of a text, in words; nothing where the server does not say. */
export async function hiddenIn(address: string, text: string, signal: AbortSignal): Promise<string[]> {
  const response = await post(address, JSON.stringify({ text }), { "Content-Type": "application/json" }, signal);
  return response.ok ? ((await response.json()) as { hidden: string[] }).hidden : [];
}

export const fieldsOf = (form: HTMLFormElement): URLSearchParams => {
  const fields = new URLSearchParams();
  new FormData(form).forEach((value, key) => {
    if (typeof value === "string") {
      fields.append(key, value);
    }
  });
  return fields;
};
