import { describe, expect, it } from "vitest";

import { cardText, plainText } from "../../src/answer/plain";
import { isAnswer, type Contact } from "../../src/answer/types";
import { day } from "../../src/answer/wording";
import { wholeOf } from "../../src/answer/whole";
import { textsOf } from "../../src/texts";
import { acute, answer, contact, full, pages, ppt, school, service, source } from "./answers";
import { all, draw, named, one, said, wire } from "./drawn";

const texts = textsOf("nb");

function drawContact(other: Partial<Contact>): HTMLElement {
  return one(draw(answer({ services: [service({ contacts: [contact(other)] })] })).root, ".contact");
}

function hrefOf(other: Partial<Contact>): string | null {
  return drawContact(other).querySelector("a")?.getAttribute("href") ?? null;
}

describe("a card", () => {
  it("says who, why, what it takes, what happens next and for whom", () => {
    const { root } = draw(answer({ services: [{ ...ppt, next: "De ringer deg innen en uke." }] }));
    const card = one(root, ".card");
    expect(said(one(card, "h3"))).toBe(ppt.name);
    expect(said(card)).toContain(ppt.why);
    expect(all(card, "dt").map(said)).toEqual([texts.takes, texts.next, texts.level]);
    expect(all(card, "dd").map(said)).toEqual([
      ppt.access,
      "De ringer deg innen en uke.",
      "●For alle",
      "▲For noen som trenger litt mer",
    ]);
  });

  it("tells a level in words, and hides the sign from those who hear it", () => {
    const { root } = draw(answer({ services: [service({ level: ["gul", "rod"] })] }));
    expect(all(root, ".level").map(said)).toEqual([`▲${texts.level_gul}`, `■${texts.level_rod}`]);
    expect(all(root, ".level-symbol").every((sign) => sign.getAttribute("aria-hidden") === "true")).toBe(true);
  });

  it("is marked as the one to begin with, in words, where there are several", () => {
    const { root } = draw(full);
    expect(all(root, ".card").map((card) => said(card).startsWith(`→ ${texts.start_here}`))).toEqual([
      true,
      false,
      false,
    ]);
    expect(draw(answer({ services: [school] })).root.querySelector(".start")).toBeNull();
  });

  it("bears a name of two hundred letters", () => {
    const name = "Tverrfaglig".repeat(19);
    const { root } = draw(answer({ services: [service({ name })] }));
    expect(said(one(root, "h3"))).toBe(name);
  });

  it("shows once, below, the pages that several services share", () => {
    const { root } = draw(full);
    expect(all(root, `.contacts:not(.printed-alone) a[href="${pages.value}"]`)).toHaveLength(1);
    expect(said(one(root, ".shared"))).toContain("Nettsiden til Tynset kommune");
    expect(draw(answer({ services: [school] })).root.querySelector(".shared")).toBeNull();
  });

  it("can be copied, printed and sent alone", () => {
    const { root, actions } = draw(full);
    const card = one(root, ".card:nth-child(2)");
    expect(one(card, ".keep").getAttribute("aria-label")).toContain(ppt.name);
    named(card, "button", `${texts.copy_card}: ${ppt.name}`).click();
    named(card, "button", `${texts.print_card}: ${ppt.name}`).click();
    named(card, "button", `${texts.mail_card}: ${ppt.name}`).click();
    const text = actions.copy.mock.calls[0]?.[0];
    expect(text).toContain("Ring 22 59 13 00: Sentralbordet (Mandag til fredag kl. 8–15.30)");
    expect(text).toContain("Tynset");
    expect(actions.mail).toHaveBeenCalledExactlyOnceWith(text);
    expect(actions.print).toHaveBeenCalledExactlyOnceWith(card);
  });
});

