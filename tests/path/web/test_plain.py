"""The page without JavaScript, and with a script that fails: a plain form that works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.path.web.chat import Chat


def write(chat: Chat, text: str) -> None:
    """Sends the form."""
    chat.page.get_by_label("Skriv her").fill(text)
    chat.page.get_by_role("button", name="Send", exact=True).click()


def test_a_parent_is_helped_without_javascript(open_chat: Callable[..., Chat]) -> None:
    chat = open_chat(java_script_enabled=False)
    write(chat, "Gutten vår på 9 vil ikke på skolen")
    log = chat.page.get_by_role("log")
    expect(log).to_contain_text("Gutten vår på 9 vil ikke på skolen")
    expect(log).to_contain_text("Skole")
    write(chat, "pappa slår meg")
    expect(log.locator("a[href='tel:112']").first).to_be_visible()
    expect(log).to_contain_text("Gutten vår på 9 vil ikke på skolen")
    assert chat.page.url.endswith("/oppdal#siste")
    assert chat.page.context.cookies() == []


def test_choices_are_buttons_without_javascript_too(open_chat: Callable[..., Chat]) -> None:
    chat = open_chat(java_script_enabled=False)
    chat.page.get_by_role("button", name="Finn riktig hjelp").click()
    chat.page.get_by_role("button", name="6–12 år").last.click()
    expect(chat.page.get_by_role("log")).to_contain_text("Hvor er det vanskelig nå?")


def test_forgetting_works_without_javascript(open_chat: Callable[..., Chat]) -> None:
    chat = open_chat(java_script_enabled=False)
    write(chat, "Gutten vår på 9 vil ikke på skolen")
    chat.page.get_by_role("button", name="Glem meg").click()
    expect(chat.page.get_by_text("Samtalen er slettet")).to_be_visible()
    expect(chat.page.get_by_role("log")).not_to_contain_text("Gutten vår")


def test_a_script_that_comes_late_goes_on_with_what_the_form_began(open_chat: Callable[..., Chat]) -> None:
    chat = open_chat("/personvern")
    chat.page.route("**/assets/*.js", lambda route: route.abort(), times=1)
    chat.page.goto(chat.page.url.replace("/personvern", "/oppdal"))
    write(chat, "pappa slår meg")
    expect(chat.mine).to_have_count(1)
    expect(chat.mine).to_contain_text("pappa slår meg")
    expect(chat.last.locator("a[href='tel:112']").first).to_be_visible()
    chat.say("hva skjer etterpå?")


def test_the_plain_form_stays_where_the_script_fails(open_chat: Callable[..., Chat]) -> None:
    chat = open_chat("/personvern")
    chat.page.route(
        "**/assets/*.js", lambda route: route.fulfill(body="throw new Error('broken')", content_type="text/javascript")
    )
    chat.page.goto(chat.page.url.replace("/personvern", "/oppdal"))
    write(chat, "Gutten vår på 9 vil ikke på skolen")
    expect(chat.page.get_by_role("log")).to_contain_text("Skole")
