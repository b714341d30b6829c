"""Walking through a flow: pure functions of the flow, of where somebody is in it, and of what they write."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from knowledge.flows.words import does_not_know, only_language, plain
from knowledge.query import Need
from knowledge.safety import assess
from knowledge.words import holds, phrase, stems

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from knowledge.flows.shapes import Flow, Reply, Sets, Step
    from knowledge.query import Language, Query

# From so many letters on the beginning of a button is clear, though it ends within a word.
LETTERS = 4
# «Han er 8», «8 år gammal».
AGE_WORDS = 6
# «Nei, heldigvis ikke det.»
ALSO_WORDS = 6
# «2. klasse» is no age of two.
NUMBER = re.compile(r"\b\d{1,3}\b(?!\.?\s?(?:klasse|klassa|klassing|trinn|steg|uke|veke|vik|mån|dag))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class State:
    """Where somebody is in a flow (`step` is a step or an end), and what they have told on the way.

    `known` holds the keys of `Sets` and `doubt`, danger that was not told for certain. `missed` counts what fitted
    no answer of this step.
    """

    flow: str
    step: str
    known: Mapping[str, Any] = field(default_factory=dict)
    missed: int = 0

    def to_json(self) -> dict[str, Any]:
        """As Rasa's slot keeps it."""
        return {"flow": self.flow, "step": self.step, "known": dict(self.known), "missed": self.missed}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any] | None, among: Mapping[str, Flow]) -> State | None:
        """The state that a slot keeps; None where it keeps none, or one of a flow or step that is gone."""
        flow = among.get(kept.get("flow", "")) if kept else None
        if kept is None or flow is None or kept["step"] not in {*flow.steps, *flow.ends}:
            return None
        return cls(kept["flow"], kept["step"], kept["known"], kept.get("missed", 0))


def start(flow: Flow) -> State:
    """The first step, with nothing told."""
    return State(flow.id, flow.start)


def at_end(flow: Flow, state: State) -> bool:
    """Whether there is nothing more to ask."""
    return state.step in flow.ends


def take(flow: Flow, state: State, text: str, language: Language, *, loosely: bool = True) -> State | None:
    """Where a message leads.

    Args:
        flow: the flow.
        state: a step of it.
        text: what the person wrote: the words of a button in any language, its number, the beginning of one button
            only, an age where the step asks for it, «vet ikke», or in a short message other words of one button only.
        language: the language of the conversation; its buttons are tried first.
        loosely: whether other words of a button are enough; not where the message tells something of its own.

    Returns:
        The next step or end with what is known by then; None where the text fits no answer.
    """
    step = flow.steps[state.step]
    answer = _chosen(step, text, language)
    unknown = answer is None and does_not_know(stems(text))
    if unknown:
        answer = next((one for one in step.answers if one.unknown), None)
    elif answer is None and loosely:
        answer = _in_other_words(step, text)
    if answer is not None:
        return State(state.flow, answer.to, _told(state.known, answer, text))
    return State(state.flow, step.unknown, state.known) if unknown and step.unknown is not None else None


def pressed(step: Step, text: str) -> bool:
    """Whether a message is the words of a button in any language, or its number, and nothing else."""
    said = plain(text)
    return any(said in map(plain, answer.say.all) for answer in step.answers) or _by_number(step, said) is not None


def in_doubt(flow: Flow, state: State) -> State:
    """The state after what fits no answer: where danger is asked about, it is then in doubt."""
    danger = next((one.sets.danger for one in flow.steps[state.step].answers if one.sets.danger), None)
    known = {**state.known, "doubt": danger} if danger is not None else state.known
    return replace(state, known=known, missed=state.missed + 1)


def said_in(step: Step, text: str) -> Language | None:
    """The only language in which a message is the words of a button; None where it is none, or is one in several."""
    return only_language(text, lambda language: (answer.say.of(language) for answer in step.answers))


