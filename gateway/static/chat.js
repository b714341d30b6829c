// A plain chat page. Everything that comes from the server is set as text, never as HTML.

const LEVELS = { gronn: "● for alle", gul: "▲ for noen", rod: "■ for noen få" };
// What the page itself says beside an answer, in the answer's own language.
const WORDS = {
  nb: {
    help: "Her kan du få hjelp", where: "Hvor står dette?", checked: "sjekket", danger: "Hvis noen er i fare nå:",
    privacy: "Slik tar vi vare på det du skriver", newTab: "åpnes i en ny fane",
    learn: "La oss lære av meldingen", kept: "Takk. Dette er tatt vare på, og slettes med «Glem meg» hvis den ikke er brukt i opplæring ennå:",
    why: "Vi forsto deg ikke. Sier du ja, leser de som forbedrer veiviseren meldingen din, uten å vite hvem du er.",
  },
  nn: {
    help: "Her kan du få hjelp", where: "Kvar står dette?", checked: "sjekka", danger: "Om nokon er i fare no:",
    privacy: "Slik tek vi vare på det du skriv", newTab: "blir opna i ei ny fane",
    learn: "La oss lære av meldinga", kept: "Takk. Dette er teke vare på, og blir sletta med «Glem meg» om ho ikkje er brukt i opplæring enno:",
    why: "Vi forstod deg ikkje. Seier du ja, les dei som forbetrar vegvisaren meldinga di, utan å vite kven du er.",
  },
  en: {
    help: "Where you can get help", where: "Where is this written?", checked: "checked", danger: "If anyone is in danger now:",
    privacy: "How we look after what you write", newTab: "opens in a new tab",
    learn: "Let us learn from the message", kept: "Thank you. This is kept, and deleted with “Glem meg” unless it has been used for training by then:",
    why: "We did not understand you. If you agree, those who improve this guide read your message, without knowing who you are.",
  },
};
const WEB = /^https?:\/\//;
const page = document.querySelector("main.chat");
const talk = document.getElementById("talk");
const opening = document.getElementById("opening"); // Ours, and no part of what is forgotten.
const form = document.getElementById("write");
const text = document.getElementById("text");
const status = document.getElementById("status");
const key = `endorinn:${page.dataset.kommune}`;

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.filter((child) => child !== null && child !== ""));
  return element;
}

function link(contact) {
  const schemes = { telefon: "tel:", sms: "sms:", epost: "mailto:" };
  const digits = contact.value.replace(/\s/g, "");
  const web = WEB.test(contact.value) ? contact.value : null;
  const address = schemes[contact.kind] ? schemes[contact.kind] + digits : web;
  const hours = contact.opening_hours ? ` (${contact.opening_hours.replace(/\.$/, "")})` : "";
  const label = `${contact.value} – ${contact.label}${hours}`;
  return address ? make("a", { href: address, rel: "noreferrer" }, label) : label;
}

function acute(answer) {
  const opening = answer.reply.split("\n\n").find((part) => part) ?? "";
  const serious = answer.outcome === "acute";
  const said = serious ? opening : WORDS[answer.language].danger;
  const lines = answer.acute.contacts.map((contact) => make("li", {}, link(contact)));
  return make("div", { class: "acute", role: "alert" }, make("strong", {}, said), make("ul", {}, ...lines));
}

function service(one, shared, role) {
  // Levels are the employees' words; «for noen få» would only frighten a parent.
  const level = role === "ansatt" ? one.level.map((name) => LEVELS[name]).join(", ") : "";
  const contacts = one.contacts.filter((contact) => !shared.has(contact.value));
  return make(
    "li",
    {},
    make("strong", {}, one.name),
    one.why,
    one.access ? make("p", {}, one.access) : null,
    level ? make("p", { class: "small" }, level) : null,
    ...contacts.map((contact) => make("p", {}, link(contact))),
  );
}

function sharedContacts(services) {
  // The municipality's own pages stand in for every service without a contact of its own; they are shown once.
  const all = services.flatMap((one) => one.contacts).filter((contact) => contact.kind === "nettside");
  const counted = all.filter((contact) => all.filter((other) => other.value === contact.value).length > 1);
  return new Map(counted.map((contact) => [contact.value, contact]));
}

