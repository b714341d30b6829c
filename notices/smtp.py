"""The mail server: what its address means, and handing over one message."""

from __future__ import annotations

import ssl
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Self
from urllib.parse import SplitResult, unquote, urlsplit

from aiosmtplib import SMTP, SMTPException

from foundation.clock import now
from foundation.errors import OperatorError
from notices.words import Letterhead, letter

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from foundation.settings import Settings
    from notices.due import Notice

type Tls = Literal["starttls", "at once", "none"]
# Scheme to how it is encrypted, and the port where none is named.
SCHEMES: dict[str, tuple[Tls, int]] = {
    "smtp": ("starttls", 587),
    "smtps": ("at once", 465),
    "smtp+plain": ("none", 25),
}
# Seconds that each step may take: to connect, and every command after that.
STEP_SECONDS = 10
QUIT_SECONDS = 2


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server, and who we are to it."""

    host: str
    port: int
    tls: Tls
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    @classmethod
    def of(cls, address: str) -> Self:
        """Reads `smtp://user:password@host:587`; user and password may hold percent-encoded characters.

        Raises:
            OperatorError: when it is no such address. It may hold a password, so it is not repeated.
        """
        try:
            parts = urlsplit(address)
            tls, usual = SCHEMES[parts.scheme]
            port = parts.port
        except (ValueError, KeyError):
            raise _not_an_address() from None
        if not parts.hostname or _has_more(parts) or bool(parts.username) != bool(parts.password):
            raise _not_an_address()
        return cls(parts.hostname, port or usual, tls, _decoded(parts.username), _decoded(parts.password))


class Smtp:
    """Hands e-mails over to the mail server. Certificates are always checked, by `trust` where that is given."""

    def __init__(self, server: Server, head: Letterhead, trust: ssl.SSLContext | None = None) -> None:
        """`head` is what stands in every e-mail; without `trust` the machine's own authorities are believed."""
        self._server = server
        self._head = head
        self._trust = trust or ssl.create_default_context()

    @classmethod
    def of(cls, settings: Settings) -> Self | None:
        """The mail server of the settings; None where none is set.

        Raises:
            OperatorError: when its address cannot be read.
        """
        if settings.smtp_url is None:
            return None
        head = Letterhead(settings.mail_from, f"{settings.public_address}/vakt")
        return cls(Server.of(settings.smtp_url.get_secret_value()), head)

    async def send(self, notice: Notice) -> int:
        """Hands a notice over; how many of its recipients the server does not take.

        Once it has taken it for anybody, nothing that fails afterwards matters.

        Raises:
            SMTPException, OSError: when it did not, or took none of the recipients.
        """
        async with self._connected() as client:
            refused, _ = await client.send_message(letter(notice, self._head, now()))
            return len(refused)

    async def greet(self) -> None:
        """Connects and signs in, as for a message.

        Raises:
            SMTPException, OSError: when that fails.
        """
        async with self._connected():
            pass

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[SMTP]:
        server = self._server
        client = SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            local_hostname=self._head.domain,  # Else the name server would be asked for ours, and all would wait.
            timeout=STEP_SECONDS,
            use_tls=server.tls == "at once",
            start_tls=server.tls == "starttls",
            tls_context=None if server.tls == "none" else self._trust,
        )
        try:
            await client.connect()
            yield client
            with suppress(SMTPException, OSError):
                await client.quit(timeout=QUIT_SECONDS)
        finally:
            client.close()


def _has_more(parts: SplitResult) -> bool:
    return bool(parts.path.strip("/") or parts.query or parts.fragment)


def _decoded(part: str | None) -> str | None:
    return unquote(part) if part else None


def _not_an_address() -> OperatorError:
    return OperatorError(
        "ENDORINN_SMTP_URL is no address of a mail server. Write it as smtp://user:password@host:587 (STARTTLS), "
        "smtps://user:password@host:465 (TLS at once) or, within a closed network, smtp+plain://host:25. Write special "
        "characters of user and password as %40 and the like."
    )
