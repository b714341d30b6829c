import { afterEach, describe, expect, it } from "vitest";
import { ownScript, wishOf } from "../../src/widget/script";

function line(attributes: Record<string, string>): HTMLScriptElement {
  const script = document.createElement("script");
  script.type = "text/plain"; // Not to be fetched.
  for (const [name, value] of Object.entries(attributes)) script.setAttribute(name, value);
  return script;
}

const OPPDAL = { src: "https://hjelp.example/widget.js?1", "data-kommune": "oppdal" };

afterEach(() => {
  document.head.replaceChildren();
  document.documentElement.lang = "";
});

describe("the line in the page", () => {
  it("is found though it is not current", () => {
    const script = line(OPPDAL);
    document.head.append(line({ src: "/other.js" }), script);
    expect(ownScript()).toBe(script);
  });

  it("is none where no municipality is named", () => {
    document.head.append(line({ src: "https://hjelp.example/widget.js" }));
    expect(ownScript()).toBeNull();
  });

  it("names the gateway by where it came from", () => {
    expect(wishOf(line(OPPDAL))).toMatchObject({
      origin: "https://hjelp.example",
      page: "https://hjelp.example/oppdal",
    });
  });

  it("cannot lead elsewhere by the name of a municipality", () => {
    expect(wishOf(line({ ...OPPDAL, "data-kommune": "//ondt.example/?" })).page).toBe(
      "https://hjelp.example/%2F%2Fondt.example%2F%3F",
    );
  });

  it.each([
    ["nn-NO", undefined, "nn"],
    ["no", undefined, "nb"],
    ["", undefined, "nb"],
    ["se", undefined, "nb"],
    ["EN-gb", undefined, "en"],
    ["nb", "nn", "nn"],
  ])("in a page in «%s» and with data-sprak %s speaks %s", (lang, sprak, language) => {
    document.documentElement.lang = lang;
    expect(wishOf(line(sprak ? { ...OPPDAL, "data-sprak": sprak } : OPPDAL)).language).toBe(language);
  });
});
