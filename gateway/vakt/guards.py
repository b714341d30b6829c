"""Who may pass: whoever is signed in, from a page of our own.

A browser sends the cookie with whatever any page asks it to call, and `SameSite` does not hold back pages of the
same site, which a municipality's other web servers may be. So every call that changes something carries a header that
no other page may send (no preflight lets it), and where the browser says from which page it comes, that is ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool

from accounts.errors import NotSignedInError
from accounts.rights import SignedIn
from foundation.errors import DomainError
from gateway.api import Held
from gateway.vakt.cookies import SESSION, sent

if TYPE_CHECKING:
    from foundation.settings import Settings
    from gateway.rooms import Rooms

HEADER = "X-Endorinn-Desk"
READS = frozenset({"GET", "HEAD"})


class ForeignPageError(DomainError):
    """The call does not come from the desk's own page."""

    status = 403
    slug = "fremmed-side"
    title = "Forespørselen kom ikke fra vaktsiden"

    def __init__(self) -> None:
        """Says what to do."""
        super().__init__("Bare vaktsiden kan gjøre dette. Åpne vaktsiden på nytt, og prøv igjen der.")


async def from_our_page(request: Request, rooms: Held) -> None:
    """Lets pass what only reads, and what comes from a page of our own.

    Raises:
        ForeignPageError: when it does not.
    """
    if request.method not in READS and not _is_ours(request, rooms.settings):
        raise ForeignPageError


def from_our_form(request: Request, rooms: Rooms) -> None:
    """Lets pass a form of our own page, which can send no header.

    Our pages tell nobody where they were, so a browser says «null» of a form's origin; that it is the same site's, it
    says by another header.

    Raises:
        ForeignPageError: when the browser says that the form comes from another page.
    """
    sites, origins = request.headers.getlist("sec-fetch-site"), request.headers.getlist("origin")
    known = [origin for origin in origins if not (origin == "null" and sites == ["same-origin"])]
    if not (_is_same_origin(sites) and all(_is_our_origin(origin, request, rooms.settings) for origin in known)):
        raise ForeignPageError


def _is_ours(request: Request, settings: Settings) -> bool:
    has_header = request.headers.get(HEADER) == "1"
    # Browsers say so of every call that changes something; what is no browser has no cookie that it did not get itself.
    is_our_origin = all(_is_our_origin(origin, request, settings) for origin in request.headers.getlist("origin"))
    return has_header and is_our_origin and _is_same_origin(request.headers.getlist("sec-fetch-site"))


def _is_same_origin(sites: list[str]) -> bool:
    return all(site == "same-origin" for site in sites)


def _is_our_origin(origin: str, request: Request, settings: Settings) -> bool:
    """Whether a page lies where people reach us: at the public address, or else at the host that was called."""
    page = urlsplit(origin)
    if settings.public_url is None:
        return page.scheme in {"http", "https"} and page.netloc == request.headers.get("host")
    own = urlsplit(settings.public_address)
    return (page.scheme, page.netloc) == (own.scheme, own.netloc)


async def token_of(request: Request, rooms: Held) -> str:
    """The token that the browser sends; empty where it sends none."""
    return sent(request, SESSION, rooms.settings)


type Token = Annotated[str, Depends(token_of)]


async def signed_in(token: Token, rooms: Held) -> SignedIn:
    """Who is signed in, with the roles that hold now.

    Raises:
        NotSignedInError: when nobody is.
    """
    if not token:
        raise NotSignedInError
    return await run_in_threadpool(rooms.accounts.open, token)


type Employee = Annotated[SignedIn, Depends(signed_in)]


def desk_router() -> APIRouter:
    """A router for addresses of the desk: every one is guarded, and none is described to others."""
    return APIRouter(prefix="/api/vakt", dependencies=[Depends(from_our_page)], include_in_schema=False)
