"""Whether the doors that only the house may use are shut to callers without a token."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import httpx

from foundation.errors import OperatorError
from gateway.rasa import HEALTH

if TYPE_CHECKING:
    from foundation.settings import Settings

PATIENCE = 2.0
SHUT = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})


def refuse_open_doors(settings: Settings) -> None:
    """Knocks at Rasa and the action server without a token, in production only. What does not answer is not open.

    Raises:
        OperatorError: naming what answered, and what to set.
    """
    if settings.env != "production":
        return
    doors = {
        "Rasa": f"{settings.rasa_address}{HEALTH}",
        "The action server": f"{settings.actions_address}/health",
    }
    opened = [name for name, address in doors.items() if _answers(address)]
    if opened:
        message = (
            f"{' and '.join(opened)} answered a caller without a token. Start it with ENDORINN_INTERNAL_TOKEN set and, "
            "for Rasa, the project's own bot/credentials.yml."
        )
        raise OperatorError(message)


def _answers(address: str) -> bool:
    try:
        status = httpx.get(address, timeout=PATIENCE, trust_env=False).status_code
    except httpx.HTTPError:
        return False
    # Who finds no such page has let the caller in; a web server between that reaches nobody has not.
    return status not in SHUT and status < HTTPStatus.INTERNAL_SERVER_ERROR
