"""Ranked search over the statements of one municipality's view (BM25 over stems).

Each owner's records are indexed once, whatever number of municipalities see them; a view weighs the words
by how rare they are in all that it sees, as if it were indexed by itself.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Self

import bm25s
import numpy as np

from knowledge.walk import texts
from knowledge.words import telling_stems

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from knowledge.records import AnyRecord


# What a figure calls a step says in few words what its text says, and would count twice.
STEP_NAME = ("name",)
# So many digits are a year, a figure or a law's number.
YEAR = 3


class SearchIndex:
    """The words of some records, each with its weight in each record. Immutable once made."""

    def __init__(self, records: Sequence[AnyRecord]) -> None:
        """Indexes the words of each record."""
        self._fill([(record.id, " ".join(words_of(record))) for record in records])

    @classmethod
    def of_texts(cls, texts: Sequence[tuple[str, str]]) -> Self:
        """An index of texts, each with an id, which several may share."""
        index = cls(())
        index._fill(texts)
        return index

    def _fill(self, texts: Sequence[tuple[str, str]]) -> None:
        self.ids = tuple(one for one, _ in texts)
        corpus = [list(telling_stems(text)) or ["·"] for _, text in texts]
        self._index = bm25s.BM25(method="lucene")
        if corpus:
            self._index.index(corpus, show_progress=False)

    def weights(self, word: str) -> NDArray[np.float32] | None:
        """How much of each record a word is, however rare it is (shape: records); None where no record has it."""
        if not self.ids or word not in self._index.vocab_dict:
            return None
        scores: NDArray[np.float32] = self._index.get_scores([word])
        return scores / _rarity(len(self.ids), int(np.count_nonzero(scores)))


class Search:
    """Several indexes searched as one."""

    def __init__(self, indexes: Sequence[SearchIndex]) -> None:
        """The indexes of what a view sees."""
        self._indexes = tuple(indexes)
        self._size = sum(len(index.ids) for index in indexes)

    def scores(self, text: str) -> dict[str, float]:
        """Record id to score (above 0) of every record that shares a telling word with the text.

        A long story shares some word with almost everything, so the sum over its words is divided by
        the square root of their number; a text of one rare word scores 2 to 3 on what it is about.
        """
        stems = dict.fromkeys(telling_stems(text))
        # An age or a grade says nothing of what the question is about.
        words = [word for word in stems if not (word.isdigit() and len(word) < YEAR)]
        found = [[index.weights(word) for word in words] for index in self._indexes]
        rarities = [self._rarity(column) for column in zip(*found, strict=True)]
        scale = math.sqrt(len(words) or 1)
        scores: dict[str, float] = {}
        for index, row in zip(self._indexes, found, strict=True):
            parts = [weights * rarity for weights, rarity in zip(row, rarities, strict=True) if weights is not None]
            if parts:
                total = np.add.reduce(parts)
                for place in np.flatnonzero(total):
                    value = float(total[place]) / scale
                    scores[index.ids[place]] = max(scores.get(index.ids[place], 0.0), value)
        return scores

    def _rarity(self, found: Iterable[NDArray[np.float32] | None]) -> float:
        return _rarity(self._size, sum(int(np.count_nonzero(weights)) for weights in found if weights is not None))


def _rarity(records: int, holding: int) -> float:
    # Inverse document frequency as Lucene and bm25s's method of that name count it.
    return math.log(1 + (records - holding + 0.5) / (holding + 0.5))


def words_of(record: AnyRecord) -> Iterator[str]:
    """Every text of a record, with its names and keywords, which count twice: they are what people type."""
    names = (*record.keywords, *getattr(record, "aliases", ()))
    yield from names
    if record.kind != "gap":  # A gap's keywords are many, and name what is known beside what is not.
        yield from names
    yield from (text for place, text in texts(record) if place[2:3] != STEP_NAME)
