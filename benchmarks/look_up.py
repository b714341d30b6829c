"""How soon the look-up shows hits while somebody types, and how large its script is. Part of `make bench`."""

from __future__ import annotations

import gzip
import json
import os
import secrets
import subprocess
import sys
import time
from statistics import median, quantiles
from typing import TYPE_CHECKING

import httpx

from benchmarks.budgets import DIST, KIB, Measured
from foundation.internal import INTERNAL_HEADER, internal_token
from foundation.settings import ROOT, settings

if TYPE_CHECKING:
    from collections.abc import Sequence

SENTENCES = ROOT / "tests" / "eval" / "worked" / "oppslag.jsonl"
KOMMUNE = "oppdal"
# What is asked first wakes what understands.
WARM = 5
# A twentieth of the answers may be slower than what is told.
TWENTIETHS = 20


def looking_up(address: str) -> list[Measured]:
    """The time of each search on loopback, as an employee who types gets it; whole sentences, the longest there are."""
    texts = [json.loads(line)["text"] for line in SENTENCES.read_text(encoding="utf-8").splitlines()]
    with httpx.Client(base_url=address, trust_env=False, headers=_ours()) as client:
        _sign_in(client)
        _times(client, texts[:WARM])
        times = _times(client, texts)
    script = sum(len(gzip.compress(path.read_bytes())) for path in (DIST / "assets").glob("lookup-*.js"))
    return [
        Measured("look-up, hits while one types, median", "ms", round(median(times)), 100),
        Measured("look-up, hits while one types, 19 of 20", "ms", round(quantiles(times, n=TWENTIETHS)[-1]), 100),
        Measured("the look-up's script, gzip", "kB", round(script / KIB, 1), 10),
    ]


def _ours() -> dict[str, str]:
    return {INTERNAL_HEADER: internal_token(settings())}


def _sign_in(client: httpx.Client) -> None:
    """As an employee who is made for this, in the database of the assistant that is measured."""
    login, password = f"maler-{secrets.token_hex(4)}", secrets.token_urlsafe(24)
    who = ["add", login, "--name", "Måler", "--kommune", KOMMUNE, "--role", "ansatt", "--password-stdin"]
    command = [sys.executable, "-m", "endorinn.main", "users", *who]
    subprocess.run(  # noqa: S603 - our own command
        command, input=f"{password}\n", text=True, check=True, cwd=ROOT, env=dict(os.environ), stdout=subprocess.DEVNULL
    )
    sent = {"login": login, "password": password}
    client.post("/oppslag/inn", data=sent, follow_redirects=True).raise_for_status()


def _times(client: httpx.Client, texts: Sequence[str]) -> list[float]:
    """Milliseconds of each search."""
    times = []
    for text in texts:
        begun = time.perf_counter()
        client.post(f"/api/oppslag/{KOMMUNE}/search", data={"q": text}).raise_for_status()
        times.append(1000 * (time.perf_counter() - begun))
    return times
