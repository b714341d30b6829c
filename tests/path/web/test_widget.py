"""The real chat in the widget, on a municipality's pages on another site; Chromium gives its frame no storage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.path.web.chat import DESKTOP, PATIENCE, PHONE
from tests.web.hosts import OPENED, host_pages, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, FrameLocator, Locator, Page

    from tests.path.conftest import Assistant

SIZES = pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])


@pytest.fixture(scope="module")
def host(assistant: Assistant) -> Iterator[str]:
    """A municipality's site."""
    name, _, port = assistant.host.removeprefix("http://").partition(":")
    with serving(host_pages(assistant.address), name, int(port)) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, host: str) -> Iterator[Callable[..., Page]]:
    """Opens one of its pages."""
    contexts = []

    def visit_one(path: str, viewport: dict[str, int] = PHONE) -> Page:
        contexts.append(browser.new_context(viewport={"width": viewport["width"], "height": viewport["height"]}))
        page = contexts[-1].new_page()
        page.add_init_script(OPENED)
        page.goto(host + path)
        return page

    yield visit_one
    for context in contexts:
        context.close()


def launcher(page: Page) -> Locator:
    """The button."""
    return page.locator("endorinn-widget .launcher")


def chat(page: Page) -> FrameLocator:
    """What is inside."""
    return page.frame_locator("endorinn-widget iframe")


def say(page: Page, text: str) -> None:
    """Writes in the widget, and waits for the answer."""
    before = chat(page).locator(".theirs").count()
    chat(page).locator("#text").fill(text)
    chat(page).locator(".send").click()
    expect(chat(page).locator(".theirs")).to_have_count(before + 1, timeout=PATIENCE)


@SIZES
@pytest.mark.parametrize("path", ["/plain", "/hostile", "/strict"])
def test_a_parent_is_helped_on_any_page(visit: Callable[..., Page], path: str, viewport: dict[str, int]) -> None:
    page = visit(path, viewport)
    launcher(page).click()
    say(page, "Gutten vår på 9 vil ikke på skolen")
    expect(chat(page).locator(".theirs")).to_contain_text("Skole")
    size = chat(page).locator(".theirs p").first.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
    assert size >= 16


def test_the_conversation_goes_on_over_pages_and_reloads(visit: Callable[..., Page]) -> None:
    page = visit("/plain", DESKTOP)
    launcher(page).click()
    say(page, "Gutten vår på 9 vil ikke på skolen")
    page.reload()
    expect(chat(page).locator(".theirs")).to_have_count(1, timeout=PATIENCE)
    page.get_by_role("link", name="Neste side").click()
    page.wait_for_url("**/next")
    expect(chat(page).locator(".theirs")).to_have_count(1, timeout=PATIENCE)
    say(page, "Hva koster SFO?")


def test_forgetting_in_the_widget_leaves_nothing_on_the_municipalitys_page(visit: Callable[..., Page]) -> None:
    page = visit("/plain", DESKTOP)
    launcher(page).click()
    say(page, "hei")
    assert "token" in str(page.evaluate("JSON.stringify(sessionStorage)"))
    chat(page).get_by_role("button", name="Glem meg").click()
    chat(page).get_by_role("button", name="Ja, slett alt").click()
    expect(chat(page).locator(".theirs")).to_have_count(0)
    assert "token" not in str(page.evaluate("JSON.stringify(sessionStorage)"))


def test_the_exit_leaves_the_whole_page(visit: Callable[..., Page]) -> None:
    page = visit("/plain", DESKTOP)
    page.route("https://www.yr.no/**", lambda route: route.fulfill(body="<h1>Vær</h1>", content_type="text/html"))
    launcher(page).click()
    say(page, "pappa slår meg")
    chat(page).get_by_role("link", name="Forlat siden").click()
    page.wait_for_url("https://www.yr.no/**")


def test_escape_in_the_chat_closes_it_and_gives_focus_back(visit: Callable[..., Page]) -> None:
    page = visit("/plain", DESKTOP)
    launcher(page).click()
    chat(page).locator(".opening").click()  # Focus is nowhere then.
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).not_to_be_visible()
    expect(launcher(page)).to_be_focused()


def test_the_chat_speaks_the_language_of_the_page(visit: Callable[..., Page]) -> None:
    page = visit("/nn", DESKTOP)
    launcher(page).click()
    expect(chat(page).get_by_role("link", name="Forlat sida")).to_be_visible(timeout=PATIENCE)


def test_the_example_of_the_gateway_shows_it(browser: Browser, assistant: Assistant) -> None:
    page = browser.new_page()
    page.add_init_script(OPENED)
    page.goto(f"{assistant.address}/eksempel/oppdal")
    launcher(page).click()
    say(page, "Hva koster SFO?")
    page.close()
