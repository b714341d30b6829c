"""A parent's whole visit, on a phone and on a desktop."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.path.web.chat import DESKTOP, PHONE, Chat

if TYPE_CHECKING:
    from collections.abc import Callable

SIZES = pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])


@SIZES
def test_a_parent_finds_help_keeps_it_and_is_forgotten(
    open_chat: Callable[..., Chat], viewport: dict[str, int]
) -> None:
    chat = open_chat(viewport=viewport)
    expect(chat.page.get_by_role("log")).to_contain_text("en automatisk veiviser, ikke et menneske")
    chat.page.get_by_label("Forelder eller pårørende").check()
    answer = chat.say("Gutten vår på 9 vil ikke på skolen og gråter hver morgen")
    card = answer.locator("article, .card").first
    expect(card).to_contain_text("Skole")
    chat.page.get_by_text(re.compile("Hvor står dette")).first.click()
    expect(answer).to_contain_text("Opplæringslova")
    assert chat.is_as_wide_as_its_window()
    chat.menu("Kopier samtalen")
    expect(chat.status).to_have_text("Kopiert.")
    chat.page.get_by_role("button", name="Glem meg").click()
    chat.page.get_by_role("button", name="Ja, slett alt").click()
    expect(chat.status).to_have_text("Samtalen er slettet.")
    expect(chat.answers).to_have_count(0)
    assert chat.page.evaluate("sessionStorage.length") == 0


@SIZES
def test_the_topics_to_begin_with_follow_who_is_asking(
    open_chat: Callable[..., Chat], viewport: dict[str, int]
) -> None:
    chat = open_chat(viewport=viewport)
    topics = chat.page.locator(".starts button")
    chat.page.get_by_label("Barn eller ungdom").check()
    of_the_young = topics.all_inner_texts()
    chat.page.get_by_label("Ansatt").check()
    assert len(of_the_young) >= 4
    assert topics.count() >= 4
    assert of_the_young != topics.all_inner_texts()
    topics.first.click()
    expect(chat.answers).to_have_count(1)
    expect(topics).to_have_count(0)


def test_a_guided_flow_starts_with_one_press_and_is_answered_with_the_next(chat: Chat) -> None:
    first = chat.press("Finn riktig hjelp")
    expect(first).to_contain_text("Hvor gammelt er barnet")
    expect(first.get_by_text("13–17 år")).to_have_count(1)  # A button, not said once more.
    second = chat.press("6–12 år")
    expect(second).to_contain_text("Hvor er det vanskelig nå?")
    expect(chat.answers.first.get_by_role("button", name="13–17 år")).to_have_attribute("aria-disabled", "true")


def test_danger_gets_its_own_block_with_buttons_that_dial(chat: Chat) -> None:
    answer = chat.say("pappa slår meg")
    block = answer.get_by_role("region").first
    expect(block.get_by_role("link").first).to_have_attribute("href", "tel:112")
    expect(block.locator("a[href='tel:116111']")).to_be_visible()


def test_several_needs_get_one_plan_with_numbered_steps(chat: Chat) -> None:
    answer = chat.say("Sønnen vår er ensom og trist, jeg er utslitt og har ikke råd til fritidsaktiviteter")
    assert answer.locator("ol > li").count() >= 2


def test_an_employee_gets_the_cell_of_the_plans_table(open_chat: Callable[..., Chat]) -> None:
    chat = open_chat()
    chat.page.get_by_label("Ansatt").check()
    answer = chat.say("hvem har ansvar på rødt nivå når det er rus i familien?")
    expect(answer.get_by_role("table")).to_contain_text("Barnevern")
    expect(answer.get_by_role("table")).to_contain_text("Politi")


def test_what_a_person_writes_is_never_html(chat: Chat) -> None:
    chat.say("<img src=x onerror=alert(1)> vil ikke på skolen")
    expect(chat.mine).to_contain_text("<img src=x onerror=alert(1)> vil ikke på skolen")
    assert chat.page.locator(".talk img").count() == 0


def test_the_last_message_can_be_edited_and_sent_again(chat: Chat) -> None:
    chat.say("Hva koster barnehage?")
    chat.page.get_by_role("button", name="Endre den siste meldingen din").click()
    expect(chat.field).to_have_value("Hva koster barnehage?")
    chat.write("Hva koster SFO?")
    expect(chat.answers).to_have_count(1)
    expect(chat.mine).to_have_count(1)
    expect(chat.mine).to_contain_text("Hva koster SFO?")
    expect(chat.last).to_contain_text("SFO")


def test_a_message_can_be_as_long_as_the_server_takes_and_no_longer(chat: Chat) -> None:
    chat.write("a" * 2001)
    expect(chat.status).to_contain_text("opptil 2000 tegn")
    expect(chat.field).to_have_value("a" * 2001)
    chat.say("hjelp " * 333)


def test_an_empty_message_is_answered_with_what_to_do(chat: Chat) -> None:
    chat.write("   ")
    expect(chat.status).to_contain_text("Skriv først hva det gjelder")


def test_a_reload_shows_the_same_conversation(chat: Chat) -> None:
    said = chat.say("Gutten vår vil ikke på skolen").inner_text()
    chat.page.reload()
    expect(chat.answers).to_have_count(1)
    assert chat.last.inner_text() == said
    chat.say("han er 9")


def test_two_tabs_show_the_same_conversation(chat: Chat) -> None:
    chat.say("Gutten vår vil ikke på skolen")
    other = Chat(chat.page.context.new_page())
    other.page.goto(chat.page.url)
    expect(other.answers).to_have_count(1)
    other.say("Hva koster SFO?")
    expect(chat.answers).to_have_count(2)
    expect(chat.mine.last).to_contain_text("Hva koster SFO?")
    other.page.get_by_role("button", name="Glem meg").click()
    other.page.get_by_role("button", name="Ja, slett alt").click()
    expect(chat.answers).to_have_count(0)


@SIZES
def test_the_beginning_of_an_answer_comes_into_view(open_chat: Callable[..., Chat], viewport: dict[str, int]) -> None:
    chat = open_chat(viewport=viewport)
    for text in ("Gutten vår på 9 vil ikke på skolen", "pappa slår meg"):
        chat.say(text)
        expect(chat.mine.last).to_be_in_viewport(ratio=1)
        top = chat.last.evaluate("one => one.getBoundingClientRect().top")
        assert top < viewport["height"] / 2


def test_words_to_forget_empty_the_page_too(chat: Chat) -> None:
    chat.say("Gutten vår vil ikke på skolen")
    chat.write("glem meg")
    expect(chat.mine).to_have_count(0)
    expect(chat.answers).to_have_count(1)
    assert chat.page.evaluate("sessionStorage.length") == 0
