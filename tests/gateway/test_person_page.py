"""Asking for a person in a real browser without JavaScript, on a phone; and what axe finds on each of its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from gateway.texts import interface, panel
from tests.path.web.chat import PHONE, Chat
from tests.path.web.test_axe import violations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    from tests.gateway.running import Gateway
    from tests.gateway.vakt.desk import Coordinator

OWN, ASK = interface("nb"), panel("nb")
# Nothing may have to be scrolled to from side to side.
OVERFLOWS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture
def open_page(browser: Browser, alone: Gateway) -> Iterator[Callable[..., Page]]:
    """Opens the chat page of Oppdal on a phone; keywords go to the browser context."""
    opened: list[Page] = []

    def open_one(**context: Any) -> Page:  # noqa: ANN401 - Playwright's own options
        page = browser.new_context(**{"viewport": PHONE, "locale": "nb-NO", **context}).new_page()
        page.route("**/assets/*.js", lambda route: route.abort())
        page.goto(f"{alone.client.base_url}/oppdal")
        opened.append(page)
        return page

    yield open_one
    for page in opened:
        page.context.close()


def press(page: Page, name: str) -> None:
    """Presses a button, and waits for the page that it leads to."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).last.click()


def conversation(page: Page) -> str:
    """Which it is, by the form."""
    return page.locator("input[name=conversation]").input_value()


def test_a_family_reaches_a_person_without_javascript(open_page: Callable[..., Page], coordinator: Coordinator) -> None:
    page = open_page(java_script_enabled=False)
    page.get_by_label(OWN.write_label).fill("Hvem er PPT?")
    press(page, OWN.person)
    page.get_by_label(ASK.sends_age_label).fill("nitten hundre")
    page.get_by_label(ASK.own_words).fill("Jeg vil helst skrive.")
    press(page, ASK.send_wait)
    expect(page.get_by_text(ASK.age_fault.format(most=25)).last).to_be_visible()
    page.get_by_label(ASK.sends_age_label).fill("9")
    press(page, ASK.send_wait)
    expect(page.get_by_text(OWN.happened_asked)).to_be_visible()
    expect(page.get_by_label(OWN.write_label)).to_have_value("Hvem er PPT?")
    case = coordinator.case_of(conversation(page))
    assert coordinator.look(case)["summary"]["words"] == "Jeg vil helst skrive."
    coordinator.done(case, "claim", name="Ola")
    coordinator.done(case, "messages", id="c" * 20, text="Hei, hva gjelder det?")
    press(page, "Hent nye meldinger")
    expect(page.locator(".from-coordinator")).to_contain_text("Ola fra koordinatorteamet")
    page.get_by_label(OWN.live_write).fill("Det gjelder skolen.")
    press(page, OWN.send)
    assert coordinator.look(case)["entries"][-1]["text"] == "Det gjelder skolen."
    coordinator.done(case, "close", outcome="svar-gitt")
    press(page, "Hent nye meldinger")
    press(page, OWN.helped_yes)
    expect(page.get_by_text(OWN.helped_thanks)).to_be_visible()
    press(page, OWN.start_over)
    expect(page.get_by_role("group", name=OWN.who)).to_be_visible()
    assert page.url.endswith("/oppdal/menneske#siste")
    assert page.context.cookies() == []


def test_nothing_of_a_page_is_covered_by_its_form(open_page: Callable[..., Page]) -> None:
    page = open_page(java_script_enabled=False)
    page.get_by_role("link", name="English").click(trial=True)
    press(page, OWN.person)
    press(page, ASK.ask_contact)
    # Tried as by a finger: what something else lies over cannot be pressed.
    page.get_by_role("heading", name=OWN.person).click(trial=True)
    page.get_by_role("alert").get_by_role("link").first.click(trial=True)


def seen(page: Page) -> list[str]:
    """What is wrong with the page as it stands."""
    sideways = ["it has to be scrolled sideways"] if page.evaluate(OVERFLOWS) else []
    return [*violations(Chat(page)), *sideways]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_of_the_pages(
    open_page: Callable[..., Page], coordinator: Coordinator, scheme: str
) -> None:
    page = open_page(color_scheme=scheme)
    found = {"first": seen(page)}
    press(page, OWN.person)
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")
    found["asking"] = seen(page)
    press(page, ASK.ask_contact)
    found["faults"] = seen(page)
    press(page, ASK.send_wait)
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")
    found["waiting"] = seen(page)
    case = coordinator.case_of(conversation(page))
    coordinator.done(case, "claim", name="Ola")
    searched = coordinator.client.get("/api/vakt/search", params={"case": case, "q": "Hvem er PPT?"}).json()
    service = searched["answer"]["services"][0]["id"]
    coordinator.done(case, "messages", id="d" * 20, text="Se her.", card={"service": service})
    coordinator.done(case, "pass-on", service=service, words="Gutt, 9 år.")
    press(page, "Hent nye meldinger")
    found["live"] = seen(page)
    press(page, OWN.consent_yes)
    coordinator.done(case, "close", outcome="svar-gitt")
    press(page, "Hent nye meldinger")
    found["closed"] = seen(page)
    assert {state: faults for state, faults in found.items() if faults} == {}
