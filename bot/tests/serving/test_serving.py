from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Dict

import pytest
from serving.__main__ import command, environment

import serving

BOT = Path(serving.__file__).parents[1]


def start(**settings: str) -> "subprocess.CompletedProcess[str]":
    run = [sys.executable, "-m", "serving"]
    return subprocess.run(run, cwd=BOT, env=settings, capture_output=True, text=True, check=False)  # noqa: S603


def test_rasa_listens_on_loopback_unless_it_is_told_otherwise() -> None:
    usual = " ".join(command(Path("/m.tar.gz"), {}))
    told = " ".join(command(Path("/m.tar.gz"), {"ENDORINN_RASA_HOST": "10.0.0.5", "ENDORINN_RASA_PORT": "5105"}))
    assert "--model /m.tar.gz --interface 127.0.0.1 --port 5005 " in usual
    assert "--interface 10.0.0.5 --port 5105 " in told


def test_rasas_own_http_api_is_never_switched_on() -> None:
    assert "--enable-api" not in command(Path("/m.tar.gz"), {})


def test_rasa_sends_no_telemetry_and_keeps_words_out_of_its_log_whatever_the_environment_says() -> None:
    given = environment({"LOG_LEVEL": "DEBUG", "RASA_TELEMETRY_ENABLED": "true", "PATH": "/bin"})
    assert (given["RASA_TELEMETRY_ENABLED"], given["LOG_LEVEL"], given["PATH"]) == ("false", "WARNING", "/bin")


@pytest.mark.parametrize(
    ("settings", "address"),
    [
        ({}, "http://127.0.0.1:5055"),
        ({"ENDORINN_ACTIONS_URL": ""}, "http://127.0.0.1:5055"),
        ({"ENDORINN_ACTIONS_URL": "http://actions:5055/"}, "http://actions:5055"),
    ],
)
def test_the_action_server_is_here_unless_it_is_elsewhere(settings: Dict[str, str], address: str) -> None:
    assert environment(settings)["ENDORINN_ACTIONS_URL"] == address


def test_without_the_token_of_the_house_it_says_so_and_does_not_start() -> None:
    ran = start()
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == "Set ENDORINN_INTERNAL_TOKEN to what the gateway and the action server have.\n"


def test_without_a_model_it_says_so_and_does_not_start(tmp_path: Path) -> None:
    ran = start(ENDORINN_INTERNAL_TOKEN="t" * 32, ENDORINN_VAR_DIR=str(tmp_path))
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.startswith(f"There is no model at {tmp_path}/models/endorinn.tar.gz. Train one with")
