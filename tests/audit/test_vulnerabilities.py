"""What `make audit` says of known vulnerabilities, with the real locks and uv, and an OSV that answers on loopback."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from audit.vulnerabilities import Accepted, faults
from foundation.settings import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DAY = date(2026, 11, 26)
LOCKED = {"house": {"jinja2"}, "annex": {"aiohttp"}}
ENTRY: dict[str, Any] = {
    "package": "aiohttp",
    "lock": "annex",
    "ids": ["CVE-2026-1"],
    "reachable": False,
    "why": "Nobody calls it.",
    "reviewed": DAY,
    "review_by": DAY,
}
# Of the aiohttp that only the annex has, for the house has a newer one: found by one id, listed by another.
AFFECTED = "3.9.5"
ADVISORY = {
    "schema_version": "1.7.0",
    "id": "GHSA-aaaa-bbbb-cccc",
    "aliases": ["CVE-2026-1"],
    "modified": "2026-11-01T00:00:00Z",
    "summary": "Made up for this test",
    "affected": [{"package": {"name": "aiohttp", "ecosystem": "PyPI"}, "versions": [AFFECTED]}],
}


class _Osv(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        queries = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
        hit = {"vulns": [{"id": ADVISORY["id"], "modified": ADVISORY["modified"]}]}
        asked = [(query["package"]["name"], query["version"]) for query in queries]
        self._answer({"results": [hit if one == ("aiohttp", AFFECTED) else {} for one in asked]})

    def do_GET(self) -> None:
        self._answer(ADVISORY)

    def _answer(self, body: object) -> None:
        content = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


class _Down(_Osv):
    def do_POST(self) -> None:
        self.send_error(502)


@contextmanager
def _served(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def _run(folder: Path, entries: list[dict[str, Any]], source: str) -> subprocess.CompletedProcess[str]:
    accepted = folder / "accepted.yml"
    accepted.write_text(yaml.safe_dump(entries), encoding="utf-8")
    command = [sys.executable, "-m", "audit.vulnerabilities", "--accepted", str(accepted), "--source", source]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture
def current() -> dict[str, Any]:
    return ENTRY | {"review_by": date.max}


def test_a_vulnerability_that_nobody_reviewed_fails_and_is_named(tmp_path: Path) -> None:
    with _served(_Osv) as source:
        ended = _run(tmp_path, [], source)
    assert ended.returncode == 1
    assert "aiohttp 3.9.5 has 1 known vulnerability" in ended.stdout
    assert "GHSA-aaaa-bbbb-cccc" in ended.stdout


def test_a_reviewed_vulnerability_passes_by_any_of_its_names(tmp_path: Path, current: dict[str, Any]) -> None:
    with _served(_Osv) as source:
        ended = _run(tmp_path, [current], source)
    assert (ended.returncode, ended.stderr.count("no known vulnerabilities")) == (0, 2)
    assert "skipped" not in ended.stdout


def test_a_review_counts_for_its_own_lock_only(tmp_path: Path, current: dict[str, Any]) -> None:
    with _served(_Osv) as source:
        ended = _run(tmp_path, [current | {"lock": "house", "package": "jinja2"}], source)
    assert ended.returncode == 1


def test_a_source_that_cannot_be_reached_is_said_and_does_not_fail(tmp_path: Path) -> None:
    with _served(_Osv) as gone:
        pass
    ended = _run(tmp_path, [], gone)
    assert ended.returncode == 0
    assert ended.stdout.startswith(f"skipped: no vulnerabilities were looked for, since {gone} cannot be reached")


def test_a_source_that_answers_with_a_fault_counts_as_not_reached(tmp_path: Path) -> None:
    with _served(_Down) as source:
        ended = _run(tmp_path, [], source)
    assert ended.returncode == 0
    assert ended.stdout.startswith("skipped: ")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"severity": "low"}, "Extra inputs are not permitted"),
        ({"lock": "cellar"}, "Input should be 'house' or 'annex'"),
        ({"ids": []}, "should have at least 1 item"),
        ({"review_by": date(2026, 11, 1), "reviewed": date(2026, 10, 1)}, "the review ran out on 2026-11-01"),
    ],
)
def test_a_faulty_list_fails_without_a_network(
    tmp_path: Path, current: dict[str, Any], change: dict[str, Any], said: str
) -> None:
    with _served(_Osv) as gone:
        pass
    ended = _run(tmp_path, [current | change], gone)
    assert ended.returncode == 1
    assert said in ended.stderr


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ([{}], None),
        ([{"review_by": date(2026, 11, 25), "reviewed": date(2026, 11, 1)}], "the review ran out on 2026-11-25"),
        ([{"reviewed": date(2026, 11, 27), "review_by": date(2027, 1, 1)}], "`reviewed` lies after today"),
        ([{"review_by": DAY, "reviewed": date(2026, 12, 1)}], "or after `review_by`"),
        ([{"package": "jinja2"}], "the package is no longer in the lock"),
        ([{"lock": "house"}], "the package is no longer in the lock"),
        ([{}, {}], "CVE-2026-1 (annex): listed 2 times"),
        ([{}, {"lock": "house", "package": "jinja2"}], None),
    ],
)
def test_the_list_is_checked_against_the_locks_and_the_day(entries: list[dict[str, Any]], said: str | None) -> None:
    found = faults(tuple(Accepted.model_validate(ENTRY | entry) for entry in entries), LOCKED, DAY)
    assert len(found) == (said is not None)
    assert said is None or said in found[0]
