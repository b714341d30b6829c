"""`endorinn ask --explain`: what in a message led to what was understood.

Two kinds of reasons. The signs of the lexicon that stand in the message; and the words without which the
assistant would have been less sure: each word is left out in turn and the message is read again (occlusion,
Zeiler and Fergus 2014), which holds for any classifier.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import httpx

from foundation.errors import OperatorError
from foundation.internal import bearer
from foundation.masking import mask
from foundation.settings import settings
from gateway.rasa import plain
from knowledge.names import names_of_content

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

PARSE = "/webhooks/gate/parse"
PATIENCE = 30.0
# Longer messages are explained by their first words only.
MAX_WORDS = 80
REASONS, NEAREST = 4, 3
# What makes so little difference is no reason.
LEAST = 0.02


@dataclass(frozen=True, slots=True)
class Reason:
    """A word, and by how much confidence falls without it."""

    word: str
    weight: float


@dataclass(frozen=True, slots=True)
class Explained:
    """Something that was understood: how sure, because of which words, and by which signs."""

    what: str
    confidence: float
    reasons: tuple[Reason, ...]
    signs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """How one message was understood."""

    text: str
    question_type: Explained | None
    needs: tuple[Explained, ...]
    nearest: tuple[Explained, ...]
    entities: tuple[str, ...]
    role: str | None
    language: str | None


def explain(rasa: str, text: str) -> Explanation:
    """Reads a message, and the message without each of its words.

    Args:
        rasa: Rasa's address.
        text: the message; it is masked first, as the gateway does it.

    Raises:
        OperatorError: when Rasa cannot be reached.
        ContentError: when the content has faults.
    """
    masked = mask(text, names_of_content()).text
    words = masked.split()[:MAX_WORDS]
    shorter = [" ".join(words[:place] + words[place + 1 :]) for place in range(len(words))]
    whole, *lacking = _parse(rasa, [plain(one) for one in (masked, *shorter)])
    return _explanation(masked, whole, list(zip(words, lacking, strict=True)))


def _parse(rasa: str, texts: Sequence[str]) -> list[dict[str, Any]]:
    try:
        body, key = {"texts": texts}, bearer(settings())
        response = httpx.post(f"{rasa}{PARSE}", json=body, headers=key, timeout=PATIENCE, trust_env=False)
        parsed: list[dict[str, Any]] = response.raise_for_status().json()
    except (httpx.HTTPError, ValueError) as error:
        message = f"Rasa at {rasa} did not read the message: {error}. Is it running? See var/log."
        raise OperatorError(message) from error
    return parsed


type Lacking = Sequence[tuple[str, Mapping[str, Any]]]


def _explanation(text: str, whole: Mapping[str, Any], lacking: Lacking) -> Explanation:
    intent = (whole.get("intent") or {}).get("name")
    told = [need["id"] for need in whole["needs"]]
    nearest = [one["id"] for one in whole["needs_ranking"] if one["id"] not in told][:NEAREST]
    return Explanation(
        text=text,
        question_type=_explained(intent, "intent_ranking", "name", whole, lacking) if intent else None,
        needs=tuple(_need(need, whole, lacking) for need in told),
        nearest=tuple(_need(need, whole, lacking) for need in nearest),
        entities=tuple(f"{one['entity']}: {one['value']}" for one in whole["entities"]),
        role=(whole.get("role") or {}).get("id"),
        language=whole.get("other_language") or whole.get("language"),
    )


def _need(need: str, whole: Mapping[str, Any], lacking: Lacking) -> Explained:
    signs = [f"{one['sign']} ({one['strength']})" for one in whole["signs"] if one["need"] == need]
    return replace(_explained(need, "needs_ranking", "id", whole, lacking), signs=tuple(dict.fromkeys(signs)))


def _explained(what: str, ranking: str, key: str, whole: Mapping[str, Any], lacking: Lacking) -> Explained:
    sure = _confidence(whole[ranking], key, what)
    without = [(word, _confidence(parsed[ranking], key, what)) for word, parsed in lacking]
    return Explained(what, sure, tuple(_reasons(sure, without)))


def _confidence(ranking: Sequence[Mapping[str, Any]], key: str, label: str) -> float:
    return next((float(one["confidence"]) for one in ranking if one[key] == label), 0.0)


def _reasons(whole: float, without: Sequence[tuple[str, float]]) -> list[Reason]:
    falls = [Reason(word, round(whole - sure, 3)) for word, sure in without if whole - sure >= LEAST]
    return sorted(falls, key=lambda reason: -reason.weight)[:REASONS]


def lines(explanation: Explanation) -> Iterator[str]:
    """The explanation as an operator reads it."""
    yield f"{'read as':14}{explanation.text}"
    yield f"{'language':14}{explanation.language or 'does not tell'}    role: {explanation.role or 'does not tell'}"
    yield f"{'names':14}{', '.join(explanation.entities) or 'none'}"
    if explanation.question_type is None:
        yield f"{'question type':14}none stood out"
    else:
        yield from _told("question type", explanation.question_type)
    for need in explanation.needs:
        yield from _told("need", need)
    for need in explanation.nearest:
        yield from _told("not told", need)


def _told(kind: str, one: Explained) -> Iterator[str]:
    words = ", ".join(f"{reason.word} (-{reason.weight:.2f} without)" for reason in one.reasons)
    yield f"{kind:14}{one.what} {one.confidence:.2f}{'   words: ' if words else ''}{words}"
    if one.signs:
        yield f"{'':14}signs: {', '.join(one.signs)}"
