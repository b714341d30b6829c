"""Leaving quickly: nothing of it stays, neither on the screen nor behind the back button."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Route, expect

from tests.path.web.chat import DESKTOP, PHONE, ZOOMED, Chat

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.path.conftest import Assistant

SIDEWAYS = {"width": 740, "height": 360}
# The server is slow at one thing.
SLOW = """() => {
    const fetched = window.fetch;
    window.fetch = async (url, options = {}) => {
        if (%s) await new Promise(done => setTimeout(done, 1000));
        return fetched(url, options);
    };
}"""
SLOW_DELETE = SLOW % "options.method === 'DELETE'"
SLOW_START = SLOW % "url.endsWith('/conversations')"


def elsewhere(route: Route) -> None:
    """The weather forecast, without the internet."""
    route.fulfill(body="<title>Vær</title><h1>Vær</h1>", content_type="text/html")


def test_the_exit_leads_away_and_the_back_button_does_not_lead_back(chat: Chat, assistant: Assistant) -> None:
    page = chat.page
    page.route("https://www.yr.no/**", elsewhere)
    page.goto(f"{assistant.address}/personvern")
    page.goto(f"{assistant.address}/oppdal")
    chat.say("pappa slår meg")
    with page.expect_request(lambda request: request.method == "DELETE"):
        page.get_by_role("link", name="Forlat siden").click()
    page.wait_for_url("https://www.yr.no/**")
    page.go_back()
    assert page.url.endswith("/personvern")
    page.goto(f"{assistant.address}/oppdal")
    expect(chat.field).to_be_visible()
    expect(chat.answers).to_have_count(0)


def test_nothing_is_to_be_seen_while_the_other_page_is_slow_to_come(chat: Chat) -> None:
    waiting: list[Route] = []
    chat.page.route("https://www.yr.no/**", lambda route: waiting.append(route))  # noqa: PLW0108 - Playwright marks it
    chat.page.evaluate(SLOW_DELETE)
    chat.say("hei")
    seen = chat.page.evaluate(
        """async () => {
            const look = () => [getComputedStyle(document.body).display, document.title.trim(), sessionStorage.length,
                document.querySelectorAll('.mine, .theirs').length];
            document.querySelector(".leave").click();
            const first = look();
            await new Promise(done => setTimeout(done, 1500));
            return [first.slice(0, 3), look()];
        }"""
    )
    assert seen == [["none", "", 0], ["none", "", 0, 0]]
    waiting[0].fulfill(body="<h1>Vær</h1>", content_type="text/html")
    chat.page.wait_for_url("https://www.yr.no/**")


@pytest.mark.parametrize("leave", [True, False], ids=["the exit", "forget me"])
def test_a_message_on_its_way_does_not_come_back(chat: Chat, *, leave: bool) -> None:
    page = chat.page
    page.route("https://www.yr.no/**", elsewhere)
    page.evaluate(SLOW_START)
    address = page.url
    chat.write("pappa slår meg")
    if leave:
        page.get_by_role("link", name="Forlat siden").click()
        page.wait_for_url("https://www.yr.no/**")
        page.goto(address)
    else:
        page.get_by_role("button", name="Glem meg").click()
        page.get_by_role("button", name="Ja, slett alt").click()
        expect(chat.status).to_have_text("Samtalen er slettet.")
    page.wait_for_timeout(2_500)
    expect(chat.mine).to_have_count(0)
    expect(chat.answers).to_have_count(0)
    assert page.evaluate("sessionStorage.length") == 0


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP, SIDEWAYS, ZOOMED], ids=["phone", "desktop", "sideways", "zoomed"])
def test_the_way_out_and_the_numbers_are_always_one_press_away(
    open_chat: Callable[..., Chat], viewport: dict[str, int]
) -> None:
    chat = open_chat(viewport=viewport)
    chat.say("Gutten vår vil ikke på skolen")
    chat.say("Hva koster SFO?")
    numbers = chat.page.get_by_role("navigation", name="Nødnummer").locator("a[href^='tel:']")
    assert [link.get_attribute("href") for link in numbers.all()] == ["tel:113", "tel:112", "tel:116111"]
    chat.last.scroll_into_view_if_needed()
    for link in [*numbers.all(), chat.page.get_by_role("link", name="Forlat siden").first]:
        expect(link).to_be_in_viewport(ratio=1)
