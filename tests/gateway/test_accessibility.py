"""The accessibility statement: its parts, in three languages, and no more than is known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from foundation.clock import today
from gateway.accessibility import sections, texts
from gateway.words import LANGUAGES, Language
from knowledge.ontology import ontology
from knowledge.readability import lix, sentences_of

if TYPE_CHECKING:
    from datetime import datetime

    from knowledge import Library
    from tests.gateway.running import Gateway

PARTS = ["virksomhet", "status", "mangler", "provd", "tilbakemelding", "klage"]
STATUS: dict[Language, str] = {
    "nb": "Status: delvis i samsvar. Det er ikke kontrollert ferdig.",
    "nn": "Status: delvis i samsvar. Det er ikkje kontrollert ferdig.",
    "en": "Status: partially compliant. It is not fully checked yet.",
}
MOST_WORDS, MOST_LIX = 25, 50


def told(language: Language, library: Library, moment: datetime) -> str:
    """All that stands under the headings."""
    shown = sections(language, None, library.view(None, moment.date()))
    return "\n".join(line for one in shown for part in one.parts for line in (part.text or "", *part.points))


def test_it_has_the_parts_that_the_authority_asks_for() -> None:
    assert [section.id for section in texts().sections] == PARTS


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_statement_is_in_the_language_that_is_asked_for(alone: Gateway, language: Language) -> None:
    html = alone.client.get("/tilgjengelighet", params={"lang": language}).raise_for_status().text
    assert f"<h1>{texts().title.of(language)}</h1>" in html
    assert STATUS[language] in html
    assert [
        name for name in ("NVDA", "JAWS", "VoiceOver", "Safari", "Firefox", "axe-core", "Chromium") if name not in html
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_long(language: Language, library: Library, moment: datetime) -> None:
    said = told(language, library, moment)
    assert [" ".join(one) for one in sentences_of(said) if len(one) > MOST_WORDS] == []
    assert language == "en" or lix(said) < MOST_LIX


@pytest.mark.parametrize("kommune", ontology().municipalities)
def test_it_is_a_municipalitys_own_where_the_address_names_one(alone: Gateway, library: Library, kommune: str) -> None:
    html = alone.client.get("/tilgjengelighet", params={"kommune": kommune}).text
    name = ontology().municipalities[kommune].name
    assert f"Virksomhet: {name} kommune." in html
    webs = [one.value for one in library.view(kommune, today()).contacts("servicetorg") if one.channel == "nettside"]
    assert (
        (f'<a href="{webs[0]}" rel="noreferrer">Nettsidene til {name} kommune</a>' in html)
        if webs
        else ("Nettsidene til" not in html.replace("Nettsidene til Uu-tilsynet", ""))
    )
    assert f'href="/tilgjengelighet?kommune={kommune}&lang=nn"' in html.replace("&amp;", "&")


@pytest.mark.parametrize("asked", ["", "?kommune=oslo", "?kommune=%22%3E%3Cscript%3E"])
def test_without_a_municipality_it_names_none_and_makes_up_no_address(alone: Gateway, asked: str) -> None:
    html = alone.client.get(f"/tilgjengelighet{asked}").text
    assert "Virksomhet: kommunen." in html
    assert "<script" not in html
    assert set(re.findall(r'href="(https?:[^"]+)"', html)) == {
        "https://lovdata.no/dokument/SF/forskrift/2013-06-21-732",
        "https://www.uutilsynet.no/",
    }
    assert re.findall(r"tel:|mailto:|@", html) == []


def test_names_that_stay_norwegian_are_marked_in_english(alone: Gateway) -> None:
    html = alone.client.get("/tilgjengelighet?lang=en").text
    assert '<span lang="nb">Uu-tilsynet</span>' in html
    assert '<span lang="nb">Digitaliseringsdirektoratet</span>' in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_when_it_was_written(language: Language, library: Library, moment: datetime) -> None:
    day = texts().written
    assert f"{day.day}.{day.month}.{day.year}" in told(language, library, moment)
