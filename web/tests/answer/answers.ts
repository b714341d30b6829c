/** Answers as they come: realistic, without persons, with no numbers but those of the emergency lines. */

import type { Answer, Contact, Source } from "../../src/answer/types";

type Service = Answer["services"][number];

export function source(other: Partial<Source> = {}): Source {
  return {
    title: "Opplæringslova",
    locator: "§ 11-6",
    url: "https://lovdata.no/dokument/NL/lov/2023-06-09-30",
    quote: "Elevar som har behov for individuelt tilrettelagd opplæring, har rett til det.",
    checked: "2026-11-25",
    ...other,
  };
}

export function contact(other: Partial<Contact> = {}): Contact {
  return {
    kind: "telefon",
    value: "116 111",
    label: "Telefon for barn og unge, og for voksne som er bekymret for et barn",
    opening_hours: "Åpent hele døgnet.",
    open_now: true,
    audience: "alle",
    source: source({
      title: "Alarmtelefonen for barn og unge",
      locator: "Om Alarmtelefonen: telefon",
      url: "https://www.116111.no",
      quote: "Telefonen og e-post er åpne for samtaler hele døgnet for hele landet.",
    }),
    ...other,
  };
}

export function service(other: Partial<Service> = {}): Service {
  return {
    id: "tynset/helsestasjon",
    type: "helsestasjon",
    name: "Helsestasjonen i Tynset",
    why: "Helsestasjonen snakker med foreldre om uro, søvn og det som er vanskelig hjemme.",
    level: ["gronn"],
    access: "Du kan ta kontakt selv. Du trenger ingen henvisning.",
    contacts: [contact()],
    sources: [source({ title: "Plan for oppvekst i Tynset", locator: "side 14", url: null })],
    ...other,
  };
}

export function answer(other: Partial<Answer> = {}): Answer {
  return {
    question: "Jenta mi vil ikke på skolen. Hva gjør jeg?",
    kommune: "tynset",
    role: "forelder",
    language: "nb",
    outcome: "answered",
    question_type: "finn-hjelp",
    needs: [],
    acute: null,
    services: [],
    statements: [],
    plan: [],
    process: null,
    responsibility: [],
    suggestions: [],
    notices: [],
    clarification: null,
    handover: { offered: false, reason: null },
    reply: "Takk for at du skriver.",
    body: ["Takk for at du skriver."],
    acute_opening: null,
    question_back: null,
    coordinator: null,
    ...other,
  };
}

/** The municipality's own pages stand in where no contact is confirmed. */
export const pages = contact({
  kind: "nettside",
  value: "https://www.tynset.kommune.no",
  label: "Nettsiden til Tynset kommune",
  opening_hours: null,
  open_now: null,
  source: source({ title: "tynset.kommune.no", locator: "Kommunens nettsted", quote: "tynset.kommune.no" }),
});

export const school = service({
  id: "tynset/skole",
  type: "skole",
  name: "Kontaktlæreren eller rektor på skolen",
  why: "Skolen skal følge opp fravær, og finne ut sammen med dere hva som gjør det vanskelig.",
  access: null,
  contacts: [pages],
  next: "Skolen skal kalle inn til et møte. De skal lage en plan innen fem skoledager.",
});

export const ppt = service({
  id: "nord-osterdal/ppt",
  type: "ppt",
  name: "Pedagogisk-psykologisk tjeneste (PPT) for Nord-Østerdal",
  why: "PPT hjelper skolen med å legge til rette, og vurderer om eleven trenger mer.",
  level: ["gronn", "gul"],
  level_names: ["For alle", "For noen som trenger litt mer"],
  access: "Skolen henviser sammen med dere. Du kan også ta kontakt selv.",
  contacts: [
    pages,
    contact({
      kind: "telefon",
      value: "22 59 13 00",
      label: "Sentralbordet",
      opening_hours: "Mandag til fredag kl. 8–15.30",
      open_now: false,
    }),
    contact({
      kind: "epost",
      value: "post@tynset.kommune.no",
      label: "Postmottak",
      opening_hours: null,
      open_now: null,
    }),
    contact({
      kind: "skjema",
      value: "https://www.tynset.kommune.no/henvisning",
      label: "Skjema for henvisning",
      opening_hours: null,
      open_now: null,
    }),
    contact({
      kind: "adresse",
      value: "Torvgata 1, 2500 Tynset",
      label: "Rådhuset",
      opening_hours: null,
      open_now: null,
    }),
  ],
});

