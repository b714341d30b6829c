"""Everything with the keyboard alone, and focus where a person expects it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.path.web.chat import Chat


def focused(chat: Chat) -> str:
    """The text or name of what has focus."""
    return str(chat.page.evaluate("(e => e.getAttribute('aria-label') || e.innerText || e.id)(document.activeElement)"))


def test_a_question_is_asked_and_answered_without_a_mouse(chat: Chat) -> None:
    page = chat.page
    page.keyboard.press("Tab")
    assert focused(chat) == "Hopp til skrivefeltet"
    page.keyboard.press("Enter")
    expect(chat.field).to_be_focused()
    page.keyboard.type("Gutten vår vil ikke på skolen")
    page.keyboard.press("Enter")
    expect(chat.answers).to_have_count(1)
    expect(chat.field).to_be_focused()


def test_shift_and_enter_makes_a_new_line(chat: Chat) -> None:
    chat.field.focus()
    chat.page.keyboard.type("Hei")
    chat.page.keyboard.press("Shift+Enter")
    chat.page.keyboard.type("du")
    expect(chat.field).to_have_value("Hei\ndu")
    expect(chat.answers).to_have_count(0)


def test_the_menu_opens_closes_and_gives_focus_back(chat: Chat) -> None:
    button = chat.page.get_by_role("button", name="Meny")
    button.focus()
    chat.page.keyboard.press("Enter")
    expect(chat.page.locator("#menu")).to_be_visible()
    chat.page.keyboard.press("Tab")
    assert focused(chat) == "Bokmål"
    chat.page.keyboard.press("Escape")
    expect(chat.page.locator("#menu")).not_to_be_visible()
    expect(button).to_be_focused()


def test_the_question_whether_to_forget_begins_with_no_and_gives_focus_back(chat: Chat) -> None:
    chat.say("hei")
    forget = chat.page.get_by_role("button", name="Glem meg")
    forget.focus()
    chat.page.keyboard.press("Enter")
    expect(chat.page.get_by_role("button", name="Nei, behold samtalen")).to_be_focused()
    chat.page.keyboard.press("Escape")
    expect(forget).to_be_focused()
    expect(chat.answers).to_have_count(1)


def test_a_pressed_choice_keeps_its_focus(chat: Chat) -> None:
    chat.press("Finn riktig hjelp")
    choice = chat.last.get_by_role("button", name="6–12 år", exact=True)
    choice.focus()
    chat.page.keyboard.press("Enter")
    expect(chat.answers).to_have_count(2)
    assert focused(chat) == "6–12 år"


def test_a_pressed_topic_hands_its_focus_on(chat: Chat) -> None:
    topic = chat.page.locator(".starts button").first
    topic.focus()
    chat.page.keyboard.press("Enter")
    expect(chat.mine).to_be_focused()


def test_focus_is_always_in_view_and_never_trapped(chat: Chat) -> None:
    chat.say("Gutten vår vil ikke på skolen")
    chat.page.evaluate("document.activeElement.blur()")
    seen: list[str] = []
    for _ in range(60):
        chat.page.keyboard.press("Tab")
        name = focused(chat)
        if name in seen and name == seen[0]:
            break
        seen.append(name)
        covered = chat.page.evaluate(
            """() => { const e = document.activeElement; if (e === document.body) return false;
                const box = e.getBoundingClientRect();
                const [x, y] = [Math.min(box.width, 40) / 2, Math.min(box.height, 20) / 2];
                const at = document.elementFromPoint(box.x + x, box.y + y);
                return !(at && (e.contains(at) || at.contains(e))); }"""
        )
        assert not covered, f"«{name}» is hidden when it has focus"
    assert any("Send" in name for name in seen)
