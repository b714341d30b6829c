"""Families of the topology write as pages do, and what is counted of them is what became of their messages."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import json
from typing import TYPE_CHECKING

import httpx
import pytest

from benchmarks.topology.__main__ import Row
from benchmarks.topology.people import Family, stored
from benchmarks.topology.renewal import MARK, changed, served_model
from benchmarks.topology.town import instances
from foundation.settings import settings
from knowledge.content import read_content

if TYPE_CHECKING:
    from pathlib import Path

ANSWER = {"answers": [{"reply": "svar"}]}


class House:
    """A gateway that takes each message at its second try only, and forgets one if told to."""

    def __init__(self, *, forgets: bool = False) -> None:
        self.tries: list[str] = []
        self.done = asyncio.Event()
        self._forgets = forgets

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            kept = [] if self._forgets else sorted(set(self.tries))
            told = "".join(
                f"event: message\ndata: {json.dumps({'id': id_})}\nid: {number}\n\n"
                for number, id_ in enumerate(kept, 1)
            )
            return httpx.Response(200, text=f"{told}: that is all\n\n")
        if request.url.path == "/api/conversations":
            return httpx.Response(201, json={"id": "samtale", "token": "hemmelig"})
        self.tries.append(json.loads(request.content)["id"])
        if self.tries.count(self.tries[-1]) == 1:
            raise httpx.ConnectError("gone", request=request)
        self.done.set()
        return httpx.Response(200, json=ANSWER)


async def written(house: House) -> Family:
    async with httpx.AsyncClient(transport=httpx.MockTransport(house), base_url="https://inn.example") as client:
        family = Family(client)
        await family.write(house.done)
        return family


async def test_a_message_is_sent_again_under_its_id_until_it_is_acknowledged() -> None:
    house = House()
    family = await written(house)
    [said] = family.said
    assert house.tries == [said.id, said.id]
    assert said.answers == 1
    assert said.answered_at is not None


@pytest.mark.parametrize("forgets", [False, True])
async def test_what_a_history_holds_is_what_is_kept(*, forgets: bool) -> None:
    house = House(forgets=forgets)
    family = await written(house)
    [said] = family.said
    async with httpx.AsyncClient(transport=httpx.MockTransport(house), base_url="https://inn.example") as client:
        said.line.client = client
        assert (said.id in await stored(said.line)) is not forgets


@pytest.mark.parametrize(("failed", "lost", "is_safe"), [(0, 0, True), (1, 0, False), (0, 1, False)])
def test_a_phase_is_safe_when_nothing_failed_and_nothing_was_lost(failed: int, lost: int, *, is_safe: bool) -> None:
    row = Row("gateway-1 killed", 10, 10 - failed, 10 - failed, 0, failed, lost, 1.0)
    assert row.is_safe is is_safe


def test_there_are_two_of_each_part() -> None:
    assert instances() == ["actions-1", "actions-2", "rasa-1", "rasa-2", "gateway-1", "gateway-2"]


def test_the_content_that_is_brought_out_anew_is_whole_and_tells_itself_from_the_old_one() -> None:
    old = read_content()
    new = changed(old)
    assert (new.records, new.documents.keys()) == (old.records, old.documents.keys())
    assert all(one.title.endswith(f"({MARK})") for one in new.documents.values())


def test_the_model_that_is_brought_out_anew_is_the_same_by_another_checksum(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trained = gzip.compress(b"understanding")
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "endorinn.tar.gz").write_bytes(trained)
    monkeypatch.setenv("ENDORINN_VAR_DIR", str(tmp_path))
    settings.cache_clear()
    with served_model() as (address, digest):
        fetched = httpx.get(address, trust_env=False).content
    settings.cache_clear()
    assert hashlib.sha256(fetched).hexdigest() == digest != hashlib.sha256(trained).hexdigest()
    assert gzip.decompress(fetched) == b"understanding"


def test_whoever_is_asked_is_started_anew_before_whoever_asks() -> None:
    assert len(instances()) == 6
    assert [name.rpartition("-")[0] for name in instances()[::2]] == ["actions", "rasa", "gateway"]
