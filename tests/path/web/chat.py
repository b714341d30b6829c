"""The chat as a person uses it, and the states that every test of a page wants to see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 800}
# 1280 px at 400 %.
ZOOMED = {"width": 320, "height": 256}
PATIENCE = 20_000


@dataclass(frozen=True)
class Chat:
    """One open page."""

    page: Page

    @classmethod
    def opened(cls, browser: Browser, address: str, path: str = "/oppdal", **context: Any) -> Self:  # noqa: ANN401 - Playwright's own options
        """A page in a context of its own, on a phone unless told otherwise."""
        page = browser.new_context(**{"viewport": PHONE, "locale": "nb-NO"} | context).new_page()
        page.goto(f"{address}{path}")
        if context.get("java_script_enabled", True) and page.locator("edi-chat").count():
            page.wait_for_function("() => performance.getEntriesByName('endorinn-ready').length")
        return cls(page)

    @property
    def field(self) -> Locator:
        """Where one writes."""
        return self.page.locator("#text")

    @property
    def mine(self) -> Locator:
        """What the person wrote."""
        return self.page.locator(".mine")

    @property
    def answers(self) -> Locator:
        """What was answered."""
        return self.page.locator(".theirs")

    @property
    def last(self) -> Locator:
        """The last answer."""
        return self.answers.last

    @property
    def status(self) -> Locator:
        """What the page says beside the conversation."""
        return self.page.locator("p.status")

    def write(self, text: str) -> None:
        """Writes and sends; waits for nothing."""
        self.field.fill(text)
        self.page.locator(".send").click()

    def say(self, text: str) -> Locator:
        """Writes, and waits for the answer."""
        before = self.answers.count()
        self.write(text)
        expect(self.answers).to_have_count(before + 1, timeout=PATIENCE)
        return self.last

    def press(self, name: str) -> Locator:
        """Presses a button of the conversation, and waits for the answer."""
        before = self.answers.count()
        self.page.get_by_role("button", name=name, exact=True).last.click()
        expect(self.answers).to_have_count(before + 1, timeout=PATIENCE)
        return self.last

    def menu(self, name: str) -> None:
        """Opens the menu and presses something in it."""
        self.page.get_by_role("button", name="Meny").click()
        self.page.locator("#menu").get_by_role("button", name=name).click()

    def is_as_wide_as_its_window(self) -> bool:
        """Whether nothing has to be scrolled sideways for."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
