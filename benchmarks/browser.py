"""How Chromium is started here, for measuring, testing and pictures: one place for its flags."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from foundation.errors import OperatorError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

# Root cannot use Chromium's sandbox; the other two keep it from calling home.
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]


def chromium_path() -> str | None:
    """Where Debian's Chromium is, if it is installed."""
    return shutil.which("chromium")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Chromium, started for the while.

    Raises:
        OperatorError: when it is not installed.
    """
    path = chromium_path()
    if path is None:
        message = "Chromium is not installed. On Debian: `apt-get install chromium`."
        raise OperatorError(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()
