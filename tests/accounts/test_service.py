"""Signing in with a password, and how long it lasts."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from argon2 import PasswordHasher
from sqlalchemy import text

from accounts.errors import NotSignedInError, WrongPasswordError
from accounts.passwords import Passwords
from accounts.service import Accounts
from accounts.sessions import Lifetimes
from accounts.tries import TooManyTriesError
from foundation.providers import Grant
from tests.accounts.conftest import AT_THE_DESK, CHEAP, PASSWORD

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from accounts.users import User
    from tests.clock import Clock

OTHER = "helt andre rolige ord"


def is_open(accounts: Accounts, token: str, *, is_used: bool = True) -> bool:
    """Whether a token opens a session."""
    try:
        accounts.open(token, is_used=is_used)
    except NotSignedInError:
        return False
    return True


def refusal(accounts: Accounts, login: str, password: str) -> str:
    """What somebody is told who cannot sign in."""
    with pytest.raises(WrongPasswordError) as error:
        accounts.sign_in(login, password)
    return error.value.detail


def kept(engine: Engine) -> str:
    """What is kept of the only password."""
    with engine.connect() as connection:
        return str(connection.execute(text("SELECT password_hash FROM staff_user")).scalar_one())


def test_the_right_password_signs_in(accounts: Accounts, kari: User, clock: Clock) -> None:
    session, token = accounts.sign_in("kari", PASSWORD)
    assert (session.user_id, session.expires_at) == (kari.id, clock.now + timedelta(hours=8))
    who = accounts.open(token)
    assert (who.id, who.name, who.login, who.grants, who.by_provider) == (
        kari.id,
        "Kari Vakt",
        "kari",
        (AT_THE_DESK,),
        False,
    )


@pytest.mark.parametrize("login", ["KARI", " kari ", "Kari"])
def test_capitals_and_blanks_around_a_login_do_not_matter(accounts: Accounts, kari: User, login: str) -> None:
    assert accounts.sign_in(login, PASSWORD)[0].user_id == kari.id


def test_a_letter_in_two_signs_is_the_same_letter(accounts: Accounts) -> None:
    accounts.users.add("per", "Per", "bål på stranda")
    accounts.sign_in("per", "ba\u030al pa\u030a stranda")


def test_whatever_is_wrong_is_told_in_the_same_words(accounts: Accounts, kari: User) -> None:
    accounts.users.add("stengt", "Stengt", PASSWORD)
    accounts.users.disable("stengt")
    wrong = [
        (kari.login, OTHER),
        ("ingen", PASSWORD),
        ("stengt", PASSWORD),
        ("\0' OR 1=1 --", PASSWORD),
        ("x" * 500, "y"),
    ]
    assert {refusal(accounts, *one) for one in wrong} == {WrongPasswordError().detail}


def test_a_login_that_nobody_has_takes_as_long_as_another(engine: Engine, clock: Clock) -> None:
    accounts = Accounts(engine, Lifetimes(), clock, Passwords(PasswordHasher(time_cost=6, memory_cost=16_384)))
    accounts.users.add("kari", "Kari", PASSWORD)
    accounts.users.add("stengt", "Stengt", PASSWORD)
    accounts.users.disable("stengt")
    took = {}
    for login in ("kari", "ingen", "stengt"):
        begun = time.perf_counter()
        refusal(accounts, login, OTHER)
        took[login] = time.perf_counter() - begun
    assert min(took.values()) > 0.4 * max(took.values())


def test_a_password_is_kept_anew_when_the_work_has_changed(accounts: Accounts, engine: Engine, kari: User) -> None:
    before = kept(engine)
    accounts.sign_in(kari.login, PASSWORD)
    assert kept(engine) == before
    dearer = Accounts(engine, passwords=Passwords(PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)))
    dearer.sign_in(kari.login, PASSWORD)
    assert "m=16,t=2,p=1" in kept(engine)
    dearer.sign_in(kari.login, PASSWORD)


def test_a_session_ends_after_its_hours_however_much_it_is_used(accounts: Accounts, kari: User, clock: Clock) -> None:
    _, token = accounts.sign_in(kari.login, PASSWORD)
    for _ in range(15):
        clock.goes_on(minutes=31)
        assert is_open(accounts, token)
    clock.goes_on(minutes=15)
    assert not is_open(accounts, token)


def test_a_session_that_is_not_used_ends_earlier(accounts: Accounts, kari: User, clock: Clock) -> None:
    _, token = accounts.sign_in(kari.login, PASSWORD)
    clock.goes_on(minutes=59)
    assert is_open(accounts, token)
    clock.goes_on(minutes=59)
    assert is_open(accounts, token)
    clock.goes_on(minutes=60)
    assert not is_open(accounts, token)


def test_a_look_that_is_no_sign_of_life_lengthens_nothing(accounts: Accounts, kari: User, clock: Clock) -> None:
    _, token = accounts.sign_in(kari.login, PASSWORD)
    clock.goes_on(minutes=59)
    assert is_open(accounts, token, is_used=False)
    clock.goes_on(minutes=1)
    assert not is_open(accounts, token, is_used=False)


def test_use_is_noted_once_a_minute(accounts: Accounts, kari: User, clock: Clock) -> None:
    session, token = accounts.sign_in(kari.login, PASSWORD)
    clock.goes_on(seconds=59)
    accounts.open(token)
    assert [one.seen_at for one in accounts.sessions_of(kari.id)] == [session.seen_at]
    clock.goes_on(seconds=1)
    accounts.open(token)
    assert [one.seen_at for one in accounts.sessions_of(kari.id)] == [clock.now]


def test_where_sessions_idle_out_within_a_minute_use_is_noted_in_time(engine: Engine, clock: Clock) -> None:
    accounts = Accounts(engine, Lifetimes(idle=timedelta(seconds=30)), clock, CHEAP)
    accounts.users.add("kari", "Kari", PASSWORD)
    _, token = accounts.sign_in("kari", PASSWORD)
    for _ in range(10):
        clock.goes_on(seconds=16)
        assert is_open(accounts, token)


def test_roles_count_as_they_are_now(accounts: Accounts, kari: User) -> None:
    _, token = accounts.sign_in(kari.login, PASSWORD)
    lead = Grant(kommune="tynset", role="leder")
    accounts.users.grant(kari.login, lead)
    assert accounts.open(token).grants == (AT_THE_DESK, lead)
    accounts.users.revoke(kari.login, AT_THE_DESK)
    assert accounts.open(token).grants == (lead,)


@pytest.mark.parametrize("token", ["", "ukjent", "\ud800", "\0", "x" * 10_000])
def test_a_token_that_is_nobodys_opens_nothing(accounts: Accounts, kari: User, token: str) -> None:
    accounts.sign_in(kari.login, PASSWORD)
    assert not is_open(accounts, token)


def test_who_signs_out_is_out_and_the_other_browser_is_not(accounts: Accounts, kari: User) -> None:
    (_, one), (_, other) = accounts.sign_in(kari.login, PASSWORD), accounts.sign_in(kari.login, PASSWORD)
    accounts.sign_out(one)
    accounts.sign_out(one)
    assert [is_open(accounts, token) for token in (one, other)] == [False, True]


def test_all_sessions_of_one_can_be_ended(accounts: Accounts, kari: User) -> None:
    per = accounts.users.add("per", "Per", PASSWORD)
    own = [accounts.sign_in(kari.login, PASSWORD)[1] for _ in range(3)]
    _, others = accounts.sign_in(per.login, PASSWORD)
    assert accounts.revoke_all(kari.id) == 3
    assert [is_open(accounts, token) for token in (*own, others)] == [False, False, False, True]


def test_who_is_disabled_is_out_at_once_and_stays_out(accounts: Accounts, kari: User) -> None:
    _, token = accounts.sign_in(kari.login, PASSWORD)
    accounts.users.disable(kari.login)
    assert not is_open(accounts, token)
    accounts.users.enable(kari.login)
    assert not is_open(accounts, token)
    assert is_open(accounts, accounts.sign_in(kari.login, PASSWORD)[1])


def test_another_password_ends_what_the_old_one_opened(accounts: Accounts, kari: User) -> None:
    _, token = accounts.sign_in(kari.login, PASSWORD)
    accounts.users.set_password(kari.login, OTHER)
    assert not is_open(accounts, token)
    refusal(accounts, kari.login, PASSWORD)
    assert is_open(accounts, accounts.sign_in(kari.login, OTHER)[1])


def test_a_password_that_changes_while_it_is_checked_opens_nothing(
    accounts: Accounts, kari: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = CHEAP.is_right

    def meanwhile(kept: str | None, password: str) -> bool:
        accounts.users.set_password(kari.login, OTHER)
        return right(kept, password)

    monkeypatch.setattr(CHEAP, "is_right", meanwhile)
    refusal(accounts, kari.login, PASSWORD)
    assert accounts.sessions_of(kari.id) == ()


def test_what_is_over_is_deleted_and_what_is_not_stays(accounts: Accounts, kari: User, clock: Clock) -> None:
    accounts.sign_in(kari.login, PASSWORD)
    accounts.pending.begin()
    clock.goes_on(minutes=61)
    _, young = accounts.sign_in(kari.login, PASSWORD)
    assert accounts.purge_sessions() == 1
    assert (accounts.purge_sessions(), is_open(accounts, young)) == (0, True)


def test_after_five_wrong_passwords_the_right_one_has_to_wait_too(accounts: Accounts, kari: User) -> None:
    for _ in range(5):
        refusal(accounts, kari.login, OTHER)
    for login in ("kari", " KARI"):
        with pytest.raises(TooManyTriesError):
            accounts.sign_in(login, PASSWORD)


def test_a_login_that_nobody_has_is_held_back_the_same(accounts: Accounts) -> None:
    for _ in range(5):
        refusal(accounts, "ingen", OTHER)
    with pytest.raises(TooManyTriesError):
        accounts.sign_in("ingen", OTHER)


def test_a_right_password_in_time_lets_one_try_anew(accounts: Accounts, kari: User) -> None:
    for _ in range(3):
        for _ in range(4):
            refusal(accounts, kari.login, OTHER)
        accounts.sign_in(kari.login, PASSWORD)


def test_many_tries_at_once_are_no_more_than_one_after_the_other(accounts: Accounts, kari: User) -> None:
    def tried(_: int) -> type[Exception]:
        with pytest.raises((WrongPasswordError, TooManyTriesError)) as error:
            accounts.sign_in(kari.login, OTHER)
        return error.type

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(tried, range(20)))
    assert outcomes.count(WrongPasswordError) == 5


def test_two_browsers_whose_sign_in_has_the_password_kept_anew_are_both_let_in(engine: Engine, kari: User) -> None:
    dearer = Accounts(engine, passwords=Passwords(PasswordHasher(time_cost=2, memory_cost=4_096, parallelism=1)))
    with ThreadPoolExecutor(4) as pool:
        assert {session.user_id for session, _ in pool.map(lambda _: dearer.sign_in("kari", PASSWORD), range(4))} == {
            kari.id
        }
