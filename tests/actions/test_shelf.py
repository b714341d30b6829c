"""The library as the action server holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from actions import shelf
from foundation.errors import OperatorError
from foundation.settings import settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from knowledge.content import Content


@pytest.fixture
def _nothing_on_the_shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/tom.db")
    settings.cache_clear()
    shelf.library.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()
    shelf.library.cache_clear()


@pytest.mark.usefixtures("on_the_shelf")
def test_the_library_holds_all_content(content: Content) -> None:
    assert {record.id for record in shelf.library().records} == {record.id for record in content.records}


@pytest.mark.usefixtures("on_the_shelf")
def test_the_library_is_read_once() -> None:
    assert shelf.library() is shelf.library()


@pytest.mark.usefixtures("_nothing_on_the_shelf")
def test_a_database_without_content_says_what_to_do() -> None:
    with pytest.raises(OperatorError, match=r"holds no content yet\. Run `endorinn knowledge load` first\."):
        shelf.library()
