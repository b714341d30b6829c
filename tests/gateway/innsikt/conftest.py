"""A gateway with figures of the last months, and the browsers of those who lead a municipality, and who do not."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from conversations.usage import UsageRow
from conversations.weeks import WEEK, whole_before
from foundation.clock import today
from foundation.database import make_engine
from tests.gateway.oppslag.browsing import employee
from tests.gateway.running import gateway_on
from tests.gateway.vakt.employees import employed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import httpx

    from conversations.usage import Figure
    from foundation.providers import StaffRole
    from tests.gateway.running import Gateway

# What was asked in each of the last weeks. Other numbers would be hidden, or hide others.
A_WEEK: dict[Figure, dict[str, int]] = {
    "outcome": {"answered": 9, "not_stated": 3, "acute": 2, "clarification": 3},
    "language": {"nb": 11, "nn": 6},
    "role": {"forelder": 10, "ungdom": 7},
    "answered": {"finn-hjelp": 6, "kontakt": 3},
    "not_stated": {"kontakt": 2, "pris": 1},
    "acute": {"selvmord": 1, "vold-overgrep": 1},
    "need": {"skolefravaer": 4, "psykisk-helse": 2},
    "need_no_route": {"bolig": 1},
    "level": {"gul": 5, "gronn": 2},
    "service_not_stated": {"ppt": 1},
}
ASKED = sum(A_WEEK["outcome"].values())


@pytest.fixture(scope="session")
def counted(loaded: Path, tmp_path_factory: pytest.TempPathFactory, closed_port: int) -> Iterator[Gateway]:
    """A gateway where Oppdal was asked much for a year, Tynset little, and Tolga nothing."""
    with gateway_on(loaded, tmp_path_factory.mktemp("innsikt"), f"http://127.0.0.1:{closed_port}") as gateway:
        engine = make_engine(f"sqlite:///{gateway.database}")
        first = whole_before(today(), 4) - timedelta(weeks=60)
        weeks = range((today() - first) // WEEK)
        rows: list[dict[str, object]] = [
            {"kommune": "oppdal", "monday": first + week * WEEK, "figure": figure, "value": value, "count": count}
            for week in weeks
            for figure, counts in A_WEEK.items()
            for value, count in counts.items()
        ]
        one: dict[str, object] = {"kommune": "tynset", "monday": whole_before(today(), 4) - WEEK, "count": 4}
        rows += [{**one, "figure": figure, "value": next(iter(counts))} for figure, counts in A_WEEK.items()]
        with Session(engine) as session, session.begin():
            session.execute(insert(UsageRow), rows)
        engine.dispose()
        yield gateway


@contextmanager
def signed_in(gateway: Gateway, login: str, *roles: tuple[str, StaffRole]) -> Iterator[httpx.Client]:
    """The browser of a new employee."""
    employed(gateway, login, *roles)
    with employee(gateway, login) as client:
        yield client


@pytest.fixture(scope="session")
def leader(counted: Gateway) -> Iterator[httpx.Client]:
    """Who leads in Oppdal, Tynset and Tolga."""
    with signed_in(counted, "leder", ("oppdal", "leder"), ("tynset", "leder"), ("tolga", "leder")) as client:
        yield client


@pytest.fixture(scope="session")
def coordinator_only(counted: Gateway) -> Iterator[httpx.Client]:
    """Who takes cases in Oppdal, and leads in Rendalen."""
    with signed_in(counted, "vakt", ("oppdal", "koordinator"), ("rendalen", "leder")) as client:
        yield client


@pytest.fixture(scope="session")
def editor_only(counted: Gateway) -> Iterator[httpx.Client]:
    """Who leads nowhere."""
    with signed_in(counted, "redaktor", ("oppdal", "redaktor")) as client:
        yield client
