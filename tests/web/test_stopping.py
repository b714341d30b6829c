"""The kill switch in a real browser: what a family sees when the chat is opened, and the page that it is pressed on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from accounts.service import Accounts
from conversations.service import Conversations
from conversations.stopping import By, Message, Stops
from foundation.database import make_engine
from foundation.providers import Grant
from foundation.settings import Settings
from knowledge.store import load_content
from tests.accounts.conftest import CHEAP, PASSWORD
from tests.gateway.running import FAST, serving
from tests.path.web.chat import DESKTOP, PHONE, Chat
from tests.path.web.test_axe import violations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from knowledge.content import Content

STOPPED = "Akkurat nå er de automatiske svarene stoppet, så jeg kan ikke svare deg her."
STOPPET = "Akkurat no er dei automatiske svara stoppa, så eg kan ikkje svare deg her."
WEB = "https://oppdal.kommune.no"
OWN = "Vi retter en feil. Ring servicetorget, eller prøv igjen i morgen etter klokka ni."


@pytest.fixture(scope="module")
def stopped(built: None, content: Content, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:  # noqa: ARG001 - it has to be there
    """A real gateway where Oppdal is stopped, and Tynset is not; nobody answers behind it. Leder leads in Tynset."""
    url, nobody = f"sqlite:///{tmp_path_factory.mktemp('stopped') / 'endorinn.db'}", "http://127.0.0.1:9"
    engine = make_engine(url)
    load_content(engine, content)
    Conversations(engine)
    Stops(engine).stop("oppdal", By("drift"), Message(OWN))
    lead = Grant(kommune="tynset", role="leder")
    Accounts(engine, passwords=CHEAP).users.add("leder", "Kari Leder", PASSWORD, [lead])
    engine.dispose()
    settings = Settings(database_url=url, rasa_url=nobody, actions_url=nobody, log_level="ERROR", **FAST)
    with serving(settings, patience=1) as address:
        yield address


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
@pytest.mark.parametrize("path", ["/oppdal", "/oppdal?vis=panel"])
def test_a_family_reads_it_when_the_chat_is_opened(browser: Browser, stopped: str, path: str, *, script: bool) -> None:
    chat = Chat.opened(browser, stopped, path, viewport=PHONE, java_script_enabled=script)
    for said in (STOPPED, OWN, "Er noen i fare nå, ring 113 eller 112."):
        expect(chat.page.locator(".opening")).to_contain_text(said)
    expect(chat.page.locator(f'.opening a[href="{WEB}"]')).to_be_visible()
    expect(chat.page.get_by_role("button", name="Snakk med et menneske")).to_be_visible()
    expect(chat.page.locator(".starts, .options")).to_have_count(0)
    assert chat.is_as_wide_as_its_window()
    if script:
        assert violations(chat) == []
        chat.page.emulate_media(color_scheme="dark")
        assert violations(chat) == []
    chat.page.context.close()


def test_it_follows_the_language_that_is_chosen(browser: Browser, stopped: str) -> None:
    chat = Chat.opened(browser, stopped, "/oppdal")
    chat.menu("Nynorsk")
    expect(chat.page.locator(".opening")).to_contain_text(STOPPET)
    chat.page.context.close()


def test_what_is_written_is_answered_in_the_same_words_and_danger_as_ever(browser: Browser, stopped: str) -> None:
    chat = Chat.opened(browser, stopped, "/oppdal")
    expect(chat.say("Hvem er PPT?")).to_contain_text(OWN)
    expect(chat.say("Jeg vil ta livet mitt i kveld").locator(".acute")).to_contain_text("113")
    expect(chat.last).not_to_contain_text(OWN)
    assert violations(chat) == []
    chat.say("koordinator")
    expect(chat.page.locator("edi-person")).to_be_visible()
    chat.page.context.close()


def test_another_municipality_is_opened_as_ever(browser: Browser, stopped: str) -> None:
    chat = Chat.opened(browser, stopped, "/tynset")
    expect(chat.page.locator(".opening")).to_contain_text("Her svarer en automatisk veiviser")
    expect(chat.page.locator(".starts")).to_be_visible()
    chat.page.context.close()


@pytest.fixture
def desk(browser: Browser, stopped: str) -> Iterator[Page]:
    """The desk, where somebody who leads in Tynset is signed in."""
    page = Chat.opened(browser, stopped, "/vakt", viewport=DESKTOP).page
    page.get_by_label("Brukernavn").fill("leder")
    page.get_by_label("Passord").fill(PASSWORD)
    page.get_by_role("button", name="Logg inn").click()
    expect(page.locator(".queue-head").first).to_be_attached()
    yield page
    page.context.close()


def test_a_lead_finds_the_switch_stops_and_lets_go_on(desk: Page) -> None:
    desk.get_by_role("link", name="Nødstopp").click()
    desk.set_viewport_size({"width": 360, "height": 740})
    chat = Chat(desk)
    expect(desk.get_by_text("De automatiske svarene er på.")).to_be_visible()
    assert violations(chat) == []
    assert chat.is_as_wide_as_its_window()
    desk.get_by_label("Beskjed til familiene på bokmål").fill("Vi er straks tilbake.")
    desk.get_by_role("button", name="Stopp de automatiske svarene").click()
    expect(desk.get_by_role("heading", name="Vil du stoppe de automatiske svarene i Tynset?")).to_be_visible()
    expect(desk.locator("blockquote").first).to_contain_text("Beskjed: Vi er straks tilbake.")
    assert violations(chat) == []
    assert chat.is_as_wide_as_its_window()
    desk.get_by_role("button", name="Ja, stopp nå").click()
    expect(desk.locator(".fault")).to_contain_text("De automatiske svarene har vært stoppet siden")
    assert violations(chat) == []
    desk.get_by_role("link", name="Til køen").click()
    expect(desk.locator(".warning")).to_contain_text("De automatiske svarene i Tynset har vært stoppet siden")
    desk.go_back()
    desk.get_by_role("button", name="Slå på svarene igjen").click()
    desk.get_by_role("button", name="Ja, slå på").click()
    expect(desk.get_by_text("De automatiske svarene er på.")).to_be_visible()