function sources(answer) {
  const all = [answer.services, answer.statements, answer.plan ?? [], answer.responsibility ?? [], answer.process?.steps ?? []]
    .flat()
    .flatMap((part) => part.sources);
  const once = new Map(all.map((source) => [`${source.title}${source.locator}${source.quote}`, source]));
  if (once.size === 0) return null;
  const words = WORDS[answer.language];
  const items = [...once.values()].map((source) => {
    const place = `${source.title}, ${source.locator}`;
    const where = WEB.test(source.url) ? make("a", { href: source.url, rel: "noreferrer" }, place) : place;
    return make("li", {}, where, source.quote ? ` «${source.quote}»` : "", ` (${words.checked} ${source.checked})`);
  });
  return make("details", {}, make("summary", {}, words.where), make("ul", {}, ...items));
}

function choices(options) {
  const buttons = options.map((option) => {
    const button = make("button", { type: "button" }, option.label);
    button.addEventListener("click", () => send(option.payload));
    return button;
  });
  return make("div", { class: "options" }, ...buttons);
}

function offered(answer) {
  return [...(answer.clarification?.options ?? []), ...(answer.suggestions ?? [])];
}

function asked(answer) {
  // A question beside an answer stands with its buttons, and not before the cards.
  if (answer.outcome === "clarification" || !answer.clarification) return null;
  const labels = answer.clarification.options.map((option) => option.label).join(", ");
  const parts = answer.reply.split("\n\n");
  return parts[parts.indexOf(labels) - 1] ?? null;
}

function spoken(answer) {
  // The reply says it all in plain text; lines for emergencies, the list of services and what can be answered are drawn
  // as links, cards and buttons instead.
  const buttons = offered(answer).map((option) => option.label);
  const pressed = (part) => part === buttons.join(", ") || part.split(", ").every((label) => buttons.includes(label));
  const drawn = (part) => part.startsWith(`${WORDS[answer.language].help}:`) && answer.services.length > 0;
  const question = asked(answer);
  const acuteLines = answer.acute ? answer.acute.contacts.map((contact) => contact.value) : [];
  const parts = answer.reply.split("\n\n").filter((part) => !/^(Kilder|Kjelder|Sources):/.test(part));
  const start = answer.outcome === "acute" ? 2 : 0;
  return parts
    .slice(start)
    .filter((part) => part !== question && !pressed(part) && !drawn(part) && !acuteLines.some((value) => part.includes(`– ${value}:`)))
    .map((part) => make("p", {}, part));
}

function learning(answer) {
  // Nothing is kept without a yes. What came without topics teaches us nothing: a language that we do not speak, or
  // words that nothing could read just then.
  if (answer.outcome !== "no_match" || answer.acute || !answer.suggestions?.length) return null;
  const words = WORDS[answer.language];
  const button = make("button", { type: "button" }, words.learn);
  const box = make("div", { class: "learning" }, make("p", { class: "small" }, words.why), button);
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const { id, token } = await conversation();
      const kept = await call(`/conversations/${id}/candidate`, { method: "POST", headers: { Authorization: `Bearer ${token}` } });
      box.replaceChildren(make("p", { class: "small", role: "status" }, `${words.kept} «${kept.text}»`));
    } catch (error) {
      button.disabled = false;
      status.textContent = error instanceof TypeError ? "Ingen forbindelse. Prøv igjen." : error.message;
    }
  });
  return box;
}

