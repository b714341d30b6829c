"""The annex, reached as commands only."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from endorinn import annex
from foundation.errors import OperatorError
from foundation.settings import settings

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


def test_rasa_is_started_with_the_settings_that_are_its_affair(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENDORINN_REDIS_URL", "redis://:hysj@127.0.0.1:6379/0")
    monkeypatch.setenv("ENDORINN_MODEL", "https://modeller.example.org/endorinn.tar.gz")
    monkeypatch.setenv("ENDORINN_MODEL_SHA256", "0" * 64)
    monkeypatch.setenv("ENDORINN_RASA_HOST", "10.0.0.5")
    monkeypatch.setenv("ENDORINN_RASA_PORT", "5105")
    settings.cache_clear()
    given = settings()
    for name in ("REDIS_URL", "MODEL", "MODEL_SHA256", "RASA_HOST", "RASA_PORT", "VAR_DIR"):
        monkeypatch.delenv(f"ENDORINN_{name}")  # As if they stood in .env.
    monkeypatch.setattr(annex, "settings", lambda: given)
    environment = annex.environment()
    assert {name: environment[name] for name in environment if name.startswith("ENDORINN_")}.items() >= {
        "ENDORINN_REDIS_URL": "redis://:hysj@127.0.0.1:6379/0",
        "ENDORINN_MODEL": "https://modeller.example.org/endorinn.tar.gz",
        "ENDORINN_MODEL_SHA256": "0" * 64,
        "ENDORINN_RASA_HOST": "10.0.0.5",
        "ENDORINN_RASA_PORT": "5105",
        "ENDORINN_VAR_DIR": str(own / "var"),
    }.items()


def test_what_is_not_set_rasa_is_not_told() -> None:
    assert {"ENDORINN_REDIS_URL", "ENDORINN_MODEL", "ENDORINN_MODEL_SHA256"}.isdisjoint(annex.environment())


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
