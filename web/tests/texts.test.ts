import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

import { panelTextsOf } from "../src/handover/texts";
import { fill, isLanguage, textsOf, type Texts } from "../src/texts";

const LANGUAGES = ["nb", "nn", "en"];
const KEYS = Object.keys(textsOf("nb")) as (keyof Texts)[];
// Chosen by a name that comes from elsewhere: a role, a level, a trouble.
const COMPOSED = /^(role|level|failure|helped)_/;

function sources(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(ts|py|html)$/.test(name) && !name.endsWith(".d.ts"))
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .join("\n");
}

function blanks(text: string): string[] {
  return (text.match(/\{\w+\}/g) ?? []).sort();
}

describe("the texts", () => {
  test.each(LANGUAGES)("of %s are all there, with the same blanks", (language) => {
    const texts = textsOf(language);
    expect(Object.keys(texts)).toEqual(KEYS);
    for (const key of KEYS) {
      expect(texts[key].trim()).not.toBe("");
      expect(blanks(texts[key])).toEqual(blanks(textsOf("nb")[key]));
    }
  });

  test.each(LANGUAGES)("of the panel in %s are all there, with the same blanks", (language) => {
    const [texts, nb] = [panelTextsOf(textsOf(language)), panelTextsOf(textsOf("nb"))];
    expect(Object.keys(texts)).toEqual(Object.keys(nb));
    expect(Object.values(texts).filter((text) => text.trim() === "")).toEqual([]);
    expect(Object.values(texts).map(blanks)).toEqual(Object.values(nb).map(blanks));
  });

  test("are all used", () => {
    const used = sources("src") + sources("../gateway");
    const panel = Object.keys(panelTextsOf(textsOf("nb")));
    expect([...KEYS, ...panel].filter((key) => !COMPOSED.test(key) && !new RegExp(`\\b${key}\\b`).test(used))).toEqual(
      [],
    );
  });

  test("fill their blanks, and leave those alone that nothing is known of", () => {
    expect(fill("Ring {number}: {label}", { number: "113" })).toBe("Ring 113: {label}");
  });

  test("are bokmål for a language that is none of ours", () => {
    expect(textsOf("sv")).toBe(textsOf("nb"));
    expect(isLanguage("toString")).toBe(false);
  });
});
