"""What the schema cannot see in a flow: where answers lead, ids, and the length of questions."""

from __future__ import annotations

import re
from collections import Counter
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.checks.finding import Finding
from knowledge.faults import Fault
from knowledge.flows.words import plain
from knowledge.ontology import ontology
from knowledge.query import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from knowledge.faults import Place
    from knowledge.flows.shapes import End, Flow, Reply, Sets, Step, Words

MOST_ANSWERS, LEAST_ANSWERS = 5, 2
MOST_WORDS = 25
# A number, an address: facts, which stand in the content with their source.
FACT = re.compile(r"\d{3}|\d{2} \d{2}|https?:|www\.|@|§")


def check(name: str, flow: Flow) -> Iterator[Finding]:
    """Every fault of one flow, which lies in the file `name`."""
    if Path(name).stem != flow.id:
        yield Finding(f"The file is called {name}, but the id is {flow.id}. Call it {flow.id}.yml.", ("id",))
    yield from _check_ways(flow)
    yield from _no_fact(flow.title, ("title",))
    for key, step in flow.steps.items():
        yield from _check_step(step, ("steps", key))
    for key, end in flow.ends.items():
        yield from _check_end(end, ("ends", key))


def check_together(read: Mapping[str, Flow]) -> Iterator[Fault]:
    """Names that start two flows."""
    names = [(plain(one), name) for name, flow in read.items() for one in {*flow.title.all, *flow.aliases.all}]
    twice = Counter(one for one, _ in dict.fromkeys(names))
    for one, name in dict.fromkeys(names):
        if twice[one] > 1:
            yield Fault(name, 0, f"«{one}» starts another flow too. Take it out of one of them.", ("aliases",))


def _check_ways(flow: Flow) -> Iterator[Finding]:
    known = {*flow.steps, *flow.ends}
    yield from (
        Finding(f"{key} is a step and an end. Rename one.", ("ends", key)) for key in flow.ends if key in flow.steps
    )
    if flow.start not in flow.steps:
        yield Finding(f"start: There is no step {flow.start}.", ("start",))
    for key, step in flow.steps.items():
        for place, answer in enumerate(step.answers):
            if answer.to not in known:
                message = f"steps.{key}.answers.{place}: There is no step or end {answer.to}."
                yield Finding(message, ("steps", key, "answers", place, "to"))
        if step.unknown is not None and step.unknown not in known:
            yield Finding(f"steps.{key}.unknown: There is no step or end {step.unknown}.", ("steps", key, "unknown"))
    ring = _ring(flow)
    if ring:
        yield Finding(f"steps.{ring[0]}: The steps go round: {' → '.join(ring)}.", ("steps", ring[0]))
    else:
        yield from _check_reached(flow)


def _ring(flow: Flow) -> list[str]:
    try:
        TopologicalSorter({key: set(step.leads) for key, step in flow.steps.items()}).prepare()
    except CycleError as error:
        ring: list[str] = error.args[1]
        return ring[::-1]
    return []


def _check_reached(flow: Flow) -> Iterator[Finding]:
    reached: set[str] = set()
    waiting = [flow.start]
    while waiting:
        key = waiting.pop()
        if key not in reached:
            reached.add(key)
            waiting += list(flow.steps[key].leads) if key in flow.steps else []
    for where, keys in (("steps", flow.steps), ("ends", flow.ends)):
        for key in keys:
            if key not in reached:
                yield Finding(f"{where}.{key}: No answer leads here. Take it out, or lead to it.", (where, key))


def _check_step(step: Step, at: Place) -> Iterator[Finding]:
    name = ".".join(map(str, at))
    if not LEAST_ANSWERS <= len(step.answers) <= MOST_ANSWERS:
        message = f"{name}: {len(step.answers)} answers; a step has {LEAST_ANSWERS} to {MOST_ANSWERS}."
        yield Finding(message, (*at, "answers"))
    ways = sum(answer.unknown for answer in step.answers) + (step.unknown is not None)
    if ways != 1:
        message = f"{name}: {ways} ways for «vet ikke». Mark one answer with unknown: true, or write unknown: <step>."
        yield Finding(message, at)
    for language in LANGUAGES:
        words = len(getattr(step.ask, language).split())
        if words > MOST_WORDS:
            message = f"{name}.ask.{language}: {words} words; {MOST_WORDS} is the most. Ask shorter."
            yield Finding(message, (*at, "ask", language))
        said = Counter(plain(getattr(answer.say, language)) for answer in step.answers)
        for one in (one for one, times in said.items() if times > 1):
            yield Finding(f"{name}.answers: Two answers say «{one}» in {language}.", (*at, "answers"))
    also = Counter(plain(words) for answer in step.answers for words in dict.fromkeys(answer.also))
    for one in (one for one, times in also.items() if times > 1):
        yield Finding(f"{name}.answers: Two answers also mean «{one}». Take it out of one.", (*at, "answers"))
    yield from _no_fact(step.ask, (*at, "ask"))
    for place, answer in enumerate(step.answers):
        yield from _check_answer(answer, (*at, "answers", place))


def _check_answer(answer: Reply, at: Place) -> Iterator[Finding]:
    yield from _no_fact(answer.say, (*at, "say"))
    yield from _check_ids(answer.sets, (*at, "sets"))
    age = answer.sets.age
    if answer.ages is not None and (age is None or not answer.ages.cover(age)):
        message = f"{'.'.join(map(str, at))}.sets.age: It must be one of the ages of the button."
        yield Finding(message, (*at, "sets"))


def _check_end(end: End, at: Place) -> Iterator[Finding]:
    if end.question_type not in ontology().question_types:
        message = f"{'.'.join(map(str, at))}.question_type: Unknown question type: {end.question_type}."
        yield Finding(message, (*at, "question_type"))
    yield from _check_ids(end, at)
    if end.text is not None:
        yield from _no_fact(end.text, (*at, "text"))


def _check_ids(told: Sets | End, at: Place) -> Iterator[Finding]:
    name, vocabulary = ".".join(map(str, at)), ontology()
    for field, noun, known in (("needs", "need", vocabulary.needs), ("services", "service", vocabulary.services)):
        for one in getattr(told, field):
            if one not in known:
                yield Finding(f"{name}.{field}: Unknown {noun}: {one}. See knowledge/ontology.yml.", (*at, field))
    danger = getattr(told, "danger", None)
    if danger is not None and danger not in vocabulary.acute_kinds:
        message = f"{name}.danger: Unknown kind of danger: {danger}. See knowledge/ontology.yml."
        yield Finding(message, (*at, "danger"))


def _no_fact(words: Words, at: Place) -> Iterator[Finding]:
    for language in LANGUAGES:
        if FACT.search(getattr(words, language)):
            message = (
                f"{'.'.join(map(str, at))}.{language}: A number, address or paragraph is a fact. Put it in a record."
            )
            yield Finding(message, (*at, language))
