"""What every test may ask for: the real content, a fixed moment, and the contract that answers must keep."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from foundation.clock import NORWAY
from knowledge import Library, Need, Query, answer, to_json
from knowledge.content import Content, read_content
from tests.browser import chromium
from tests.fuzzing import register_profiles
from tests.postgres import served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

    from knowledge import Answer

register_profiles()
SCHEMA = Path(__file__).parents[1] / "knowledge" / "answer.schema.json"


@pytest.fixture(scope="session", autouse=True)
def _loggers_are_not_cached() -> Iterator[None]:
    """So that a test sees what is logged by a module that a gateway of another test has let log before."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("foundation.logging.CACHED", False)
        yield


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL server of the tests' own, for all of them; it is started when the first asks."""
    with served() as address:
        yield address


@pytest.fixture(scope="session")
def content() -> Content:
    """The content as it lies in the project."""
    return read_content()


@pytest.fixture(scope="session")
def library(content: Content) -> Library:
    """The library made from the project's content."""
    return Library(content.records, content.documents)


@pytest.fixture(scope="session")
def moment() -> datetime:
    """A Wednesday at noon, when all that the content holds is valid."""
    return datetime(2026, 11, 25, 12, 0, tzinfo=NORWAY)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real browser, started once a module: while Playwright runs, asyncio cannot run in the same thread."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def answer_schema() -> Draft202012Validator:
    """The contract of every answer, with dates checked as dates."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


@pytest.fixture(scope="session")
def ask(library: Library, moment: datetime, answer_schema: Draft202012Validator) -> Callable[..., Answer]:
    """Asks as if this had been understood. The answer keeps the contract.

    `needs` are ids, the most certain first, or needs with their own confidence.
    """

    def asked(text: str, *, needs: tuple[str | Need, ...] = (), **understood: Any) -> Answer:  # noqa: ANN401 - Query's fields
        weighed = tuple(
            need if isinstance(need, Need) else Need(need, 0.9 - 0.1 * place) for place, need in enumerate(needs)
        )
        found = answer(Query(text, needs=weighed, **understood), library, moment)
        answer_schema.validate(json.loads(json.dumps(to_json(found))))
        return found

    return asked
