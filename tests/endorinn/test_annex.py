"""The annex, reached as commands only."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from endorinn import annex
from foundation.errors import OperatorError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def python(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python in the place of Rasa."""
    monkeypatch.setattr(annex, "RASA", sys.executable)


@pytest.mark.usefixtures("python")
def test_what_a_command_says_goes_to_its_log(own: Path) -> None:
    annex.run(["-c", "print('Ferdig på null sekunder')"], own / "log" / "train.log")
    assert (own / "log" / "train.log").read_text(encoding="utf-8") == "Ferdig på null sekunder\n"


@pytest.mark.usefixtures("python")
def test_a_command_gets_what_it_is_told_in_its_environment(own: Path) -> None:
    code = "import os; print(os.environ['ENDORINN_VALIDATE'], os.environ['RASA_TELEMETRY_ENABLED'])"
    annex.run(["-c", code], own / "validate.log", ENDORINN_VALIDATE="1")
    assert (own / "validate.log").read_text(encoding="utf-8") == "1 false\n"


@pytest.mark.usefixtures("python")
def test_a_command_that_fails_is_told_with_how_it_ended(own: Path) -> None:
    log = own / "train.log"
    with pytest.raises(OperatorError) as error:
        annex.run(["-c", "print('\\n'.join(map(str, range(30)))); raise SystemExit(2)"], log)
    told = str(error.value).splitlines()
    assert told[0] == f"`rasa -c` failed. The whole output is in {log}; it ends:"
    assert told[1:] == [str(number) for number in range(10, 30)]


def test_rasa_sends_no_telemetry_and_keeps_words_out_of_its_log() -> None:
    environment = annex.environment()
    assert (environment["RASA_TELEMETRY_ENABLED"], environment["LOG_LEVEL"]) == ("false", "WARNING")


@pytest.mark.parametrize("name", ["VIRTUAL_ENV", "DATABASE_URL"])
def test_rasa_knows_nothing_of_the_houses_python_and_database(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "ours")
    assert name not in annex.environment()


def test_an_annex_that_cannot_be_installed_says_what_it_needs(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    uv = own / "uv"
    uv.write_text("#!/bin/sh\necho 'No interpreter found for Python 3.10' >&2\nexit 2\n", encoding="utf-8")
    uv.chmod(0o755)
    monkeypatch.setenv("UV", str(uv))
    monkeypatch.setattr(annex, "RASA", own / "borte")
    with pytest.raises(OperatorError) as error:
        annex.install()
    assert str(error.value) == (
        "The annex could not be installed. Python 3.10 must be there (pyenv or uv).\n"
        "No interpreter found for Python 3.10\n"
    )
