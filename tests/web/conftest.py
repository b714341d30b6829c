"""The gateway whose widget and chat are tried, and the municipality's pages that hold it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from foundation.database import make_engine
from foundation.settings import Settings
from knowledge.store import load_content
from tests.gateway.played_rasa import as_sent
from tests.gateway.running import FAST
from tests.gateway.running import serving as serving_gateway
from tests.path.web.chat import Chat
from tests.web import played_desk
from tests.web.hosts import WIDGET, gateway_pages, host_pages, serving
from tests.web.played_handover import PlayedDesk, serving_desk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

    from knowledge import Answer
    from knowledge.content import Content
    from tests.web.played_handover import Played


@pytest.fixture(scope="module")
def built() -> None:
    """The loader as it is built; where it is missing, a failure in CI and a skip elsewhere."""
    if not WIDGET.exists() and os.environ.get("CI") != "true":
        pytest.skip("The widget is not built: `npm run build` in web.")


@pytest.fixture(scope="module")
def gateway_address(built: None) -> Iterator[str]:  # noqa: ARG001 - it has to be there
    """A gateway. Its chat is not the real one: it speaks the protocol, and shows what it has heard."""
    with serving(gateway_pages(), "127.0.0.1") as address:
        yield address


@pytest.fixture(scope="module")
def host_address(gateway_address: str) -> Iterator[str]:
    """A municipality's pages, on another site than the gateway."""
    with serving(host_pages(gateway_address), "localhost") as address:
        yield address


@pytest.fixture(scope="module")
def pages(built: None, content: Content, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:  # noqa: ARG001 - it has to be there
    """A real gateway, for its pages and what they fetch; nobody answers behind it."""
    url = f"sqlite:///{tmp_path_factory.mktemp('pages') / 'endorinn.db'}"
    engine = make_engine(url)
    load_content(engine, content)
    engine.dispose()
    nobody = "http://127.0.0.1:9"
    with serving_gateway(
        Settings(database_url=url, rasa_url=nobody, actions_url=nobody, log_level="ERROR", **FAST), patience=1
    ) as address:
        yield address


@pytest.fixture(scope="module")
def new_desk(ask: Callable[..., Answer]) -> Callable[[], PlayedDesk]:
    """Makes a desk where nothing has happened."""
    card = as_sent(ask("Gutten vår vil ikke på skolen", kommune="oppdal", needs=("skolefravaer",)))
    acute = as_sent(ask("Pappa slår meg", kommune="oppdal", danger_now="vold-overgrep"))
    return lambda: PlayedDesk(answer=card, acute=acute)


@pytest.fixture(scope="module")
def played(pages: str, new_desk: Callable[[], PlayedDesk]) -> Iterator[Played]:
    """The family's API, played."""
    with serving_desk(pages, new_desk()) as served:
        yield served


@pytest.fixture(scope="module")
def stage() -> Iterator[tuple[played_desk.Played, str]]:
    """The desk's API, played, and its address; what is in it is each test's own."""
    played = played_desk.Played()
    with played_desk.playing(played) as address:
        yield played, address


@pytest.fixture
def desk(played: Played, new_desk: Callable[[], PlayedDesk]) -> PlayedDesk:
    """The desk as it is before anybody has asked."""
    played.desk = new_desk()
    return played.desk


@pytest.fixture
def open_chat(browser: Browser, played: Played, desk: PlayedDesk) -> Iterator[Callable[..., Chat]]:  # noqa: ARG001 - set anew first
    """Opens the chat in a browser context of its own; keywords go to the context."""
    opened: list[Chat] = []

    def open_one(path: str = "/oppdal", **context: object) -> Chat:
        chat = Chat.opened(browser, played.address, path, **({"timezone_id": "Europe/Oslo"} | context))
        opened.append(chat)
        return chat

    yield open_one
    for chat in opened:
        chat.page.context.close()


@pytest.fixture
def chat(open_chat: Callable[..., Chat]) -> Chat:
    """Oppdal's chat on a phone."""
    return open_chat()
