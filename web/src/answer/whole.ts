/**
 * An answer made whole: everything that is drawn, and nothing that cannot be.
 *
 * The wire may bring half an answer, or one that is newer than this page. It is read once, here, so that the views never
 * have to ask what is there.
 */

import { isLanguage, type Language, type Texts } from "../texts";
import { fields, list, once, words, type Fields } from "./reading";
import type { Answer } from "./types";

export type LevelId = "gronn" | "gul" | "rod";

export interface WholeSource {
  title: string;
  locator: string | null;
  url: string | null;
  quote: string | null;
  checked: string | null;
}

export interface WholeContact {
  kind: string;
  value: string;
  label: string | null;
  hours: string | null;
  isOpen: boolean | null;
  sources: WholeSource[];
}

/** A level as it is said; without a colour that we know, only the words. */
export interface Level {
  id: LevelId | null;
  name: string;
}

export interface Service {
  id: string | null;
  name: string;
  why: string | null;
  /** Where it is not the answer's. */
  whyLanguage: Language | null;
  access: string | null;
  next: string | null;
  levels: Level[];
  contacts: WholeContact[];
  sources: WholeSource[];
}

export interface Step {
  text: string;
  /** The service of a plan's step. */
  service: string | null;
  deadline: string | null;
}

export interface Process {
  title: string | null;
  steps: Step[];
}

export interface Cell {
  level: Level | null;
  area: string | null;
  services: string[];
}

export interface Option {
  label: string;
  payload: string;
}

export interface Whole {
  language: Language | null;
  outcome: string;
  acute: { opening: string; contacts: WholeContact[] } | null;
  body: string[];
  /** What the content tells of it, word for word. */
  facts: ReadonlySet<string>;
  services: Service[];
  plan: Step[];
  process: Process | null;
  cells: Cell[];
  notices: string[];
  /** Of everything but the services, which carry their own. */
  sources: WholeSource[];
  question: string | null;
  options: Option[];
  coordinator: string | null;
  offersCoordinator: boolean;
  offersLearning: boolean;
}

/** Everything of an answer that can be shown to its reader. */
export function wholeOf(answer: Answer, texts: Texts): Whole {
  const raw = fields(answer);
  const read = (value: unknown): WholeContact | null => contact(value, raw.role === "ansatt");
  const lines = list(fields(raw.acute).contacts, read);
  const services = list(raw.services, (value) => service(value, read, texts));
  const suggestions = list(raw.suggestions, option);
  const opening = words(raw.acute_opening) ?? (raw.outcome === "acute" ? firstOf(raw.reply) : null);
  const drawn = {
    acute: lines.length > 0 ? { opening: opening ?? texts.acute_fallback, contacts: lines } : null,
    services,
    plan: list(raw.plan, step),
    process: process(raw.process),
    cells: list(raw.responsibility, (value) => cell(value, services, texts)),
    notices: list(raw.notices, words),
    sources: once([...generalSources(raw), ...lines.flatMap((line) => line.sources)], sourceKey),
    question: words(raw.question_back),
    options: once([...list(fields(raw.clarification).options, option), ...suggestions], ({ payload }) => payload),
    coordinator: words(raw.coordinator),
  };
  return {
    ...drawn,
    body: body(raw, drawn),
    facts: new Set(list(raw.statements, (value) => words(fields(value).text))),
    language: language(raw.language),
    outcome: words(raw.outcome) ?? "",
    offersCoordinator: fields(raw.handover).offered === true,
    // What came without topics teaches us nothing: a language that we do not speak, or words nothing could read.
    offersLearning: raw.outcome === "no_match" && lines.length === 0 && suggestions.length > 0,
  };
}

type Drawn = Omit<Whole, "body" | "facts" | "language" | "outcome" | "offersCoordinator" | "offersLearning">;

/** The paragraphs that nothing else shows: the answer's own, or what is left of its reply. */
function body(raw: Fields, drawn: Drawn): string[] {
  const { acute, question, coordinator, notices, options } = drawn;
  const labels = options.map((one) => one.label).join(", ");
  const shown = new Set([acute?.opening, question, coordinator, ...notices, labels]);
  // Without lines to call, what stands over them is still said.
  const opening = acute === null ? list([raw.acute_opening], words) : [];
  const own = [...opening, ...list(raw.body, words)];
  const paragraphs = own.length > 0 || (Array.isArray(raw.body) && tells(drawn)) ? own : ofReply(raw.reply, drawn);
  return paragraphs.filter((part) => !shown.has(part));
}

/** Whether something is told beside the text: an empty text is meant, then. */
function tells({ acute, services, plan, process: steps, cells }: Drawn): boolean {
  return acute !== null || steps !== null || services.length + plan.length + cells.length > 0;
}

