"""The pages that people open: what they fetch, where they lead, and how they are built up."""

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
EXAMPLE = "/eksempel/oppdal"
PAGES = ["/", "/api/docs", "/personvern", "/tilgjengelighet", EXAMPLE, *(f"/{kommune}" for kommune in MUNICIPALITIES)]
# What a browser fetches by itself, as against a link that a person may follow.
FETCHED = {"src", "srcset", "data", "poster", "action", "formaction", "background"}


class Page(HTMLParser):
    """What a page fetches, what it runs, what it is built of, and what it calls itself."""

    def __init__(self, html: str) -> None:
        """Reads the whole page."""
        super().__init__()
        self.fetched: list[str] = []
        self.inline: list[str] = []
        self.elements: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.language: str | None = None
        self._inside = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element: what it fetches, and code or style in its attributes."""
        self._inside = tag
        self.elements.append(tag)
        given = dict(attrs)
        self.ids += [given["id"] or ""] if "id" in given else []
        self.links += [given["href"] or ""] if tag == "a" else []
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
    assert f"<p>{name} kommune</p>" in response.text


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
    # The widget is there once it is built (`test_assets.py`).
    fetched = [address for address in page(alone, path).fetched if address != "/widget.js"]
    # Where a button leads that needs a form, whoever only follows the address is shown the chat.
    found = {address: alone.client.get(address, follow_redirects=True).status_code for address in fetched}
    assert found == dict.fromkeys(found, 200)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_holds_no_code_or_style_of_its_own(alone: Gateway, path: str) -> None:
    assert page(alone, path).inline == []


@pytest.mark.parametrize("path", PAGES)
def test_a_page_says_that_it_is_norwegian(alone: Gateway, path: str) -> None:
    assert page(alone, path).language == "nb"


@pytest.mark.parametrize("path", ["/personvern", "/tilgjengelighet", "/oppdal"])
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_a_page_says_which_language_it_was_asked_for_in(alone: Gateway, path: str, language: str) -> None:
    assert page(alone, f"{path}?lang={language}").language == language


@pytest.mark.parametrize("name", ["docs.js", "plain.css", "eksempel.css"])
def test_no_file_of_a_page_names_another_host(alone: Gateway, name: str) -> None:
    text = alone.client.get(f"/static/{name}").raise_for_status().text
    assert re.findall(r"""["'(](?:https?:)?//[^"')]+""", text) == []


@pytest.mark.parametrize("path", PAGES)
def test_every_page_leads_to_privacy_and_accessibility_from_its_footer(alone: Gateway, path: str) -> None:
    [footer] = re.findall(r"<footer.*?</footer>", alone.client.get(path).text, re.DOTALL)
    assert 'href="/personvern' in footer
    assert 'href="/tilgjengelighet' in footer


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_one_heading_one_main_part_and_a_way_past_the_rest(alone: Gateway, path: str) -> None:
    read = page(alone, path)
    assert [read.elements.count(tag) for tag in ("h1", "main", "footer")] == [1, 1, 1]
    assert read.links[0].removeprefix("#") in read.ids
    assert len(read.ids) == len(set(read.ids))


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_a_page_in_another_language_leads_on_in_that_language(alone: Gateway, language: str) -> None:
    [footer] = re.findall(r"<footer.*?</footer>", alone.client.get(f"/oppdal?lang={language}").text, re.DOTALL)
    more = "" if language == "nb" else f"&amp;lang={language}"
    assert f'href="/tilgjengelighet?kommune=oppdal{more}"'.replace("&amp;", "&") in footer.replace("&amp;", "&")


def test_a_page_that_is_not_there_offers_the_choice_of_municipality(alone: Gateway) -> None:
    asked = alone.client.get("/oslo", headers={"Accept": "text/html"})
    assert (asked.status_code, "Denne siden finnes ikke." in asked.text) == (404, True)
    assert "svarer" not in asked.text
    assert alone.client.get("/oslo").headers["content-type"] == "application/problem+json"


def test_the_example_is_marked_as_one_and_loads_the_widget(alone: Gateway) -> None:
    asked = alone.client.get(EXAMPLE)
    assert '<script src="/widget.js" data-kommune="oppdal" defer></script>' in asked.text
    assert "<strong>Eksempel.</strong> Denne siden er oppdiktet." in asked.text


def test_the_example_may_show_our_frame_and_nothing_else_may(alone: Gateway) -> None:
    policy = alone.client.get(EXAMPLE).headers["content-security-policy"]
    assert "; frame-src 'self'; " in policy
    assert "default-src 'none'; script-src 'self'; style-src 'self'; " in policy
    assert "frame-src" not in alone.client.get("/oppdal").headers["content-security-policy"]


def test_there_is_no_example_of_a_municipality_that_is_not_here(alone: Gateway) -> None:
    assert alone.client.get("/eksempel/oslo").status_code == 404
