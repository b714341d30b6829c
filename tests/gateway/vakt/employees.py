"""Employees of a gateway that really runs, and their browsers."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpx

from accounts.service import Accounts
from foundation.database import make_engine
from foundation.providers import Grant
from tests.accounts.conftest import CHEAP, PASSWORD
from tests.gateway.vakt.desk import Coordinator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accounts.users import User
    from foundation.providers import StaffRole
    from tests.gateway.running import Gateway

DESK = {"X-Endorinn-Desk": "1"}


@contextmanager
def accounts_of(gateway: Gateway) -> Iterator[Accounts]:
    """The accounts of a gateway, past the gateway."""
    engine = make_engine(f"sqlite:///{gateway.database}")
    try:
        yield Accounts(engine, passwords=CHEAP)
    finally:
        engine.dispose()


def employed(gateway: Gateway, login: str, *roles: tuple[str, StaffRole]) -> User:
    """A new employee with these roles (municipality, role) and the tests' password."""
    with accounts_of(gateway) as accounts:
        grants = [Grant(kommune=kommune, role=role) for kommune, role in roles]
        return accounts.users.add(login, login.title(), PASSWORD, grants)


@contextmanager
def browser(gateway: Gateway) -> Iterator[httpx.Client]:
    """A browser with no cookie yet, on the desk's own page."""
    with httpx.Client(base_url=gateway.client.base_url, headers=DESK, timeout=20, trust_env=False) as client:
        yield client


@contextmanager
def signed_in(gateway: Gateway, login: str) -> Iterator[httpx.Client]:
    """A browser that an employee is signed in with."""
    with browser(gateway) as client:
        sent = {"login": login, "password": PASSWORD}
        client.post("/api/vakt/sign-in", json=sent).raise_for_status()
        yield client


@contextmanager
def at_the_desk(gateway: Gateway, login: str, *roles: tuple[str, StaffRole]) -> Iterator[Coordinator]:
    """A new employee with these roles, signed in."""
    user = employed(gateway, login, *roles)
    with signed_in(gateway, login) as client:
        yield Coordinator(gateway, client, user.id)
