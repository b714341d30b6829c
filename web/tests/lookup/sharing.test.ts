import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { offerToCopy } from "../../src/lookup/sharing";
import { one, show } from "./pages";

const PAGE = `
  <p role="status" id="annet"></p>
  <p><button type="button" data-copy="Lenken er kopiert" hidden>Kopier lenken</button>
    <button type="button" data-print hidden>Skriv ut</button> <span role="status"></span></p>`;

describe("a page's address", () => {
  const write = vi.fn<(text: string) => Promise<void>>();
  let leave: () => void = () => undefined;
  beforeEach(() => {
    write.mockReset().mockResolvedValue();
    vi.spyOn(navigator, "clipboard", "get").mockReturnValue({ writeText: write } as unknown as Clipboard);
    leave = show(PAGE);
    offerToCopy(document);
  });
  afterEach(() => {
    leave();
  });

  const settled = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve));
  const told = (): string | null => one("[data-copy] ~ [role=status]").textContent;

  test("is copied as it stands, which is said beside the button", async () => {
    expect(one("[data-copy]").hidden).toBe(false);
    one("[data-copy]").click();
    await settled();
    expect(write).toHaveBeenCalledExactlyOnceWith(location.href);
    expect([told(), one("#annet").textContent]).toEqual(["Lenken er kopiert", ""]);
  });

  test("is said to be copied only once it is", async () => {
    let done: () => void = () => undefined;
    write.mockReturnValue(
      new Promise((resolve) => {
        done = resolve;
      }),
    );
    one("[data-copy]").click();
    await settled();
    expect(told()).toBe("");
    done();
    await settled();
    expect(told()).toBe("Lenken er kopiert");
  });

  test("is copied where there is nowhere to say it", async () => {
    one("[data-copy] ~ [role=status]").remove();
    one("[data-copy]").click();
    await settled();
    expect(write).toHaveBeenCalledOnce();
  });

  describe("that the browser does not let us copy", () => {
    const unhandled = vi.fn();
    beforeEach(() => {
      unhandled.mockReset();
      process.on("unhandledRejection", unhandled);
    });
    afterEach(() => {
      process.off("unhandledRejection", unhandled);
    });

    test.each([
      ["refuses", { writeText: () => Promise.reject(new DOMException("", "NotAllowedError")) }],
      ["has no clipboard", undefined],
    ])("stands chosen beside the button where it %s, and is not said to be copied", async (_, clipboard) => {
      vi.spyOn(navigator, "clipboard", "get").mockReturnValue(clipboard as unknown as Clipboard);
      one("[data-copy]").click();
      await settled();
      one("[data-copy]").click();
      await settled();
      const [field, ...others] = document.querySelectorAll<HTMLInputElement>("[data-copy] ~ input");
      expect([others.length, field?.value, field?.readOnly]).toEqual([0, location.href, true]);
      expect([field?.selectionStart, field?.selectionEnd]).toEqual([0, location.href.length]);
      expect([document.activeElement, field?.getAttribute("aria-label")]).toEqual([field, "Kopier lenken"]);
      expect([told(), unhandled.mock.calls]).toEqual(["", []]);
    });
  });

  test("is not copied by other buttons, nor before one asks for it", async () => {
    one("[data-print]").click();
    await settled();
    expect([write.mock.calls, told(), one("[data-print]").hidden]).toEqual([[], "", true]);
  });
});
