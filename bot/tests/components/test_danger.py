from __future__ import annotations

from typing import Any, Dict, List

import pytest
from components.danger import CALM, DANGER, DangerClassifier
from components.featurizer import NorwegianFeaturizer
from components.tokenizer import NorwegianTokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader
from rasa.shared.nlu.training_data.message import Message

from workshop import Workshop

SAID = {
    "selvmord": ["han har spart opp tabletter", "hun har skrevet avskjedsbrev", "tabletter og avskjedsbrev i skuffen"],
    "vold-overgrep": ["blåmerker på armene", "han har blåmerker på halsen", "nye blåmerker etter helga"],
    "ingen": ["tabletter mot pollen", "hva koster SFO", "han fikk blåmerker på fotball", "når åpner barnehagen"],
}
# Not labelled by themselves: a scene of violence is danger, neglect teaches nothing, and SFO is none.
UNLABELLED = """
  - text: stefar kaster ting på henne
    metadata: {needs: [vold], variety: nb, role: ukjent, kind: scene}
  - text: barna er alene hele natta
    metadata: {needs: [omsorgssvikt], variety: nb, role: ukjent, kind: scene}
  - text: SFO er stengt i ferien
    metadata: {needs: [sfo], variety: nb, role: ukjent, kind: plain}
"""


@pytest.fixture
def taught(workshop: Workshop) -> Dict[str, Any]:
    """A classifier that has learnt from these messages, and what reads new ones."""
    examples = [
        f"  - text: {text}\n    metadata: {{needs: [], danger: {label}}}"
        for label, texts in SAID.items()
        for text in texts
    ]
    text = 'version: "3.1"\nnlu:\n- intent: finn-hjelp\n  examples:\n' + "\n".join(examples) + UNLABELLED
    tokenizer, featurizer = workshop.create(NorwegianTokenizer), workshop.create(NorwegianFeaturizer)
    data = tokenizer.process_training_data(RasaYAMLReader().reads(text))
    featurizer.train(data)
    featurizer.process_training_data(data)
    classifier = workshop.create(DangerClassifier, threshold=0.3)
    classifier.train(data)
    return {"tokenizer": tokenizer, "featurizer": featurizer, "classifier": classifier, "data": data}


def heard(taught: Dict[str, Any], text: str) -> List[str]:
    messages = taught["featurizer"].process(taught["tokenizer"].process([Message({TEXT: text})]))
    return [one["id"] for one in taught["classifier"].process(messages)[0].get(DANGER)]


def test_danger_is_heard_in_words_that_no_list_holds(taught: Dict[str, Any]) -> None:
    assert heard(taught, "hun har tabletter og et avskjedsbrev")[0] == "selvmord"


@pytest.mark.parametrize("text", ["hva koster SFO", "når åpner barnehagen", ""])
def test_where_nothing_is_told_nothing_is_heard(taught: Dict[str, Any], text: str) -> None:
    assert heard(taught, text) == []


def test_what_is_not_labelled_teaches_by_its_needs_or_not_at_all(taught: Dict[str, Any]) -> None:
    messages, labels = taught["classifier"]._lesson(taught["data"])
    learnt = {message.get(TEXT): label for message, label in zip(messages, labels, strict=True)}
    assert (learnt["stefar kaster ting på henne"], learnt["SFO er stengt i ferien"]) == (["vold-overgrep"], [])
    assert "barna er alene hele natta" not in learnt


def test_a_loaded_classifier_hears_what_the_trained_one_hears(workshop: Workshop, taught: Dict[str, Any]) -> None:
    text = "hun har tabletter og et avskjedsbrev"
    loaded = {**taught, "classifier": workshop.load(DangerClassifier, threshold=0.3)}
    assert heard(loaded, text) == heard(taught, text)


def told(taught: Dict[str, Any], text: str) -> Message:
    """The message, read by the classifier."""
    messages = taught["featurizer"].process(taught["tokenizer"].process([Message({TEXT: text})]))
    return taught["classifier"].process(messages)[0]


def test_a_message_is_calm_only_where_no_danger_is_likely(taught: Dict[str, Any]) -> None:
    assert told(taught, "hva koster SFO").get(CALM) is True
    assert told(taught, "hun har tabletter og et avskjedsbrev").get(CALM) is False


def test_of_what_it_knows_nothing_of_it_says_neither(taught: Dict[str, Any]) -> None:
    unknown = told(taught, "")
    assert (unknown.get(DANGER), unknown.get(CALM)) == ([], False)


def test_the_second_model_may_speak_against_the_first_and_calls_nothing_calm_that_the_first_hears(
    workshop: Workshop, taught: Dict[str, Any]
) -> None:
    text = "hun har tabletter og et avskjedsbrev"
    strict = {**taught, "classifier": workshop.load(DangerClassifier, threshold=0.3, agrees=1.1, denies=1.1)}
    message = told(strict, text)
    assert (message.get(DANGER), message.get(CALM)) == ([], False)
