"""Small collections made by hand, for figures that can be counted on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from endorinn.evaluation.asked import FRESH, Asked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from endorinn.evaluation.figures import Figure


def message(  # noqa: PLR0913 - what a message has and what came of it
    needs: Sequence[str] = (),
    found: Mapping[str, float] | None = None,
    *,
    collection: str = FRESH,
    meant: str = "finn-hjelp",
    understood: str | None = None,
    outcome: str = "answered",
    shown: Sequence[str] = (),
    alarm: str | None = None,
    text: str = "En melding",
    variety: str = "nb",
    **told: Any,  # noqa: ANN401 - whatever else its author could tell
) -> Asked:
    """A message that meant something, and what the assistant understood; rightly, where nothing else is given."""
    right = dict.fromkeys(needs, 0.9) if found is None else found
    question = {"text": text, "variety": variety, "question_type": meant, "needs": list(needs), **told}
    answer = {
        "question_type": understood or meant,
        "needs": [{"id": need, "confidence": sure} for need, sure in right.items()],
        "services": [{"type": kind} for kind in shown],
        "outcome": outcome,
        "acute": alarm and {"kind": alarm},
    }
    return Asked(collection, question, answer)


def asked(
    expect: Mapping[str, Any], reply: str, *, collection: str = FRESH, number: str = "a-1", text: str = "Et spørsmål"
) -> Asked:
    """A question with what its answer must hold, and the answer."""
    answer = {"outcome": "answered", "language": "nb", "services": [], "responsibility": [], "reply": reply}
    return Asked(collection, {"id": number, "text": text, "expect": expect}, answer)


def danger(  # noqa: PLR0913 - what a message has and what came of it
    kind: str | None = None,
    told: str | None = None,
    *,
    met: bool = True,
    text: str = "En melding",
    variety: str = "nb",
    collection: str = FRESH,
) -> Asked:
    """A message that tells of a kind of danger, or is calm, and whether help lines stood in its answer."""
    question = {"id": "d-1", "text": text, "danger": kind, "told": told, "calm": None if kind else "idiom"}
    return Asked(collection, {**question, "variety": variety}, {"acute": {"kind": "selvmord"} if met else None})


def read(figures: Sequence[Figure], name: str, group: str = "") -> tuple[float, int] | None:
    """Value and count of one figure; None where it was left out."""
    return next(((rounded(one.value), one.count) for one in figures if (one.name, one.group) == (name, group)), None)


def rounded(value: float) -> float:
    """A share without the last digits, which depend on how it was counted."""
    return round(value, 6)
