"""A real mail server on loopback, with and without TLS and passwords, whose certificate only its tests believe."""

from __future__ import annotations

import socket
import ssl
import warnings
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from ipaddress import ip_address
from typing import TYPE_CHECKING, Literal

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage
    from pathlib import Path

    from aiosmtpd.smtp import SMTP, Envelope, Session

HOST = "127.0.0.1"
USER, PASSWORD = "vakt@example.org", "p@ss/ord:#1"  # pragma: allowlist secret
SIGNED_IN = "vakt%40example.org:p%40ss%2Ford%3A%231"


@dataclass
class Postbox:
    """What a mail server has taken, and whom it takes nothing for."""

    letters: list[EmailMessage] = field(default_factory=list)
    envelopes: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    over_tls: list[bool] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Takes a recipient or not."""
        if address in self.refused:
            return "550 Unknown"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        """Takes a message."""
        assert isinstance(envelope.content, bytes)
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        self.envelopes.append((str(envelope.mail_from), tuple(map(str, envelope.rcpt_tos))))
        assert server.transport is not None
        self.over_tls.append(server.transport.get_extra_info("ssl_object") is not None)
        return "250 OK"


@dataclass(frozen=True)
class Certificate:
    """A certificate that signs itself: what the server shows, and what believes it."""

    server: ssl.SSLContext
    trust: ssl.SSLContext


def certificate(folder: Path, name: str = HOST) -> Certificate:
    """A certificate for a name or a number."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    general = x509.IPAddress(ip_address(name)) if name[0].isdigit() else x509.DNSName(name)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([general]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / f"{name}.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    return Certificate(
        server, ssl.create_default_context(cadata=made.public_bytes(serialization.Encoding.PEM).decode())
    )


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        return int(taken.getsockname()[1])


@contextmanager
def mail_server(
    port: int,
    tls: Literal["starttls", "at once", "none"] = "none",
    shown: Certificate | None = None,
    *,
    asks_for_password: bool = False,
) -> Iterator[Postbox]:
    """A mail server in a thread of its own."""
    postbox = Postbox()
    context = shown.server if shown else None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # aiosmtpd warns of passwords without its own STARTTLS; TLS at once is as good.
        controller = Controller(
            postbox,
            hostname=HOST,
            port=port,
            ssl_context=context if tls == "at once" else None,
            tls_context=context if tls == "starttls" else None,
            require_starttls=tls == "starttls",
            auth_required=asks_for_password,
            auth_require_tls=tls == "starttls",
            authenticator=_signs_in,
        )
        controller.start()
        try:
            yield postbox
        finally:
            controller.stop()


def _signs_in(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: object) -> AuthResult:
    assert isinstance(data, LoginPassword)
    return AuthResult(success=(data.login.decode(), data.password.decode()) == (USER, PASSWORD), handled=False)
