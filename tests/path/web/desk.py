"""The desk as a coordinator uses it."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from playwright.sync_api import expect

from foundation.settings import ROOT
from tests.path.web.chat import DESKTOP

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

PASSWORD = "fjellrev-lyng-og-snø"  # noqa: S105 - of this test  # pragma: allowlist secret
# What every case in the queue says.
PLACES = re.compile("Oppdal|Tynset")
# What the desk and the family are told by is there within some moments.
PATIENCE = 30_000


def employ(environment: dict[str, str], login: str, role: str = "koordinator", kommune: str = "oppdal") -> str:
    """Gives somebody an account with an assistant of this environment, as an operator does; their login."""
    who = ["--name", f"{login.capitalize()} Vakt", "--kommune", kommune, "--role", role, "--password-stdin"]
    command = [sys.executable, "-m", "endorinn.main", "users", "add", login, *who]
    subprocess.run(command, env=environment, cwd=ROOT, input=f"{PASSWORD}\n", text=True, check=True)
    return login


@dataclass(frozen=True)
class Desk:
    """The desk of one employee."""

    page: Page

    @classmethod
    def opened(cls, browser: Browser, address: str, login: str, **context: Any) -> Self:  # noqa: ANN401 - Playwright's own options
        """Signs somebody in, at a large screen unless told otherwise."""
        page = browser.new_context(**{"viewport": DESKTOP, "locale": "nb-NO"} | context).new_page()
        page.goto(f"{address}/vakt")
        page.get_by_label("Brukernavn").fill(login)
        page.get_by_label("Passord").fill(PASSWORD)
        page.get_by_role("button", name="Logg inn").click()
        expect(page.get_by_role("heading", name="Venter", exact=False).first).to_be_visible()
        return cls(page)

    @property
    def case(self) -> Locator:
        """What is open."""
        return self.page.locator("main")

    @property
    def reply(self) -> Locator:
        """Where one writes to the family."""
        return self.page.get_by_label("Svar familien")

    def open_case(self) -> None:
        """Opens the case that was asked for last; what it is about, a busy machine may not have understood."""
        self.page.get_by_role("link", name=PLACES).last.click(timeout=PATIENCE)

    def take(self, name: str = "") -> None:
        """Takes the case that is open."""
        self.page.get_by_label("Navnet familien ser").fill(name)
        self.page.get_by_role("button", name="Ta samtalen").click()
        expect(self.reply).to_be_visible()

    def say(self, text: str) -> None:
        """Writes to the family."""
        self.reply.fill(text)
        self.reply.press("Enter")
        expect(self.reply).to_have_value("")

    def act(self, name: str, done: str, outcome: str | None = None) -> None:
        """Does something with the case: chooses it, behind «Mer» or not, says how it went, and confirms."""
        button = self.page.get_by_role("button", name=name, exact=True)
        if not button.is_visible():
            self.page.get_by_text("Mer", exact=True).click()
        button.click()
        if outcome is not None:
            self.page.get_by_label(outcome, exact=True).press("Space")  # By key: the window may still be unfolding.
        self.page.get_by_role("button", name=done, exact=True).click()