function aboutPrivacy(answer) {
  // In a tab of its own: what stands on this page would be lost.
  if (answer.outcome !== "privacy") return null;
  const words = WORDS[answer.language];
  const address = `/personvern?lang=${answer.language}`;
  const hint = make("span", { class: "visually-hidden" }, ` (${words.newTab})`);
  return make("p", {}, make("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, words.privacy, hint));
}

function draw(answer) {
  const item = make("li", { class: "assistant", lang: answer.language }, make("span", { class: "visually-hidden" }, "Svar: "));
  if (answer.acute) item.append(acute(answer));
  item.append(...spoken(answer));
  if (answer.services.length) {
    const shared = sharedContacts(answer.services);
    const cards = answer.services.map((one) => service(one, shared, answer.role));
    item.append(make("h2", {}, WORDS[answer.language].help), make("ul", { class: "services" }, ...cards));
    item.append(...[...shared.values()].map((contact) => make("p", {}, link(contact))));
  }
  const privacy = aboutPrivacy(answer);
  if (privacy) item.append(privacy);
  const where = sources(answer);
  if (where) item.append(where);
  const options = offered(answer);
  const question = asked(answer);
  if (question) item.append(make("p", { class: "asked" }, question));
  if (options.length) item.append(choices(options));
  const learn = learning(answer);
  if (learn) item.append(learn);
  talk.append(item);
  item.scrollIntoView({ block: "start" });
}

function drawPerson(said) {
  const item = make("li", { class: "person" }, make("span", { class: "visually-hidden" }, "Du skrev: "), said);
  talk.append(item);
  return item;
}

async function call(path, options = {}) {
  const response = await fetch(`/api${path}`, { ...options, headers: { "Content-Type": "application/json", ...options.headers } });
  if (response.status === 204) return null;
  const body = await response.json().catch(() => ({}));
  if (response.ok) return body;
  // Its key opens nothing any more: what is written next starts a new conversation.
  if (response.status === 404) sessionStorage.removeItem(key);
  throw new Error(body.detail ?? "Noe gikk galt. Prøv igjen om litt.");
}

async function conversation() {
  const stored = sessionStorage.getItem(key);
  if (stored) return JSON.parse(stored);
  const role = document.querySelector("input[name=role]:checked").value;
  const started = await call("/conversations", { method: "POST", body: JSON.stringify({ kommune: page.dataset.kommune, role }) });
  sessionStorage.setItem(key, JSON.stringify(started));
  return started;
}

let busy = false;

async function send(said) {
  if (busy || !said.trim()) return; // One at a time: what is written meanwhile stays in the field.
  busy = true;
  document.querySelector(".learning button")?.parentElement.remove(); // Only the last message can be kept.
  const mine = drawPerson(said);
  text.value = "";
  status.textContent = "Skriver …";
  try {
    const { id, token } = await conversation();
    if (!mine.isConnected) return void (await forget()); // Forgotten while it started.
    const headers = { Authorization: `Bearer ${token}` };
    const { answers } = await call(`/conversations/${id}/messages`, { method: "POST", headers, body: JSON.stringify({ text: said }) });
    if (!mine.isConnected) return;
    if (answers.some((answer) => answer.forgotten)) forgotten(); // It was asked for in words.
    answers.forEach(draw);
    status.textContent = "";
  } catch (error) {
    if (!mine.isConnected) return; // Forgotten meanwhile: its words do not come back.
    mine.remove();
    text.value = [said, text.value].filter(Boolean).join("\n");
    status.textContent = error instanceof TypeError ? "Ingen forbindelse. Meldingen din står fortsatt i feltet. Prøv igjen." : error.message;
  } finally {
    busy = false;
  }
}

function forgotten() {
  sessionStorage.removeItem(key);
  talk.replaceChildren(opening);
}

async function forget() {
  const stored = sessionStorage.getItem(key);
  if (stored) {
    const { id, token } = JSON.parse(stored);
    try {
      await call(`/conversations/${id}`, { method: "DELETE", headers: { Authorization: `Bearer ${token}` } });
    } catch (error) {
      // Without a key left there is nothing left to forget.
      if (sessionStorage.getItem(key)) return void (status.textContent = error.message);
    }
  }
  forgotten();
  status.textContent = "Samtalen er slettet.";
  text.focus();
}

function abandon() {
  // Without its key nobody could delete the conversation later, so it is deleted now, even while the page is left.
  const stored = sessionStorage.getItem(key);
  if (!stored) return;
  sessionStorage.removeItem(key);
  const { id, token } = JSON.parse(stored);
  const headers = { Authorization: `Bearer ${token}` };
  fetch(`/api/conversations/${id}`, { method: "DELETE", keepalive: true, headers }).catch(() => {});
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  send(text.value);
});
text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});
document.getElementById("forget").addEventListener("click", forget);
document.querySelector("[data-leave]").addEventListener("click", (event) => {
  event.preventDefault();
  abandon();
  location.replace(event.currentTarget.href);
});
for (const start of document.querySelectorAll("[data-start]")) {
  start.addEventListener("click", () => send(start.dataset.start));
}
for (const input of document.querySelectorAll("input[name=role]")) {
  input.addEventListener("change", abandon);
}
