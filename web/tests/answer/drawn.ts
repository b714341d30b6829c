/** Draws an answer into a page of its own, and finds its way in it. */

import { render } from "lit";
import { vi } from "vitest";

import type { Actions } from "../../src/answer/actions";
import { answerView } from "../../src/answer/answer";
import type { Answer } from "../../src/answer/types";
import { textsOf } from "../../src/texts";

export interface Drawing {
  root: HTMLElement;
  actions: {
    [name in keyof Actions]: ReturnType<typeof vi.fn<NonNullable<Actions[name]>>> | Extract<Actions[name], null>;
  };
  again: (changed: { answer?: Answer; current?: boolean }) => void;
}

export function draw(answer: Answer, { current = true, number = 3, desk = false } = {}): Drawing {
  const root = document.createElement("div");
  document.body.replaceChildren(root);
  const actions = {
    say: vi.fn<Actions["say"]>(),
    copy: vi.fn<Actions["copy"]>(),
    print: vi.fn<Actions["print"]>(),
    mail: vi.fn<Actions["mail"]>(),
    person: desk ? vi.fn<() => void>() : null,
    learn: vi.fn<Actions["learn"]>(() => Promise.resolve("Hei, jeg heter [navn]")),
  };
  const again: Drawing["again"] = (changed) => {
    const given = {
      texts: textsOf(answer.language),
      place: "Tynset",
      current: changed.current ?? current,
      actions,
      number,
    };
    render(answerView(changed.answer ?? answer, given), root);
  };
  again({});
  return { root, actions, again };
}

/** What an answer that came over the wire may really be. */
export function wire(value: object): Answer {
  return value as Answer;
}

/** The answer as a server sends it that does not know these fields yet. */
export function without(answer: Answer, ...names: (keyof Answer)[]): Answer {
  return wire(Object.fromEntries(Object.entries(answer).filter(([name]) => !names.includes(name as keyof Answer))));
}

export function all(root: Element, selector: string): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>(selector)];
}

export function one(root: Element, selector: string): HTMLElement {
  const found = root.querySelector<HTMLElement>(selector);
  if (found === null) throw new Error(`Nothing is ${selector} in ${root.innerHTML}`);
  return found;
}

/** The words of an element as they are read, spaces told once. */
export function said(element: Element): string {
  return element.textContent.replace(/\s+/g, " ").trim();
}

export function named(root: Element, selector: string, words: string): HTMLElement {
  const found = all(root, selector).find((element) => said(element).includes(words));
  if (found === undefined) throw new Error(`No ${selector} says ${words} in ${root.innerHTML}`);
  return found;
}
