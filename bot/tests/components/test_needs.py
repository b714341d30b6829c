from __future__ import annotations

from typing import Any, List

import pytest
from components.needs import NEEDS, RANKING, NeedsClassifier
from rasa.shared.nlu.constants import METADATA, METADATA_EXAMPLE, TEXT

from workshop import Lesson, Workshop


@pytest.fixture
def classifier(workshop: Workshop, lesson: Lesson) -> NeedsClassifier:
    made = workshop.create(NeedsClassifier)
    made.train(lesson.data)
    return made


def told(classifier: NeedsClassifier, lesson: Lesson, text: str, key: str = NEEDS) -> List[Any]:
    (message,) = classifier.process(lesson.read(text))
    return message.get(key)


def ids(needs: List[Any]) -> List[str]:
    return [need["id"] for need in needs]


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("Jenta mi nekter å gå på skolen", "skolefravaer"),
        ("Ho vil ikkje gå på skulen", "skolefravaer"),
        ("Gutten blir mobbet av de andre", "mobbing-miljo"),
        ("Vi kan ikke betale regningene, pengene er slutt", "okonomi"),
        ("Jeg er utslitt og bare gråter", "sliten-forelder"),
    ],
)
def test_one_need_is_told(classifier: NeedsClassifier, lesson: Lesson, text: str, need: str) -> None:
    assert ids(told(classifier, lesson, text)) == [need]


def test_several_needs_of_one_message_are_told_together(classifier: NeedsClassifier, lesson: Lesson) -> None:
    needs = told(classifier, lesson, "Jenta blir mobbet og plaget av de andre og nekter å gå på skolen")
    assert sorted(ids(needs)) == ["mobbing-miljo", "skolefravaer"]


def test_the_most_certain_need_stands_first(classifier: NeedsClassifier, lesson: Lesson) -> None:
    ranking = [need["confidence"] for need in told(classifier, lesson, "Han nekter å gå på skolen", RANKING)]
    assert ranking == sorted(ranking, reverse=True)


def test_confidences_are_between_nought_and_one(classifier: NeedsClassifier, lesson: Lesson) -> None:
    ranking = told(classifier, lesson, "Han nekter å gå på skolen", RANKING)
    assert [need for need in ranking if not 0.0 <= need["confidence"] <= 1.0] == []


@pytest.mark.parametrize("key", [NEEDS, RANKING])
@pytest.mark.parametrize("text", ["Jenta mi nekter å gå på skolen", "Utslitt mor uten penger", "Hei på deg", "🙂", ""])
def test_a_loaded_classifier_tells_what_the_trained_one_tells(
    workshop: Workshop, classifier: NeedsClassifier, lesson: Lesson, text: str, key: str
) -> None:
    assert told(workshop.load(NeedsClassifier), lesson, text, key) == told(classifier, lesson, text, key)


@pytest.mark.parametrize("text", ["", "🦩", "Привет"])
def test_a_message_without_known_words_has_no_needs(classifier: NeedsClassifier, lesson: Lesson, text: str) -> None:
    assert (told(classifier, lesson, text), told(classifier, lesson, text, RANKING)) == ([], [])


def test_small_talk_has_no_needs_but_a_ranking(classifier: NeedsClassifier, lesson: Lesson) -> None:
    assert told(classifier, lesson, "Tusen takk") == []
    assert len(told(classifier, lesson, "Tusen takk", RANKING)) == 5


def test_the_threshold_decides_which_needs_are_told(
    workshop: Workshop, classifier: NeedsClassifier, lesson: Lesson
) -> None:
    text = "Jenta mi nekter å gå på skolen"
    everything = told(workshop.load(NeedsClassifier, threshold=0.0, threshold_of_first=0.0), lesson, text)
    assert everything == told(classifier, lesson, text, RANKING)
    assert told(workshop.load(NeedsClassifier, threshold_of_first=1.1), lesson, text) == []


def test_the_nearest_need_is_told_from_less_on_than_those_beside_it(workshop: Workshop, lesson: Lesson) -> None:
    made = workshop.create(NeedsClassifier, threshold=1.1, threshold_of_first=0.0)
    made.train(lesson.data)
    assert len(told(made, lesson, "Jenta blir mobbet og plaget av de andre og nekter å gå på skolen")) == 1


def test_no_more_needs_are_told_than_asked_for(workshop: Workshop, classifier: NeedsClassifier, lesson: Lesson) -> None:
    few = workshop.load(NeedsClassifier, threshold=0.0, max_needs=2, ranking_length=3)
    text = "Han nekter å gå på skolen"
    assert ids(told(few, lesson, text)) == ids(told(classifier, lesson, text, RANKING))[:2]
    assert len(told(few, lesson, text, RANKING)) == 3


def test_needs_are_among_what_rasa_tells_of_a_message(classifier: NeedsClassifier, lesson: Lesson) -> None:
    (message,) = classifier.process(lesson.read("Jenta mi nekter å gå på skolen"))
    assert {NEEDS, RANKING} <= message.as_dict(only_output_properties=True).keys()


def test_rasas_yaml_carries_several_needs_as_metadata_of_the_example(lesson: Lesson) -> None:
    (one,) = [m for m in lesson.data.intent_examples if m.get(TEXT) == "Han blir mobbet og nekter å gå på skolen"]
    assert one.get(METADATA)[METADATA_EXAMPLE]["needs"] == ["mobbing-miljo", "skolefravaer"]


def test_every_need_of_the_examples_is_learnt(classifier: NeedsClassifier, lesson: Lesson) -> None:
    ranking = told(classifier, lesson, "skolen", RANKING)
    assert sorted(ids(ranking)) == ["mobbing-miljo", "okonomi", "sfo", "skolefravaer", "sliten-forelder"]


ASIDE = (
    "Vi flyttet hit i fjor sommer og det har vært fint her i bygda, hun har egen hest som hun steller hver dag, "
    "og på lørdager er vi hos besteforeldrene på gården, men i høst har de andre mobbet og plaget henne, "
    "ellers er alt som før med turer og bading og ski"
)


def test_what_one_clause_of_a_long_message_tells_weighs_more(workshop: Workshop, lesson: Lesson) -> None:
    def confidence(weight: float) -> float:
        made = workshop.create(NeedsClassifier, clause_weight=weight)
        made.train(lesson.data)
        ranking = told(made, lesson, ASIDE, RANKING)
        return float(next(need["confidence"] for need in ranking if need["id"] == "mobbing-miljo"))

    assert confidence(0.3) > confidence(0.0)
