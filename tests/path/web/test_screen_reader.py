"""What a screen reader is told, through Chromium's accessibility tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.path.web.chat import Chat


def test_the_page_has_its_landmarks_and_one_main_heading(chat: Chat) -> None:
    for role in ("banner", "main"):
        expect(chat.page.get_by_role(role)).to_have_count(1)
    expect(chat.page.get_by_role("navigation", name="Nødnummer")).to_have_count(1)
    expect(chat.page.get_by_role("heading", level=1)).to_contain_text("Én dør inn")


def test_who_said_what_is_told_in_words(chat: Chat) -> None:
    chat.say("Gutten vår vil ikke på skolen")
    said = chat.page.get_by_role("log").aria_snapshot()
    assert "Du skrev: Gutten vår vil ikke på skolen" in said
    assert "Veiviseren:" in said


def test_an_answer_is_announced_once_and_politely(chat: Chat) -> None:
    log = chat.page.get_by_role("log")
    assert (log.get_attribute("aria-live"), log.get_attribute("aria-relevant")) == ("polite", "additions")
    chat.page.evaluate(
        """() => {
            window.announced = [];
            new MutationObserver(changes => changes.forEach(({addedNodes}) => addedNodes.forEach(node => {
                if (node.nodeType === 1 && node.closest('[role=log]')) window.announced.push(node.className);
            }))).observe(document.querySelector('[role=log]'), {childList: true, subtree: true});
        }"""
    )
    chat.say("Gutten vår vil ikke på skolen")
    chat.page.wait_for_timeout(1_500)  # Time for the stream to bring what the answer to the message has brought.
    announced = chat.page.evaluate("window.announced")
    assert len([name for name in announced if "theirs" in name]) == 1
    assert chat.last.locator("[aria-live], [role=alert], [role=status]").count() == 0


def test_what_was_said_before_is_not_announced_again_when_the_page_is_opened(chat: Chat) -> None:
    chat.say("hei")
    chat.page.add_init_script(
        """new MutationObserver(() => {
            const log = document.querySelector('[role=log][aria-live]');
            if (log && log.querySelector('.theirs')) window.busy ??= log.getAttribute('aria-busy');
        }).observe(document, {childList: true, subtree: true});"""
    )
    chat.page.reload()
    expect(chat.answers).to_have_count(1)
    assert chat.page.evaluate("window.busy") == "true"
    expect(chat.page.get_by_role("log")).to_have_attribute("aria-busy", "false")


def test_every_number_to_call_says_who_answers(chat: Chat) -> None:
    numbers = chat.page.get_by_role("navigation", name="Nødnummer").get_by_role("link")
    names = [link.get_attribute("aria-label") for link in numbers.all()]
    assert all(name and name.startswith("Ring ") and ": " in name for name in names)


def test_the_field_says_what_it_is_for_and_what_not_to_write(chat: Chat) -> None:
    expect(chat.field).to_have_accessible_name("Skriv her")
    expect(chat.field).to_have_accessible_description("Du trenger ikke skrive navn, fødselsnummer eller adresse.")


def test_cards_are_headings_and_lists_to_move_by(chat: Chat) -> None:
    answer = chat.say("Gutten vår på 9 vil ikke på skolen")
    assert answer.get_by_role("heading").count() >= 2
    assert answer.get_by_role("listitem").count() >= 1
