import { beforeEach, describe, expect, test } from "vitest";

import { Papers } from "../../src/desk/papers";

const MESSAGE = { id: "en-melding-som-venter", text: "Hei", card: null, after: 3 };

describe("papers", () => {
  beforeEach(() => {
    sessionStorage.clear();
  });

  test("are there after a reload", () => {
    const papers = new Papers();
    papers.belongTo(1);
    papers.change(11, { draft: "Jeg skal" });
    papers.change(11, { unsent: [MESSAGE] });
    papers.change(12, { note: "Ring i morgen" });
    const again = new Papers();
    again.belongTo(1);
    expect(again.sheet(11)).toEqual({ draft: "Jeg skal", note: "", unsent: [MESSAGE] });
    expect(again.sheet(12).note).toBe("Ring i morgen");
    expect(again.unsent).toEqual([11]);
  });

  test("are gone when somebody else sits down, or their owner signs out", () => {
    const papers = new Papers();
    papers.belongTo(1);
    papers.change(11, { draft: "Jeg skal" });
    const others = new Papers();
    others.belongTo(2);
    expect(others.sheet(11).draft).toBe("");
    others.change(11, { draft: "Hei" });
    others.clear();
    expect(sessionStorage.length).toBe(0);
  });

  test("that are empty are thrown away", () => {
    const papers = new Papers();
    papers.belongTo(1);
    papers.change(11, { draft: "Jeg" });
    papers.change(11, { draft: "" });
    expect(sessionStorage.getItem("endorinn:vakt")).toBe('{"owner":1,"sheets":{}}');
  });

  test("that cannot be read are none", () => {
    sessionStorage.setItem("endorinn:vakt", "{halv");
    expect(new Papers().unsent).toEqual([]);
  });
});
