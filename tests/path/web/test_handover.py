"""A family and a coordinator, each in a browser of their own, with the real assistant between them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest
from playwright.sync_api import expect

from tests.path.web.chat import PHONE, Chat
from tests.path.web.desk import PATIENCE, Desk, employ
from tests.path.web.test_axe import violations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

    from tests.path.conftest import Assistant

type OpenDesk = Callable[..., Desk]
type OpenChat = Callable[..., Chat]
MESSAGE = "Gutten min på 9 er ensom og vil ikke på skolen"
ASK = "Snakk med et menneske"


@pytest.fixture(scope="module")
def employees(assistant: Assistant) -> list[str]:
    """A coordinator, a colleague and a lead in Oppdal, and a coordinator in Tynset."""
    return [
        employ(assistant.environment, "kari"),
        employ(assistant.environment, "jon"),
        employ(assistant.environment, "liv", "leder"),
        employ(assistant.environment, "tor", kommune="tynset"),
    ]


@pytest.fixture
def open_desk(browser: Browser, assistant: Assistant, employees: list[str]) -> Iterator[OpenDesk]:
    """Opens the desk of somebody in a browser context of its own."""
    opened: list[Desk] = []

    def open_one(login: str = "kari", **context: object) -> Desk:
        assert login in employees
        opened.append(Desk.opened(browser, assistant.address, login, **context))
        return opened[-1]

    yield open_one
    for desk in opened:
        desk.page.context.close()


def ask(chat: Chat) -> None:
    """Tells something, and asks for a person."""
    chat.say(MESSAGE)
    chat.page.get_by_role("button", name=ASK, exact=True).last.click()
    chat.page.get_by_role("button", name="Send og vent").click()
    expect(chat.page.locator(".standing")).to_contain_text("køen")


def live(chat: Chat, desk: Desk, name: str = "") -> None:
    """They talk."""
    ask(chat)
    desk.open_case()
    desk.take(name)
    expect(chat.page.locator(".standing")).to_contain_text("er her", timeout=PATIENCE)


def end(desk: Desk) -> None:
    """The case is closed, and the queue is empty again."""
    desk.act("Avslutt", "Avslutt samtalen", "Svar gitt")


@pytest.mark.parametrize("viewport", [PHONE, {"width": 1280, "height": 800}], ids=["360 px", "1280 px"])
def test_the_whole_hand_over_live(open_chat: OpenChat, open_desk: OpenDesk, viewport: dict[str, int]) -> None:
    desk, chat = open_desk(), open_chat(viewport=viewport)
    live(chat, desk, "Kari")
    expect(chat.page.locator(".standing")).to_contain_text("Kari fra koordinatorteamet er her")
    desk.say("Hei! Hvordan går det i dag?")
    expect(chat.page.get_by_text("Hei! Hvordan går det i dag?")).to_be_visible(timeout=PATIENCE)
    chat.write("Han gråter om morgenen.")
    expect(desk.page.get_by_text("Han gråter om morgenen.")).to_be_visible(timeout=PATIENCE)
    assert violations(chat) == []
    assert violations(Chat(desk.page)) == []
    end(desk)
    expect(chat.page.get_by_text("Fikk du hjelp?")).to_be_visible(timeout=PATIENCE)
    chat.page.get_by_role("button", name="Ja", exact=True).click()
    follow_up = chat.page.get_by_role("link", name="Svar igjen")
    expect(follow_up).to_be_visible()
    assert chat.is_as_wide_as_its_window()
    chat.page.goto(urljoin(chat.page.url, follow_up.get_attribute("href")))
    chat.page.get_by_role("button", name="Litt").click()
    expect(chat.page.get_by_role("status")).to_contain_text("Takk for at du svarte.")


def test_while_a_person_is_there_the_assistant_is_silent_but_danger_gets_its_lines(
    open_chat: OpenChat, open_desk: OpenDesk
) -> None:
    desk, chat = open_desk(), open_chat()
    live(chat, desk)
    before = chat.answers.count()
    chat.write("Hva koster SFO?")
    expect(desk.page.get_by_text("Hva koster SFO?")).to_be_visible(timeout=PATIENCE)
    chat.write("Han sier at han vil dø")
    expect(chat.last).to_contain_text("116 123", timeout=PATIENCE)
    assert chat.answers.count() == before + 1
    expect(desk.page.get_by_text("Akutt").first).to_be_visible(timeout=PATIENCE)
    end(desk)


def test_out_of_hours_a_call_back_is_promised_with_its_day_and_kept(open_chat: OpenChat, open_desk: OpenDesk) -> None:
    desk, chat = open_desk("tor"), open_chat("/tynset")
    chat.say(MESSAGE)
    chat.page.get_by_role("button", name=ASK, exact=True).last.click()
    chat.page.get_by_label("Telefonnummeret ditt").fill("99 99 99 47")
    chat.page.get_by_role("button", name="Be om å bli kontaktet").click()
    expect(chat.page.locator(".standing")).to_contain_text("…47")
    desk.open_case()
    expect(desk.page.get_by_role("link", name=re.compile("99 99 99 47"))).to_be_visible(timeout=PATIENCE)
    desk.act("Har tatt kontakt", "Ferdig", "Svar gitt")
    expect(chat.page.get_by_text("Fikk du hjelp?")).to_be_visible(timeout=PATIENCE)


def test_something_is_passed_on_only_with_consent(open_chat: OpenChat, open_desk: OpenDesk) -> None:
    desk, chat = open_desk(), open_chat()
    live(chat, desk)
    desk.page.get_by_role("button", name="Formidle videre").click()
    desk.page.get_by_label("Finn tjenesten").fill("PPT")
    desk.page.get_by_label("Finn tjenesten").press("Enter")
    desk.page.get_by_role("radio", name=re.compile("PPT")).first.check(timeout=PATIENCE)
    desk.page.get_by_label("Dette sier vi til tjenesten").fill("Gutt på 9 som ikke vil på skolen.")
    desk.page.get_by_role("button", name="Spør familien").click()
    expect(chat.page.get_by_text("Gutt på 9 som ikke vil på skolen.")).to_be_visible(timeout=PATIENCE)
    chat.page.get_by_role("button", name=re.compile("^Ja")).last.click()
    expect(desk.page.get_by_text("Familien har sagt ja").first).to_be_visible(timeout=PATIENCE)
    end(desk)


def test_the_assistant_answers_again_once_the_conversation_is_given_back(
    open_chat: OpenChat, open_desk: OpenDesk
) -> None:
    desk, chat = open_desk(), open_chat()
    live(chat, desk)
    desk.act("Tilbake til veiviseren", "La veiviseren svare")
    expect(chat.page.get_by_text("Nå svarer veiviseren igjen")).to_be_visible(timeout=PATIENCE)
    expect(chat.say("Hva koster SFO?")).to_contain_text("SFO")


def test_a_colleague_cannot_take_what_is_taken_and_a_lead_can_with_a_reason(
    open_chat: OpenChat, open_desk: OpenDesk
) -> None:
    desk, colleague, chat = open_desk(), open_desk("liv"), open_chat()
    ask(chat)
    colleague.open_case()
    expect(colleague.page.get_by_role("button", name="Ta samtalen")).to_be_visible()
    desk.open_case()
    desk.take()
    expect(colleague.page.get_by_role("button", name="Ta samtalen")).to_be_hidden(timeout=PATIENCE)
    button = colleague.page.get_by_role("button", name="Ta over", exact=True)
    if not button.is_visible():
        colleague.page.get_by_text("Mer", exact=True).click()
    button.click()
    colleague.page.get_by_label("Hvorfor tar du over?").fill("Kari måtte gå.")
    colleague.page.get_by_role("button", name="Ta over samtalen").click()
    expect(chat.page.get_by_text("En annen koordinator har tatt over.")).to_be_visible(timeout=PATIENCE)
    expect(desk.reply).to_be_hidden(timeout=PATIENCE)
    end(colleague)


def test_where_there_is_no_desk_no_button_promises_one(open_chat: OpenChat) -> None:
    chat = open_chat("/ringebu")
    chat.say(MESSAGE)
    expect(chat.page.get_by_role("button", name=ASK, exact=True)).to_have_count(0)
