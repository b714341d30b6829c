"""The chat page in a real browser (Debian's Chromium)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.browser import chromium

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.path.conftest import Assistant

PHONE: ViewportSize = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium."""
    with chromium() as started:
        yield started


@pytest.fixture
def page(browser: Browser, assistant: Assistant) -> Iterator[Page]:
    """Oppdal's chat page on a phone."""
    opened = browser.new_page(viewport=PHONE)
    opened.goto(f"{assistant.address}/oppdal")
    yield opened
    opened.close()


def say(page: Page, text: str) -> None:
    page.get_by_label("Skriv her").fill(text)
    page.get_by_role("button", name="Send").click()


def test_a_parent_gets_services_with_sources(page: Page) -> None:
    say(page, "Gutten vår vil ikke på skolen")
    expect(page.locator(".services li").first).to_contain_text("Skole")
    page.get_by_text("Hvor står dette?").click()
    expect(page.locator("details").first).to_contain_text("Opplæringslova, § 10-6")


def test_help_lines_can_be_dialled(page: Page) -> None:
    say(page, "pappa slår meg")
    expect(page.locator(".acute a").first).to_have_attribute("href", "tel:112")


def test_what_a_person_writes_is_never_html(page: Page) -> None:
    say(page, "<img src=x onerror=alert(1)> vil ikke på skolen")
    expect(page.locator(".person")).to_have_text("Du skrev: <img src=x onerror=alert(1)> vil ikke på skolen")
    assert page.locator(".talk img").count() == 0


def test_forget_me_empties_the_talk_and_deletes_it(page: Page) -> None:
    say(page, "hei")
    expect(page.locator(".assistant")).to_have_count(1)
    page.get_by_role("button", name="Glem meg").click()
    expect(page.get_by_text("Samtalen er slettet.")).to_be_visible()
    assert page.evaluate("sessionStorage.length") == 0


def test_nothing_is_asked_of_another_host(browser: Browser, assistant: Assistant) -> None:
    asked: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    for path in ("/", "/oppdal", "/personvern", "/api/docs"):
        page.goto(f"{assistant.address}{path}", wait_until="networkidle")
    page.close()
    assert [url for url in asked if not url.startswith((assistant.address, "data:"))] == []


def test_a_message_is_kept_when_the_line_is_broken(page: Page) -> None:
    page.context.set_offline(offline=True)
    say(page, "Vi trenger hjelp")
    expect(page.get_by_role("status")).to_contain_text("Ingen forbindelse")
    expect(page.get_by_label("Skriv her")).to_have_value("Vi trenger hjelp")
    page.context.set_offline(offline=False)


def test_the_page_fits_a_narrow_phone(page: Page) -> None:
    say(page, "Gutten vår vil ikke på skolen")
    expect(page.locator(".services")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_page_can_be_used_with_the_keyboard_alone(page: Page) -> None:
    page.get_by_label("Skriv her").focus()
    page.keyboard.type("hei")
    page.keyboard.press("Enter")
    expect(page.locator(".assistant")).to_have_count(1)


def test_a_guided_flow_starts_with_one_press_and_is_answered_with_the_next(page: Page) -> None:
    page.get_by_role("button", name="Finn riktig hjelp").click()
    expect(page.locator(".assistant")).to_contain_text("Hvor gammelt er barnet")
    expect(page.locator(".assistant").get_by_text("13–17 år")).to_have_count(1)  # A button, not said once more.
    page.locator(".assistant").get_by_role("button", name="6–12 år").click()
    expect(page.locator(".assistant").last).to_contain_text("Hvor er det vanskelig nå?")


def test_a_question_beside_an_answer_stands_with_its_buttons(page: Page) -> None:
    say(page, "Datteren min er trist og engstelig hele tiden")
    page.locator(".asked").wait_for()
    assert page.locator(".asked + .options button").first.inner_text() == "0\N{EN DASH}5 år"
    assert page.get_by_text("Hvor gammelt er barnet eller den unge?").count() == 1


def test_a_cell_of_the_plans_table_stands_beside_its_services(page: Page) -> None:
    say(page, "hvem har ansvar på rødt nivå når det er rus i familien?")
    expect(page.locator(".assistant")).to_contain_text("Barnevern, Psykisk helse og rus, Politi, Fastlege")
    expect(page.locator(".services li").first).to_be_visible()


def test_a_conversation_that_is_gone_keeps_the_message_and_starts_anew(page: Page) -> None:
    gone = '{"id": "0", "token": "x"}'
    page.evaluate("gone => sessionStorage.setItem('endorinn:oppdal', gone)", gone)
    say(page, "hei")
    expect(page.get_by_role("status")).to_contain_text("Start en ny samtale")
    expect(page.get_by_label("Skriv her")).to_have_value("hei")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".assistant")).to_have_count(1)


def test_saying_who_one_is_deletes_what_was_said_before(page: Page) -> None:
    say(page, "hei")
    expect(page.locator(".assistant")).to_have_count(1)
    with page.expect_request(lambda request: request.method == "DELETE") as deleted:
        page.get_by_label("Ansatt").check()
    response = deleted.value.response()
    assert response is not None
    assert response.status == 204
