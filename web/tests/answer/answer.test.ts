import { describe, expect, it } from "vitest";

import { textsOf } from "../../src/texts";
import { acute, answer, contact, full, service, unclear } from "./answers";
import { all, draw, named, one, said, wire, without } from "./drawn";

const texts = textsOf("nb");

describe("an answer", () => {
  it("is told in the order that somebody worried needs it", () => {
    const { root } = draw({ ...full, acute: acute.acute, acute_opening: "Er noen i fare nå?" });
    const parts = [...one(root, ".answer").children].map((part) => part.classList[0]);
    expect(parts).toEqual([
      "acute",
      "said",
      "plan",
      "process",
      "ds-table",
      "services",
      "notices",
      "ds-details",
      "choices",
      "coordinator",
    ]);
  });

  it("says in which language it is", () => {
    expect(one(draw(answer({ language: "nn" })).root, ".answer").lang).toBe("nn");
  });

  it("has no id that another answer has", () => {
    const ids = (number: number): string[] => all(draw(full, { number }).root, "[id]").map(({ id }) => id);
    const both = [...ids(1), ...ids(2)];
    expect(new Set(both).size).toBe(both.length);
  });

  it("has headings that never skip a level", () => {
    const levels = all(draw({ ...full, acute: acute.acute }).root, "h1, h2, h3, h4").map(({ tagName }) =>
      Number(tagName[1]),
    );
    expect(levels[0]).toBe(2);
    levels.reduce((before, level) => {
      expect(level - before).toBeLessThanOrEqual(1);
      return level;
    });
  });

  it("gives every button a name of its own", () => {
    const names = all(draw(full).root, "button, summary").map(said);
    expect(new Set(names).size).toBe(names.length);
  });

  it("says of every link that opens a new tab that it does, and tells the page nothing", () => {
    const links = all(draw({ ...full, outcome: "privacy" }).root, "a[target]");
    expect(links.length).toBeGreaterThan(5);
    for (const link of links) {
      expect(said(link)).toContain(texts.new_tab);
      expect(link.getAttribute("rel")).toBe("noopener noreferrer");
    }
  });

  it("shows what it is told about itself", () => {
    expect(said(one(draw(full).root, ".notices"))).toContain("Jeg skjulte et telefonnummer");
  });

  it("leads to the page about privacy, in its own language, when asked about it", () => {
    const { root } = draw(answer({ outcome: "privacy", language: "nn" }));
    const link = one(root, ".about-privacy a");
    expect(link.getAttribute("href")).toBe("/personvern?lang=nn");
    expect(draw(answer()).root.querySelector(".about-privacy")).toBeNull();
  });
});

describe("the text of an answer", () => {
  it("is shown in paragraphs, with lines that begin with a dash as a list", () => {
    const { root } = draw(full);
    expect(all(root, ".said > p").map(said)).toHaveLength(3);
    expect(said(one(root, ".said .lead"))).toBe("Dette kan hjelpe hjemme så lenge:");
    expect(all(root, ".said li").map(said)[0]).toBe("Hold på faste tider, også de dagene det ikke går.");
  });

  it("may be a list without a lead", () => {
    const { root } = draw(answer({ body: ["– Ring skolen\n– Skriv det ned"] }));
    expect(all(root, ".said li").map(said)).toEqual(["Ring skolen", "Skriv det ned"]);
    expect(root.querySelector(".said p")).toBeNull();
  });

  it("keeps a dash in the middle of a paragraph as it is", () => {
    const { root } = draw(answer({ body: ["En linje\n– og en til\nog så en"] }));
    expect(root.querySelector(".said li")).toBeNull();
    expect(one(root, ".said p").textContent).toBe("En linje\n– og en til\nog så en");
  });

  it("is taken from the reply where it does not come apart, without the sources", () => {
    const older = without(answer({ reply: "Takk.\n\nSnakk med skolen.\n\nKilder: Opplæringslova, § 11-6." }), "body");
    expect(all(draw(older).root, ".said p").map(said)).toEqual(["Takk.", "Snakk med skolen."]);
  });

  it("does not say again what stands over the help lines, beside the buttons or with the coordinator", () => {
    const older = without(acute, "body", "acute_opening");
    expect(draw(older).root.querySelector(".said")?.textContent ?? "").not.toContain("alvorlig");
    const { root } = draw({ ...full, body: ["Takk.", full.question_back ?? "", full.coordinator ?? ""] });
    expect(all(root, ".said p").map(said)).toEqual(["Takk."]);
  });

  it("shows markup as text", () => {
    const { root } = draw(answer({ body: ["<img src=x onerror=alert(1)> <b>fet</b>"] }));
    expect(root.querySelector("img, b")).toBeNull();
    expect(said(root)).toContain("<b>fet</b>");
  });

  it("may be nothing but an emoji", () => {
    expect(said(draw(answer({ reply: "😀", body: ["😀"] })).root)).toBe("😀");
  });
});

