"""The annex `bot/`: its own Python 3.10, reached as commands only."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from foundation.errors import OperatorError
from foundation.internal import internal_token
from foundation.settings import ROOT, settings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

BOT = ROOT / "bot"
RASA = BOT / ".venv" / "bin" / "rasa"
PYTHON = RASA.with_name("python")
# No telemetry, no words in Rasa's logs: for whatever starts it.
QUIET = BOT / "rasa.env"


def install() -> None:
    """Installs the annex by its lock, if it is not there yet.

    Raises:
        OperatorError: when uv or Python 3.10 is missing, or a package cannot be had.
    """
    if RASA.exists():
        return
    finished = subprocess.run(  # noqa: S603 - our own command
        [*_uv(), "sync", "--project", str(BOT), "--frozen"],
        env=_without_ours(),
        capture_output=True,
        text=True,
        check=False,
    )
    if finished.returncode:
        message = (
            f"The annex could not be installed. Python 3.10 must be there (pyenv or uv).\n{finished.stderr[-2000:]}"
        )
        raise OperatorError(message)


def _uv() -> list[str]:
    # `uv run` tells where it lies; a uv that was installed with pip is a module too.
    found = os.environ.get("UV") or shutil.which("uv")
    return [found] if found else [sys.executable, "-m", "uv"]


def _without_ours() -> dict[str, str]:
    # Rasa needs neither our Python nor our database, whose address may hold a password.
    return {name: value for name, value in os.environ.items() if name not in {"VIRTUAL_ENV", "DATABASE_URL"}}


def environment() -> dict[str, str]:
    """What Rasa is started with: quiet, and with the settings that are its affair, wherever they were read from."""
    chosen = settings()
    ours = {
        "ENDORINN_ACTIONS_URL": chosen.actions_address,
        "ENDORINN_INTERNAL_TOKEN": internal_token(chosen),
        "ENDORINN_MODEL": chosen.model,
        "ENDORINN_MODEL_SHA256": chosen.model_sha256,
        "ENDORINN_RASA_HOST": chosen.rasa_host,
        "ENDORINN_RASA_PORT": str(chosen.rasa_port),
        "ENDORINN_REDIS_URL": chosen.redis_url and chosen.redis_url.get_secret_value(),
        "ENDORINN_VAR_DIR": str(chosen.var),
    }
    return _without_ours() | _quiet() | {name: value for name, value in ours.items() if value}


def _quiet() -> dict[str, str]:
    return dict(line.split("=", 1) for line in QUIET.read_text(encoding="utf-8").splitlines())


def run(arguments: Sequence[str], log: Path, **variables: str) -> None:
    """Runs `rasa …` in the annex, its output to a file; `variables` join its environment.

    Raises:
        OperatorError: when it fails; with the end of the output.
    """
    _run([str(RASA), *arguments], log, variables, f"`rasa {arguments[0]}` failed.")


def run_module(module: str, arguments: Sequence[str], log: Path, **variables: str) -> str:
    """Runs `python -m …` in the annex: what it prints, while what it says on standard error goes to a file.

    Raises:
        OperatorError: when it fails; with the end of the file.
    """
    command = [str(PYTHON), "-m", module, *arguments]
    return _run(command, log, variables, f"The annex could not {arguments[0]}.", printed=True)


def _run(command: list[str], log: Path, variables: dict[str, str], failed: str, *, printed: bool = False) -> str:
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w", encoding="utf-8") as output:
        finished = subprocess.run(  # noqa: S603 - our own command
            command,
            cwd=BOT,
            env=environment() | variables,
            stdout=subprocess.PIPE if printed else output,
            stderr=output,
            encoding="utf-8",
            check=False,
        )
    if finished.returncode:
        ending = "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-20:])
        message = f"{failed} The whole output is in {log}; it ends:\n{ending}"
        raise OperatorError(message)
    return finished.stdout or ""
