"""The page behind the link that a family may keep: did you get help?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from gateway.helped import texts
from gateway.words import LANGUAGES, Language
from tests.gateway.vakt.desk import asked, hand_over

if TYPE_CHECKING:
    from tests.gateway.running import Gateway, Talk
    from tests.gateway.vakt.desk import Coordinator


@pytest.fixture
def token(talk: Talk, coordinator: Coordinator) -> str:
    """Of a conversation that a coordinator has closed."""
    asked(talk)
    case = coordinator.case_of(talk.id)
    coordinator.done(case, "claim")
    coordinator.done(case, "close", outcome="svar-gitt")
    found: str = hand_over(talk, "GET", "handover").json()["follow_up"]
    return found


def counted(gateway: Gateway) -> list[str]:
    """What was answered later, of all."""
    return [said for (said,) in gateway.rows("SELECT helped_later FROM handover_figure WHERE helped_later IS NOT NULL")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_question_stands_there_with_three_answers_and_the_numbers_to_call(
    alone: Gateway, token: str, language: Language
) -> None:
    html = alone.client.get(f"/hjulpet/{token}", params={"lang": language}).raise_for_status().text
    assert f"<h1>{texts().title.of(language)}</h1>" in html
    assert re.findall(r'name="helped" value="(\w+)"', html) == ["yes", "partly", "no"]
    assert 'href="tel:113"' in html


def test_what_is_said_is_counted_and_the_last_answer_counts(alone: Gateway, token: str) -> None:
    before = len(counted(alone))
    for said in ("no", "yes"):
        response = alone.client.post(f"/hjulpet/{token}", data={"helped": said})
        assert (response.status_code, texts().thanks.nb in response.text) == (200, True)
    assert counted(alone)[before:] == ["yes"]


def test_it_outlives_the_conversation_and_asks_nobody_who_they_are(alone: Gateway, talk: Talk, token: str) -> None:
    talk.forget()
    response = alone.client.post(f"/hjulpet/{token}", data={"helped": "partly"})
    assert response.status_code == 200
    assert "set-cookie" not in response.headers


@pytest.mark.parametrize("data", [{}, {"helped": "kanskje"}, {"helped": ""}])
def test_no_answer_is_told_to_be_none(alone: Gateway, token: str, data: dict[str, str]) -> None:
    before = counted(alone)
    response = alone.client.post(f"/hjulpet/{token}", data=data)
    assert (response.status_code, texts().again.nb in response.text) == (422, True)
    assert counted(alone) == before


@pytest.mark.parametrize("wrong", ["feil", "x" * 500, "%3Cscript%3E"])
def test_a_link_that_leads_nowhere_says_so(alone: Gateway, wrong: str) -> None:
    before = counted(alone)
    for response in (
        alone.client.get(f"/hjulpet/{wrong}"),
        alone.client.post(f"/hjulpet/{wrong}", data={"helped": "yes"}),
    ):
        assert (response.status_code, texts().gone.nb in response.text) == (404, True)
        assert "<script>" not in response.text
    assert counted(alone) == before
