"""Rasa's side of a call played with rasa-sdk's own classes, and the real library out of a real database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from rasa_sdk import Tracker

from actions import shelf
from foundation.database import make_engine
from foundation.settings import settings
from knowledge.store import load_content
from tests.understanding.parsed import parse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from knowledge.content import Content


def tracker(text: str = "", *, slots: dict[str, Any] | None = None, **parsed: Any) -> Tracker:  # noqa: ANN401 - Rasa's
    """A tracker whose latest message was parsed so."""
    state: dict[str, Any] = {"paused": False, "followup_action": None, "active_loop": {}, "latest_action_name": None}
    return Tracker("a", slots or {}, parse(text, **parsed), [], **state)


@pytest.fixture(scope="module")
def on_the_shelf(tmp_path_factory: pytest.TempPathFactory, content: Content) -> Iterator[Path]:
    """A database with all content, which the actions read from."""
    path = tmp_path_factory.mktemp("shelf") / "endorinn.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", f"sqlite:///{path}")
        settings.cache_clear()
        shelf.library.cache_clear()
        engine = make_engine(settings().database_url)
        load_content(engine, content)
        engine.dispose()
        yield path
    settings.cache_clear()
    shelf.library.cache_clear()
