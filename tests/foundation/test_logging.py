"""Logs are one JSON object a line, and the addresses of conversations stay out of them."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from foundation.logging import configure_logging

CHATTY = ("httpx", "bm25s", "alembic", "uvicorn.access")


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {name: (logging.getLogger(name).level, logging.getLogger(name).disabled) for name in CHATTY}
    yield
    structlog.reset_defaults()
    root.handlers[:], root.level = handlers, level
    for name, (own, disabled) in levels.items():
        logging.getLogger(name).setLevel(own)
        logging.getLogger(name).disabled = disabled


def test_an_event_is_one_json_object_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("INFO")
    structlog.get_logger().info("turn", outcome="answered", kommune="stor-elvdal")
    logged = json.loads(capsys.readouterr().err)
    assert (logged["event"], logged["outcome"], logged["level"]) == ("turn", "answered", "info")
    assert logged["timestamp"].endswith("Z")


def test_what_is_less_severe_than_the_level_is_not_written(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("WARNING")
    structlog.get_logger().info("turn")
    logging.getLogger("house").info("turn")
    assert capsys.readouterr().err == ""


def test_addresses_of_conversations_are_not_logged(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("INFO")
    logging.getLogger("uvicorn.access").info("GET /api/conversations/abc")
    logging.getLogger("httpx").info("HTTP Request: POST http://127.0.0.1:5005/")
    assert capsys.readouterr().err == ""
