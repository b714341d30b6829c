"""In production nothing starts that is unsafe, and no door of the house stands open to callers without a token."""

from __future__ import annotations

import asyncio
import socket
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from foundation.errors import OperatorError
from foundation.settings import Settings
from gateway.app import create_app
from gateway.doors import refuse_open_doors

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fastapi import FastAPI

TOKEN = "vZ3kq-Y1mH8_dPw0sLr5TtNfXc7aBeJu9iGo2hRx4E"  # noqa: S105 - of this test  # pragma: allowlist secret
TO_DO = "Start it with ENDORINN_INTERNAL_TOKEN set and, for Rasa, the project's own bot/credentials.yml."


@contextmanager
def door(status: int) -> Iterator[tuple[str, list[str | None]]]:
    """A server that answers every caller alike: its address, and the tokens that it was sent."""
    sent: list[str | None] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            sent.append(self.headers["Authorization"])
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", sent
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def in_production(rasa: str, actions: str, **more: Any) -> Settings:  # noqa: ANN401 - any setting
    """A municipality's own server, whose Rasa and action server are these."""
    return Settings(env="production", rasa_url=rasa, actions_url=actions, internal_token=TOKEN, _env_file=None, **more)


@pytest.fixture
def nobody(closed_port: int) -> str:
    """An address that nobody listens on."""
    return f"http://127.0.0.1:{closed_port}"


@pytest.mark.parametrize("status", [200, 204])
def test_rasa_that_answers_a_caller_without_a_token_is_refused(nobody: str, status: int) -> None:
    with door(status) as (rasa, sent), pytest.raises(OperatorError) as error:
        refuse_open_doors(in_production(rasa, nobody))
    assert str(error.value) == f"Rasa answered a caller without a token. {TO_DO}"
    assert sent == [None]


def test_an_action_server_that_answers_a_caller_without_a_token_is_refused(nobody: str) -> None:
    with door(200) as (actions, _), pytest.raises(OperatorError) as error:
        refuse_open_doors(in_production(nobody, actions))
    assert str(error.value) == f"The action server answered a caller without a token. {TO_DO}"


def test_two_open_doors_are_told_at_once() -> None:
    with door(200) as (rasa, _), door(200) as (actions, _), pytest.raises(OperatorError) as error:
        refuse_open_doors(in_production(rasa, actions))
    assert str(error.value).startswith("Rasa and The action server answered a caller without a token.")


def test_rasa_that_has_another_channel_than_ours_is_open_too(nobody: str) -> None:
    with door(404) as (rasa, _), pytest.raises(OperatorError, match=r"^Rasa answered a caller without a token"):
        refuse_open_doors(in_production(rasa, nobody))


def test_a_web_server_between_that_finds_nobody_is_no_open_door(nobody: str) -> None:
    with door(502) as (rasa, _):
        refuse_open_doors(in_production(rasa, nobody))


@pytest.mark.parametrize("status", [401, 403])
def test_doors_that_are_shut_are_fine(status: int) -> None:
    with door(status) as (rasa, asked_rasa), door(status) as (actions, asked_actions):
        refuse_open_doors(in_production(rasa, actions))
    assert (len(asked_rasa), len(asked_actions)) == (1, 1)


def test_where_nobody_listens_nothing_is_open(nobody: str) -> None:
    refuse_open_doors(in_production(nobody, nobody))


def test_what_accepts_and_says_nothing_is_not_open(nobody: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.doors.PATIENCE", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        refuse_open_doors(in_production(f"http://127.0.0.1:{silent.getsockname()[1]}", nobody))


def test_in_development_nobody_knocks() -> None:
    with door(200) as (rasa, sent):
        refuse_open_doors(Settings(rasa_url=rasa, actions_url=rasa, _env_file=None))
    assert sent == []


def test_a_gateway_with_unsafe_settings_is_not_made(nobody: str) -> None:
    with pytest.raises(OperatorError, match="ENDORINN_TRUSTED_PROXIES is "):
        create_app(in_production(nobody, nobody, trusted_proxies="*"))


def test_a_gateway_before_an_open_door_does_not_start_and_opens_no_database(tmp_path: Path, nobody: str) -> None:
    async def start(app: FastAPI) -> None:
        async with app.router.lifespan_context(app):
            pytest.fail("It started.")

    with door(200) as (rasa, _):
        app = create_app(in_production(rasa, nobody, database_url=f"sqlite:///{tmp_path}/endorinn.db"))
        with pytest.raises(OperatorError, match="Rasa answered a caller without a token"):
            asyncio.run(start(app))
    assert list(tmp_path.iterdir()) == []
