"""What a municipality's own server must not start with (`ENDORINN_ENV=production`)."""

from __future__ import annotations

import ipaddress
from email.utils import parseaddr
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from foundation.errors import OperatorError
from foundation.settings import ROOT, http_address

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foundation.settings import Settings

MOUNTS = Path("/proc/mounts")
# SQLite's locks do not hold on these.
NETWORKED = (
    "nfs",
    "cifs",
    "smb",
    "fuse.sshfs",
    "9p",
    "glusterfs",
    "fuse.glusterfs",
    "ceph",
    "fuse.ceph",
    "afs",
    "lustre",
)
# What else than an unspecified address listens on every one.
EVERYWHERE = frozenset({"", "0"})
# A password of these is one that somebody forgot to change.
DEFAULT_PASSWORDS = frozenset({"password", "passord", "postgres", "endorinn", "admin", "secret", "changeme", "test"})
FEWEST_DIFFERENT = 10
# Ends of domains that no mail can come from (RFC 2606, RFC 6762).
NO_DOMAINS = (".localhost", ".local", ".internal", ".lan", ".test", ".invalid", ".example")


def refuse_unsafe(settings: Settings) -> None:
    """Looks at the settings before anything starts; nothing is looked at outside production.

    Raises:
        OperatorError: naming each setting that is not safe, and what to set instead.
    """
    if settings.env != "production":
        return
    faults = [
        *_debug(settings),
        *_secrets(settings),
        *_open_doors(settings),
        *_signing_in(settings),
        *_database(settings),
        *_mail(settings),
        *_redis(settings),
    ]
    if faults:
        lines = "".join(f"\n{fault}" for fault in faults)
        message = f"ENDORINN_ENV=production does not start with these settings:{lines}"
        raise OperatorError(message)


def _debug(settings: Settings) -> Iterator[str]:
    if settings.log_level == "DEBUG":
        yield "ENDORINN_LOG_LEVEL is DEBUG, at which libraries may log what people write. Set it to INFO."


def _secrets(settings: Settings) -> Iterator[str]:
    token = settings.internal_token
    if token is not None and len(set(token.get_secret_value())) < FEWEST_DIFFERENT:
        yield (
            "ENDORINN_INTERNAL_TOKEN is too simple. Set it to the output of "
            "`python3 -c 'import secrets; print(secrets.token_urlsafe(32))'`, or leave it out."
        )
    remote = [name for name, address in _inner(settings) if not _is_loopback(address)]
    if remote and token is None:
        yield (
            f"{' and '.join(remote)} is another machine, so ENDORINN_INTERNAL_TOKEN must be set, to the same on each "
            "machine."
        )


def _open_doors(settings: Settings) -> Iterator[str]:
    for name, address in _inner(settings):
        if not _is_private(address):
            yield (
                f"{name} is {address}, an address that others may reach. Let it listen on loopback or a private "
                "network, and set that address."
            )
    for name, host, port in (
        ("ENDORINN_RASA_HOST", settings.rasa_host, settings.rasa_port),
        ("ENDORINN_ACTIONS_HOST", settings.actions_host, settings.actions_port),
    ):
        if _is_everywhere(host) or not _is_private(http_address(host, port)):
            yield (
                f"{name} is {host}, where others may reach it. Set it to 127.0.0.1, or to this machine's address in a "
                "private network."
            )
    if _is_everywhere(settings.gateway_host):
        yield (
            f"ENDORINN_GATEWAY_HOST is {settings.gateway_host}: the gateway itself speaks no TLS. Set it to 127.0.0.1, "
            "or to the address that the web server in front reaches it at."
        )
    for name, origins in (
        ("ENDORINN_ALLOWED_ORIGINS", settings.allowed_origins),
        ("ENDORINN_FRAME_ANCESTORS", settings.frame_ancestors),
    ):
        loose = [origin for origin in origins if "*" in origin or not origin.startswith("https://")]
        if loose:
            yield f"{name} holds {' '.join(loose)}. Name each page in full, with https://."
    if any(map(_is_anyone, settings.trusted_proxies.split(","))):
        yield (
            f"ENDORINN_TRUSTED_PROXIES is {settings.trusted_proxies}: anyone could call themselves another. "
            "Name the web server's address."
        )


