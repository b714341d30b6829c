"""All values that each figure of usage can have, and what a leader reads for them."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, cast, get_args

from gateway.innsikt.texts import texts
from gateway.words import LANGUAGES
from knowledge.answers import Outcome
from knowledge.ontology import ontology

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conversations.usage import Figure
    from conversations.usage_figures import Values
    from knowledge.lookup.reading import Reading
    from knowledge.records import Level

# What is no question for a fact: it has an outcome of its own.
TALK = frozenset({"menneske", "smaprat", "personvern", "utenfor"})
# How the text of a value begins, where it is one of this page's.
SAID: Mapping[Figure, str] = MappingProxyType({
    "outcome": "outcome", "language": "language", "role": "role",
    "answered": "type", "not_stated": "type", "acute": "acute",
})  # fmt: skip


def values() -> Values:
    """The values of every figure, in the order of the vocabulary."""
    known = ontology()
    types = tuple(one for one in known.question_types if one not in TALK)
    return {
        "outcome": get_args(Outcome.__value__),
        "language": tuple(LANGUAGES),
        "role": known.roles,
        "answered": types,
        "not_stated": types,
        "acute": tuple(known.acute_kinds),
        "need": tuple(known.needs),
        "need_no_route": tuple(known.needs),
        "need_no_match": tuple(known.needs),
        "level": tuple(known.levels),
        "service_not_stated": tuple(known.services),
    }


def name_of(figure: Figure, value: str, reading: Reading) -> str:
    """What a value is called in the reader's written standard; its id where it is none of the vocabulary any more."""
    known = ontology()
    if figure in SAID:
        return texts(reading.language).get(f"{SAID[figure]}_{value}", value)
    if figure == "level":
        return reading.level(cast("Level", value)) if value in known.levels else value
    if figure == "service_not_stated":
        return reading.service(value)
    return reading.need(value) if value in known.needs else value
