"""Takes the pictures of the README and of `docs/` from an assistant of its own: `make pictures`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from benchmarks.browser import chromium
from benchmarks.talk import own_assistant
from endorinn.progress import working
from foundation.errors import OperatorError
from foundation.settings import ROOT
from tests.path.web.chat import DESKTOP, PHONE, ZOOMED, Chat
from tests.web.hosts import OPENED

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser

FOLDER = ROOT / "docs" / "bilder"


def opened(_: Chat) -> None:
    """As it opens."""


def cards(chat: Chat) -> None:
    """Services as cards."""
    chat.page.get_by_label("Forelder eller pårørende").check()
    answer = chat.say("Gutten vår på 9 vil ikke på skolen og gråter hver morgen")
    answer.locator(".card").first.evaluate("one => one.scrollIntoView({block: 'start'})")


def acute(chat: Chat) -> None:
    """Help lines."""
    chat.say("pappa slår meg")


def plan(chat: Chat) -> None:
    """Several needs, one plan."""
    chat.say("Sønnen vår er ensom og trist, jeg er utslitt og har ikke råd til fritidsaktiviteter")


def nynorsk(chat: Chat) -> None:
    """The interface in nynorsk."""
    chat.say("Guten vår vil ikkje gå på skulen, kva gjer vi?")


def table(chat: Chat) -> None:
    """A cell of the plan's table."""
    chat.page.get_by_label("Ansatt").check()
    chat.say("hvem har ansvar på rødt nivå når det er rus i familien?")


def widget(chat: Chat) -> None:
    """The widget's panel, open."""
    chat.page.add_init_script(OPENED)
    chat.page.reload()
    chat.page.locator("endorinn-widget .launcher").click()
    chat.page.wait_for_timeout(2_000)


PICTURES: dict[str, tuple[str, Callable[[Chat], None], dict[str, Any]]] = {
    "chat-360": ("/oppdal", opened, {"viewport": PHONE}),
    "chat-1280": ("/oppdal", opened, {"viewport": DESKTOP}),
    "kort-360": ("/oppdal", cards, {"viewport": PHONE}),
    "kort-1280": ("/oppdal", cards, {"viewport": DESKTOP}),
    "akutt-360": ("/oppdal", acute, {"viewport": PHONE}),
    "akutt-1280": ("/oppdal", acute, {"viewport": DESKTOP}),
    "plan-360": ("/oppdal", plan, {"viewport": PHONE}),
    "plan-1280": ("/oppdal", plan, {"viewport": DESKTOP}),
    "nynorsk-360": ("/oppdal", nynorsk, {"viewport": PHONE}),
    "ansvar-1280": ("/oppdal", table, {"viewport": DESKTOP}),
    "mork-360": ("/oppdal", cards, {"viewport": PHONE, "color_scheme": "dark"}),
    "kontrast-360": ("/oppdal", acute, {"viewport": PHONE, "forced_colors": "active"}),
    "zoom-400": ("/oppdal", cards, {"viewport": ZOOMED, "device_scale_factor": 4}),
    "widget-360": ("/eksempel/oppdal", widget, {"viewport": PHONE}),
    "widget-1280": ("/eksempel/oppdal", widget, {"viewport": DESKTOP}),
    "oversikt-1280": ("/", opened, {"viewport": DESKTOP}),
}


def take(browser: Browser, address: str, name: str) -> None:
    """One picture, as the window shows it."""
    path, act, context = PICTURES[name]
    chat = Chat.opened(browser, address, path, **context)
    act(chat)
    chat.page.wait_for_timeout(600)
    chat.page.screenshot(path=FOLDER / f"{name}.png")
    chat.page.context.close()


def main(names: list[str]) -> None:
    """Takes those named, or all."""
    with working("Pictures"), own_assistant() as address, chromium() as browser:
        for name in names or PICTURES:
            take(browser, address, name)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except OperatorError as error:
        sys.exit(str(error))
