"""How much of the personal data in messages is hidden, and how many other words with it.

Measured on `masking.jsonl`, whose lines hold a message and the pieces of it that must be hidden, each with its kind.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from endorinn.evaluation.figures import HIDDEN_NAMES, HIDDEN_NUMBERS, WRONGLY_HIDDEN, Figure
from foundation.masking import pieces_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from foundation.names import Phrases

NAME = "navn"
WORD = re.compile(r"\w+")


def masking_figures(collection: str, questions: Iterable[Mapping[str, Any]], public: Phrases) -> list[Figure]:
    """Shares of pieces that are hidden whole, by kind, and of other words that are hidden with them.

    Args:
        collection: where the questions are from.
        questions: `text` and its `spans`, each a `text` of it with its `kind`.
        public: names that are never a person's.
    """
    hidden: defaultdict[str, list[bool]] = defaultdict(list)
    wrong: list[bool] = []
    for question in questions:
        text = question["text"]
        places = {place for piece in pieces_of(text, public) for place in range(piece.start, piece.end)}
        personal: set[int] = set()
        for span in question["spans"]:
            own = {place for match in re.finditer(re.escape(span["text"]), text) for place in range(*match.span())}
            hidden[span["kind"]].append(all(place in places for place in own if text[place].isalnum()))
            personal |= own
        wrong += [match.start() in places for match in WORD.finditer(text) if match.start() not in personal]
    numbers = {kind: those for kind, those in hidden.items() if kind != NAME}
    rows = [
        (HIDDEN_NUMBERS, "", [one for those in numbers.values() for one in those]),
        *((HIDDEN_NUMBERS, kind, numbers[kind]) for kind in sorted(numbers)),
        (HIDDEN_NAMES, "", hidden[NAME]),
        (WRONGLY_HIDDEN, "", wrong),
    ]
    return [Figure(collection, name, group, _share(those), len(those)) for name, group, those in rows if those]


def _share(those: Sequence[bool]) -> float:
    return sum(those) / len(those)
