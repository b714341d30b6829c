"""Who is signed in, and what they may do where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from foundation.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from foundation.providers import Grant, StaffRole

# Whoever has a role has these too, in the same municipality: all who have one are employees.
INCLUDED: Mapping[StaffRole, frozenset[StaffRole]] = {
    "leder": frozenset({"leder", "koordinator", "ansatt"}),
    "koordinator": frozenset({"koordinator", "ansatt"}),
    "redaktor": frozenset({"redaktor", "ansatt"}),
    "ansatt": frozenset({"ansatt"}),
}
CALLED: Mapping[StaffRole, str] = {
    "leder": "leder",
    "koordinator": "koordinator",
    "redaktor": "redaktør",
    "ansatt": "ansatt",
}


class NotAllowedError(DomainError):
    """The role does not reach so far."""

    status = 403
    slug = "ikke-lov"
    title = "Du har ikke tilgang til dette"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """An employee who is signed in, with the roles that hold now; `by_provider`: somebody else vouches for them."""

    id: int
    name: str
    login: str
    grants: tuple[Grant, ...]
    by_provider: bool = False

    def may(self, role: StaffRole, kommune: str) -> bool:
        """Whether they have a role in a municipality, or one that includes it."""
        return any(role in INCLUDED[grant.role] for grant in self.grants if grant.kommune == kommune)

    def must(self, role: StaffRole, kommune: str) -> None:
        """Lets them pass who have the role.

        Raises:
            NotAllowedError: when they have not.
        """
        if not self.may(role, kommune):
            message = (
                f"Rollen «{CALLED[role]}» i kommunen trengs for dette, og du har den ikke. "
                "Be den som styrer tilgangene om hjelp."
            )
            raise NotAllowedError(message)

    def kommuner(self, role: StaffRole) -> tuple[str, ...]:
        """The municipalities where they have a role, each once."""
        return tuple(dict.fromkeys(grant.kommune for grant in self.grants if self.may(role, grant.kommune)))