describe("a contact", () => {
  it.each([
    ["telefon", "22 59 13 00", "tel:22591300"],
    ["telefon", "+47 22 59 13 00", "tel:+4722591300"],
    ["telefon", "116 111 (hele døgnet)", "tel:116111"],
    ["telefon", "22 59 13 00 / 113", "tel:22591300"],
    ["telefon", "Spør på skolen", null],
    ["sms", "116 111", "sms:116111"],
    ["epost", "post@tynset.kommune.no", "mailto:post@tynset.kommune.no"],
    ["epost", "post@tynset.kommune.no?bcc=x@y.no", null],
    ["nettside", "https://www.tynset.kommune.no/a?b=c", "https://www.tynset.kommune.no/a?b=c"],
    ["skjema", "http://tynset.kommune.no", "http://tynset.kommune.no"],
    ["chat", "javascript:alert(1)", null],
    ["nettside", "tynset.kommune.no", null],
    [
      "adresse",
      "Torvgata 1, 2500 Tynset",
      "https://www.openstreetmap.org/search?query=Torvgata%201%2C%202500%20Tynset",
    ],
  ] as const)("by %s at %s leads to %s", (kind, value, href) => {
    expect(hrefOf({ kind, value })).toBe(href);
    if (href === null) expect(said(drawContact({ kind, value }))).toContain(value);
  });

  it("says whether it is open now, with a sign; and nothing where nobody knows", () => {
    expect(said(one(drawContact({ open_now: true }), ".contact-hours"))).toBe(`✓ ${texts.open_now} Åpent hele døgnet.`);
    expect(said(one(drawContact({ open_now: false }), ".open"))).toBe(`✕ ${texts.closed_now}`);
    expect(drawContact({ open_now: null }).querySelector(".open")).toBeNull();
    expect(drawContact({ open_now: null, opening_hours: null }).querySelector(".contact-hours")).toBeNull();
  });

  it("for employees is shown to employees alone", () => {
    const services: [typeof ppt] = [service({ contacts: [contact({ value: "113", audience: "ansatt" })] })];
    for (const role of ["forelder", "ungdom", "ukjent"] as const) {
      const hidden = answer({ role, services, acute: { kind: "x", contacts: [contact({ audience: "ansatt" })] } });
      expect(draw(hidden).root.querySelector(".contact, .acute")).toBeNull();
      expect(plainText(hidden, texts)).not.toContain("113");
    }
    expect(hrefOf({ value: "113" })).toBe("tel:113");
    expect(draw(answer({ role: "ansatt", services })).root.querySelector(".contact")).not.toBeNull();
  });
});

describe("where it is written", () => {
  it("stands behind one press, named by its service", () => {
    const { root } = draw(answer({ services: [school] }));
    const details = one(root, ".card details");
    expect(details.hasAttribute("open")).toBe(false);
    expect(said(one(details, "summary .visually-hidden"))).toBe(`Hvor står dette om ${school.name}?`);
    expect(said(one(details, "li"))).toContain("Plan for oppvekst i Tynset, side 14");
    expect(said(one(details, "li"))).toContain("sjekket 25.11.2026");
    expect(one(details, "q").textContent).toContain("Elevar som har behov");
  });

  it("says each place once for all that stands beside the cards", () => {
    expect(all(draw(full).root, ".answer > details li")).toHaveLength(1);
  });

  it("says where the help lines are from", () => {
    expect(said(one(draw(acute).root, ".answer > details"))).toContain("Alarmtelefonen for barn og unge");
  });

  it("is said to be Norwegian in an English answer", () => {
    const { root } = draw(answer({ language: "en", services: [service()] }));
    expect(one(root, "q").getAttribute("lang")).toBe("nb");
    expect(one(root, "cite").getAttribute("lang")).toBe("nb");
    expect(one(draw(full).root, "q").hasAttribute("lang")).toBe(false);
  });

  it("says in which language the reason is, where that is not the answer's", () => {
    const { root } = draw(answer({ language: "en", services: [service({ why: "Fordi.", why_language: "nb" })] }));
    expect(one(root, "h3 + p").lang).toBe("nb");
    expect(one(draw(answer({ language: "en", services: [service()] })).root, "h3 + p").hasAttribute("lang")).toBe(
      false,
    );
  });

  it("links only to pages of the web", () => {
    const strange = source({ url: "javascript:alert(1)" });
    const { root } = draw(answer({ statements: [{ text: "x", sources: [strange] }] }));
    expect(root.querySelector("details a")).toBeNull();
    expect(said(one(root, "details li"))).toContain("Opplæringslova, § 11-6");
  });

  it.each([
    ["nb", "2026-11-25", "25.11.2026"],
    ["nn", "2026-03-05", "5.3.2026"],
    ["en", "2026-11-25", "25 Nov 2026"],
    ["en", "2026-99-99", "2026-99-99"],
    ["nb", "i fjor", "i fjor"],
  ] as const)("was checked in %s on %s, written %s", (language, written, shown) => {
    expect(day(written, language)).toBe(shown);
  });
});

