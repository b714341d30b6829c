"""What the schema says of a file, in words that say what to do."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, get_args

from knowledge.records import Ages, AnyRecord, Document, Line, Opening, RouteStep, Source, Step, Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

    from knowledge.faults import Place

KEYS: Mapping[str, tuple[str, ...]] = {
    get_args(model.model_fields["kind"].annotation)[0]: tuple(model.model_fields)
    for model in get_args(get_args(AnyRecord.__value__)[0])
}
KEYS_INSIDE = sorted(
    {name for model in (Ages, Document, Line, Opening, RouteStep, Source, Step, Text) for name in model.model_fields}
)
CURES = {
    "missing": "It is missing. Add it.",
    "invalid_key": "A key must be a word. Put yes, no, on, off and numbers in quotes, or mend it.",
    "date_from_datetime_parsing": "Write a date as 2026-11-25.",
    "date_from_datetime_inexact": "Write a date as 2026-11-25, without a time.",
    "date_parsing": "Write a date as 2026-11-25.",
    "date_type": "Write a date as 2026-11-25.",
    "string_type": "It must be a text. Put numbers, yes and no in quotes.",
    "string_too_short": "It is empty. Write it, or take the key away.",
    "string_pattern_mismatch": "It is not in the form that it must have: {said}.",
    "too_short": "The list is empty. Add something, or take the key away.",
    "tuple_type": "It must be a list: one line each that begins with a hyphen.",
    "model_type": "It must have keys of its own below it, as nb and nn.",
    "model_attributes_type": "It must have keys of its own below it, as nb and nn.",
    "value_error": "{reason}.",
}
# How pydantic names the choices of a field that may be one word or a list; no editor wrote such a key.
CHOICES = ("literal[", "tuple[")


def messages(error: ValidationError, kind: object = None) -> Iterator[tuple[str, Place]]:
    """Each fault that the schema found, with its place in the record."""
    for detail in error.errors():
        if _follows_from_another(detail):
            continue
        # The first part of a record's place is its kind, which the file shows already.
        whole = detail["loc"][1:] if detail["loc"][:1] == (kind,) else detail["loc"]
        at = tuple(step for step in whole if not str(step).startswith(CHOICES))
        if detail["type"].startswith("union_tag"):
            at = ("kind",)
        yield ": ".join(filter(None, (".".join(map(str, at)), _cure(detail, str(kind), at)))), at


def _follows_from_another(detail: ErrorDetails) -> bool:
    """Whether this is told by another fault already.

    A list whose only item is faulty is not empty; and of a field's choices, that one is told which was meant.
    """
    listed = isinstance(detail["input"], list)
    if detail["type"] == "too_short":
        return bool(detail["input"])
    choice = next((str(step) for step in detail["loc"] if str(step).startswith(CHOICES)), "")
    return (choice.startswith("literal[") and listed) or (detail["type"] == "tuple_type" and choice != "")


def _cure(detail: ErrorDetails, kind: str, at: Place) -> str:
    if detail["type"] == "extra_forbidden":
        known = KEYS.get(kind, ()) if len(at) == 1 else KEYS_INSIDE
        return f"Unknown key. {_meant(str(at[-1]), known) or 'Take it away, or see docs/innhold.md.'}"
    if detail["type"] == "union_tag_not_found":
        return "It is missing. Add it; docs/innhold.md lists the kinds."
    if detail["type"] == "union_tag_invalid":
        return f"Unknown kind {kind}. {_meant(kind, KEYS) or f'The kinds are {", ".join(KEYS)}.'}"
    if detail["type"] == "literal_error" and isinstance(detail["input"], bool):
        return f"{detail['msg']}. Put yes, no, on and off in quotes."
    said = CURES.get(detail["type"], "{said}.")
    return said.format(said=detail["msg"], reason=detail.get("ctx", {}).get("error", ""))


def _meant(written: str, known: Collection[str]) -> str:
    near = get_close_matches(written, known, 1, cutoff=0.5)
    return f"Did you mean {near[0]}?" if near else ""
