"""The web servers: Caddy takes their files, and sends nothing twice that may not be."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.deploy.manifests import DEPLOY

if TYPE_CHECKING:
    from pathlib import Path

FILES = sorted((DEPLOY / "caddy").iterdir())
SET = {
    "SITE": "https://assistent.example.org",
    "TLS": "internal",
    "GATEWAYS": "gateway-1.front:8000 gateway-2.front:8000",
    "RASAS": "rasa-1:5005 rasa-2:5005",
    "ACTION_SERVERS": "actions-1:5055 actions-2:5055",
    "ENDORINN_INTERNAL_TOKEN": "Zg3-kY8_pQ1xWv5mLr7bNc2dTf9hJs4e",
}


@pytest.fixture(scope="module")
def caddy() -> str:
    program = shutil.which("caddy")
    if program is None:
        pytest.skip("Caddy is not installed: `apt-get install caddy`.")
    return program


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
@pytest.mark.parametrize("tls", ["internal", "drift@example.org"])
def test_caddy_takes_the_file(file: Path, tls: str, caddy: str, tmp_path: Path) -> None:
    environment = os.environ | SET | {"TLS": tls, "HOME": str(tmp_path)}
    command = [caddy, "validate", "--config", file, "--adapter", "caddyfile"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert "Valid configuration" in done.stdout + done.stderr


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_message_that_was_sent_to_one_is_never_sent_to_the_other(file: Path) -> None:
    # Caddy tries the next one where no connection was made; more than that has to be asked for.
    text = file.read_text(encoding="utf-8")
    assert "lb_try_duration" in text
    assert "lb_retry_match" not in text


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_addresses_of_people_are_not_logged(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert "exclude http.log.error" in text
    assert text.count("log {") == 1
