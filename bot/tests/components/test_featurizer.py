from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from components.featurizer import CLAUSES, NorwegianFeaturizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from workshop import Lesson, Workshop

NEW = ["Gutten vår nekter å gå på skolen", "Kva kostar SFO?", "Skolepengene er slutt", "🙂", "🦩", ""]


def vector(message: Message) -> Any:
    return message.get_sparse_features(TEXT)[1].features.toarray()


@pytest.mark.parametrize("text", NEW)
def test_a_loaded_featurizer_gives_the_vectors_of_the_trained_one(
    workshop: Workshop, lesson: Lesson, text: str
) -> None:
    (read,) = lesson.read(text)
    (again,) = workshop.load(NorwegianFeaturizer).process(lesson.tokenized(text))
    assert vector(again).tolist() == vector(read).tolist()


@pytest.mark.parametrize("options", [{"max_words": 1}, {"max_chars": 3}, {"min_messages": 1}])
def test_its_options_hold_after_loading_too(workshop: Workshop, lesson: Lesson, options: Any) -> None:
    trained = workshop.create(NorwegianFeaturizer, **options)
    trained.train(lesson.data)
    (told,) = trained.process(lesson.tokenized(NEW[0]))
    (again,) = workshop.load(NorwegianFeaturizer, **options).process(lesson.tokenized(NEW[0]))
    assert vector(again).tolist() == vector(told).tolist()


def test_every_training_message_has_a_vector_of_one_length(lesson: Lesson) -> None:
    assert len({vector(message).shape for message in lesson.data.training_examples}) == 1


def test_nynorsk_and_bokmaal_of_one_sentence_have_one_vector(lesson: Lesson) -> None:
    bokmaal, nynorsk = lesson.read("Hva er ikke gratis på skolen?", "Kva er ikkje gratis på skulen?")
    assert vector(nynorsk).tolist() == vector(bokmaal).tolist()


@pytest.mark.parametrize("text", ["", "🦩", "skole", "Gutten vår nekter å gå på skolen, " * 12])
def test_a_vector_holds_lemmas_and_then_characters_each_half_of_length_one(lesson: Lesson, text: str) -> None:
    (message,) = lesson.read(text)
    lemmas, characters = lesson.featurizer._lemmas, lesson.featurizer._characters
    halves = np.split(vector(message)[0], [lemmas.width])
    assert [half.size for half in halves] == [lemmas.width, characters.width]
    assert [np.linalg.norm(half) for half in halves] == [pytest.approx(float(half.any())) for half in halves]


@pytest.mark.parametrize("text", ["", "🦩", "Привет"])
def test_a_message_of_unknown_signs_has_an_empty_vector(lesson: Lesson, text: str) -> None:
    (message,) = lesson.read(text)
    assert not vector(message).any()


def test_an_emoji_and_the_word_it_stands_for_have_one_vector(lesson: Lesson) -> None:
    emoji, word = lesson.read("Eg er så 😩", "Jeg er så sliten")
    assert vector(emoji).tolist() == vector(word).tolist()


def test_a_misspelt_message_has_the_vector_of_the_right_one(lesson: Lesson) -> None:
    misspelt, right = lesson.read("Er det grattis paa skulen?", "Er det gratis på skolen?")
    assert vector(misspelt).any()
    assert vector(misspelt).tolist() == vector(right).tolist()


def test_a_compound_has_the_features_of_its_parts(workshop: Workshop, lesson: Lesson) -> None:
    words = workshop.create(NorwegianFeaturizer, max_words=1, min_chars=9, max_chars=9)
    words.train(lesson.data)
    compound, part, other = words.process(lesson.tokenized("skolemat", "mat", "hei"))
    assert (vector(compound) * vector(part)).any()
    assert not (vector(compound) * vector(other)).any()


def test_what_stands_in_one_message_only_is_not_learnt(workshop: Workshop, lesson: Lesson) -> None:
    few = workshop.create(NorwegianFeaturizer, min_messages=5)
    few.train(lesson.data)
    (message,) = few.process(lesson.tokenized(NEW[0]))
    (usual,) = lesson.read(NEW[0])
    assert vector(message).size < vector(usual).size


def test_the_clauses_of_a_long_message_have_vectors_of_the_same_length(lesson: Lesson) -> None:
    long, short = lesson.read("Jenta blir mobbet av de andre og vil ikke på skolen, " * 4, "Jenta blir mobbet")
    assert long.get(CLAUSES).shape[1] == vector(long).shape[1]
    assert short.get(CLAUSES) is None


def test_a_clause_has_the_vector_of_the_same_words_alone(lesson: Lesson) -> None:
    clause = "Jenta blir mobbet av de andre"
    long, alone = lesson.read(f"{clause}, " * 5 + "og hun vil ikke på skolen", clause)
    assert long.get(CLAUSES).toarray()[0].tolist() == vector(alone)[0].tolist()
