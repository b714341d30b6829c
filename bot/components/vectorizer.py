"""A fitted tf-idf vectorizer: kept as plain data (JSON words, NumPy weights; nothing to unpickle), and read by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Tuple

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer


def save_vectorizer(vectorizer: TfidfVectorizer, path: Path) -> None:
    """Writes `<path>.json` (terms in column order) and `<path>.npy` (their inverse document frequencies)."""
    terms = vectorizer.get_feature_names_out().tolist()
    path.with_suffix(".json").write_text(json.dumps(terms, ensure_ascii=False), encoding="utf-8")
    np.save(path.with_suffix(".npy"), vectorizer.idf_)


def load_vectorizer(path: Path, **options: Any) -> TfidfVectorizer:
    """Reads what `save_vectorizer` wrote; `options` are those it was made with."""
    options.pop("min_df", None)  # Has no meaning for a vocabulary that is given.
    terms = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    vectorizer = TfidfVectorizer(**options, vocabulary={term: column for column, term in enumerate(terms)})
    vectorizer.idf_ = np.load(path.with_suffix(".npy"))
    return vectorizer


class Reader:
    """Reads one text as `transform` of a fitted vectorizer does, whose checks and matrices take ten times as long."""

    def __init__(self, vectorizer: TfidfVectorizer) -> None:
        """Takes over what the vectorizer has learnt: terms by column, and their inverse document frequencies."""
        self._terms_of = vectorizer.build_analyzer()
        self._columns = vectorizer.vocabulary_
        self._frequencies = vectorizer.idf_
        self.width = len(self._columns)

    def read(self, text: str) -> Tuple[np.ndarray, np.ndarray]:
        """The columns of the known terms, ascending, and their weights: sublinear tf-idf, of length one together."""
        known = [column for column in map(self._columns.get, self._terms_of(text)) if column is not None]
        columns, counts = np.unique(np.array(known, dtype=np.int32), return_counts=True)
        weights = (1.0 + np.log(counts)) * self._frequencies[columns]
        return columns, weights / (np.sqrt(weights @ weights) or 1.0)
