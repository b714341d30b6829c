"""Numbers and addresses that families leave for a call-back: encrypted where they are stored."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal, Self

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from foundation.errors import OperatorError
from foundation.internal import kept_secret

if TYPE_CHECKING:
    from foundation.settings import Settings

type ContactKind = Literal["phone", "email"]
FILE = "contact-key"
SETTING = "ENDORINN_CONTACT_KEY"
SHOWN = 2


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach a family, and when they say it suits."""

    kind: ContactKind
    value: str
    when: str | None = None

    @property
    def hint(self) -> str:
        """Enough for them to know it again, and for nobody else to call."""
        if self.kind == "phone":
            return f"…{self.value[-SHOWN:]}"
        return f"{self.value[0]}…@…{self.value[-SHOWN:]}"


class Contacts:
    """Encrypts and decrypts contacts with the operator's keys."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        """`keys`: of Fernet, the newest first; the others still open what was encrypted with them.

        Raises:
            OperatorError: when one is no key.
        """
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except ValueError as error:
            message = (
                f"{SETTING} holds no usable key. Set it to the output of "
                "`python3 -c 'import base64, os; print(base64.urlsafe_b64encode(os.urandom(32)).decode())'`."
            )
            raise OperatorError(message) from error

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """With the keys of the settings, or the one in `var/`, which is made at the first call."""
        if settings.contact_key is not None:
            return cls(tuple(settings.contact_key.get_secret_value().split()))
        # The same random bytes as Fernet's own keys, which end with a sign that fills up.
        return cls((f"{kept_secret(settings, FILE, SETTING)}=",))

    def seal(self, contact: Contact) -> str:
        """As it is stored."""
        return self._fernet.encrypt(json.dumps(asdict(contact)).encode()).decode()

    def unseal(self, sealed: str) -> Contact:
        """As it was.

        Raises:
            OperatorError: when no key opens it.
        """
        try:
            return Contact(**json.loads(self._fernet.decrypt(sealed)))
        except InvalidToken as error:
            message = (
                f"A contact for a call-back cannot be opened. Put the key that it was kept with back in {SETTING}."
            )
            raise OperatorError(message) from error
