"""Secrets of the house's own, and the one by which its processes know each other."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

from foundation.errors import OperatorError
from foundation.settings import TOKEN_CHARACTERS

if TYPE_CHECKING:
    from pathlib import Path

    from foundation.settings import Settings

BYTES = 32
# Where a call from one of our own commands carries the token, beside a conversation's own key.
INTERNAL_HEADER = "X-Endorinn-Token"
FILE = "internal-token"
# For whoever owns the file, and nobody else.
OWN = 0o600
OTHERS = 0o077


def internal_token(settings: Settings) -> str:
    """The token of `ENDORINN_INTERNAL_TOKEN`, or the one in `var/`, which is made at the first call.

    Raises:
        OperatorError: as `kept_secret` does.
    """
    if settings.internal_token is not None:
        return settings.internal_token.get_secret_value()
    return kept_secret(settings, FILE, "ENDORINN_INTERNAL_TOKEN")


def kept_secret(settings: Settings, file: str, setting: str) -> str:
    """A random secret of our own in `var/`, made at the first call; `setting` is what an operator can set instead.

    Raises:
        OperatorError: when the folder cannot be read or written, holds no secret of full length, or is open to others.
    """
    path = settings.var / file
    try:
        return _read(path) if path.exists() else _made(path)
    except (OSError, ValueError) as error:
        message = f"{path} cannot be used. Let this user and no other read and write it, or set {setting}."
        raise OperatorError(message) from error


def _read(path: Path) -> str:
    secret = path.read_text(encoding="ascii").strip()
    # Whoever sends nothing must never be taken for one of us, and nobody else may read what we send.
    if len(secret) < TOKEN_CHARACTERS or path.stat().st_mode & OTHERS:
        raise ValueError
    return secret


def _made(path: Path) -> str:
    """A new secret, written whole before it has its name: of two that start together, one's secret holds."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}-{secrets.token_hex(8)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWN), "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(BYTES))
    try:
        path.hardlink_to(fresh)
    except FileExistsError:  # Another process was first.
        pass
    finally:
        fresh.unlink()
    return _read(path)


def bearer(settings: Settings) -> dict[str, str]:
    """The header of a call from one of our own processes to another."""
    return {"Authorization": f"Bearer {internal_token(settings)}"}


def is_internal(header: str | None, token: str) -> bool:
    """Whether an `Authorization` header carries the token; compared in constant time."""
    # Headers may hold bytes beyond ASCII, which only bytes can be compared with.
    sent = (header or "").encode("utf-8", "surrogateescape")
    return secrets.compare_digest(sent, f"Bearer {token}".encode())
