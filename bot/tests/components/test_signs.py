from __future__ import annotations

from typing import Any, Dict, List

import pytest
from components.needs import NEEDS, RANKING, NeedsClassifier
from components.signs import SIGNS, SignsMarker
from rasa.shared.nlu.training_data.message import Message

from workshop import Lesson, Workshop


@pytest.fixture
def marker(workshop: Workshop) -> SignsMarker:
    return workshop.create(SignsMarker)


def signs(marker: SignsMarker, lesson: Lesson, text: str) -> List[Dict[str, Any]]:
    (message,) = marker.process(lesson.tokenized(text))
    return message.get(SIGNS)


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("gutten vår har skolevegring", "skolefravaer"),
        ("Guten vår har skulevegring", "skolefravaer"),
        ("dattera mi kutter seg", "selvskading"),
        ("dotter mi kuttar seg", "selvskading"),
        ("jeg er gravid", "svangerskap"),
        ("vi går fra hverandre", "samlivsbrudd"),
        ("hun er redd for å gå hjem", "vold"),
        ("trenger avlastningsbolig", "avlastning"),
    ],
)
def test_a_message_has_the_signs_of_its_need(marker: SignsMarker, lesson: Lesson, text: str, need: str) -> None:
    assert need in {sign["need"] for sign in signs(marker, lesson, text)}


@pytest.mark.parametrize("text", ["", "   ", "Hei", "🦩", "Привет", "12345"])
def test_a_message_that_points_to_nothing_has_none(marker: SignsMarker, lesson: Lesson, text: str) -> None:
    assert signs(marker, lesson, text) == []


@pytest.mark.parametrize("text", ["Hei!  Vi går kanskje fra hverandre 🙂", "😢 Dei går\nfrå kvarandre."])
def test_a_sign_tells_its_need_its_strength_and_where_it_stands(marker: SignsMarker, lesson: Lesson, text: str) -> None:
    (sign,) = [one for one in signs(marker, lesson, text) if one["sign"] == "går fra hverandre"]
    assert (sign["need"], sign["strength"]) == ("samlivsbrudd", "strong")
    assert text[sign["start"]] == "g"
    assert text[: sign["end"]].endswith("andre")


def test_the_signs_are_among_what_rasa_tells_of_a_message(marker: SignsMarker, lesson: Lesson) -> None:
    (message,) = marker.process(lesson.tokenized("Hun kutter seg"))
    assert message.as_dict(only_output_properties=True)[SIGNS] == message.get(SIGNS) != []


def test_a_message_without_tokens_has_no_signs(marker: SignsMarker) -> None:
    (message,) = marker.process([Message({})])
    assert message.get(SIGNS) == []


@pytest.fixture
def classifier(workshop: Workshop, lesson: Lesson) -> NeedsClassifier:
    made = workshop.create(NeedsClassifier)
    made.train(lesson.data)
    return made


def confidences(
    classifier: NeedsClassifier, lesson: Lesson, text: str, found: List[Dict[str, Any]]
) -> Dict[str, float]:
    (message,) = lesson.read(text)
    message.set(SIGNS, found)
    classifier.process([message])
    return {need["id"]: need["confidence"] for need in message.get(RANKING)}


def test_signs_of_a_need_make_it_more_certain_and_no_other(classifier: NeedsClassifier, lesson: Lesson) -> None:
    text = "Vi har det ikke lett hjemme"
    without = confidences(classifier, lesson, text, [])
    beside = confidences(classifier, lesson, text, [{"need": "okonomi", "strength": "medium"}])
    assert beside.pop("okonomi") > without.pop("okonomi")
    assert beside == without


def test_a_stronger_sign_counts_more(classifier: NeedsClassifier, lesson: Lesson) -> None:
    text = "Vi har det ikke lett hjemme"
    told = [
        confidences(classifier, lesson, text, [{"need": "okonomi", "strength": strength}])["okonomi"]
        for strength in ("weak", "medium", "strong")
    ]
    assert told == sorted(told)
    assert told[0] < told[-1]


def test_without_weight_signs_count_for_nothing(
    workshop: Workshop, classifier: NeedsClassifier, lesson: Lesson
) -> None:
    text, found = "Vi har det ikke lett hjemme", [{"need": "okonomi", "strength": "strong"}]
    light = workshop.load(NeedsClassifier, sign_weight=0.0)
    assert confidences(light, lesson, text, found) == confidences(classifier, lesson, text, [])


def test_signs_of_a_need_that_was_not_learnt_do_no_harm(classifier: NeedsClassifier, lesson: Lesson) -> None:
    text = "Vi har det ikke lett hjemme"
    found = [{"need": "svangerskap", "strength": "strong"}]
    assert confidences(classifier, lesson, text, found) == confidences(classifier, lesson, text, [])


def test_signs_alone_tell_no_need_of_a_message_without_known_words(classifier: NeedsClassifier, lesson: Lesson) -> None:
    (message,) = lesson.read("🦩")
    message.set(SIGNS, [{"need": "okonomi", "strength": "strong"}])
    classifier.process([message])
    assert message.get(NEEDS) == []
