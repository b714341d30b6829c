"""Who may what, where."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pytest

from accounts.rights import CALLED, INCLUDED, NotAllowedError, SignedIn
from foundation.providers import Grant, StaffRole

if TYPE_CHECKING:
    from collections.abc import Sequence

MAY: dict[StaffRole, set[StaffRole]] = {
    "leder": {"leder", "koordinator", "ansatt"},
    "koordinator": {"koordinator", "ansatt"},
    "redaktor": {"redaktor", "ansatt"},
    "ansatt": {"ansatt"},
}
ROLES: Sequence[StaffRole] = get_args(StaffRole.__value__)


def with_roles(*grants: tuple[str, StaffRole]) -> SignedIn:
    """An employee with these roles."""
    return SignedIn(1, "Kari", "kari", tuple(Grant(kommune=kommune, role=role) for kommune, role in grants))


@pytest.mark.parametrize("role", ROLES)
def test_each_role_reaches_so_far_and_no_further(role: StaffRole) -> None:
    who = with_roles(("oppdal", role))
    assert {one for one in ROLES if who.may(one, "oppdal")} == MAY[role]
    assert [one for one in ROLES if who.may(one, "tynset")] == []


def test_every_role_is_told_of_and_has_a_name() -> None:
    assert set(ROLES) == set(INCLUDED) == set(CALLED)


def test_roles_do_not_mix_between_municipalities() -> None:
    who = with_roles(("oppdal", "leder"), ("tynset", "koordinator"))
    assert (who.may("leder", "tynset"), who.may("koordinator", "tynset")) == (False, True)
    assert (who.kommuner("leder"), who.kommuner("koordinator")) == (("oppdal",), ("oppdal", "tynset"))


def test_who_may_not_is_told_which_role_it_takes() -> None:
    who = with_roles(("oppdal", "koordinator"))
    who.must("koordinator", "oppdal")
    with pytest.raises(NotAllowedError) as error:
        who.must("leder", "oppdal")
    assert (error.value.status, error.value.slug) == (403, "ikke-lov")
    assert error.value.detail == (
        "Rollen «leder» i kommunen trengs for dette, og du har den ikke. Be den som styrer tilgangene om hjelp."
    )
