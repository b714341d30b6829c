"""400 % zoom, 320 px, wide text spacing, large words: everything can be read without scrolling sideways."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.path.web.chat import PHONE, ZOOMED

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.path.web.chat import Chat

# WCAG 1.4.12.
SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } "
    "p { margin-bottom: 2em !important }"
)
ANSWERED = "Gutten vår på 9 vil ikke på skolen og gråter hver morgen"


@pytest.mark.parametrize(
    "path", ["/oppdal", "/oppdal?lang=en", "/", "/personvern", "/tilgjengelighet", "/eksempel/oppdal"]
)
def test_every_page_fits_320_pixels(open_chat: Callable[..., Chat], path: str) -> None:
    assert open_chat(path, viewport=ZOOMED).is_as_wide_as_its_window()


def test_a_conversation_at_400_percent_can_be_read_and_written(open_chat: Callable[..., Chat]) -> None:
    chat = open_chat(viewport=ZOOMED)
    chat.say(ANSWERED)
    assert chat.is_as_wide_as_its_window()
    covering = chat.page.evaluate(
        "[...document.querySelectorAll('*')].filter(e => ['sticky', 'fixed'].includes(getComputedStyle(e).position) "
        "&& e.getClientRects().length).map(e => [e.className, e.offsetHeight])"
    )
    assert [name for name, _ in covering] == ["numbers"]
    assert covering[0][1] <= ZOOMED["height"] / 4
    chat.field.scroll_into_view_if_needed()
    expect(chat.field).to_be_in_viewport()


def test_the_table_of_responsibility_fits_too(open_chat: Callable[..., Chat]) -> None:
    chat = open_chat(viewport=ZOOMED)
    chat.page.get_by_label("Ansatt").check()
    chat.say("hvem har ansvar på rødt nivå når det er rus i familien?")
    assert chat.is_as_wide_as_its_window()


def test_text_may_be_spaced_wider(open_chat: Callable[..., Chat]) -> None:
    chat = open_chat(bypass_csp=True)
    chat.page.add_style_tag(content=SPACING)
    answer = chat.say(ANSWERED)
    assert chat.is_as_wide_as_its_window()
    cut = answer.evaluate(
        "one => [...one.querySelectorAll('*')]"
        ".filter(e => e.clientHeight && getComputedStyle(e).overflowY === 'hidden' "
        "&& !e.closest('.visually-hidden, .ds-sr-only') && e.scrollHeight > e.clientHeight + 2).map(e => e.className)"
    )
    assert cut == []


def test_touch_targets_are_large_enough(chat: Chat) -> None:
    chat.say(ANSWERED)
    small = chat.page.evaluate(
        """() => [...document.querySelectorAll('button, a[href], input, summary, textarea')]
            .filter(e => e.getClientRects().length && !e.closest('p') && !e.matches('.ds-skip-link'))
            .map(e => [e, (e.closest('label') ?? e).getBoundingClientRect()])
            .filter(([, box]) => box.width > 1 && (box.height < 24 || box.width < 24))
            .map(([e, box]) => `${e.outerHTML.slice(0, 120)} ${Math.round(box.width)}x${Math.round(box.height)}`)"""
    )
    assert small == []


def test_nothing_moves_for_whoever_wants_less_motion(open_chat: Callable[..., Chat]) -> None:
    chat = open_chat(reduced_motion="reduce")
    chat.say("hei")
    assert chat.page.evaluate("document.getAnimations().filter(one => one.playState === 'running').length") == 0


def test_forced_colours_keep_borders_and_symbols(open_chat: Callable[..., Chat]) -> None:
    chat = open_chat(forced_colors="active")
    chat.say("pappa slår meg")
    borders = chat.page.evaluate(
        "[...document.querySelectorAll('.mine .bubble, .theirs, .acute')].map(e => getComputedStyle(e).borderTopStyle)"
    )
    assert len(borders) >= 3
    assert set(borders) == {"solid"}


@pytest.mark.parametrize(
    "words", ["A" * 400, "🙂🙂🙂", "<b>fet</b> &amp; <script>alert(1)</script>"], ids=["long", "emoji", "markup"]
)
def test_odd_words_break_nothing(open_chat: Callable[..., Chat], words: str) -> None:
    chat = open_chat(viewport={**PHONE, "width": 320})
    chat.say(words)
    expect(chat.mine).to_contain_text(words)
    assert chat.is_as_wide_as_its_window()
