"""From what a provider says of a person to who they are here, and what they may do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accounts.store import SUBJECT
from accounts.vouched import Identity
from accounts.wire import refuse
from foundation.lines import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from foundation.providers import Provider

type Claims = Mapping[str, Any]
NAMELESS = "Uten navn"


def says_enough(provider: Provider, claims: Claims) -> bool:
    """Whether a token alone tells name and roles, so that nothing more need be asked."""
    return bool(_values(claims, provider.role_claim)) and _name(claims) != NAMELESS


def identity_of(provider: Provider, claims: Claims) -> Identity:
    """Who a person is, and the roles that their claims give; unknown values give none.

    Raises:
        ProviderLiesError: when the subject is nothing that a person can be known by.
    """
    subject = claims["sub"]
    if not isinstance(subject, str) or not subject.isprintable() or not 1 <= len(subject) <= SUBJECT:
        refuse("ID token: unusable sub")
    values = _values(claims, provider.role_claim)
    grants = dict.fromkeys(grant for value in values for grant in provider.roles.get(value, ()))
    return Identity(claims["iss"], subject, _name(claims), _login(claims, subject), tuple(grants))


def _values(claims: Claims, name: str) -> tuple[str, ...]:
    """The values of a claim that is text or a list of texts; `realm_access.roles` lies within `realm_access`."""
    found: object = claims.get(name)
    if found is None:  # A name with dots may be one claim's whole name, as an address is.
        found = claims
        for part in name.split("."):
            found = found.get(part) if isinstance(found, dict) else None
    values = found if isinstance(found, list) else [found]
    return tuple(value for value in values if isinstance(value, str))


def _name(claims: Claims) -> str:
    parts = " ".join(_text(claims, part) for part in ("given_name", "family_name"))
    candidates = (_text(claims, "name"), parts.strip(), _text(claims, "preferred_username"))
    return next(filter(None, candidates), NAMELESS)


def _login(claims: Claims, subject: str) -> str:
    return next(filter(None, (_text(claims, "preferred_username"), _text(claims, "email"))), subject)


def _text(claims: Claims, name: str) -> str:
    value = claims.get(name)
    return one_line(value) if isinstance(value, str) else ""