describe("the wire", () => {
  it.each([
    ["only what an answer must have", { reply: "Hei.", outcome: "answered" }, "Hei."],
    [
      "values of other kinds",
      { ...answer({ body: ["Hei."] }), services: "x", plan: 4, notices: {}, acute: [], handover: null, process: 1 },
      "Hei.",
    ],
    [
      "lists with holes",
      {
        ...answer({ body: ["Hei."] }),
        services: [null, 1, {}],
        notices: [null, ""],
        suggestions: [{}],
        plan: [null],
        responsibility: [{}],
      },
      "Hei.",
    ],
    [
      "an outcome of tomorrow",
      { ...answer({ body: ["Hei."] }), outcome: "sung", language: "toString", role: 3 },
      "Hei.",
    ],
    ["empty text and no parts", { ...answer(), body: [], reply: "Noe gikk galt hos oss." }, "Noe gikk galt hos oss."],
  ])("may bring %s", (_, value, words) => {
    expect(said(draw(wire(value)).root)).toBe(words);
  });

  it("may bring nothing that can be shown, and that is said", () => {
    expect(said(draw(wire({ reply: "", outcome: "answered" })).root)).toBe(texts.unreadable);
    expect(said(draw(wire({ reply: " ", outcome: "no_match", services: [{ id: 1 }] })).root)).toBe(texts.unreadable);
  });

  it("may bring a service with nothing but its name", () => {
    const { root } = draw(wire({ ...answer(), services: [{ name: "PPT" }] }));
    expect(said(one(root, ".card h3"))).toBe("PPT");
    expect(root.querySelector(".card dt, .card details")).toBeNull();
  });

  it("may bring levels and contacts that we do not know yet", () => {
    const odd = {
      ...service(),
      level: ["gronn", "lilla", "toString"],
      contacts: [{ kind: "brevdue", value: "Due 4", label: "Slag" }],
    };
    const { root } = draw(wire({ ...answer(), services: [odd] }));
    expect(all(root, ".level").map(said)).toEqual([`●${texts.level_gronn}`]);
    expect(said(one(root, ".contact"))).toBe("Due 4 Slag");
    expect(root.querySelector(".contact a")).toBeNull();
  });

  it("may bring an opening without lines to call, which is still said", () => {
    const { root } = draw(wire({ ...acute, acute: { kind: "x", contacts: [{}] } }));
    expect(root.querySelector(".acute")).toBeNull();
    expect(said(root)).toContain("du skal ikke stå alene");
  });

  it("may bring half a letter in an address", () => {
    const broken = contact({ kind: "adresse", value: "Torvgata \ud83d 1" });
    const { root } = draw(answer({ services: [service({ contacts: [broken] })] }));
    expect(one(root, ".contact a").getAttribute("href")).toContain("Torvgata%20%201");
  });
});

describe("danger", () => {
  it("comes first, in a block named by its own words", () => {
    const { root } = draw(acute);
    const block = one(root, ".answer").firstElementChild;
    expect(block?.matches("section.acute")).toBe(true);
    const heading = one(root, `#${block?.getAttribute("aria-labelledby") ?? ""}`);
    expect(heading.tagName).toBe("H2");
    expect(said(heading)).toContain("du skal ikke stå alene med det. Ring nå.");
  });

  it("has a line to press for each who answers, with number, name and hours", () => {
    const lines = all(draw(acute).root, ".acute-lines a");
    expect(lines.map((line) => line.getAttribute("href"))).toEqual([
      "tel:113",
      "tel:116111",
      "https://www.116111.no",
      "tel:22591300",
    ]);
    expect(lines.map(said)[0]).toBe("Ring 113 Medisinsk nødtelefon, når det er fare for liv Hele døgnet");
    expect(lines.map(said)[2]).toContain(`✕ ${texts.closed_now}`);
  });

  it("is said in our words where the answer has none", () => {
    const older = without(answer({ acute: acute.acute }), "acute_opening");
    expect(said(one(draw(older).root, ".acute h2"))).toContain(texts.acute_fallback);
  });

  it("is a landmark only in the latest answer", () => {
    expect(one(draw(acute).root, ".acute").getAttribute("role")).toBeNull();
    expect(one(draw(acute, { current: false }).root, ".acute").getAttribute("role")).toBe("group");
  });
});

