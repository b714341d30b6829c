"""The whole assistant in processes of its own, and how a test waits for it."""

from __future__ import annotations

import json
import os
import time
from typing import TYPE_CHECKING, Any

import pytest

from endorinn.asking import free_ports
from endorinn.processes import is_ready
from foundation.calendar import WEEKDAYS
from foundation.clock import today

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

# The model may have to be trained first.
PATIENCE = 900
# The municipalities that have a desk.
OPEN, CLOSED = "oppdal", "tynset"
NAMES = ("ENDORINN_GATEWAY_PORT", "ENDORINN_RASA_PORT", "ENDORINN_ACTIONS_PORT")
ANCESTORS = "ENDORINN_FRAME_ANCESTORS"


def desks(today: date) -> dict[str, Any]:
    """One desk that is open day and night, one that opens in three days; the other municipalities have none."""
    later = WEEKDAYS[(today.weekday() + 3) % len(WEEKDAYS)]
    return {
        OPEN: {"opening": [{"days": WEEKDAYS, "since": "00:00", "until": "00:00"}]},
        CLOSED: {"opening": [{"days": [later], "since": "09:00", "until": "15:00"}]},
    }


def environment_on_free_ports(database: Path) -> dict[str, str]:
    """What `endorinn run` is started with, to keep out of the way of whatever else runs here."""
    *ports, host = free_ports(4)
    return os.environ | {
        "DATABASE_URL": f"sqlite:///{database}",
        **{name: str(port) for name, port in zip(NAMES, ports, strict=True)},
        # A municipality's page that shows the widget; nothing listens there yet.
        ANCESTORS: f"http://localhost:{host}",
        "ENDORINN_DESKS": json.dumps(desks(today())),
        # Tests write faster than people do.
        "ENDORINN_RATE_PER_ADDRESS": "100000/minute",
        "ENDORINN_RATE_OF_STARTS": "100000/minute",
        "ENDORINN_RATE_PER_CONVERSATION": "1000/minute",
    }


def address_in(environment: Mapping[str, str]) -> str:
    """Where the gateway of such an assistant is."""
    return f"http://127.0.0.1:{environment['ENDORINN_GATEWAY_PORT']}"


def wait_until_ready(process: subprocess.Popen[bytes], address: str) -> None:
    """Waits until everything answers; fails where it has ended."""
    give_up = time.monotonic() + PATIENCE
    while not is_ready(address):
        if process.poll() is not None or time.monotonic() > give_up:
            process.kill()
            _, said = process.communicate()
            pytest.fail(f"The assistant did not start: {(said or b'').decode()[-2000:]}")
        time.sleep(0.25)
