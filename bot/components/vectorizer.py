"""Keeps a fitted tf-idf vectorizer as plain data (JSON words, NumPy weights): nothing to unpickle."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

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
