"""The pages that people open."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from knowledge.ontology import ontology

if TYPE_CHECKING:
    from tests.gateway.running import Gateway

MUNICIPALITIES = {
    "sor-odal": "Sør-Odal",
    "nord-fron": "Nord-Fron",
    "sor-fron": "Sør-Fron",
    "ringebu": "Ringebu",
    "oppdal": "Oppdal",
    "stor-elvdal": "Stor-Elvdal",
    "tynset": "Tynset",
    "tolga": "Tolga",
    "rendalen": "Rendalen",
    "alvdal": "Alvdal",
    "folldal": "Folldal",
}
PAGES = ["/", "/api/docs", "/personvern", *(f"/{kommune}" for kommune in MUNICIPALITIES)]
# What a browser fetches by itself, as against a link that a person may follow.
FETCHED = {"src", "srcset", "data", "poster", "action", "formaction", "background"}


class Page(HTMLParser):
    """What a page fetches, what it runs, and what it calls itself."""

    def __init__(self, html: str) -> None:
        """Reads the whole page."""
        super().__init__()
        self.fetched: list[str] = []
        self.inline: list[str] = []
        self.language: str | None = None
        self._inside = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element: what it fetches, and code or style in its attributes."""
        self._inside = tag
        given = dict(attrs)
        self.fetched += [value or "" for name, value in attrs if name in FETCHED]
        self.fetched += [given["href"] or ""] if tag == "link" else []
        self.inline += [name for name in given if name.startswith("on") or name == "style"]
        self.language = given["lang"] if tag == "html" else self.language

    def handle_data(self, data: str) -> None:
        """Text: code or style where it stands in such an element."""
        if self._inside in {"script", "style"} and data.strip():
            self.inline.append(data)

    def handle_endtag(self, tag: str) -> None:
        """Outside again."""
        self._inside = "" if tag == self._inside else self._inside


def page(gateway: Gateway, path: str) -> Page:
    """A page, read."""
    return Page(gateway.client.get(path).raise_for_status().text)


def test_these_are_all_municipalities() -> None:
    assert {one.id: one.name for one in ontology().municipalities.values()} == MUNICIPALITIES


@pytest.mark.parametrize(("kommune", "name"), MUNICIPALITIES.items(), ids=list(MUNICIPALITIES))
def test_every_municipality_has_its_chat_page(alone: Gateway, kommune: str, name: str) -> None:
    response = alone.client.get(f"/{kommune}")
    assert (response.status_code, response.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert f"<title>Én dør inn – {name} kommune</title>" in response.text
    assert f'data-kommune="{kommune}"' in response.text


def test_the_overview_leads_to_every_chat_page(alone: Gateway) -> None:
    links = re.findall(r'<li><a href="/([a-z-]+)">([^<]+)</a></li>', alone.client.get("/").text)
    assert dict(links) == MUNICIPALITIES


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fetches_nothing_from_another_host(alone: Gateway, path: str) -> None:
    fetched = page(alone, path).fetched
    assert fetched
    assert [address for address in fetched if not re.match(r"/[^/]", address)] == []


@pytest.mark.parametrize("path", PAGES)
def test_everything_a_page_fetches_is_there(alone: Gateway, path: str) -> None:
    found = {address: alone.client.get(address).status_code for address in page(alone, path).fetched}
    assert found == dict.fromkeys(found, 200)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_holds_no_code_or_style_of_its_own(alone: Gateway, path: str) -> None:
    assert page(alone, path).inline == []


@pytest.mark.parametrize("path", PAGES)
def test_a_page_says_that_it_is_norwegian(alone: Gateway, path: str) -> None:
    assert page(alone, path).language == "nb"


@pytest.mark.parametrize("name", ["chat.js", "docs.js", "style.css"])
def test_no_file_of_a_page_names_another_host(alone: Gateway, name: str) -> None:
    text = alone.client.get(f"/static/{name}").text
    assert re.findall(r"""["'(](?:https?:)?//[^"')]+""", text) == []


@pytest.mark.parametrize("path", ["/", "/api/docs", *(f"/{kommune}" for kommune in MUNICIPALITIES)])
def test_every_page_leads_to_the_page_about_privacy(alone: Gateway, path: str) -> None:
    [footer] = re.findall(r"<footer.*</footer>", alone.client.get(path).text)
    assert 'href="/personvern"' in footer


def test_the_chat_page_loses_no_talk_to_the_page_about_privacy(alone: Gateway) -> None:
    links = re.findall(r'<a href="/personvern"([^>]*)>(.*)</a>', alone.client.get("/oppdal").text)
    hint = '<span class="visually-hidden"> (åpnes i en ny fane)</span>'
    own = ' target="_blank" rel="noopener noreferrer"'
    assert links == [(own, f"Slik tar vi vare på det du skriver{hint}"), (own, f"Personvern{hint}")]


def test_the_talk_opens_with_who_answers_and_what_is_stored(alone: Gateway) -> None:
    [opening] = re.findall(r'<li class="opening".*?</li>', alone.client.get("/oppdal").text, re.DOTALL)
    said = ("en automatisk veiviser, ikke et menneske", "lagres ikke på navnet ditt", "ingen blir varslet")
    assert [words for words in said if words not in opening] == []


def test_every_chat_page_shows_the_emergency_numbers_before_anything_is_asked(alone: Gateway) -> None:
    html = alone.client.get("/oppdal").text
    assert re.findall(r'href="tel:(\d+)"', html) == ["113", "112", "116111"]


def test_the_written_message_can_be_as_long_as_the_api_allows(alone: Gateway) -> None:
    assert 'maxlength="2000"' in alone.client.get("/oppdal").text
