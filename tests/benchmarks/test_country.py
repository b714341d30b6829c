"""The generated country is as large as the real one, and each of its municipalities answers like its original."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from benchmarks.country import SIZE, country
from knowledge import Library, Need, Query, answer, to_json
from knowledge import ontology as vocabulary
from knowledge.ontology import NATIONAL, ontology
from knowledge.records import Contact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from knowledge.content import Content
    from knowledge.records import AnyRecord

SCHOOL = Need("skolefravaer", 0.9)
QUESTIONS = (
    Query("Hvem kan hjelpe? Gutten vår vil ikke på skolen", question_type="finn-hjelp", needs=(SCHOOL,)),
    Query("Hva er telefonnummeret til PPT?", question_type="kontakt", services=("ppt",)),
    Query("Hva sier planen om mobbing?", question_type="om-planen", needs=(Need("mobbing-miljo", 0.9),)),
)
ORIGINALS = list(ontology().municipalities)

type Sights = dict[str, list[list[str]]]


def sights(records: Iterable[AnyRecord]) -> Sights:
    """Return what every municipality sees: ids without their owners, the nearest owner's first."""
    slugs = defaultdict(list)
    for record in records:
        slugs[record.owner].append(record.id.partition("/")[2])
    return {key: [sorted(slugs[owner]) for owner in ontology().owners(key)] for key in ontology().municipalities}


def told(library: Library, kommune: str, now: datetime) -> str:
    """Return what a municipality answers, with its owners called nearest, next and farthest."""
    answers = [to_json(answer(replace(question, kommune=kommune), library, now)) for question in QUESTIONS]
    text = json.dumps([{**one, "kommune": None} for one in answers], ensure_ascii=False, indent=1)
    for place, owner in enumerate(ontology().owners(kommune)):
        text = text.replace(f'"{owner}/', f'"{place}/')
    return text


@pytest.fixture(scope="module")
def seen(content: Content) -> Sights:
    """What the real municipalities see."""
    return sights(content.records)


@pytest.fixture(scope="module")
def answers(library: Library, moment: datetime) -> dict[str, str]:
    """What the real municipalities answer."""
    return {kommune: told(library, kommune, moment) for kommune in ORIGINALS}


@pytest.fixture(scope="module")
def whole(content: Content, seen: Sights, answers: dict[str, str]) -> Iterator[Content]:  # noqa: ARG001 - go first
    """The whole country; to the end of this module the vocabulary knows it."""
    with country(content) as generated:
        yield generated


@pytest.fixture(scope="module")
def shelf(whole: Content) -> Library:
    """The country's library."""
    return Library(whole.records, whole.documents)


def test_the_real_vocabulary_is_back_afterwards_also_after_a_fault(content: Content) -> None:
    real = vocabulary.PATH
    with pytest.raises(KeyboardInterrupt), country(content):
        raise KeyboardInterrupt
    assert (vocabulary.PATH, list(ontology().municipalities)) == (real, ORIGINALS)


@pytest.mark.usefixtures("whole")
def test_the_country_has_as_many_municipalities_as_norway() -> None:
    assert len(ontology().municipalities) == SIZE == 357
    assert set(ontology().municipalities).isdisjoint(ORIGINALS)


def test_every_record_has_an_id_of_its_own_and_an_owner_that_is_known(whole: Content) -> None:
    assert len({record.id for record in whole.records}) == len(whole.records)
    assert {record.owner for record in whole.records} <= ontology().all_owners


def test_the_national_records_are_there_once_as_they_are(whole: Content, content: Content) -> None:
    national, real = ([one for one in each.records if one.owner == NATIONAL] for each in (whole, content))
    assert national == real


def test_every_contact_belongs_to_a_service_of_its_own_owner(whole: Content) -> None:
    strange = [
        one.id for one in whole.records if isinstance(one, Contact) and not one.service.startswith(f"{one.owner}/")
    ]
    assert strange == []


def test_every_municipality_sees_what_its_original_sees(whole: Content, seen: Sights) -> None:
    copies = list(sights(whole.records).values())
    assert copies == [seen[ORIGINALS[number % len(ORIGINALS)]] for number in range(SIZE)]


@pytest.mark.parametrize("number", [*range(len(ORIGINALS)), SIZE // 2, SIZE - 1])
def test_a_municipality_answers_like_its_original(
    shelf: Library, answers: dict[str, str], moment: datetime, number: int
) -> None:
    copy = list(ontology().municipalities)[number]
    assert told(shelf, copy, moment) == answers[ORIGINALS[number % len(ORIGINALS)]]


def test_originals_do_not_all_answer_the_same(answers: dict[str, str]) -> None:
    assert len(set(answers.values())) > len(ORIGINALS) / 2
