"""Bokmål, nynorsk and English: the interface follows the person's own written standard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.path.web.chat import Chat


def language(chat: Chat) -> str:
    """What the page says that it is written in."""
    return str(chat.page.evaluate("document.documentElement.lang"))


def test_the_interface_follows_what_the_person_writes(chat: Chat) -> None:
    assert language(chat) == "nb"
    chat.say("Guten vår vil ikkje gå på skulen, kva gjer vi?")
    expect(chat.field).to_be_visible()
    assert language(chat) == "nn"
    expect(chat.page.get_by_role("link", name="Forlat sida")).to_be_visible()
    chat.say("My son does not want to go to school")
    assert language(chat) == "en"
    expect(chat.page.get_by_role("link", name="Leave this page")).to_be_visible()


def test_a_language_that_was_chosen_stays(chat: Chat) -> None:
    chat.menu("Nynorsk")
    expect(chat.page.get_by_role("link", name="Forlat sida")).to_be_visible()
    chat.say("Gutten vår vil ikke på skolen, hva gjør vi?")
    assert language(chat) == "nn"
    assert chat.last.evaluate("one => one.closest('[lang]').lang") == "nb"


@pytest.mark.parametrize(("lang", "send"), [("nb", "Skriv her"), ("nn", "Skriv her"), ("en", "Write here")])
def test_the_page_opens_in_the_language_of_its_address(open_chat: Callable[..., Chat], lang: str, send: str) -> None:
    chat = open_chat(f"/oppdal?lang={lang}")
    expect(chat.page.get_by_label(send)).to_be_visible()
    assert language(chat) == lang


def test_norwegian_quotes_in_an_english_page_are_marked_as_norwegian(open_chat: Callable[..., Chat]) -> None:
    chat = open_chat("/oppdal?lang=en")
    answer = chat.say("My son does not want to go to school")
    quotes = answer.locator("q, .quote")
    assert quotes.count() > 0
    assert set(quotes.evaluate_all("all => all.map(one => one.closest('[lang]').lang)")) == {"nb"}


def test_what_the_content_says_in_an_english_answer_is_marked_as_norwegian(open_chat: Callable[..., Chat]) -> None:
    chat = open_chat("/oppdal?lang=en")
    answer = chat.say("My son does not want to go to school")
    names = answer.locator("h3[lang], h3 + p[lang], .steps p[lang]")
    assert answer.locator("h3[lang], .steps p[lang]").count() >= 2
    assert answer.locator("h3 + p[lang]").count() > 0
    assert set(names.evaluate_all("all => all.map(one => one.lang)")) == {"nb"}
    assert answer.locator("h2").first.evaluate("one => one.closest('[lang]').lang") == "en"
