"""Rasa's side of a call played with rasa-sdk's own classes, and the real library out of a real database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from rasa_sdk import Tracker

from actions import shelf
from foundation.database import make_engine
from foundation.settings import settings
from knowledge.store import load_content

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from knowledge.content import Content


def tracker(text: str = "", *, slots: dict[str, Any] | None = None, **parsed: Any) -> Tracker:  # noqa: ANN401 - Rasa's
    """A tracker whose latest message was parsed so.

    `intent` and `role` are given plainly, entities by their own names; the rest as Rasa has it.
    """
    intent = {"name": parsed.pop("intent", None), "confidence": 0.9}
    entities = [
        {"entity": name, "value": value}
        for name in ("service", "kommune", "alder", "trinn", "niva", "risikoomrade")
        for value in parsed.pop(name, ())
    ]
    message = {"text": text, "intent": intent, "entities": entities, **parsed}
    state: dict[str, Any] = {"paused": False, "followup_action": None, "active_loop": {}, "latest_action_name": None}
    return Tracker("a", slots or {}, message, [], **state)


def sure(*needs: str) -> list[dict[str, Any]]:
    """Needs as the bot tells them."""
    return [{"id": need, "confidence": 0.9} for need in needs]


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
