"""Who reads the look-up: an employee who is signed in, or, where a municipality has opened it, anybody.

What is only for employees is shown to those of the municipality itself; of another one they see what everyone sees.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool

from accounts.errors import NotSignedInError
from accounts.rights import SignedIn
from foundation.clock import now
from foundation.errors import DomainError
from gateway.api import Held
from gateway.vakt.guards import Token
from knowledge.lookup.reading import Reading
from knowledge.ontology import ontology

if TYPE_CHECKING:
    from datetime import datetime

    from gateway.rooms import Rooms
    from knowledge.lookup.reading import Standard


class ClosedPageError(NotSignedInError):
    """A page that nobody reads who is not signed in: the way in is drawn in its place."""


class NoSuchPageError(DomainError):
    """Nothing is looked up at this address."""

    status = 404
    slug = "finnes-ikke"
    title = "Dette finnes ikke"

    def __init__(self) -> None:
        """Says what to do."""
        super().__init__("Søk etter det du leter etter, eller velg en kommune.")


@dataclass(frozen=True)
class Reader:
    """Whoever opens a page of a municipality. `employee` is None for the public."""

    employee: SignedIn | None
    reading: Reading
    kommune: str
    now: datetime

    @property
    def language(self) -> Standard:
        """The written standard that is read."""
        return self.reading.language

    @property
    def place(self) -> str:
        """The municipality's name."""
        return ontology().municipalities[self.kommune].name

    @property
    def is_own(self) -> bool:
        """Whether the reader works here, and sees what is for employees only."""
        return self.employee is not None and self.employee.may("ansatt", self.kommune)

    def of(self, rooms: Rooms, kommune: str) -> Reading:
        """Another municipality as the same reader sees it."""
        return reading_of(rooms, kommune, self.employee, self.language, self.now)


def reading_of(rooms: Rooms, kommune: str, employee: SignedIn | None, language: Standard, moment: datetime) -> Reading:
    """A municipality as somebody may see it."""
    signed_in = employee is not None and employee.may("ansatt", kommune)
    view = rooms.library.view(kommune, moment.date(), signed_in=signed_in)
    return Reading(view, language, tells_unconfirmed=employee is not None)


async def somebody_of(token: Token, rooms: Held) -> SignedIn | None:
    """Who is signed in, with a role or without; None where nobody is, or is not any more."""
    if not token:
        return None
    try:
        return await run_in_threadpool(rooms.accounts.open, token)
    except NotSignedInError:
        return None


type MaybeSomebody = Annotated[SignedIn | None, Depends(somebody_of)]


async def employee_of(somebody: MaybeSomebody) -> SignedIn | None:
    """Who is signed in and works in some municipality; whoever has no role is no employee."""
    return somebody if somebody is not None and somebody.kommuner("ansatt") else None


type MaybeEmployee = Annotated[SignedIn | None, Depends(employee_of)]


async def reader_of(kommune: str, request: Request, employee: MaybeEmployee, rooms: Held) -> Reader:
    """Whoever may read about a municipality.

    Raises:
        NoSuchPageError: of a municipality that is not here.
        NotSignedInError: where nobody is signed in, and the municipality has not opened its look-up.
    """
    if kommune not in ontology().municipalities:
        raise NoSuchPageError
    if employee is None and kommune not in rooms.settings.lookup_public:
        raise NotSignedInError
    moment = now()
    reading = reading_of(rooms, kommune, employee, standard_asked(request), moment)
    return Reader(employee, reading, kommune, moment)


def standard_asked(request: Request) -> Standard:
    """The written standard that an address asks for."""
    return "nn" if request.query_params.get("lang") == "nn" else "nb"


async def page_reader_of(kommune: str, request: Request, employee: MaybeEmployee, rooms: Held) -> Reader:
    """The same for a page.

    Raises:
        NoSuchPageError: of a municipality that is not here.
        ClosedPageError: where nobody is signed in, and the municipality has not opened its look-up.
    """
    try:
        return await reader_of(kommune, request, employee, rooms)
    except NotSignedInError as error:
        raise ClosedPageError from error


type Calls = Annotated[Reader, Depends(reader_of)]
type Reads = Annotated[Reader, Depends(page_reader_of)]
