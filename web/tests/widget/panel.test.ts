import { describe, expect, it, vi } from "vitest";
import { launcher } from "../../src/widget/launcher";
import { panelOf } from "../../src/widget/panel";
import { wordsOf } from "../../src/widget/words";

const PAGE = "https://hjelp.example/oppdal";

describe("the panel", () => {
  it.each(["nb", "nn", "en"] as const)("leaves nobody without numbers to call in %s", (language) => {
    const { element, apologise } = panelOf(wordsOf(language), PAGE, vi.fn());
    apologise();
    const links = [...element.querySelectorAll("a")].map((link) => link.href);
    expect(links).toEqual([PAGE, "tel:113", "tel:112", "tel:116111"]);
    expect(element.textContent).not.toContain("undefined");
  });

  it("can be closed while it waits", () => {
    const close = vi.fn();
    const { element, wait } = panelOf(wordsOf("nb"), PAGE, close);
    wait();
    expect(element.querySelector("[role=status]")?.textContent).toBe("Åpner …");
    element.querySelector("button")?.click();
    expect(close).toHaveBeenCalledOnce();
  });

  it("is modal only where it fills the screen", () => {
    const { element, fill } = panelOf(wordsOf("nb"), PAGE, vi.fn());
    fill(true);
    expect(element.getAttribute("aria-modal")).toBe("true");
    fill(false);
    expect(element.getAttribute("aria-modal")).toBe("false");
  });
});

describe("the button", () => {
  it("says and shows that there is something new", () => {
    const { button, status, mark } = launcher(wordsOf("nn"), "panel", vi.fn());
    expect(button.querySelector<HTMLElement>(".dot")?.hidden).toBe(true);
    mark(true);
    expect(button.querySelector<HTMLElement>(".dot")?.hidden).toBe(false);
    expect(status.textContent).toBe("Nytt svar");
  });
});
