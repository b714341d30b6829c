import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { watchForWithdrawal } from "../../src/lookup/withdrawn";
import { one, show } from "./pages";
import { refused, Server } from "./server";

const HERE = `HEAD ${location.pathname}${location.search}`;
const TOLD = '<p class="withdrawn" id="trukket" role="alert" hidden>Dette er trukket tilbake.</p>';
const PAGE = `${TOLD}<article data-watch><h1>PPT</h1></article>`;

describe("a page that somebody comes back to", () => {
  let server: Server;
  let leave: () => void = () => undefined;
  const open = (main = PAGE): void => {
    leave = show(main);
    watchForWithdrawal(document);
  };
  beforeEach(() => {
    server = new Server();
  });
  afterEach(() => {
    leave();
    vi.unstubAllGlobals();
  });

  const answers = (status: number | null): void => {
    server.on(HERE, () => (status === null ? null : new Response(null, { status })));
  };
  const settled = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve));
  const see = async (state: DocumentVisibilityState = "visible"): Promise<void> => {
    vi.spyOn(document, "visibilityState", "get").mockReturnValue(state);
    document.dispatchEvent(new Event("visibilitychange"));
    await settled();
  };
  const isTold = (): boolean => !one("#trukket").hidden;

  test.each([410, 404])("tells that what it says is gone (%i), and what it says stays", async (status) => {
    answers(status);
    open();
    expect(isTold()).toBe(false);
    await see();
    expect([isTold(), one("#trukket").textContent, one("h1").textContent]).toEqual([
      true,
      "Dette er trukket tilbake.",
      "PPT",
    ]);
  });

  test("tells so no more where it is there again", async () => {
    answers(410);
    open();
    await see();
    answers(200);
    await see();
    expect(isTold()).toBe(false);
  });

  test.each([200, 401, 429, 503])("does not call gone what the server only does not show now (%i)", async (status) => {
    answers(status);
    open();
    await see();
    expect([server.to(HERE).length, isTold()]).toEqual([1, false]);
  });

  test.each([401, 403, 429, 503])("tells so still where the server does not show it now (%i)", async (status) => {
    answers(410);
    open();
    await see();
    answers(status);
    await see();
    expect([server.to(HERE).length, isTold()]).toEqual([2, true]);
  });

  test.each([true, false])("stays as it is without a line (told: %s)", async (isGone) => {
    answers(isGone ? 410 : 200);
    open();
    await see();
    answers(null);
    await see();
    expect([server.to(HERE).length, isTold()]).toEqual([2, isGone]);
  });

  test("is not asked for when it is opened, nor when it is left", async () => {
    answers(410);
    open();
    await settled();
    await see("hidden");
    expect([server.sent, isTold()]).toEqual([[], false]);
  });

  test.each([
    [true, 1],
    [false, 0],
  ])("is asked for where the browser had put it away (%s)", async (persisted, times) => {
    answers(410);
    open();
    window.dispatchEvent(Object.assign(new Event("pageshow"), { persisted }));
    await settled();
    expect([server.to(HERE).length, isTold()]).toEqual([times, times === 1]);
  });

  test.each([
    ["says nothing that can be withdrawn", `${TOLD}<form></form>`],
    ["has nowhere to tell it", "<article data-watch></article>"],
  ])("is not asked for where it %s", async (_, main) => {
    server.on(HERE, () => refused(410));
    open(main);
    await see();
    expect(server.sent).toEqual([]);
  });
});
