from __future__ import annotations

from typing import Any, Dict, List

import pytest
from components.question_type import QuestionTypeClassifier
from rasa.shared.nlu.constants import INTENT, TEXT

from workshop import Lesson, Workshop

RANKING = "intent_ranking"


@pytest.fixture
def classifier(workshop: Workshop, lesson: Lesson) -> QuestionTypeClassifier:
    made = workshop.create(QuestionTypeClassifier)
    made.train(lesson.data)
    return made


def told(classifier: QuestionTypeClassifier, lesson: Lesson, text: str) -> Dict[str, Any]:
    (message,) = classifier.process(lesson.read(text))
    return message.get(INTENT)


def ranking(classifier: QuestionTypeClassifier, lesson: Lesson, text: str) -> List[Dict[str, Any]]:
    (message,) = classifier.process(lesson.read(text))
    return message.get(RANKING)


@pytest.mark.parametrize(
    ("text", "question_type"),
    [
        ("Hvem kan hjelpe når jenta nekter å gå på skolen?", "finn-hjelp"),
        ("Kva kostar SFO?", "pris"),
        ("Hva koster en plass i SFO i ferien?", "pris"),
        ("Tusen takk for hjelpen", "smaprat"),
        ("Hvordan blir været i morgen?", "utenfor"),
        ("vi bor i Lillevik", "svar-kommune"),
    ],
)
def test_the_question_type_is_told(
    classifier: QuestionTypeClassifier, lesson: Lesson, text: str, question_type: str
) -> None:
    assert told(classifier, lesson, text)["name"] == question_type


@pytest.mark.parametrize("text", ["Hva koster SFO?", "Jenta nekter å gå på skolen", "Hei", "🙂", ""])
def test_a_loaded_classifier_tells_what_the_trained_one_tells(
    workshop: Workshop, classifier: QuestionTypeClassifier, lesson: Lesson, text: str
) -> None:
    loaded = workshop.load(QuestionTypeClassifier)
    assert told(loaded, lesson, text) == told(classifier, lesson, text)


@pytest.mark.parametrize("text", ["", "🦩", "Привет", "   "])
def test_a_message_without_known_words_has_no_question_type(
    classifier: QuestionTypeClassifier, lesson: Lesson, text: str
) -> None:
    assert told(classifier, lesson, text) == {"name": None, "confidence": 0.0}
    assert ranking(classifier, lesson, text) == []


@pytest.mark.parametrize("text", ["Hva koster SFO?", "Hei", "mat", "Jeg er utslitt, og det regner"])
def test_confidences_of_all_question_types_add_up_to_one(
    classifier: QuestionTypeClassifier, lesson: Lesson, text: str
) -> None:
    assert sum(one["confidence"] for one in ranking(classifier, lesson, text)) == pytest.approx(1.0, abs=0.001)


def test_the_question_types_are_ranked_and_the_first_is_the_intent(
    classifier: QuestionTypeClassifier, lesson: Lesson
) -> None:
    ranked = ranking(classifier, lesson, "Hva koster SFO?")
    confidences = [one["confidence"] for one in ranked]
    assert confidences == sorted(confidences, reverse=True)
    assert ranked[0] == told(classifier, lesson, "Hva koster SFO?")


def test_every_question_type_of_the_examples_is_ranked(classifier: QuestionTypeClassifier, lesson: Lesson) -> None:
    assert {one["name"] for one in ranking(classifier, lesson, "Hva koster SFO?")} == set(lesson.data.intents)


def test_a_weaker_regularisation_fits_the_examples_closer(workshop: Workshop, lesson: Lesson) -> None:
    assert right(workshop, lesson, C=1.0) > right(workshop, lesson, C=0.0001)


def right(workshop: Workshop, lesson: Lesson, **options: float) -> int:
    classifier = workshop.create(QuestionTypeClassifier, **options)
    classifier.train(lesson.data)
    examples = [(message.get(TEXT), message.get(INTENT)) for message in lesson.data.intent_examples]
    return sum(told(classifier, lesson, text)["name"] == question_type for text, question_type in examples)
