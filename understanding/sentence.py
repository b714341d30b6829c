"""One sentence that an employee looks up, with no conversation before it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from knowledge import Query
from understanding.message import Message
from understanding.understood import understand

if TYPE_CHECKING:
    from collections.abc import Mapping

    from knowledge.query import Language


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, masked, and from where it is asked; `signed_in` as in `Query`."""

    text: str
    kommune: str
    language: Language = "nb"
    hidden: tuple[str, ...] = ()
    signed_in: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """A sentence as it was understood; `shares`: how sure each question type is (0 to 1), empty where nothing is."""

    query: Query
    shares: Mapping[str, float]


def heard(sentence: Sentence, parsed: Mapping[str, Any] | None) -> Heard:
    """What a sentence means by Rasa's parse of it; by nothing but its words where there is none (`parsed` None)."""
    asked = Query(
        sentence.text,
        kommune=sentence.kommune,
        role="ansatt",
        language=sentence.language,
        hidden=sentence.hidden,
        signed_in=sentence.signed_in,
    )
    if parsed is None:
        return Heard(asked, {})
    metadata = {"kommune": sentence.kommune, "role": "ansatt", "language": sentence.language}
    found = understand(Message({**parsed, "metadata": metadata, "text": sentence.text}))
    # Who looks up, from where and in which standard is chosen on the page, whatever the sentence sounds like.
    query = replace(
        found,
        kommune=asked.kommune,
        role=asked.role,
        language=asked.language,
        hidden=asked.hidden,
        signed_in=asked.signed_in,
        other_language=None,
    )
    return Heard(query, {str(one["name"]): float(one["confidence"]) for one in parsed.get("intent_ranking") or ()})