def _signing_in(settings: Settings) -> Iterator[str]:
    if settings.public_url is not None and settings.public_url.scheme != "https":
        yield (
            f"ENDORINN_PUBLIC_URL is {settings.public_url}: an employee's session would travel for all to read. "
            "Set it to the address with https://."
        )
    if settings.oidc is None:
        return
    if not settings.oidc.issuer.startswith("https://"):
        yield (
            f"ENDORINN_OIDC has the issuer {settings.oidc.issuer}: anyone on the way could vouch for employees. "
            "Name a provider with https://."
        )
    if settings.public_url is None:
        yield (
            "ENDORINN_OIDC is set and ENDORINN_PUBLIC_URL is not, so the provider cannot send anyone back. "
            "Set it to the address that people reach the gateway at."
        )


def _inner(settings: Settings) -> list[tuple[str, str]]:
    """The addresses of the processes that only the house may reach."""
    return [
        ("ENDORINN_RASA_URL", settings.rasa_address),
        ("ENDORINN_ACTIONS_URL", settings.actions_address),
    ]


def _database(settings: Settings) -> Iterator[str]:
    try:
        url = make_url(settings.database_url)
    except ArgumentError:
        yield "DATABASE_URL is no database address that can be used here. Write it as sqlite:///var/endorinn.db."
        return
    if url.get_backend_name() != "sqlite":
        if str(url.password or "").lower() in DEFAULT_PASSWORDS:
            yield "DATABASE_URL has a password that anyone would guess. Give the database's user another one."
        return
    if not url.database or url.database == ":memory:":
        yield "DATABASE_URL is a database in memory: all is lost at a stop. Set a file, or PostgreSQL."
        return
    path = Path(url.database) if Path(url.database).is_absolute() else ROOT / url.database
    kind = _filesystem(path, MOUNTS)
    if kind.startswith(NETWORKED):
        yield (
            f"DATABASE_URL is SQLite on a network path ({kind}), where its locks do not hold. "
            "Set a file on a disk of this machine, or PostgreSQL."
        )


def _mail(settings: Settings) -> Iterator[str]:
    if settings.smtp_url is None:
        return
    address = settings.smtp_url.get_secret_value()
    if urlsplit(address).scheme == "smtp+plain" and not _is_private(address):
        yield (
            "ENDORINN_SMTP_URL is smtp+plain:// to an address that others may reach: nothing would be encrypted. "
            "Write smtp:// (STARTTLS) or smtps:// (TLS at once)."
        )
    domain = parseaddr(settings.mail_from)[1].rpartition("@")[2].lower()
    if "." not in domain or domain.endswith(NO_DOMAINS):
        yield (
            f"ENDORINN_MAIL_FROM is {settings.mail_from}, which no mail server takes. Set it to an address of the "
            "municipality's own domain."
        )
    if settings.public_url is None:  # One without TLS is refused above.
        yield (
            f"ENDORINN_PUBLIC_URL must be set when ENDORINN_SMTP_URL is: links in e-mails would lead to "
            f"{settings.public_address}. Set it to the address that people reach the gateway at, with https://."
        )


def _redis(settings: Settings) -> Iterator[str]:
    address = settings.redis_url.get_secret_value() if settings.redis_url else ""
    if urlsplit(address).scheme == "redis" and not _is_private(address):
        yield (
            "ENDORINN_REDIS_URL is redis:// to an address that others may reach: nothing would be encrypted. "
            "Write rediss:// (TLS), or let Redis listen on a private network."
        )


def _filesystem(path: Path, mounts: Path) -> str:
    """The kind of file system that a path lies on; empty where that cannot be told."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    real = path.resolve()  # SQLite follows links, and its log lies where they lead.
    found = ""
    longest = -1
    for _, point, kind, *_ in (line.split() for line in lines):
        place = Path(point.replace("\\040", " "))
        if (place == real or place in real.parents) and len(place.parts) >= longest:
            found, longest = kind, len(place.parts)
    return found


def _host(address: str) -> str:
    return urlsplit(address).hostname or ""


def _is_loopback(address: str) -> bool:
    number = _number(_host(address))
    return number.is_loopback if number else _host(address) == "localhost"


def _is_private(address: str) -> bool:
    """Whether an address is one of a private network; a name without dots is one of a container network."""
    host = _host(address)
    if number := _number(host):
        return number.is_private and not number.is_unspecified
    return "." not in host or host.endswith((".internal", ".local", ".localhost", ".svc", ".lan"))


def _is_everywhere(host: str) -> bool:
    number = _number(host)
    return number.is_unspecified if number else host in EVERYWHERE


def _is_anyone(proxy: str) -> bool:
    """Whether a trusted proxy is every machine there is: a star, or a net of that size."""
    return "*" in proxy or proxy.strip().endswith("/0")


def _number(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