describe("what can be pressed", () => {
  it("stands under the question that was asked back", () => {
    const { root, actions } = draw(full);
    const group = one(root, ".choices");
    expect(said(one(root, `#${group.getAttribute("aria-labelledby") ?? ""}`))).toContain("Hvor gammelt er barnet?");
    named(group, "button", "6–12 år").click();
    expect(actions.say).toHaveBeenCalledExactlyOnceWith("Barnet er 6–12 år");
  });

  it("has words of ours where no question was asked", () => {
    const { root } = draw(unclear);
    expect(said(one(root, ".question"))).toBe(texts.choose);
    expect(all(root, ".choices button").map(said)).toEqual(["Barnet vil ikke på skolen", "Vi trenger avlastning"]);
  });

  it("does nothing in an older answer, but keeps the focus", () => {
    const { root, actions, again } = draw(full);
    const button = named(root, "button", "Vet ikke");
    button.focus();
    again({ current: false });
    expect(document.activeElement).toBe(button);
    expect(button.getAttribute("aria-disabled")).toBe("true");
    expect(button.hasAttribute("disabled")).toBe(false);
    button.click();
    named(root, "button", texts.coordinator).click();
    expect(actions.say).not.toHaveBeenCalled();
  });

  it("leads to the coordinator where a person is offered", () => {
    const { root, actions } = draw(full);
    expect(said(one(root, ".coordinator p"))).toBe(full.coordinator);
    named(root, "button", texts.coordinator).click();
    expect(actions.say).toHaveBeenCalledExactlyOnceWith(texts.coordinator_payload);
    expect(draw(answer()).root.querySelector(".coordinator")).toBeNull();
  });

  it("opens the way to a person where there is one, however long ago it was offered", () => {
    const { root, actions } = draw(full, { desk: true, current: false });
    const pressed = named(root, "button", texts.coordinator);
    expect(pressed.hasAttribute("aria-disabled")).toBe(false);
    pressed.click();
    expect(actions.person).toHaveBeenCalledOnce();
    expect(actions.say).not.toHaveBeenCalled();
  });

  it("leads to a person who was asked for in words, where there is one", () => {
    const asked = { ...full, outcome: "handover" as const, suggestions: [] };
    named(draw(asked, { desk: true }).root, "button", texts.coordinator).click();
    expect(all(draw(asked).root, "button").some((button) => said(button) === texts.coordinator)).toBe(false);
  });

  it("leads to the coordinator once, and not from the coordinator to the coordinator", () => {
    const twice = { ...full, suggestions: [{ label: texts.coordinator, payload: texts.coordinator_payload }] };
    expect(all(draw(twice).root, "button").filter((button) => said(button) === texts.coordinator)).toHaveLength(1);
    const there = answer({ outcome: "handover", handover: { offered: true, reason: "Bedt om" } });
    expect(draw(there).root.querySelector("button")).toBeNull();
  });
});

describe("learning", () => {
  it("is offered only where a message was not understood, and topics were found", () => {
    const isOffered = (other: object, current = true): boolean =>
      draw(wire({ ...unclear, ...other }), { current }).root.querySelector(".learning") !== null;
    expect(isOffered({})).toBe(true);
    expect(isOffered({ suggestions: [] })).toBe(false);
    expect(isOffered({ outcome: "answered" })).toBe(false);
    expect(isOffered({ acute: acute.acute })).toBe(false);
    expect(isOffered({}, false)).toBe(false);
  });

  it("shows what was kept, word for word, and moves the focus there", async () => {
    const { root, again } = draw(unclear);
    named(root, "button", texts.learn).click();
    await expect.poll(() => root.querySelector(".learning button")).toBeNull();
    const thanks = one(root, ".learning-kept");
    expect(said(thanks)).toBe(`${texts.learn_kept} «Hei, jeg heter [navn]»`);
    await expect.poll(() => document.activeElement).toBe(thanks);
    again({ current: false });
    expect(said(one(root, ".learning"))).toContain("Hei, jeg heter [navn]");
  });

  it("asks once, and can be tried again where it failed", async () => {
    const { root, actions } = draw(unclear);
    actions.learn.mockRejectedValueOnce(new Error("no line"));
    const button = named(root, "button", texts.learn);
    button.click();
    button.click();
    expect(button.getAttribute("aria-disabled")).toBe("true");
    await expect.poll(() => root.querySelector(".learning-failed")?.textContent).toBe(texts.learn_failed);
    expect(actions.learn).toHaveBeenCalledOnce();
    button.click();
    await expect.poll(() => said(one(root, ".learning"))).toContain(texts.learn_kept);
  });
});
