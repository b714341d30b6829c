from __future__ import annotations

from typing import Any, Dict

import pytest
from components.question_type import QuestionTypeClassifier
from rasa.shared.nlu.constants import INTENT

from workshop import Lesson, Workshop

RANKING = "intent_ranking"


@pytest.fixture
def classifier(workshop: Workshop, lesson: Lesson) -> QuestionTypeClassifier:
    made = workshop.create(QuestionTypeClassifier, solver="liblinear")
    made.train(lesson.data)
    return made


def told(classifier: QuestionTypeClassifier, lesson: Lesson, text: str) -> Dict[str, Any]:
    (message,) = classifier.process(lesson.read(text))
    return message.get(INTENT)


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
    loaded = workshop.load(QuestionTypeClassifier, solver="liblinear")
    assert told(loaded, lesson, text) == told(classifier, lesson, text)


def test_an_empty_message_is_less_certain_than_a_written_one(
    classifier: QuestionTypeClassifier, lesson: Lesson
) -> None:
    assert told(classifier, lesson, "")["confidence"] < told(classifier, lesson, "Hva koster SFO?")["confidence"]


def test_confidences_of_all_question_types_add_up_to_one(classifier: QuestionTypeClassifier, lesson: Lesson) -> None:
    (message,) = classifier.process(lesson.read("Hva koster SFO?"))
    assert sum(one["confidence"] for one in message.get(RANKING)) == pytest.approx(1.0)


def test_a_weaker_regularisation_is_more_certain(workshop: Workshop, lesson: Lesson) -> None:
    weak = workshop.create(QuestionTypeClassifier, C=100.0)
    strong = workshop.create(QuestionTypeClassifier, C=0.1)
    weak.train(lesson.data)
    strong.train(lesson.data)
    text = "Hva koster SFO?"
    assert told(weak, lesson, text)["confidence"] > told(strong, lesson, text)["confidence"]
