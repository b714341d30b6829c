"""What a page offers to begin with."""

from __future__ import annotations

import pytest

from foundation.masking import mask
from gateway.starts import offered, starts
from gateway.texts import interface
from gateway.words import LANGUAGES, Language
from knowledge.flows import FOR_FAMILIES, FOR_STAFF, flows
from knowledge.ontology import ontology
from knowledge.safety import assess

# A button must fit two to a line on a small screen.
LONGEST = 32


def test_every_role_has_its_own() -> None:
    assert tuple(offered()) == ontology().roles


@pytest.mark.parametrize("role", ontology().roles)
def test_there_are_five_to_seven(role: str) -> None:
    assert {len(starts(role, language)) for language in LANGUAGES} <= {5, 6, 7}


def test_the_guided_flows_come_first_by_their_titles() -> None:
    assert offered()["forelder"].flows == FOR_FAMILIES
    assert offered()["ansatt"].flows == FOR_STAFF
    assert offered()["ukjent"].flows == (*FOR_FAMILIES, *FOR_STAFF)
    first = starts("forelder", "nn")[0]
    assert first.label == first.payload == flows()[FOR_FAMILIES[0]].title.nn


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", ontology().roles)
def test_labels_are_short_and_payloads_are_whole_sentences(role: str, language: Language) -> None:
    buttons = starts(role, language)
    assert [one.label for one in buttons if len(one.label) > LONGEST] == []
    assert len({one.label for one in buttons}) == len({one.payload for one in buttons}) == len(buttons)
    topics = buttons[len(offered()[role].flows) :]
    assert [one.payload for one in topics if not one.payload.endswith((".", "?"))] == []
    assert [one.payload for one in topics if mask(one.payload).hidden] == []


def test_who_is_hit_is_met_with_the_numbers_to_call() -> None:
    told = [one.payload for language in LANGUAGES for one in starts("ungdom", language) if assess(one.payload)]
    assert len(told) == len(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_role_has_a_name(language: Language) -> None:
    assert len({interface(language).role(role) for role in ontology().roles}) == len(ontology().roles)
