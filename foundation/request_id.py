"""One id for a request of a person's, in the logs of all processes that it goes through. It is stored nowhere."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING

from structlog.contextvars import bound_contextvars, get_contextvars

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

REQUEST_ID_HEADER = "X-Request-ID"
# What it is called in a line of the log.
FIELD = "request_id"
BYTES = 16
# As web servers in front make them: 32 hexadecimal digits, or a UUID.
USABLE = re.compile(r"[0-9A-Za-z-]{16,64}", re.ASCII)


def request_id_of(sent: str | None) -> str:
    """The id that was sent along, or a new one where there was none or it could not be written to a log."""
    return sent if sent is not None and USABLE.fullmatch(sent) else secrets.token_hex(BYTES)


def logged_under(request_id: str) -> AbstractContextManager[object]:
    """Whatever is logged meanwhile carries the id."""
    return bound_contextvars(**{FIELD: request_id})


def current_request_id() -> str | None:
    """The id of the request that is being answered; None where nobody asked for what is done."""
    found = get_contextvars().get(FIELD)
    return found if isinstance(found, str) else None


def carried() -> dict[str, str]:
    """The header by which another process of ours logs under the same id."""
    request_id = current_request_id()
    return {} if request_id is None else {REQUEST_ID_HEADER: request_id}