/** Several needs at once: cards, a plan, a process, a table, a question back. */
export const full = answer({
  body: [
    "Takk for at du skriver. Her er hvem som kan hjelpe, og hva du kan gjøre først.",
    "Ta kontakt med kontaktlæreren eller rektor, og si at du ønsker et møte om fraværet. Du trenger ikke vite hvorfor barnet ikke vil, før du spør om hjelp.",
    "Dette kan hjelpe hjemme så lenge:\n– Hold på faste tider, også de dagene det ikke går.\n– Snakk om det en rolig stund, ikke om morgenen.\n– Avtal med skolen hvem som møter barnet i døra.",
  ],
  services: [school, ppt, service({ level: ["rod"], level_names: ["For dem som trenger mest hjelp"] })],
  statements: [{ text: "Skolen skal følge opp.", sources: [source()] }],
  plan: [
    { text: "Be skolen om et møte om fraværet.", service: "tynset/skole", sources: [source()] },
    { text: "Be om at PPT blir med, hvis det ikke blir bedre.", service: "nord-osterdal/ppt", sources: [source()] },
    { text: "Skriv ned hva dere blir enige om.", service: null, sources: [source()] },
  ],
  process: {
    id: "skolemiljo",
    title: "Når et barn ikke har det trygt på skolen",
    steps: [
      { text: "Si fra til rektor. Skolen skal undersøke saken.", sources: [source()] },
      { text: "Skolen lager en skriftlig plan.", deadline: "innen fem skoledager", sources: [source()] },
    ],
  },
  responsibility: [
    {
      level: "gronn",
      risk_area: "skolefravaer",
      services: ["tynset/skole"],
      level_name: "Tidlig innsats (grønt)",
      risk_area_name: "Bekymringsfullt skolefravær",
      service_names: ["Kontaktlærer", "Helsesykepleier"],
      sources: [source()],
    },
    {
      level: "rod",
      risk_area: "skolefravaer",
      services: ["nord-osterdal/ppt"],
      level_name: "Omfattende innsats (rødt)",
      risk_area_name: "Bekymringsfullt skolefravær",
      service_names: ["PPT", "BUP", "Barneverntjenesten"],
      sources: [source()],
    },
  ],
  notices: ["Jeg skjulte et telefonnummer i meldingen din. Det blir ikke lagret."],
  question_back: "Hvor gammelt er barnet? Da kan jeg si mer om hvem som hjelper.",
  clarification: {
    asks_for: "age",
    options: [
      { label: "Under 6 år", payload: "Barnet er under 6 år" },
      { label: "6–12 år", payload: "Barnet er 6–12 år" },
      { label: "13–18 år", payload: "Barnet er 13–18 år" },
      { label: "Vet ikke", payload: "Vet ikke" },
    ],
  },
  coordinator: "Vil du snakke med et menneske? Skriv «koordinator», så hjelper jeg deg videre.",
  handover: { offered: true, reason: "Tilbys alltid" },
});

export const acute = answer({
  question: "Han sier han ikke vil leve mer",
  outcome: "acute",
  acute_opening: "Det du skriver, er alvorlig, og du skal ikke stå alene med det. Ring nå.",
  body: [],
  acute: {
    kind: "selvmord",
    contacts: [
      contact({
        value: "113",
        label: "Medisinsk nødtelefon, når det er fare for liv",
        opening_hours: "Hele døgnet",
        open_now: null,
      }),
      contact(),
      contact({
        kind: "chat",
        value: "https://www.116111.no",
        label: "Chat for barn og unge",
        opening_hours: "Alle dager kl. 16.15–22.45, lørdag til kl. 23.45.",
        open_now: false,
      }),
      contact({
        kind: "telefon",
        value: "22 59 13 00",
        label: "Giftinformasjonen",
        opening_hours: "Hele døgnet",
        open_now: true,
      }),
    ],
  },
  reply:
    "Det du skriver, er alvorlig, og du skal ikke stå alene med det. Ring nå.\n\nHer kan du ringe:\n– 113: Medisinsk nødtelefon (Hele døgnet)",
  handover: { offered: true, reason: "Noen kan være i fare" },
});

export const unclear = answer({
  outcome: "no_match",
  body: ["Jeg er ikke sikker på hva det gjelder. Det er ikke din feil. Er det noe av dette?"],
  suggestions: [
    { label: "Barnet vil ikke på skolen", payload: "Barnet vil ikke på skolen" },
    { label: "Vi trenger avlastning", payload: "Vi trenger avlastning" },
  ],
  coordinator: "Vil du snakke med et menneske? Skriv «koordinator», så hjelper jeg deg videre.",
  handover: { offered: true, reason: "Ikke forstått" },
});
