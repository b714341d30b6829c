from __future__ import annotations

from typing import Any, Dict, List, Tuple

import pytest
from components.names import NamesExtractor
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader
from rasa.shared.nlu.training_data.message import Message

from workshop import Workshop

NAMES = """
version: "3.1"
nlu:
- lookup: service:helsestasjon
  examples: |
    - helsestasjon
    - helsesykepleier
- lookup: service:helsestasjon-ungdom
  examples: |
    - helsestasjon for ungdom
- lookup: service:skolehelsetjeneste
  examples: |
    - helsesykepleier
- lookup: service:ppt
  examples: |
    - PPT
    - pedagogisk-psykologisk tjeneste
- lookup: kommune:sor-odal
  examples: |
    - Sør-Odal
    - Sør Odal
- lookup: plain
  examples: |
    - bibliotek
"""


@pytest.fixture
def extractor(workshop: Workshop) -> NamesExtractor:
    workshop.create(NamesExtractor).train(RasaYAMLReader().reads(NAMES))
    return workshop.load(NamesExtractor)


def entities(extractor: NamesExtractor, text: str) -> List[Dict[str, Any]]:
    (message,) = extractor.process([Message({TEXT: text})])
    return message.get(ENTITIES)


def named(extractor: NamesExtractor, text: str) -> List[Tuple[str, Any]]:
    return [(one["entity"], one["value"]) for one in entities(extractor, text)]


def test_an_entity_tells_what_and_where(extractor: NamesExtractor) -> None:
    assert entities(extractor, "Hvem er PPT?") == [
        {"entity": "service", "value": "ppt", "start": 8, "end": 11, "extractor": "NamesExtractor"}
    ]


@pytest.mark.parametrize(
    "text",
    [
        "ring en helsestasjon",
        "ring helsestasjonen",
        "alle HELSESTASJONER her",
        "helsestasjonene våre",
    ],
)
def test_a_name_is_found_in_all_its_forms(extractor: NamesExtractor, text: str) -> None:
    assert named(extractor, text) == [("service", "helsestasjon")]


def test_a_name_of_several_words_is_found_in_its_definite_form(extractor: NamesExtractor) -> None:
    assert named(extractor, "den pedagogisk-psykologiske tjenesten") == [("service", "ppt")]


def test_the_longest_name_wins(extractor: NamesExtractor) -> None:
    assert named(extractor, "åpner helsestasjonen for ungdom i dag?") == [("service", "helsestasjon-ungdom")]


def test_a_name_of_two_services_gives_both(extractor: NamesExtractor) -> None:
    assert sorted(named(extractor, "Helsesykepleieren på skolen")) == [
        ("service", "helsestasjon"),
        ("service", "skolehelsetjeneste"),
    ]


@pytest.mark.parametrize("text", ["vi bor i Sør-Odal", "vi bor i sør odal", "SØR-ODAL"])
def test_a_municipality_is_found_however_it_is_written(extractor: NamesExtractor, text: str) -> None:
    assert named(extractor, text) == [("kommune", "sor-odal")]


def test_all_the_names_ages_and_grades_of_a_message_are_told(extractor: NamesExtractor) -> None:
    assert named(extractor, "PPT i Sør-Odal, jente på 7 i 2. klasse") == [
        ("service", "ppt"),
        ("kommune", "sor-odal"),
        ("alder", 7),
        ("trinn", 2),
    ]


@pytest.mark.parametrize("text", ["", "🙂", "på biblioteket", "helse", "hva skjer?"])
def test_a_message_without_names_has_no_entities(extractor: NamesExtractor, text: str) -> None:
    assert entities(extractor, text) == []


def test_entities_that_stood_there_are_kept(extractor: NamesExtractor) -> None:
    there = {"entity": "service", "value": "nav"}
    (message,) = extractor.process([Message({TEXT: "PPT", ENTITIES: [there]})])
    assert [one["value"] for one in message.get(ENTITIES)] == ["nav", "ppt"]


def test_an_extractor_that_was_not_trained_knows_ages_only(workshop: Workshop) -> None:
    assert named(workshop.create(NamesExtractor), "PPT for en 7-åring") == [("alder", 7)]
