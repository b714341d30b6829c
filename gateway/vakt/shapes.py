"""What signing in takes and gives, with the limits of each field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator

from accounts.passwords import LONGEST
from accounts.store import LOGIN, PRESENCE
from foundation.providers import Grant
from gateway.shapes import Strict, one_line
from knowledge.ontology import ontology

if TYPE_CHECKING:
    from accounts.presence import Presence
    from accounts.rights import SignedIn


def _login(value: str) -> str:
    if not 1 <= len(value) <= LOGIN:
        message = f"Skriv brukernavnet ditt. Det har opptil {LOGIN} tegn."
        raise ValueError(message)
    return value


def _password(value: str) -> str:
    if not 1 <= len(value) <= LONGEST:
        message = f"Skriv passordet ditt. Det har opptil {LONGEST} tegn."
        raise ValueError(message)
    return value


def _about_oneself(value: str) -> str:
    if len(value) > PRESENCE:
        message = f"Teksten om deg selv kan ha opptil {PRESENCE} tegn."
        raise ValueError(message)
    return value


class Credentials(Strict):
    """What a local account signs in with."""

    login: Annotated[str, AfterValidator(_login)]
    password: Annotated[str, AfterValidator(_password)]


class PresenceBody(Strict):
    """Whether an employee takes conversations, and what they say of it."""

    state: Literal["available", "away"]
    text: Annotated[str, BeforeValidator(one_line), AfterValidator(_about_oneself)] = ""


class Place(BaseModel):
    """A municipality and what it is called."""

    id: str
    name: str


class Me(BaseModel):
    """Who is signed in. `oidc`: a provider vouches for them."""

    id: int
    name: str
    login: str
    grants: tuple[Grant, ...]
    presence: PresenceBody
    oidc: bool
    kommuner: tuple[Place, ...]

    @classmethod
    def of(cls, employee: SignedIn, presence: Presence) -> Self:
        """As the desk's page is told it."""
        own = {grant.kommune for grant in employee.grants}
        places = [Place(id=one.id, name=one.name) for one in ontology().municipalities.values() if one.id in own]
        return cls(
            id=employee.id,
            name=employee.name,
            login=employee.login,
            grants=employee.grants,
            presence=PresenceBody(state=presence.state, text=presence.text),
            oidc=employee.by_provider,
            kommuner=tuple(places),
        )


class WaysIn(BaseModel):
    """How one can sign in: whether with a password, and with a provider of which name."""

    local: bool
    oidc: str | None
