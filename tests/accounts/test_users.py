"""What an operator does to accounts, and what is refused with what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from accounts.vouched import Identity
from foundation.errors import OperatorError
from foundation.providers import Grant
from tests.accounts.conftest import AT_THE_DESK, PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable

    from accounts.service import Accounts
    from accounts.users import User

LEAD = Grant(kommune="oppdal", role="leder")
VOUCHED = Identity("https://id.example.org", "s-1", "Ola", "ola", (AT_THE_DESK,))


def fault(done: Callable[[], object]) -> str:
    """What an operator is told."""
    with pytest.raises(OperatorError) as error:
        done()
    return str(error.value)


def test_who_is_added_is_listed_with_name_and_roles(accounts: Accounts) -> None:
    accounts.users.add("Per.Hansen@oppdal", "  Per   Vakt ", PASSWORD, [LEAD, AT_THE_DESK, LEAD])
    accounts.users.add("anne", "Anne", PASSWORD)
    assert [(one.login, one.name, one.grants, one.is_active, one.issuer) for one in accounts.users.listed()] == [
        ("anne", "Anne", (), True, None),
        ("per.hansen@oppdal", "Per Vakt", (AT_THE_DESK, LEAD), True, None),
    ]


@pytest.mark.parametrize("login", ["KARI", "kari", " kari"])
def test_a_login_is_given_once(accounts: Accounts, kari: User, login: str) -> None:  # noqa: ARG001 - is there
    told = fault(lambda: accounts.users.add(login, "En annen", PASSWORD))
    assert told == "The login kari is taken. See: endorinn users list."


@pytest.mark.parametrize("login", ["", "a", "kari vakt", "kåre", "-kari", "a" * 101, "kari\0", "kari\n/"])
def test_what_cannot_be_a_login_is_refused(accounts: Accounts, login: str) -> None:
    assert "cannot be a login. Use 2 to 100 of a to z" in fault(lambda: accounts.users.add(login, "Kari", PASSWORD))


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "Ka\x1bri"])
def test_what_cannot_be_a_name_is_refused(accounts: Accounts, name: str) -> None:
    told = fault(lambda: accounts.users.add("kari", name, PASSWORD))
    assert told == "A name has 1 to 100 characters, as colleagues know the person."


@pytest.mark.parametrize("password", ["kort passord"[:11], "x" * 201, "", "aaaaaaaaaaaaaaa", "hei kari vakt og andre"])
def test_a_weak_password_is_refused(accounts: Accounts, kari: User, password: str) -> None:
    for done in (
        lambda: accounts.users.set_password(kari.login, password),
        lambda: accounts.users.add("kari", "Kari", password),
    ):
        assert "Choose a sentence of four words or more" in fault(done)


def test_roles_are_given_once_and_taken_away(accounts: Accounts, kari: User) -> None:
    accounts.users.grant("Kari", LEAD)
    accounts.users.grant("kari", LEAD)
    assert accounts.users.of("kari").grants == (AT_THE_DESK, LEAD)
    accounts.users.revoke("kari", LEAD)
    assert accounts.users.of("kari").grants == (AT_THE_DESK,)
    told = fault(lambda: accounts.users.revoke(kari.login, LEAD))
    assert told == "kari is no leder in oppdal. See: endorinn users list."


def test_who_is_not_there_is_named(accounts: Accounts) -> None:
    for done in (
        lambda: accounts.users.of("ingen"),
        lambda: accounts.users.disable("ingen"),
        lambda: accounts.users.enable("ingen"),
        lambda: accounts.users.set_password("ingen", PASSWORD),
        lambda: accounts.users.grant("ingen", LEAD),
        lambda: accounts.users.revoke("ingen", LEAD),
    ):
        assert fault(done) == "There is no login ingen. See: endorinn users list."


def test_what_a_provider_keeps_is_changed_there(accounts: Accounts) -> None:
    accounts.signed_in_by_provider(VOUCHED)
    for done in (
        lambda: accounts.users.set_password("ola", PASSWORD),
        lambda: accounts.users.grant("ola", LEAD),
        lambda: accounts.users.revoke("ola", AT_THE_DESK),
    ):
        assert fault(done) == (
            "ola signs in with https://id.example.org, which keeps the password and says which roles there are. "
            "Change them there."
        )


def test_a_password_is_a_way_in_only_where_somebody_has_one(accounts: Accounts) -> None:
    accounts.signed_in_by_provider(VOUCHED)
    assert not accounts.users.any_local()
    accounts.users.add("kari", "Kari", PASSWORD)
    assert accounts.users.any_local()
    accounts.users.disable("kari")
    assert not accounts.users.any_local()
