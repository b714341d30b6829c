"""What was taken for what, and which answers lacked something. Of the worked collection only."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from endorinn.evaluation.asked import WORKED
from endorinn.expectations import faults

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from endorinn.evaluation.asked import Asked

WORST = 20
NOTHING = "–"  # noqa: RUF001 - a dash for nothing


@dataclass(frozen=True, slots=True)
class Confusion:
    """Messages where `found` was understood and `expected` was right."""

    kind: str
    expected: str
    found: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Miss:
    """An answer that lacks something it must hold."""

    id: str
    text: str
    lacks: str


def confusions(messages: Sequence[Asked]) -> list[Confusion]:
    """The worst twenty, most frequent first: of question types, and of needs (the first expected, the first found)."""
    texts: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
    for one in messages:
        if one.collection == WORKED:
            for pair in _pairs(one):
                texts[pair].append(one.question["text"])
    ranked = sorted(texts.items(), key=lambda item: (-len(item[1]), item[0]))
    return [Confusion(*pair, tuple(those)) for pair, those in ranked[:WORST]]


def _pairs(one: Asked) -> Iterator[tuple[str, str, str]]:
    expected, found = one.question["question_type"], one.answer["question_type"]
    if expected != found:
        yield ("question type", expected, found)
    needs = one.question["needs"][:1]
    if needs and needs != one.needs[:1] and needs[0] not in one.needs:
        yield ("need", needs[0], (one.needs or [NOTHING])[0])


def is_right(one: Asked) -> bool:
    """Whether an answer holds all that it must hold."""
    return not faults(one.question["expect"], one.answer)


def misses_of_danger(dangers: Sequence[Asked]) -> list[Miss]:
    """Of the worked collection: danger without help lines, and calm with them."""
    return [
        Miss(one.question["id"], one.question["text"], one.question["danger"] or f"calm ({one.question['calm']})")
        for one in dangers
        if one.collection == WORKED and bool(one.question["danger"]) != bool(one.answer["acute"])
    ]


def misses(questions: Sequence[Asked]) -> list[Miss]:
    """What the answers of the worked collection lacked."""
    return [
        Miss(one.question["id"], one.question["text"], fault)
        for one in questions
        if one.collection == WORKED
        for fault in faults(one.question["expect"], one.answer)
    ]
