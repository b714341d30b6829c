"""The look-up as an employee uses it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from playwright.sync_api import expect

from tests.path.web.chat import DESKTOP
from tests.path.web.desk import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

# The first sentence that a model is asked takes it some moments.
PATIENCE = 30_000


@dataclass(frozen=True)
class LookUp:
    """The look-up of one employee."""

    page: Page

    @classmethod
    def opened(cls, browser: Browser, address: str, login: str, path: str = "", **context: Any) -> Self:  # noqa: ANN401 - Playwright's own options
        """Goes to a page of the look-up and signs in there, at a large screen unless told otherwise."""
        page = browser.new_context(**{"viewport": DESKTOP, "locale": "nb-NO"} | context).new_page()
        page.goto(f"{address}/oppslag{path}")
        page.get_by_label("Brukernavn").fill(login)
        page.get_by_label("Passord").fill(PASSWORD)
        page.get_by_role("button", name="Logg inn").click()
        expect(page.get_by_role("button", name="Logg ut")).to_be_visible()
        page.wait_for_load_state()  # What the script does, it does from then on; before, the page works without.
        return cls(page)

    @property
    def field(self) -> Locator:
        """Where one writes what it is about."""
        return self.page.locator("#q")

    @property
    def hits(self) -> Locator:
        """What it points to."""
        return self.page.locator(".hits h3 a")

    def type(self, text: str) -> None:
        """Types as people do, and waits for hits."""
        self.field.fill("")
        self.field.press_sequentially(text, delay=15)
        expect(self.hits.first).to_be_visible(timeout=PATIENCE)

    def go(self, name: str) -> None:
        """Opens a page of the menu."""
        with self.page.expect_navigation():  # Until it is loaded, script and all.
            self.page.get_by_role("navigation", name="Sidene i oppslaget").get_by_role("link", name=name).click()

    def describe(self, situation: str) -> None:
        """Makes a case sheet of a situation."""
        self.page.get_by_label("Hva har du sett og hørt?").fill(situation)
        self.page.get_by_role("button", name="Lag saksark").click()
        expect(self.page.get_by_role("heading", name="Arket ditt")).to_be_visible(timeout=PATIENCE)
