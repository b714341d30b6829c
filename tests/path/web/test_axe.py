"""axe-core on every state of every page: no violation, in the light and in the dark."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from foundation.settings import ROOT
from tests.path.web.chat import DESKTOP, PHONE, Chat

if TYPE_CHECKING:
    from collections.abc import Callable

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# A colour that is still changing has a contrast of its own, and what unfolds covers its neighbour. Chromium does not
# count the unfolding of `details` among a document's animations.
AT_REST = """async () => {
  const heights = () => [...document.querySelectorAll("details")].map(one => one.offsetHeight).join();
  for (let before = null, still = 0; still < 5; ) {
    await new Promise(requestAnimationFrame);
    const now = heights();
    still = now === before ? still + 1 : 0;
    before = now;
  }
  await Promise.all(document.getAnimations()
    .filter(one => one.effect.getComputedTiming().iterations !== Infinity)
    .map(one => one.finished.catch(() => null)));
}"""
REPORT = ROOT / "reports" / "axe.json"
PLAIN_PAGES = [
    "/",
    "/personvern",
    "/personvern?lang=en",
    "/tilgjengelighet",
    "/tilgjengelighet?lang=nn",
    "/tilgjengelighet?lang=en",
    "/eksempel/oppdal",
    "/finnes-ikke",
]


def violations(chat: Chat) -> list[str]:
    """What axe finds, as `rule: element`, once everything has come to rest."""
    chat.page.evaluate(AT_REST)
    chat.page.evaluate(AXE.read_text(encoding="utf-8"))
    run: dict[str, Any] = chat.page.evaluate(
        "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES
    )
    _note(chat, run)
    return [f"{found['id']}: {node['html'][:200]}" for found in run["violations"] for node in found["nodes"]]


def _note(chat: Chat, run: dict[str, Any]) -> None:
    REPORT.parent.mkdir(exist_ok=True)
    told = {"url": chat.page.url.split("/", 3)[3], "passes": len(run["passes"]), "violations": len(run["violations"])}
    with REPORT.open("a", encoding="utf-8") as report:
        report.write(f"{json.dumps(told)}\n")


def opened(_: Chat) -> None:
    """As it opens."""


def menu(chat: Chat) -> None:
    """With the menu open."""
    chat.page.get_by_role("button", name="Meny").click()


def answered(chat: Chat) -> None:
    """With cards, their sources open."""
    answer = chat.say("Gutten vår på 9 vil ikke på skolen og gråter hver morgen")
    for details in answer.locator("summary").all():
        details.click()


def acute(chat: Chat) -> None:
    """With help lines."""
    chat.say("pappa slår meg")


def planned(chat: Chat) -> None:
    """With a plan of several steps."""
    chat.say("Sønnen vår er ensom og trist, jeg er utslitt og har ikke råd til fritidsaktiviteter")


def table(chat: Chat) -> None:
    """With a cell of the plan's table."""
    chat.page.get_by_label("Ansatt").check()
    chat.say("hvem har ansvar på rødt nivå når det er rus i familien?")


def asked(chat: Chat) -> None:
    """In a guided flow."""
    chat.press("Finn riktig hjelp")


def not_understood(chat: Chat) -> None:
    """Asking whether we may learn."""
    chat.say("blårgh fnugg tralala")


def editing(chat: Chat) -> None:
    """While the last message is edited."""
    chat.say("Hva koster SFO?")
    chat.page.get_by_role("button", name="Endre den siste meldingen din").click()


def offline(chat: Chat) -> None:
    """With a message that is not sent."""
    chat.page.context.set_offline(offline=True)
    chat.write("Vi trenger hjelp")
    chat.page.locator(".trouble").wait_for()


def forgetting(chat: Chat) -> None:
    """Asking whether to forget."""
    chat.say("hei")
    chat.page.get_by_role("button", name="Glem meg").click()


STATES = [opened, menu, answered, acute, planned, table, asked, not_understood, editing, offline, forgetting]


@pytest.mark.parametrize("state", STATES, ids=[state.__name__ for state in STATES])
def test_no_state_of_the_chat_has_a_violation(open_chat: Callable[..., Chat], state: Callable[[Chat], None]) -> None:
    chat = open_chat()
    state(chat)
    found = violations(chat)
    chat.page.emulate_media(color_scheme="dark")
    assert found + violations(chat) == []


@pytest.mark.parametrize("lang", ["nn", "en"])
def test_no_language_has_a_violation(open_chat: Callable[..., Chat], lang: str) -> None:
    chat = open_chat(f"/oppdal?lang={lang}", viewport=DESKTOP)
    found = violations(chat)
    chat.say("Guten vår vil ikkje på skulen" if lang == "nn" else "My son does not want to go to school")
    assert found + violations(chat) == []


@pytest.mark.parametrize("path", PLAIN_PAGES)
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_no_other_page_has_a_violation(open_chat: Callable[..., Chat], path: str, viewport: dict[str, int]) -> None:
    assert violations(open_chat(path, viewport=viewport)) == []


def test_the_plain_form_has_no_violation(open_chat: Callable[..., Chat]) -> None:
    chat = open_chat(java_script_enabled=False)
    chat.page.get_by_label("Skriv her").fill("Gutten vår på 9 vil ikke på skolen")
    chat.page.get_by_role("button", name="Send", exact=True).click()
    html = chat.page.content()
    page = open_chat("/personvern").page
    page.set_content(html)
    assert violations(Chat(page)) == []
