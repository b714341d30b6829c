"""Whether a process is ready, told by the exit code: `python healthy.py gateway`, `rasa` or `actions`.

Containers ask it of themselves, so that the token of the house stands in no manifest. It needs nothing but the standard
library, of either Python.
"""  # noqa: INP001 - a program, and no part of a package

from __future__ import annotations

import os
import sys
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException

PATIENCE = 4
DOORS = {"gateway": (8000, "/healthz"), "rasa": (5005, "/webhooks/gate/"), "actions": (5055, "/health")}


def is_ready(part: str) -> bool:
    """Whether it answers at the address that it is told to listen at."""
    port, path = DOORS[part]
    host = os.environ.get(f"ENDORINN_{part.upper()}_HOST", "127.0.0.1")
    line = HTTPConnection(host, int(os.environ.get(f"ENDORINN_{part.upper()}_PORT", port)), timeout=PATIENCE)
    proof = {"Authorization": f"Bearer {os.environ.get('ENDORINN_INTERNAL_TOKEN', '')}"}
    try:
        line.request("GET", path, headers=proof)
        return line.getresponse().status == HTTPStatus.OK
    except (OSError, HTTPException):
        return False
    finally:
        line.close()


if __name__ == "__main__":
    sys.exit(0 if is_ready(sys.argv[1]) else 1)
