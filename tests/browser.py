"""A real browser: Debian's Chromium."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from benchmarks import browser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

# Milliseconds that a page has for what is expected of it: the tests share two processors with one another.
PATIENCE = 15_000


@contextmanager
def chromium() -> Iterator[Browser]:
    """Starts Chromium; where it is missing, a failure in CI and a skip elsewhere."""
    if browser.chromium_path() is None and os.environ.get("CI") != "true":
        pytest.skip("Chromium is not installed: `apt-get install chromium`.")
    expect.set_options(timeout=PATIENCE)
    with browser.chromium() as started:
        yield started
