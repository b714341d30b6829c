"""The page about privacy and the ways to it, in a real browser (Debian's Chromium)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import pytest
from playwright.sync_api import ViewportSize, expect

from gateway.texts import interface
from gateway.words import LANGUAGES, Language
from knowledge import Query, answer
from tests.gateway.played_rasa import as_sent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from playwright.sync_api import Browser, Page

    from knowledge import Library
    from tests.gateway.played_rasa import PlayedRasa
    from tests.gateway.running import Gateway

PHONE: ViewportSize = {"width": 360, "height": 740}
DESK: ViewportSize = {"width": 1280, "height": 800}
NAME = "Slik tar vi vare på det du skriver"
# WCAG 2.2 AA, for text of ordinary size.
LEAST_CONTRAST = 4.5
CONTRASTS = """() => {
  const part = (value) => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const light = (rgb) => 0.2126 * part(rgb[0]) + 0.7152 * part(rgb[1]) + 0.0722 * part(rgb[2]);
  const colour = (text) => text.match(/[\\d.]+/g).map(Number);
  const behind = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const found = colour(getComputedStyle(one).backgroundColor);
      if (found.length === 3 || found[3] > 0) return found;
    }
    return [255, 255, 255];
  };
  return [...document.querySelectorAll("body *")]
    .filter((one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()))
    .map((one) => [light(colour(getComputedStyle(one).color)), light(behind(one))].sort((a, b) => b - a))
    .map(([lighter, darker]) => (lighter + 0.05) / (darker + 0.05));
}"""


@pytest.fixture
def chat(browser: Browser, together: Gateway) -> Iterator[Page]:
    """Oppdal's chat page on a phone, without JavaScript."""
    with browser.new_context(viewport=PHONE, java_script_enabled=False) as context:
        opened = context.new_page()
        opened.goto(str(together.client.base_url.join("/oppdal")))
        yield opened


def answers(library: Library, moment: datetime, text: str, language: Language = "nb", **more: Any) -> dict[str, Any]:  # noqa: ANN401 - what the contract may hold
    """What the library says of privacy."""
    query = Query(text, "oppdal", language=language, question_type="personvern")
    return as_sent(answer(query, library, moment)) | more


def write(page: Page, text: str) -> None:
    """Writes a message; the page comes anew with its answer."""
    page.get_by_label("Skriv her").fill(text)
    page.get_by_role("button", name="Send").click()


@pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_fits_its_screen_without_javascript(
    browser: Browser, alone: Gateway, language: Language, screen: ViewportSize
) -> None:
    with browser.new_context(viewport=screen, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(str(alone.client.base_url.join("/personvern")))
        page.get_by_role("link", name=LANGUAGES[language]).click()
        expect(page.locator("html")).to_have_attribute("lang", language)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        box = page.locator("main").bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= screen["width"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", "/personvern", "/tilgjengelighet", "/oppdal"])
def test_every_text_stands_out_from_what_is_behind_it(
    browser: Browser, alone: Gateway, path: str, scheme: Literal["light", "dark"]
) -> None:
    # Without script, which the face in the browser would draw over.
    with browser.new_context(viewport=PHONE, color_scheme=scheme) as context:
        page = context.new_page()
        page.route("**/*.js", lambda route: route.abort())
        page.goto(str(alone.client.base_url.join(path)))
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        found: list[float] = page.evaluate(CONTRASTS)
    assert len(found) > 10
    assert [round(one, 1) for one in found if one < LEAST_CONTRAST] == []


def test_the_keyboard_reaches_the_languages_the_numbers_and_the_way_out(browser: Browser, alone: Gateway) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(str(alone.client.base_url.join("/personvern")))
        reached = []
        for _ in range(10):
            page.keyboard.press("Tab")
            reached.append(page.evaluate("document.activeElement.textContent"))
    last = ["Til forsiden", "Personvern", "Tilgjengelighet"]
    assert reached == ["Hopp til innholdet", "Bokmål", "Nynorsk", "English", "113", "112", "116 111", *last]


def test_nothing_is_left_in_the_browser(browser: Browser, alone: Gateway) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        for path in ("/", "/oppdal", "/personvern"):
            page.goto(str(alone.client.base_url.join(path)))
        assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
        assert context.cookies() == []


def test_without_javascript_the_talk_stays_where_it_is_while_the_page_is_read(
    chat: Page, rasa: PlayedRasa, library: Library, moment: datetime
) -> None:
    rasa.says(answers(library, moment, "hva lagrer dere?"))
    write(chat, "hva lagrer dere?")
    with chat.expect_popup() as opened:
        chat.locator(".opening").get_by_role("link", name=NAME).click()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text(NAME)
    expect(chat.locator(".assistant")).to_have_count(1)
    write(chat, "hva lagrer dere?")
    expect(chat.locator(".assistant")).to_have_count(2)


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_javascript_an_answer_about_privacy_leads_to_the_page_in_its_language(
    chat: Page, rasa: PlayedRasa, library: Library, moment: datetime, language: Language
) -> None:
    rasa.says(answers(library, moment, "hva lagrer dere?", language))
    write(chat, "hva lagrer dere?")
    link = chat.locator(".assistant").get_by_role("link", name=interface(language).privacy)
    expect(link).to_have_attribute("href", f"/personvern?lang={language}")
    expect(link).to_have_attribute("rel", "noopener noreferrer")


def test_without_javascript_what_the_talk_opens_with_stays_when_the_rest_is_forgotten(
    chat: Page, rasa: PlayedRasa, library: Library, moment: datetime
) -> None:
    rasa.says(answers(library, moment, "hva lagrer dere?"))
    write(chat, "hva lagrer dere?")
    chat.get_by_role("button", name="Glem meg").click()
    expect(chat.locator(".talk > li")).to_have_count(1)
    expect(chat.locator(".opening")).to_be_visible()
    expect(chat.get_by_role("status")).to_have_text("Samtalen er slettet.")


def test_without_javascript_the_answer_is_in_sight_when_its_page_comes(
    chat: Page, rasa: PlayedRasa, library: Library, moment: datetime
) -> None:
    rasa.says(answers(library, moment, "hva lagrer dere?"))
    write(chat, "hva lagrer dere?")
    expect(chat.locator("#siste")).to_be_in_viewport()


def test_without_javascript_enter_on_a_role_sends_no_topic(chat: Page) -> None:
    chat.get_by_label("Ansatt").check()
    chat.keyboard.press("Enter")
    expect(chat.get_by_role("alert")).to_contain_text("Skriv først hva det gjelder")
    expect(chat.locator(".person")).to_have_count(0)
    expect(chat.get_by_label("Ansatt")).to_be_checked()
    expect(chat.get_by_role("button", name="Hva gjør jeg som ansatt?")).to_be_visible()
