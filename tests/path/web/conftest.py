"""The chat page of the running assistant in a real browser (Debian's Chromium)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.path.web.chat import Chat

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

    from tests.path.conftest import Assistant


@pytest.fixture
def open_chat(browser: Browser, assistant: Assistant) -> Iterator[Callable[..., Chat]]:
    """Opens the chat page of a municipality in a browser context of its own; keywords go to the context."""
    opened: list[Chat] = []

    def open_one(path: str = "/oppdal", **context: object) -> Chat:
        chat = Chat.opened(browser, assistant.address, path, **context)
        opened.append(chat)
        return chat

    yield open_one
    for chat in opened:
        chat.page.context.close()


@pytest.fixture
def chat(open_chat: Callable[..., Chat]) -> Chat:
    """Oppdal's chat page on a phone."""
    return open_chat()
