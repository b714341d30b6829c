import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { fieldsOf, hiddenIn, post, SignedOut } from "../../src/lookup/calls";
import { HIDDEN, one, SAK, show } from "./pages";
import { drawn, json, refused, Server } from "./server";

const ADDRESS = "/oppslag/oppdal/sak";
const [, LOOK] = HIDDEN.split(" ") as [string, string];

describe("a call", () => {
  let server: Server;
  beforeEach(() => {
    server = new Server();
  });
  afterEach(() => {
    vi.unstubAllGlobals();
  });
  const never = (): AbortSignal => new AbortController().signal;

  test("is one that no other site's form can send, with what is typed in its body", async () => {
    server.on(SAK, () => drawn("Arket"));
    const response = await post(ADDRESS, new URLSearchParams({ situation: "Han & mor" }), { Accept: "text/html" });
    expect(await response.text()).toBe("Arket");
    expect(server.sent).toMatchObject([
      {
        method: "POST",
        address: ADDRESS,
        body: "situation=Han+%26+mor",
        headers: { "X-Endorinn-Desk": "1", Accept: "text/html" },
      },
    ]);
  });

  test("of somebody who is not signed in any more is told apart from every other", async () => {
    server.on(SAK, () => refused(401));
    await expect(post(ADDRESS, "")).rejects.toBeInstanceOf(SignedOut);
  });

  test.each([200, 403, 422, 429, 503])("that is answered with %i is the caller's to judge", async (status) => {
    server.on(SAK, () => refused(status));
    expect((await post(ADDRESS, "")).status).toBe(status);
  });

  test("that does not reach the server fails, and not as if somebody were signed out", async () => {
    const failure: unknown = await post(ADDRESS, "").catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(TypeError);
    expect(failure).not.toBeInstanceOf(SignedOut);
  });

  test("can be given up", async () => {
    server.on(SAK, () => new Promise<Response>(() => undefined));
    const giving = new AbortController();
    const call = post(ADDRESS, "", {}, giving.signal);
    giving.abort();
    await expect(call).rejects.toMatchObject({ name: "AbortError" });
  });

  describe("about what would be hidden", () => {
    test("sends the text as it is, and brings the kinds", async () => {
      server.on(HIDDEN, () => json({ hidden: ["navn", "adresse"] }));
      expect(await hiddenIn(LOOK, 'Ola "Nord" & <mor>', never())).toEqual(["navn", "adresse"]);
      expect(server.read(HIDDEN)).toEqual([{ text: 'Ola "Nord" & <mor>' }]);
      expect(server.sent[0]?.headers).toEqual({ "X-Endorinn-Desk": "1", "Content-Type": "application/json" });
    });

    test.each([422, 429, 503])("brings none where the server does not say (%i)", async (status) => {
      server.on(HIDDEN, () => refused(status));
      expect(await hiddenIn(LOOK, "Ola", never())).toEqual([]);
    });

    test("fails where nobody is signed in", async () => {
      server.on(HIDDEN, () => refused(401));
      await expect(hiddenIn(LOOK, "Ola", never())).rejects.toBeInstanceOf(SignedOut);
    });
  });
});

describe("a form's fields", () => {
  let leave: () => void = () => undefined;
  afterEach(() => {
    leave();
  });
  const fields = (inner: string): [string, string][] => {
    leave = show(`<form>${inner}</form>`);
    return [...fieldsOf(one("form", HTMLFormElement))];
  };

  test("are what would be sent of it, in order, each as often as it stands there", () => {
    expect(
      fields(`
        <input name="q" value="skole &amp; hjem"><textarea name="situation">To\nlinjer</textarea>
        <select name="age"><option value="">Alle</option><option value="9" selected>9</option></select>
        <input type="checkbox" name="med" value="oppdal" checked><input type="checkbox" name="med" value="rennebu" checked>
        <input type="checkbox" name="med" value="roros"><input name="av" value="1" disabled><input value="uten navn">
        <button name="knapp" value="1">Send</button>`),
    ).toEqual([
      ["q", "skole & hjem"],
      ["situation", "To\nlinjer"],
      ["age", "9"],
      ["med", "oppdal"],
      ["med", "rennebu"],
    ]);
  });

  test("are texts only", () => {
    expect(fields('<input type="file" name="fil"><input name="q" value="skole">')).toEqual([["q", "skole"]]);
  });
});
