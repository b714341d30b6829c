import { afterEach, describe, expect, test, vi } from "vitest";

import { mirror, offerPrint } from "../../src/lookup/printing";
import { one, sheetPage, show, type } from "./pages";

const PARTS = { situation: "Han er 9 år.\nMor er <b>sliten</b>.", level: "Nivå 2", next: "" };

describe("on paper", () => {
  let leave: () => void = () => undefined;
  const open = (main = sheetPage(PARTS)): void => {
    leave = show(main);
    offerPrint(document);
  };
  afterEach(() => {
    leave();
    vi.unstubAllGlobals();
  });

  const printed = (): (string | null)[] => [...document.querySelectorAll(".printed")].map((one) => one.textContent);
  const beforePrint = (): void => {
    window.dispatchEvent(new Event("beforeprint"));
  };

  test("every field stands as the text that it holds, beside it, and as text", () => {
    open();
    beforePrint();
    expect(printed()).toEqual(Object.values(PARTS));
    for (const key of Object.keys(PARTS)) {
      expect(one(`#del-${key}`).nextElementSibling?.className).toBe("printed");
    }
    expect(document.querySelector(".printed b")).toBeNull();
  });

  test("it is what was written last, once, however often it is printed", () => {
    open();
    beforePrint();
    type("#del-next", "Avtalt møte");
    beforePrint();
    mirror(document);
    expect(printed()).toEqual([PARTS.situation, "Nivå 2", "Avtalt møte"]);
  });

  test("only what stands in a sheet is drawn so", () => {
    open("<textarea>Et annet felt</textarea>");
    beforePrint();
    expect(printed()).toEqual([]);
  });

  test("sources that are folded away are open, and others stay as they are", () => {
    open(`${sheetPage(PARTS)}<details id="annet"><summary>Når</summary></details>`);
    expect(one("[data-print-open]", HTMLDetailsElement).open).toBe(false);
    beforePrint();
    expect(one("[data-print-open]", HTMLDetailsElement).open).toBe(true);
    expect(one("#annet", HTMLDetailsElement).open).toBe(false);
  });

  test("nothing changes on the page before it is printed", () => {
    open();
    expect(printed()).toEqual([]);
  });

  test("every button that prints is shown, and prints once", () => {
    const print = vi.fn();
    vi.stubGlobal("print", print);
    open("<button type='button' data-print hidden>A</button><button type='button' data-print hidden>B</button>");
    const buttons = [...document.querySelectorAll<HTMLButtonElement>("[data-print]")];
    expect(buttons.map(({ hidden }) => hidden)).toEqual([false, false]);
    expect(print).not.toHaveBeenCalled();
    buttons.forEach((button, place) => {
      button.click();
      expect(print).toHaveBeenCalledTimes(place + 1);
    });
  });
});