describe("what to do in which order", () => {
  it("is numbered, and leads from each step to the card of its service", () => {
    const { root } = draw(full);
    expect(all(root, ".plan ol > li").map(said)[2]).toBe("Skriv ned hva dere blir enige om.");
    const links = all(root, ".plan a");
    expect(links.map(said)).toEqual([school.name, ppt.name]);
    for (const link of links) {
      expect(said(one(root, `${link.getAttribute("href") ?? ""} h3`))).toBe(said(link));
    }
  });

  it("leads nowhere where the service has no card", () => {
    expect(draw({ ...full, services: [] }).root.querySelector(".plan a")).toBeNull();
  });

  it("says the deadline of a step in words", () => {
    const { root } = draw(full);
    expect(said(one(root, ".process h2"))).toBe("Når et barn ikke har det trygt på skolen");
    expect(said(one(root, ".deadline"))).toBe("Frist: innen fem skoledager");
  });
});

describe("who is responsible", () => {
  it("stands in a table with a caption and headings", () => {
    const { root } = draw(full);
    expect(said(one(root, "caption"))).toBe(texts.responsibility);
    expect(all(root, "thead th").map((head) => head.getAttribute("scope"))).toEqual(["col", "col", "col"]);
    expect(all(root, "tbody th").every((head) => head.getAttribute("scope") === "row")).toBe(true);
    expect(all(root, "tbody tr").map(said)[0]).toBe(
      "Bekymringsfullt skolefravær ●Tidlig innsats (grønt) KontaktlærerHelsesykepleier",
    );
  });

  it("is said in our words where the plan's own are missing", () => {
    const bare = {
      level: "gul",
      risk_area: "bekymring-hjemme",
      services: ["tynset/skole", "tynset/barnevern"],
      sources: [],
    };
    const { root } = draw(wire({ ...answer({ services: [school] }), responsibility: [bare] }));
    expect(said(one(root, "tbody tr"))).toBe(`bekymring hjemme ▲${texts.level_gul} ${school.name}barnevern`);
  });
});

describe("plain text", () => {
  it("has everything of an answer that paper can bear", () => {
    const text = plainText(full, texts);
    for (const words of [
      "Takk for at du skriver.",
      "– Hold på faste tider",
      "– Ring 116 111: Telefon for barn og unge, og for voksne som er bekymret for et barn (Åpent hele døgnet)",
      "– Skjema for henvisning: https://www.tynset.kommune.no/henvisning",
      "– Adresse: Torvgata 1, 2500 Tynset: Rådhuset",
      "1. Be skolen om et møte om fraværet.",
      "2. Skolen lager en skriftlig plan. Frist: innen fem skoledager",
      "– Bekymringsfullt skolefravær, Tidlig innsats (grønt): Kontaktlærer, Helsesykepleier",
      "– Opplæringslova, § 11-6 «Elevar som har behov for individuelt tilrettelagd opplæring, har rett til det.» (sjekket 25.11.2026) https://lovdata.no",
    ]) {
      expect(text).toContain(words);
    }
    expect(text.split("Nettsiden til Tynset kommune")).toHaveLength(2);
  });

  it("begins with the lines to call", () => {
    expect(plainText(acute, texts)).toMatch(/^Det du skriver, er alvorlig.*\n– Ring 113: Medisinsk nødtelefon/);
  });

  it("does not say whether it is open now: it may be read tomorrow", () => {
    expect(plainText(full, texts)).not.toContain(texts.open_now);
  });

  it("of a card brings along the pages that stand elsewhere for all cards", () => {
    const [first] = wholeOf(full, texts).services;
    if (first === undefined) throw new Error("no card");
    expect(cardText(first, texts, "Tynset")).toContain("https://www.tynset.kommune.no");
  });

  it("never is nothing", () => {
    expect(plainText(wire({ reply: "", outcome: "answered" }), texts)).toBe(texts.unreadable);
  });
});

describe("the guard", () => {
  it.each([
    ["half an answer", { reply: "Hei", outcome: "answered" }, true],
    ["a whole one", full, true],
    ["one without an outcome", { reply: "Hei" }, false],
    ["one without words", { reply: null, outcome: "answered" }, false],
    ["a list", [], false],
    ["a text", "Hei", false],
    ["null", null, false],
    ["nothing", undefined, false],
  ])("is asked about %s", (_, value, expected) => {
    expect(isAnswer(value)).toBe(expected);
  });
});
