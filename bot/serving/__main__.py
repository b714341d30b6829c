"""Becomes Rasa, with the settings of the house out of the environment. `endorinn run` starts it, and a container does.

It needs nothing but the standard library, so that a wrong setting is told before Rasa's seconds of importing.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Dict, List, Mapping, Text

from serving.model import ModelError, model_of

BOT = Path(__file__).resolve().parents[1]
# No telemetry, no words in its logs: for training too (`endorinn/annex.py`).
QUIET = BOT / "rasa.env"


def main() -> None:
    """Becomes Rasa, or exits with 1 and a sentence that says what to set."""
    if not os.environ.get("ENDORINN_INTERNAL_TOKEN"):
        sys.exit("Set ENDORINN_INTERNAL_TOKEN to what the gateway and the action server have.")
    try:
        model = model_of(os.environ)
    except ModelError as error:
        sys.exit(str(error))
    os.chdir(BOT)
    # Our own command; Rasa takes over signals and standard streams as they are.
    os.execve(sys.executable, command(model, os.environ), environment(os.environ))  # noqa: S606


def command(model: Path, settings: Mapping[Text, Text]) -> List[Text]:
    """How Rasa is started: without its own HTTP API, so that the gate is the only way in."""
    host, port = settings.get("ENDORINN_RASA_HOST", "127.0.0.1"), settings.get("ENDORINN_RASA_PORT", "5005")
    rasa = [sys.executable, "-m", "rasa", "run", "--model", str(model), "--interface", host, "--port", port]
    return [*rasa, "--endpoints", "endpoints.yml", "--credentials", "credentials.yml"]


def environment(settings: Mapping[Text, Text]) -> Dict[Text, Text]:
    """What Rasa is started with: quiet, and with the address that endpoints.yml asks for."""
    lines = QUIET.read_text(encoding="utf-8").splitlines()
    quiet = dict(line.split("=", 1) for line in lines)
    actions = settings.get("ENDORINN_ACTIONS_URL") or "http://127.0.0.1:5055"
    return {**settings, **quiet, "ENDORINN_ACTIONS_URL": actions.rstrip("/")}


if __name__ == "__main__":
    main()
