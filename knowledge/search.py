"""Ranked search over the statements of one municipality's view (BM25 over stems)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import bm25s

from knowledge.records import sentences
from knowledge.words import telling_stems

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from knowledge.records import AnyRecord


class SearchIndex:
    """Scores records against a text. Immutable once made."""

    def __init__(self, records: Sequence[AnyRecord]) -> None:
        """Indexes the words of each record."""
        self._records = tuple(records)
        corpus = [list(telling_stems(" ".join(words_of(record)))) or ["·"] for record in records]
        self._index = bm25s.BM25(method="lucene")
        if corpus:
            self._index.index(corpus, show_progress=False)

    def scores(self, text: str) -> dict[str, float]:
        """Record id to score (above 0) of every record that shares a telling word with the text.

        A long story shares some word with almost everything, so the sum over its words is divided by
        the square root of their number; a text of one rare word scores 2 to 3 on what it is about.
        """
        words = list(dict.fromkeys(telling_stems(text)))
        known = [word for word in words if word in self._index.vocab_dict] if self._records else []
        if not known:
            return {}
        scores = self._index.get_scores(known) / math.sqrt(len(words))
        return {record.id: float(score) for record, score in zip(self._records, scores, strict=True) if score > 0}


def words_of(record: AnyRecord) -> Iterator[str]:
    """Every text of a record, with its names and keywords, which count twice: they are what people type."""
    names = (*record.keywords, *getattr(record, "aliases", ()))
    yield from names
    if record.kind != "gap":  # A gap's keywords are many, and name what is known beside what is not.
        yield from names
    yield from sentences(record)
