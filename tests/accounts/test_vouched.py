"""Employees whom a provider vouches for."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from accounts.errors import ClosedError, NoRoleError, NotSignedInError, WrongPasswordError
from accounts.vouched import Identity
from foundation.providers import Grant
from tests.accounts.conftest import AT_THE_DESK, PASSWORD

if TYPE_CHECKING:
    from accounts.service import Accounts
    from accounts.users import User

OLA = Identity("https://id.example.org", "s-1", "Ola Vakt", "Ola@oppdal.no", (AT_THE_DESK,))
LEAD = Grant(kommune="tynset", role="leder")


def test_a_first_sign_in_makes_an_account_and_a_later_one_keeps_it(accounts: Accounts) -> None:
    first, token = accounts.signed_in_by_provider(OLA)
    who = accounts.open(token)
    assert (who.name, who.login, who.grants, who.by_provider) == ("Ola Vakt", "ola@oppdal.no", (AT_THE_DESK,), True)
    again, _ = accounts.signed_in_by_provider(replace(OLA, name="Ola Gift", login="ola.gift"))
    assert again.user_id == first.user_id
    assert (accounts.open(token).name, accounts.open(token).login) == ("Ola Gift", "ola.gift")


def test_roles_are_those_of_the_last_sign_in(accounts: Accounts) -> None:
    _, token = accounts.signed_in_by_provider(OLA)
    accounts.signed_in_by_provider(replace(OLA, grants=(LEAD, LEAD)))
    assert accounts.open(token).grants == (LEAD,)


def test_who_has_no_role_gets_no_account(accounts: Accounts) -> None:
    with pytest.raises(NoRoleError) as error:
        accounts.signed_in_by_provider(replace(OLA, grants=()))
    assert (error.value.status, error.value.slug, accounts.users.listed()) == (403, "ikke-lov", ())


def test_who_has_lost_every_role_is_signed_out_everywhere(accounts: Accounts) -> None:
    _, token = accounts.signed_in_by_provider(OLA)
    with pytest.raises(NoRoleError):
        accounts.signed_in_by_provider(replace(OLA, grants=()))
    with pytest.raises(NotSignedInError):
        accounts.open(token)
    assert [one.grants for one in accounts.users.listed()] == [()]


def test_who_is_disabled_here_stays_out_whatever_the_provider_says(accounts: Accounts) -> None:
    accounts.signed_in_by_provider(OLA)
    accounts.users.disable("ola@oppdal.no")
    with pytest.raises(ClosedError):
        accounts.signed_in_by_provider(OLA)


def test_the_same_subject_of_another_provider_is_another_person(accounts: Accounts) -> None:
    first, _ = accounts.signed_in_by_provider(OLA)
    other, _ = accounts.signed_in_by_provider(replace(OLA, issuer="https://id2.example.org"))
    assert first.user_id != other.user_id


def test_who_calls_themselves_as_a_local_account_gets_neither_it_nor_its_login(accounts: Accounts, kari: User) -> None:
    session, token = accounts.signed_in_by_provider(replace(OLA, login="KARI"))
    assert session.user_id != kari.id
    assert accounts.open(token).login.startswith("kari~")
    assert accounts.sign_in("kari", PASSWORD)[0].user_id == kari.id
    again, _ = accounts.signed_in_by_provider(replace(OLA, login="kari"))
    assert again.user_id == session.user_id


def test_a_provider_is_no_way_to_a_password(accounts: Accounts) -> None:
    accounts.signed_in_by_provider(OLA)
    for password in ("", PASSWORD):
        with pytest.raises(WrongPasswordError):
            accounts.sign_in("ola@oppdal.no", password)


def test_two_browsers_of_a_new_employee_at_once_make_one_account(accounts: Accounts) -> None:
    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(lambda _: accounts.signed_in_by_provider(OLA)[0].user_id, range(2)))
    assert len(set(both)) == 1
    assert len(accounts.users.listed()) == 1


def test_a_long_name_is_kept_as_far_as_there_is_room(accounts: Accounts) -> None:
    _, token = accounts.signed_in_by_provider(replace(OLA, name="Å" * 500, login="å" * 500))
    who = accounts.open(token)
    assert (len(who.name), len(who.login)) == (100, 100)
