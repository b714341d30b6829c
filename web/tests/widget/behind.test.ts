import { afterEach, describe, expect, it } from "vitest";
import { hold } from "../../src/widget/behind";

const { style } = document.documentElement;

afterEach(() => {
  hold(false);
  document.body.inert = false;
  style.removeProperty("overflow-y");
});

describe("the page behind", () => {
  it("is held once and let go as it was", () => {
    style.setProperty("overflow-y", "scroll", "important");
    hold(true);
    hold(true);
    expect([document.body.inert, style.overflowY]).toEqual([true, "hidden"]);
    hold(false);
    expect([document.body.inert, style.overflowY]).toEqual([false, "scroll"]);
    expect(style.getPropertyPriority("overflow-y")).toBe("important");
  });

  it("stays inert if the page had made it so itself", () => {
    document.body.inert = true;
    hold(true);
    hold(false);
    expect(document.body.inert).toBe(true);
  });

  it("is left alone when it was never held", () => {
    hold(false);
    expect(document.documentElement.getAttribute("style") ?? "").toBe("");
  });
});
