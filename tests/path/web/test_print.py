"""On paper and as PDF: what was said and where it is written, without buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.path.web.chat import Chat


def test_the_printed_conversation_has_its_sources_and_no_buttons(chat: Chat) -> None:
    answer = chat.say("Gutten vår på 9 vil ikke på skolen")
    chat.page.emulate_media(media="print")
    expect(answer).to_be_visible()
    for name in ("Send", "Meny", "Glem meg"):
        expect(chat.page.get_by_role("button", name=name, exact=True)).not_to_be_visible()
    assert len(chat.page.pdf()) > 5_000


def test_one_card_is_printed_alone(chat: Chat) -> None:
    chat.page.add_init_script("window.print = () => { window.printed = document.documentElement.dataset.printing; }")
    chat.page.reload()
    answer = chat.say("Gutten vår på 9 vil ikke på skolen")
    answer.get_by_role("button", name="Skriv ut").first.click()
    assert chat.page.evaluate("window.printed") == "card"
    assert chat.page.locator("[data-printed]").count() == 1
    chat.page.emulate_media(media="print")
    expect(chat.page.locator("[data-printed]")).to_be_visible()
    expect(chat.mine.first).not_to_be_visible()
    chat.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert chat.page.locator("[data-printed]").count() == 0


def test_the_e_mail_is_written_in_the_persons_own_program(chat: Chat) -> None:
    chat.say("Hva koster SFO?")
    opened: list[str] = []
    session = chat.page.context.new_cdp_session(chat.page)
    session.on("Page.frameRequestedNavigation", lambda event: opened.append(event["url"]))
    session.send("Page.enable")
    chat.menu("Send på e-post til deg selv")
    chat.page.wait_for_timeout(300)
    [address] = opened
    assert address.startswith("mailto:?subject=")
    assert len(address) <= 2_000
    assert "Hva koster SFO?" in unquote(address)
