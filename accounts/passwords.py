"""Passwords: what may be one, and how one is kept (Argon2id, as RFC 9106 advises where memory is scarce)."""

from __future__ import annotations

import secrets
from unicodedata import normalize

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from foundation.errors import OperatorError

SHORTEST, LONGEST = 12, 200


class Passwords:
    """Hashes passwords, and checks them."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        """`hasher` says how much work a password costs."""
        self._hasher = hasher or PasswordHasher()
        # What is checked where there is no password, so that a login that nobody has takes as long as another.
        self._nobody = self._hasher.hash(secrets.token_urlsafe())

    def hash(self, password: str) -> str:
        """A password as it is kept."""
        return self._hasher.hash(_as_one(password))

    def is_right(self, kept: str | None, password: str) -> bool:
        """Whether a password is the one that is kept. It takes as long where none is kept."""
        try:
            self._hasher.verify(kept or self._nobody, _as_one(password))
        except (VerificationError, InvalidHashError):
            return False
        return kept is not None

    def kept_anew(self, kept: str, password: str) -> str:
        """What is to be kept of a password that is right: as it is, or anew where the work has changed since."""
        return self.hash(password) if self._hasher.check_needs_rehash(kept) else kept


def refuse_weak(password: str, login: str) -> None:
    """Looks at a password that somebody chooses.

    Raises:
        OperatorError: when it is too short, too long, or is told by the login.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        message = f"The password must have {SHORTEST} to {LONGEST} characters. Choose a sentence of four words or more."
        raise OperatorError(message)
    if login in password.casefold() or len(set(password)) < SHORTEST // 2:
        message = "Anyone would guess this password. Choose a sentence of four words or more, without the login."
        raise OperatorError(message)


def _as_one(password: str) -> str:
    # One keyboard sends «å» as one sign, another as two.
    return normalize("NFC", password)
