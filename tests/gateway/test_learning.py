"""The chat page without JavaScript asks whether a message may be learnt from, in a real browser (Chromium)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from knowledge import Need, Query, answer
from tests.gateway.played_rasa import as_sent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from playwright.sync_api import Browser, Page

    from knowledge import Library
    from tests.gateway.played_rasa import PlayedRasa
    from tests.gateway.running import Gateway

type Said = Callable[..., None]

UNKNOWN = "<b>xyzzy</b> plugh"
OFFERS = {"nb": "La oss lære av meldingen", "nn": "La oss lære av meldinga", "en": "Let us learn from the message"}


@pytest.fixture
def page(browser: Browser, together: Gateway) -> Iterator[Page]:
    """Oppdal's chat page, without JavaScript."""
    opened = browser.new_page(java_script_enabled=False)
    opened.goto(str(together.client.base_url.join("/oppdal")))
    yield opened
    opened.close()


@pytest.fixture
def said(library: Library, moment: datetime, rasa: PlayedRasa) -> Said:
    """Has Rasa say what the library answers to a message that was understood so."""

    def say(text: str = UNKNOWN, **understood: Any) -> None:  # noqa: ANN401 - Query's fields
        query = Query(text, "oppdal", **understood)
        rasa.says(as_sent(answer(query, library, moment)))

    return say


def write(page: Page, text: str = UNKNOWN) -> None:
    """Writes a message, and waits for its answer."""
    before = page.locator(".assistant").count()
    page.get_by_label("Skriv her").fill(text)
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".assistant")).to_have_count(before + 1)


def kept(gateway: Gateway) -> list[Any]:
    """Every text that was kept since the test began."""
    return [text for (text,) in gateway.rows("SELECT text FROM candidate ORDER BY id")]


@pytest.mark.parametrize(("language", "offer"), OFFERS.items())
def test_after_a_message_that_was_not_understood_the_page_asks(
    page: Page,
    said: Said,
    language: str,
    offer: str,
) -> None:
    said(language=language)
    write(page)
    expect(page.locator(".learning button")).to_have_text(offer)


def test_a_yes_keeps_the_message_and_shows_it_word_for_word(page: Page, said: Said, together: Gateway) -> None:
    before = kept(together)
    said()
    write(page)
    assert kept(together) == before
    page.locator(".learning button").click()
    expect(page.locator(".learning")).to_contain_text(
        f"slettes med «Glem meg» hvis det ikke er brukt i opplæring ennå: «{UNKNOWN}»"
    )
    expect(page.locator(".learning button")).to_have_count(0)
    assert page.locator(".talk b").count() == 0
    assert kept(together) == [*before, UNKNOWN]


def test_what_was_kept_goes_with_forget_me(page: Page, said: Said, together: Gateway) -> None:
    before = kept(together)
    said()
    write(page)
    page.locator(".learning button").click()
    expect(page.locator(".learning button")).to_have_count(0)
    page.get_by_role("button", name="Glem meg").click()
    expect(page.get_by_text("Samtalen er slettet.")).to_be_visible()
    assert kept(together) == before


def test_only_the_last_message_can_be_kept(page: Page, said: Said) -> None:
    said()
    write(page)
    write(page)
    expect(page.locator(".learning button")).to_have_count(1)
    said("Hei", question_type="smaprat")
    write(page, "Hei")
    expect(page.locator(".learning")).to_have_count(0)


NOTHING_TO_LEARN: dict[str, dict[str, Any]] = {
    "understood": {"question_type": "finn-hjelp", "needs": (Need("skolefravaer", 0.9),)},
    "small talk": {"question_type": "smaprat"},
    "in another language": {"language": "en", "other_language": "pl"},
    "read by nobody": {"alone": True},
    "beside danger": {"danger": "selvmord"},
}


@pytest.mark.parametrize("understood", NOTHING_TO_LEARN.values(), ids=NOTHING_TO_LEARN)
def test_where_nothing_is_to_be_learnt_nothing_is_asked(page: Page, said: Said, understood: dict[str, Any]) -> None:
    said(**understood)
    write(page)
    expect(page.locator(".learning")).to_have_count(0)


def test_a_yes_that_does_not_get_through_can_be_said_again(page: Page, said: Said, together: Gateway) -> None:
    said()
    write(page)
    with together.locked():
        page.locator(".learning button").click()
        expect(page.get_by_role("alert")).to_contain_text("Det ble ikke tatt vare på akkurat nå.")
    expect(page.locator(".learning button")).to_be_enabled()
    page.locator(".learning button").click()
    expect(page.locator(".learning")).to_contain_text("Takk. Dette er tatt vare på")