function ofReply(reply: unknown, { acute }: Drawn): string[] {
  const isLines = (part: string): boolean => acute?.contacts.some((line) => part.includes(`– ${line.value}:`)) ?? false;
  const parts = typeof reply === "string" ? reply.split("\n\n") : [];
  return list(parts, words).filter((part) => !/^(Kilder|Kjelder|Sources):/.test(part) && !isLines(part));
}

function firstOf(reply: unknown): string | null {
  return typeof reply === "string" ? words(reply.split("\n\n")[0]) : null;
}

/** What is for employees is drawn for no one else, even if it came. */
function contact(value: unknown, isStaff: boolean): WholeContact | null {
  const raw = fields(value);
  const told = words(raw.value);
  if (told === null || (raw.audience === "ansatt" && !isStaff)) return null;
  return {
    kind: words(raw.kind) ?? "",
    value: told.trim(),
    label: words(raw.label),
    hours: words(raw.opening_hours),
    isOpen: typeof raw.open_now === "boolean" ? raw.open_now : null,
    sources: list([raw.source], source),
  };
}

function service(value: unknown, read: (value: unknown) => WholeContact | null, texts: Texts): Service | null {
  const raw = fields(value);
  const name = words(raw.name);
  if (name === null) return null;
  const contacts = once(list(raw.contacts, read), (one) => `${one.kind} ${one.value}`);
  return {
    id: words(raw.id),
    name,
    why: words(raw.why),
    whyLanguage: language(raw.why_language),
    access: words(raw.access),
    next: words(raw.next),
    levels: levels(raw, texts),
    contacts,
    sources: once([...list(raw.sources, source), ...contacts.flatMap((one) => one.sources)], sourceKey),
  };
}

function language(value: unknown): Language | null {
  return typeof value === "string" && isLanguage(value) ? value : null;
}

function levels(raw: Fields, texts: Texts): Level[] {
  const ids: readonly unknown[] = Array.isArray(raw.level) ? raw.level : [];
  const names: readonly unknown[] = Array.isArray(raw.level_names) ? raw.level_names : [];
  return ids.flatMap((id, place) => level(id, names[place], texts) ?? []);
}

function level(value: unknown, said: unknown, texts: Texts): Level | null {
  const names: Record<LevelId, string> = { gronn: texts.level_gronn, gul: texts.level_gul, rod: texts.level_rod };
  const id = typeof value === "string" && Object.hasOwn(names, value) ? (value as LevelId) : null;
  const name = words(said) ?? (id === null ? null : names[id]);
  return name === null ? null : { id, name };
}

function step(value: unknown): Step | null {
  const raw = fields(value);
  const text = words(raw.text);
  return text === null ? null : { text, service: words(raw.service), deadline: words(raw.deadline) };
}

function process(value: unknown): Process | null {
  const raw = fields(value);
  const steps = list(raw.steps, step);
  return steps.length === 0 ? null : { title: words(raw.title), steps };
}

function cell(value: unknown, services: readonly Service[], texts: Texts): Cell | null {
  const raw = fields(value);
  const written = list(raw.service_names, words);
  const ids = list(raw.services, words);
  const named =
    written.length > 0 ? written : ids.map((id) => services.find((one) => one.id === id)?.name ?? spoken(id));
  const area = words(raw.risk_area_name) ?? spoken(words(raw.risk_area) ?? "");
  if (named.length === 0) return null;
  return { level: level(raw.level, raw.level_name, texts), area: words(area), services: named };
}

/** An id as words: «oppdal/psykisk-helse» is «psykisk helse». */
function spoken(id: string): string {
  return (id.split("/").at(-1) ?? id).replaceAll("-", " ");
}

function option(value: unknown): Option | null {
  const raw = fields(value);
  const label = words(raw.label);
  const payload = words(raw.payload);
  return label === null || payload === null ? null : { label, payload };
}

function source(value: unknown): WholeSource | null {
  const raw = fields(value);
  const title = words(raw.title);
  if (title === null) return null;
  return {
    title,
    locator: words(raw.locator),
    url: words(raw.url),
    quote: words(raw.quote),
    checked: words(raw.checked),
  };
}

function sourceKey(one: WholeSource): string {
  return JSON.stringify([one.title, one.locator, one.quote]);
}

function generalSources(raw: Fields): WholeSource[] {
  const parts = [raw.statements, raw.plan, raw.responsibility, fields(raw.process).steps];
  return parts.flatMap((part) => list(part, (value) => value)).flatMap((value) => list(fields(value).sources, source));
}
