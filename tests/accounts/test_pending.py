"""Sign-ins that are under way at the provider."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from accounts.service import Accounts
from tests.accounts.conftest import CHEAP

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from tests.clock import Clock


def test_one_is_gone_on_with_once(accounts: Accounts) -> None:
    begun = accounts.pending.begin()
    assert accounts.pending.take(begun.state, begun.browser) == begun
    assert accounts.pending.take(begun.state, begun.browser) is None


def test_another_browser_neither_goes_on_with_it_nor_spoils_it(accounts: Accounts) -> None:
    begun, others = accounts.pending.begin(), accounts.pending.begin()
    for browser in (others.browser, "", begun.state):
        assert accounts.pending.take(begun.state, browser) is None
    assert accounts.pending.take(begun.state, begun.browser) == begun


def test_after_ten_minutes_it_is_over(accounts: Accounts, clock: Clock) -> None:
    begun = accounts.pending.begin()
    clock.goes_on(minutes=10)
    assert accounts.pending.take(begun.state, begun.browser) is None


def test_another_gateway_goes_on_with_it(accounts: Accounts, engine: Engine, clock: Clock) -> None:
    begun = accounts.pending.begin()
    assert Accounts(engine, clock=clock, passwords=CHEAP).pending.take(begun.state, begun.browser) == begun


def test_of_two_that_come_at_once_one_goes_on(accounts: Accounts) -> None:
    begun = accounts.pending.begin()
    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(lambda _: accounts.pending.take(begun.state, begun.browser), range(4)))
    assert [one for one in taken if one is not None] == [begun]


def test_secrets_are_long_and_never_the_same(accounts: Accounts) -> None:
    made = [accounts.pending.begin() for _ in range(10)]
    told = [secret for one in made for secret in (one.state, one.nonce, one.verifier, one.browser)]
    assert len(set(told)) == 40
    assert {len(secret) for secret in told} == {43}
