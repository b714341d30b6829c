"""Takes the pictures of the README and of `docs/` from an assistant of its own: `make pictures`."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

from benchmarks.browser import chromium
from benchmarks.talk import own_assistant
from endorinn.progress import working
from foundation.errors import OperatorError
from foundation.settings import ROOT
from tests.path.web.chat import DESKTOP, PHONE, ZOOMED, Chat
from tests.path.web.desk import PLACES, Desk, employ
from tests.path.web.lookup import LookUp
from tests.web.hosts import OPENED

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from playwright.sync_api import Browser, Page

FOLDER = ROOT / "docs" / "bilder"
SCHOOL = "Gutten vår på 9 vil ikke på skolen og gråter hver morgen"
FOOD = "Jenta mi på 14 spiser nesten ikke lenger"
HURT = "Mannen min slår datteren vår på 6"


def opened(_: Chat) -> None:
    """As it opens."""


def cards(chat: Chat) -> None:
    """Services as cards."""
    chat.page.get_by_label("Forelder eller pårørende").check()
    answer = chat.say(SCHOOL)
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


def asked(chat: Chat, words: str = SCHOOL) -> None:
    """What a family sees before they ask for a person."""
    chat.page.get_by_label("Forelder eller pårørende").check()
    chat.say(words)
    chat.page.get_by_role("button", name="Snakk med et menneske", exact=True).last.click()
    expect(chat.page.get_by_role("button", name="Send og vent")).to_be_visible()


def waiting(browser: Browser, address: str, words: str) -> Chat:
    """A family that waits for a person."""
    chat = Chat.opened(browser, address, "/oppdal")
    asked(chat, words)
    chat.page.get_by_role("button", name="Send og vent").click()
    expect(chat.page.locator(".standing")).to_contain_text("køen")
    return chat


def desks(browser: Browser, address: str, names: Collection[str]) -> None:
    """The coordinators' desk: the queue, and a talk."""
    login = employ(dict(os.environ), "kari")
    families = [waiting(browser, address, words) for words in (FOOD, HURT, SCHOOL)]
    case = None
    for name in names:
        desk = Desk.opened(browser, address, login, viewport=DESKS[name])
        expect(desk.page.get_by_role("link", name=PLACES)).to_have_count(len(families))
        if name.startswith("vakt-"):
            case = case or talk(desk, families[-1])
            desk.page.goto(case)
            desk.reply.fill("Har dere snakket med skolen om det?")
        _shoot(desk.page, name)


def talk(desk: Desk, family: Chat) -> str:
    """Some words said by both; where the case is."""
    desk.open_case()
    desk.take("Kari")
    desk.say("Hei! Hvordan er det om morgenen nå?")
    expect(family.page.get_by_text("Hvordan er det om morgenen nå?")).to_be_visible()
    family.write("Han sier han har vondt i magen, og vil ikke ut av senga.")
    expect(desk.page.get_by_text("vondt i magen")).to_be_visible()
    return desk.page.url


def look_ups(browser: Browser, address: str, names: Collection[str]) -> None:
    """The employees' look-up."""
    login = employ(dict(os.environ), "ansa", "ansatt")
    for name in names:
        path, viewport = LOOK_UPS[name]
        opened = LookUp.opened(browser, address, login, f"/oppdal{path}", viewport=viewport)
        if not path:
            opened.type("elev i 8. klasse er mye borte")
        elif path == "/sak":
            opened.describe("Gutt på 8. trinn er mye borte. Vi har snakket med foreldrene to ganger.")
        _shoot(opened.page, name)


LOOK_UPS: dict[str, tuple[str, dict[str, int]]] = {
    "oppslag-1280": ("", DESKTOP),
    "oppslag-360": ("", PHONE),
    "oppslag-tabell-1280": ("/ansvar?tjeneste=barnevern", DESKTOP),
    "oppslag-steg-1280": ("/steg/nasjonal/prosess-uro-ansatt?her=3", DESKTOP),
    "oppslag-sak-1280": ("/sak", DESKTOP),
}
DESKS = {"ko-1280": DESKTOP, "ko-360": PHONE, "vakt-1280": DESKTOP, "vakt-360": PHONE}
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
    "menneske-360": ("/oppdal", asked, {"viewport": PHONE}),
    "oversikt-1280": ("/", opened, {"viewport": DESKTOP}),
}


def take(browser: Browser, address: str, name: str) -> None:
    """One picture, as the window shows it."""
    path, act, context = PICTURES[name]
    chat = Chat.opened(browser, address, path, **context)
    act(chat)
    _shoot(chat.page, name)


def _shoot(page: Page, name: str) -> None:
    page.wait_for_timeout(600)
    page.screenshot(path=FOLDER / f"{name}.png")
    page.context.close()


def main(names: list[str]) -> None:
    """Takes those named, or all."""
    with working("Pictures"), own_assistant() as address, chromium() as browser:
        chosen = names or [*PICTURES, *DESKS, *LOOK_UPS]
        for name in chosen:
            if name in PICTURES:
                take(browser, address, name)
        if at_the_desk := [name for name in chosen if name in DESKS]:
            desks(browser, address, at_the_desk)
        if looked_up := [name for name in chosen if name in LOOK_UPS]:
            look_ups(browser, address, looked_up)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except OperatorError as error:
        sys.exit(str(error))
