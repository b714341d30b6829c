from __future__ import annotations

from pathlib import Path
from typing import Any, Dict

import numpy as np
import pytest
from components.vectorizer import Reader, load_vectorizer, save_vectorizer
from rasa.shared.nlu.constants import TEXT
from sklearn.feature_extraction.text import TfidfVectorizer

from workshop import Lesson

ANALYZERS: Dict[str, Any] = {
    "words": {"token_pattern": r"\S+", "ngram_range": (1, 2)},
    "characters": {"analyzer": "char_wb", "ngram_range": (2, 5)},
}
LONG = "Jenta blir mobbet av de andre, og hun vil ikke på skolen. Jeg er sliten og gråter! " * 40
NEW = ["", " \n\t", "🙂 🦩", "Привет", "skolen", "skolen skolen skolen", "xyzzy skolen plugh", "Å! ÆØÅ?", "a", LONG]


@pytest.fixture(params=ANALYZERS.values(), ids=ANALYZERS)
def fitted(request: pytest.FixtureRequest, lesson: Lesson) -> TfidfVectorizer:
    vectorizer = TfidfVectorizer(**request.param, lowercase=False, min_df=2, sublinear_tf=True)
    return vectorizer.fit([message.get(TEXT) for message in lesson.data.training_examples])


def told(vectorizer: TfidfVectorizer, text: str) -> np.ndarray:
    """What `Reader` reads of a text, as a row."""
    reader = Reader(vectorizer)
    columns, weights = reader.read(text)
    assert columns.tolist() == sorted(set(columns.tolist()))
    row = np.zeros(reader.width)
    row[columns] = weights
    return row


def test_a_text_is_read_as_scikit_learn_reads_it(fitted: TfidfVectorizer, lesson: Lesson) -> None:
    texts = [*NEW, *(message.get(TEXT) for message in lesson.data.training_examples)]
    assert np.array([told(fitted, text) for text in texts]) == pytest.approx(fitted.transform(texts).toarray())


def test_a_stored_vectorizer_reads_as_before(tmp_path: Path, fitted: TfidfVectorizer) -> None:
    save_vectorizer(fitted, tmp_path / "terms")
    options = fitted.get_params()
    options.pop("vocabulary")
    again = load_vectorizer(tmp_path / "terms", **options)
    assert [told(again, text).tolist() for text in NEW] == [told(fitted, text).tolist() for text in NEW]
