"""Hides personal data before a message is stored, logged or passed on.

National ids, bank accounts and other numbers of eleven digits, phone numbers and car plates (`numbers`), street
addresses and e-mail (`addresses`), people's names (`names`). Help lines and emergency numbers are nobody's personal
data and stay.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from foundation.addresses import addresses_in
from foundation.names import NO_PHRASES, names_in
from foundation.numbers import numbers_in
from foundation.pieces import PLACEHOLDER, Piece

if TYPE_CHECKING:
    from collections.abc import Iterable

    from foundation.names import Phrases
    from foundation.pieces import Kind

# Stands where something is hidden already, while names are looked for: no word, and no end of a sentence.
HIDDEN = "["


@dataclass(frozen=True, slots=True)
class Masked:
    """`text` with each hidden piece as `[kind]`; `hidden` names the kinds, each once, in order."""

    text: str
    hidden: tuple[Kind, ...]


def mask(text: str, public: Phrases = NO_PHRASES) -> Masked:
    """Hides the personal data of one message, also what is seen only once its neighbour is hidden.

    Args:
        text: the message as it was written.
        public: names that are never a person's: services, municipalities, programmes.
    """
    masked = _once(text, public)
    while (again := _once(masked.text, public)).hidden:
        masked = Masked(again.text, tuple(dict.fromkeys(masked.hidden + again.hidden)))
    return masked


def masked_before(text: str) -> Masked:
    """A text that `mask` has given, read back from where it was stored."""
    kinds = (place.group()[1:-1] for place in PLACEHOLDER.finditer(text))
    return Masked(text, tuple(dict.fromkeys(cast("Kind", kind) for kind in kinds)))


def _once(text: str, public: Phrases) -> Masked:
    parts, position, pieces = [], 0, pieces_of(text, public)
    for piece in pieces:
        parts += [text[position : piece.start], f"[{piece.kind}]"]
        position = piece.end
    return Masked("".join([*parts, text[position:]]), tuple(dict.fromkeys(piece.kind for piece in pieces)))


def pieces_of(text: str, public: Phrases = NO_PHRASES) -> list[Piece]:
    """What `mask` hides of a text, in order; no piece overlaps another."""
    pieces = _without_overlap([*numbers_in(text), *addresses_in(text)])
    # Names come last: «Peder Aas vei 7» would be one.
    left = list(text)
    for piece in pieces:
        left[piece.start : piece.end] = HIDDEN * (piece.end - piece.start)
    return sorted([*pieces, *(Piece(*span, "navn") for span in names_in("".join(left), public))])


def _without_overlap(pieces: Iterable[Piece]) -> list[Piece]:
    kept: list[Piece] = []
    for piece in sorted(pieces, key=lambda one: (one.start, -one.end)):
        if not kept or piece.start >= kept[-1].end:
            kept.append(piece)
    return kept
