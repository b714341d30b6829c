import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

import { deskTextsOf, named, type DeskTexts } from "../src/desk/texts";
import { OUTCOMES } from "../src/desk/types";
import { panelTextsOf } from "../src/handover/texts";
import { fill, isLanguage, speak, textsOf, type Texts } from "../src/texts";

const LANGUAGES = ["nb", "nn", "en"];
const KEYS = Object.keys(textsOf("nb")) as (keyof Texts)[];
// Chosen by a name that comes from elsewhere: a role, a level, a trouble.
const COMPOSED = /^(role|level|failure|helped)_/;

const DESK_KEYS = Object.keys(deskTextsOf("nb")) as (keyof DeskTexts)[];
// The same at the desk: what the server calls by a code, and what is done with a case.
const DESK_COMPOSED =
  /^(role|acute|grade|outcome|status|history|end|consent|contact|card_line|act|ask|go|done|news|notify)_[a-z]/;

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

describe("the texts of the desk", () => {
  test("are all there in both written standards, with the same blanks", () => {
    const [nb, nn] = [deskTextsOf("nb"), deskTextsOf("nn")];
    expect(Object.keys(nn)).toEqual(DESK_KEYS);
    for (const key of DESK_KEYS) {
      expect(nn[key].trim()).not.toBe("");
      expect(nb[key].trim()).not.toBe("");
      expect(blanks(nn[key])).toEqual(blanks(nb[key]));
    }
  });

  test("are all used", () => {
    const used = sources("src/desk");
    expect(DESK_KEYS.filter((key) => !DESK_COMPOSED.test(key) && !new RegExp(`\\b${key}\\b`).test(used))).toEqual([]);
  });

  test.each(["release", "take_over", "pass", "pass_on", "return", "close", "called"] as const)(
    "name, ask, do and tell %s",
    (act) => {
      const texts = deskTextsOf("nb");
      for (const said of ["act", "ask", "go", "done"] as const) expect(texts[`${said}_${act}`]).toBeTruthy();
    },
  );

  test("name every outcome, and leave a code that is new as it came", () => {
    const texts = deskTextsOf("nn");
    for (const code of OUTCOMES) expect(named(texts, "outcome", code)).not.toBe(code);
    expect(named(texts, "outcome", "noe-nytt")).toBe("noe-nytt");
  });

  test("name every acute kind of the ontology", () => {
    const kinds =
      /\nacute_kinds:\n((?: {2}\S.*\n)+)/.exec(readFileSync("../knowledge/ontology.yml", "utf8"))?.[1] ?? "";
    const ids = [...kinds.matchAll(/^ {2}([a-z-]+):/gm)].map((found) => found[1] ?? "");
    expect(ids.length).toBeGreaterThan(3);
    expect(DESK_KEYS).toEqual(expect.arrayContaining(ids.map((id) => `acute_${id.replaceAll("-", "_")}`)));
  });
});

describe("the page's language", () => {
  test("is said, and said anew only where it is another one", () => {
    const said = new MutationObserver(() => undefined);
    document.documentElement.lang = "";
    said.observe(document.documentElement, { attributeFilter: ["lang"] });
    for (const language of ["nn", "nn", "nb", "nb"] as const) speak(language);
    expect(document.documentElement.lang).toBe("nb");
    expect(said.takeRecords()).toHaveLength(2);
    said.disconnect();
  });
});
