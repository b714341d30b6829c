from __future__ import annotations

from typing import Any, Dict

import pytest
from components.question_type import QuestionTypeClassifier
from components.role import ROLE, RoleClassifier
from rasa.shared.nlu.constants import INTENT

from workshop import Lesson, Workshop


@pytest.fixture
def classifier(workshop: Workshop, lesson: Lesson) -> RoleClassifier:
    made = workshop.create(RoleClassifier)
    made.train(lesson.data)
    return made


def told(classifier: RoleClassifier, lesson: Lesson, text: str) -> Dict[str, Any]:
    (message,) = classifier.process(lesson.read(text))
    return message.get(ROLE)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Dattera mi nekter å gå på skolen", "forelder"),
        ("jeg orker ikke mer, de andre mobber meg", "ungdom"),
        ("Eleven i klassen min har høyt fravær", "ansatt"),
    ],
)
def test_the_writers_role_is_told(classifier: RoleClassifier, lesson: Lesson, text: str, role: str) -> None:
    assert told(classifier, lesson, text)["id"] == role


@pytest.mark.parametrize("text", ["Dattera mi er sliten", "jeg orker ikke mer", "🙂", ""])
def test_a_loaded_classifier_tells_what_the_trained_one_tells(
    workshop: Workshop, classifier: RoleClassifier, lesson: Lesson, text: str
) -> None:
    loaded = workshop.load(RoleClassifier)
    assert told(loaded, lesson, text) == told(classifier, lesson, text)


@pytest.mark.parametrize("text", ["Hva koster SFO?", "Hei", "Tusen takk", "vi bor i Lillevik"])
def test_unknown_is_no_role_to_be_told(classifier: RoleClassifier, lesson: Lesson, text: str) -> None:
    assert told(classifier, lesson, text)["id"] in {"ansatt", "forelder", "ungdom"}


def test_the_confidence_is_that_of_the_likeliest_role(classifier: RoleClassifier, lesson: Lesson) -> None:
    assert 1 / 3 < told(classifier, lesson, "Eleven i klassen min")["confidence"] <= 1


def test_an_empty_message_tells_no_role(classifier: RoleClassifier, lesson: Lesson) -> None:
    assert told(classifier, lesson, "") is None


def test_the_question_type_stays_as_it_is(workshop: Workshop, classifier: RoleClassifier, lesson: Lesson) -> None:
    question_type = workshop.create(QuestionTypeClassifier)
    question_type.train(lesson.data)
    (message,) = question_type.process(lesson.read("Hva koster SFO for dattera mi?"))
    before = dict(message.get(INTENT))
    classifier.process([message])
    assert message.get(INTENT) == before


def test_the_role_is_among_what_rasa_tells_of_a_message(classifier: RoleClassifier, lesson: Lesson) -> None:
    (message,) = classifier.process(lesson.read("Dattera mi er sliten"))
    assert ROLE in message.as_dict(only_output_properties=True)