def _chosen(step: Step, text: str, language: Language) -> Reply | None:
    said = plain(text)
    return (
        next((one for one in step.answers if plain(one.say.of(language)) == said), None)
        or next((one for one in step.answers if said in map(plain, one.say.all)), None)
        or _by_age(step, text)
        or _by_number(step, said)
        or _by_beginning(step, said, language)
    )


def _by_age(step: Step, text: str) -> Reply | None:
    age = _age(text)
    return next((one for one in step.answers if one.ages and age is not None and one.ages.cover(age)), None)


def _age(text: str) -> int | None:
    numbers = NUMBER.findall(text)
    return int(numbers[0]) if len(numbers) == 1 and len(text.split()) <= AGE_WORDS else None


def _by_number(step: Step, said: str) -> Reply | None:
    asks_for_age = any(answer.ages for answer in step.answers)
    if asks_for_age or not said.isascii() or not said.isdigit() or not 1 <= int(said) <= len(step.answers):
        return None
    return step.answers[int(said) - 1]


def _by_beginning(step: Step, said: str, language: Language) -> Reply | None:
    # «No» means now to whoever writes nynorsk: of another language's button more than that must be written.
    others = len(said) >= LETTERS
    begun = [
        one
        for one in step.answers
        if _begins(plain(one.say.of(language)), said)
        or (others and any(_begins(plain(words), said) for words in one.say.all))
    ]
    return begun[0] if len(begun) == 1 else None


def _begins(words: str, said: str) -> bool:
    clear = len(said) >= LETTERS or words[len(said) : len(said) + 1] == " "
    return bool(said) and words.startswith(said) and clear


def _in_other_words(step: Step, text: str) -> Reply | None:
    words = stems(text)
    if len(words) > ALSO_WORDS or assess(text) is not None:
        return None
    meant = [one for one in step.answers if any(holds(words, phrase(also)) for also in one.also)]
    return meant[0] if len(meant) == 1 else None


def _told(known: Mapping[str, Any], answer: Reply, text: str) -> dict[str, Any]:
    """What is known after an answer: what it sets comes to what was told before, and is put in its place."""
    sets = answer.sets
    told = {**known, **{key: value for key, value in _single(sets) if value is not None}}
    for key, new in (("needs", sets.needs), ("services", sets.services)):
        if new:
            told[key] = list(dict.fromkeys((*known.get(key, ()), *new)))
    if answer.ages is not None and (age := _age(text)) is not None and answer.ages.cover(age):
        told["age"] = age
    # A button tells of the same danger by its number and in every language.
    heard = next(filter(None, map(assess, (text, *answer.say.all))), None)
    if sets.danger is not None:
        told["doubt" if answer.unknown else "danger"] = sets.danger
    elif heard is not None:
        told["doubt"] = heard.kind
    return told


def _single(sets: Sets) -> Iterator[tuple[str, Any]]:
    yield "role", sets.role
    yield "age", sets.age


def query_of(flow: Flow, state: State, heard: Query) -> Query:
    """The question that a flow ends in.

    Args:
        flow: the flow.
        state: an end of it.
        heard: the last message as it was understood: place and language are its own.
    """
    end, known = flow.ends[state.step], state.known
    needs = dict.fromkeys((*known.get("needs", ()), *end.needs))
    return replace(
        heard,
        text=end.text.of(heard.language) if end.text else "",
        question_type=end.question_type,
        needs=tuple(Need(need, 1.0) for need in needs),
        nearest=(),
        services=tuple(dict.fromkeys((*known.get("services", ()), *end.services))),
        levels=(),
        risk_areas=(),
        role=end.role or known.get("role") or heard.role,
        age=known.get("age", heard.age),
        danger=known.get("doubt") or heard.danger,
        danger_now=known.get("danger"),
        danger_heard=None,
        from_context=False,
        other_language=None,
        corrected=(),
        misses=0,
    )
