"""Who takes conversations, and who is here."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from accounts.presence import Presence
from foundation.providers import Grant
from tests.accounts.conftest import PASSWORD

if TYPE_CHECKING:
    from accounts.service import Accounts
    from accounts.users import User
    from foundation.providers import StaffRole
    from tests.clock import Clock


@pytest.fixture
def per(accounts: Accounts) -> User:
    """A lead in Oppdal and coordinator in Tynset."""
    grants = [Grant(kommune="oppdal", role="leder"), Grant(kommune="tynset", role="koordinator")]
    return accounts.users.add("per", "Per Leder", PASSWORD, grants)


def here(accounts: Accounts, *kommuner: str) -> list[tuple[str, bool]]:
    """Who is here."""
    return [(one.name, one.here) for one in accounts.presence.colleagues(kommuner)]


def test_whoever_has_said_nothing_is_available_and_not_here(accounts: Accounts, kari: User) -> None:
    assert accounts.presence.of(kari.id) == Presence("available", "")
    assert here(accounts, "oppdal") == [("Kari Vakt", False)]


def test_what_is_said_is_told(accounts: Accounts, kari: User) -> None:
    accounts.presence.put(kari.id, "away", "Tilbake kl. 13")
    [told] = accounts.presence.colleagues(["oppdal"])
    assert (told.state, told.text, accounts.presence.of(kari.id)) == (
        "away",
        "Tilbake kl. 13",
        Presence("away", "Tilbake kl. 13"),
    )
    accounts.presence.put(kari.id, "available", "")
    assert accounts.presence.of(kari.id) == Presence("available", "")


def test_who_was_seen_within_a_minute_is_here(accounts: Accounts, kari: User, clock: Clock) -> None:
    accounts.presence.put(kari.id, "away", "Lunsj")
    accounts.presence.seen(kari.id)
    clock.goes_on(seconds=59)
    assert here(accounts, "oppdal") == [("Kari Vakt", True)]
    clock.goes_on(seconds=1)
    assert here(accounts, "oppdal") == [("Kari Vakt", False)]
    assert accounts.presence.of(kari.id) == Presence("away", "Lunsj")


def test_who_is_seen_again_and_again_stays(accounts: Accounts, kari: User, clock: Clock) -> None:
    for _ in range(30):
        accounts.presence.seen(kari.id)
        clock.goes_on(seconds=10)
        assert here(accounts, "oppdal") == [("Kari Vakt", True)]


def test_who_leaves_is_gone_at_once(accounts: Accounts, kari: User) -> None:
    accounts.presence.seen(kari.id)
    accounts.presence.gone(kari.id)
    assert here(accounts, "oppdal") == [("Kari Vakt", False)]


def test_colleagues_are_those_who_take_conversations_in_the_municipalities(
    accounts: Accounts, kari: User, per: User
) -> None:
    others: list[tuple[str, str, StaffRole]] = [
        ("anne", "oppdal", "ansatt"),
        ("roar", "oppdal", "redaktor"),
        ("bo", "tolga", "leder"),
    ]
    for login, kommune, role in others:
        accounts.users.add(login, login, PASSWORD, [Grant(kommune=kommune, role=role)])
    found = accounts.presence.colleagues(["oppdal", "tynset"])
    assert [(one.id, one.kommuner) for one in found] == [(kari.id, ("oppdal",)), (per.id, ("oppdal", "tynset"))]
    assert [one.id for one in accounts.presence.colleagues(["tynset"])] == [per.id]
    accounts.users.disable("kari")
    assert [one.id for one in accounts.presence.colleagues(["oppdal"])] == [per.id]


def test_someone_is_here_where_one_is_here_and_available(accounts: Accounts, kari: User, per: User) -> None:
    assert not accounts.presence.someone_here("oppdal")
    accounts.presence.seen(kari.id)
    assert (accounts.presence.someone_here("oppdal"), accounts.presence.someone_here("tynset")) == (True, False)
    accounts.presence.put(kari.id, "away", "")
    assert not accounts.presence.someone_here("oppdal")
    accounts.presence.seen(per.id)
    assert (accounts.presence.someone_here("oppdal"), accounts.presence.someone_here("tynset")) == (True, True)


def test_two_pages_that_open_at_once_are_both_seen(accounts: Accounts, kari: User) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: accounts.presence.seen(kari.id), range(8)))
    assert here(accounts, "oppdal") == [("Kari Vakt", True)]
