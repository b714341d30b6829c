import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { askToSignIn } from "../../src/lookup/signing-in";
import { casePage, one, show, SIGN_IN, submit, WAYS_IN } from "./pages";
import { json, Late, refused, Server } from "./server";

describe("signing in in the middle of something", () => {
  let server: Server;
  let leave: () => void = () => undefined;
  const again = vi.fn();
  beforeEach(() => {
    again.mockReset();
    server = new Server().on(WAYS_IN, () => json({ local: true, oidc: null })).on(SIGN_IN, () => json({ id: 1 }));
    leave = show(casePage("Han er 9 år."));
  });
  afterEach(() => {
    leave();
    vi.unstubAllGlobals();
  });

  const ask = (): Promise<void> => askToSignIn(document, one("form[data-case]").dataset, again);
  const panel = (): HTMLElement => one("#innlogging");
  const told = (): string | null => one("#innlogging [role=alert]").textContent;
  const inputs = (): HTMLInputElement[] => [...panel().querySelectorAll("input")];
  const send = async (login = "kari", password = "hemmelig"): Promise<void> => {
    inputs().forEach((input, place) => (input.value = [login, password][place] ?? ""));
    submit("#innlogging form");
    await vi.waitUntil(() => server.to(SIGN_IN).length > 0);
    await new Promise((resolve) => setTimeout(resolve));
  };

  test("says that the session is gone before anything else is known", async () => {
    const late = new Late();
    server.on(WAYS_IN, () => late.answer);
    const asked = ask();
    expect([panel().hidden, told(), inputs()]).toEqual([false, "Logget ut.", []]);
    late.arrive(json({ local: true, oidc: null }));
    await asked;
    expect(inputs()).toHaveLength(2);
  });

  test("asks for a name and a password, each with its label, and is where the writer is", async () => {
    await ask();
    expect(inputs().map(({ type, autocomplete, required }) => [type, autocomplete, required])).toEqual([
      ["text", "username", true],
      ["password", "current-password", true],
    ]);
    expect([...panel().querySelectorAll("label")].map((label) => label.textContent.trim())).toEqual([
      "Brukernavn",
      "Passord",
    ]);
    expect(inputs().map((input) => input.closest("label") !== null)).toEqual([true, true]);
    expect(document.activeElement).toBe(inputs()[0]);
    expect(panel().querySelector("button")?.textContent).toBe("Logg inn");
  });

  test("goes on with what was to be done, once, and leaves nothing behind", async () => {
    await ask();
    await send();
    expect(server.read(SIGN_IN)).toEqual([{ login: "kari", password: "hemmelig" }]);
    expect(server.to(SIGN_IN)[0]?.headers).toEqual({ "X-Endorinn-Desk": "1", "Content-Type": "application/json" });
    expect(again).toHaveBeenCalledOnce();
    expect([panel().hidden, panel().childNodes.length]).toEqual([true, 0]);
  });

  test("does not leave the page", async () => {
    await ask();
    expect(submit("#innlogging form")).toBe(false);
  });

  test.each([
    [401, "Brukernavn eller passord er feil."],
    [429, "Det er prøvd å logge inn mange ganger herfra."],
  ])("says what the server says where it refuses (%i), and lets one try again", async (status, detail) => {
    server.on(SIGN_IN, () => json({ detail }, status));
    await ask();
    await send("kari", "feil");
    expect([told(), panel().hidden, again.mock.calls.length]).toEqual([detail, false, 0]);
    expect(inputs()[0]?.value).toBe("kari");
    server.on(SIGN_IN, () => json({ id: 1 }));
    await send();
    expect(again).toHaveBeenCalledOnce();
  });

  test.each([
    ["is not there", () => null],
    ["says nothing", () => json({}, 500)],
    ["says something else", () => new Response("<h1>Bad gateway</h1>", { status: 502 })],
  ])("says that it did not go where the server %s", async (_, answering) => {
    server.on(SIGN_IN, answering);
    await ask();
    await send();
    expect([told(), panel().hidden, again.mock.calls.length]).toEqual(["Det gikk ikke.", false, 0]);
  });

  test("is by way of a provider where there is one, in a tab of its own, and goes on when one comes back", async () => {
    server.on(WAYS_IN, () => json({ local: false, oidc: "Feide <3" }));
    await ask();
    const link = one("#innlogging a", HTMLAnchorElement);
    expect([inputs().length, link.textContent, document.activeElement === link]).toEqual([
      0,
      "Logg inn: Feide <3",
      true,
    ]);
    expect([link.getAttribute("href"), link.target, link.rel]).toEqual(["/vakt/inn", "_blank", "noopener"]);
    window.dispatchEvent(new Event("focus"));
    expect(again).not.toHaveBeenCalled();
    link.addEventListener("click", (event) => {
      event.preventDefault(); // No tab is opened here.
    });
    link.click();
    link.click();
    expect(again).not.toHaveBeenCalled();
    window.dispatchEvent(new Event("focus"));
    window.dispatchEvent(new Event("focus"));
    expect([again.mock.calls.length, panel().hidden]).toEqual([1, true]);
  });

  test("is by both ways where there are both", async () => {
    server.on(WAYS_IN, () => json({ local: true, oidc: "Feide" }));
    await ask();
    expect([inputs().length, panel().querySelectorAll("a").length]).toEqual([2, 1]);
  });

  test.each([
    ["is not there", () => null],
    ["does not say", () => refused(503)],
    ["says something else", () => new Response("<h1>Bad gateway</h1>")],
  ])("is by password where the server %s", async (_, answering) => {
    server.on(WAYS_IN, answering);
    await ask();
    expect([inputs().length, panel().querySelectorAll("a").length]).toEqual([2, 0]);
  });

  test("is asked for in one panel, however often it is asked for", async () => {
    await ask();
    await ask();
    expect([inputs().length, panel().querySelectorAll("[role=alert]").length]).toEqual([2, 1]);
  });

  test("is asked for in one panel where it is asked for again before it is known how", async () => {
    await Promise.all([ask(), ask()]);
    expect([inputs().length, panel().querySelectorAll("[role=alert]").length]).toEqual([2, 1]);
    await send();
    expect(again).toHaveBeenCalledOnce();
  });

  test("goes on once where it was pressed twice", async () => {
    await ask();
    submit("#innlogging form");
    await send();
    await vi.waitUntil(() => panel().hidden);
    expect([server.to(SIGN_IN).length, again.mock.calls.length]).toEqual([2, 1]);
  });

  test("touches nothing of what is typed", async () => {
    server.on(SIGN_IN, () => refused(401));
    await ask();
    await send();
    expect(one("#situation", HTMLTextAreaElement).value).toBe("Han er 9 år.");
  });

  test("is nowhere on a page without a place for it", async () => {
    panel().remove();
    await askToSignIn(document, {}, again);
    expect([server.sent, again.mock.calls.length]).toEqual([[], 0]);
  });
});
