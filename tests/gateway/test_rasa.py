"""The one call to Rasa."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import web

from foundation.settings import Settings
from gateway.rasa import Rasa, RasaDownError, way_to_rasa

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.gateway.played_rasa import PlayedRasa

TOKEN = "vZ3kq-Y1mH8_dPw0sLr5TtNfXc7aBeJu9iGo2hRx4E"  # noqa: S105 - of this test  # pragma: allowlist secret

PLAIN = {
    "/restart": "restart",
    "/svar-kommune{}": "svar-kommune{}",
    " / / hei": "hei",
    "og/eller": "og/eller",
    "///": "?",
}
ANSWER = {"reply": "Hei", "outcome": "smalltalk", "question_type": "smaprat"}


class KeepingRasa:
    """A Rasa that keeps its connections, and notes what came over which."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.connections: list[object] = []
        self.headers: list[dict[str, str]] = []
        # So many requests in turn it closes the connection at, instead of answering.
        self.hang_ups = 0
        self.seconds = 0.0
        self.address = ""

    async def answer(self, request: web.Request) -> web.Response:
        """The one answer to anything."""
        assert request.transport is not None
        self.sent.append(await request.json())
        self.connections.append(request.transport.get_extra_info("peername"))
        self.headers.append(dict(request.headers))
        await asyncio.sleep(self.seconds)
        if self.hang_ups:
            self.hang_ups -= 1
            request.transport.close()
        return web.json_response([{"custom": ANSWER}], headers={"Set-Cookie": "talk=1"})

    async def lead_away(self, _: web.Request) -> web.Response:
        """A way to where the answer would be."""
        raise web.HTTPTemporaryRedirect("/webhooks/gate/webhook")


@asynccontextmanager
async def called_at(address: str, **chosen: Any) -> AsyncIterator[Rasa]:  # noqa: ANN401 - any setting
    """Rasa as the gateway calls it."""
    settings = Settings(rasa_url=address, internal_token=TOKEN, **{"answer_timeout": 1, **chosen})
    async with way_to_rasa(settings) as session:
        yield Rasa(session, settings.rasa_address, settings.actions_address)


@pytest.fixture
async def way(rasa: PlayedRasa) -> AsyncIterator[Rasa]:
    """The way to the Rasa that is played."""
    async with called_at(rasa.address) as called:
        yield called


@pytest.fixture
async def keeping() -> AsyncIterator[KeepingRasa]:
    """A Rasa that keeps its connections."""
    rasa, app = KeepingRasa(), web.Application()
    app.router.add_post("/webhooks/gate/webhook", rasa.answer)
    app.router.add_post("/elsewhere/webhooks/gate/webhook", rasa.lead_away)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    rasa.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield rasa
    await runner.cleanup()


@pytest.mark.parametrize(("written", "heard"), PLAIN.items(), ids=list(PLAIN))
async def test_a_slash_is_never_a_command(rasa: PlayedRasa, way: Rasa, written: str, heard: str) -> None:
    rasa.says(ANSWER)
    await way.answers("a", written, {})
    assert rasa.heard[0]["message"] == heard


async def test_only_the_answers_count_not_the_words_beside_them(rasa: PlayedRasa, way: Rasa) -> None:
    rasa.says(ANSWER, {**ANSWER, "reply": "Ha det"})
    assert await way.answers("a", "Hei", {}) == [ANSWER, {**ANSWER, "reply": "Ha det"}]


async def test_silence_means_that_rasa_is_down(way: Rasa) -> None:
    with pytest.raises(RasaDownError):
        await way.answers("a", "Hei", {})


async def test_rasa_is_up_when_it_answers(way: Rasa) -> None:
    assert await way.is_up()


async def test_rasa_is_not_up_when_it_fails(rasa: PlayedRasa, way: Rasa) -> None:
    rasa.status = 500
    assert not await way.is_up()


async def test_rasa_is_not_up_when_nobody_listens(closed_port: int) -> None:
    async with called_at(f"http://127.0.0.1:{closed_port}") as way:
        assert not await way.is_up()


async def test_messages_go_over_one_connection_with_the_token_and_no_cookie(keeping: KeepingRasa) -> None:
    async with called_at(keeping.address) as way:
        for _ in range(3):
            assert await way.answers("a", "Hei", {}) == [ANSWER]
    assert len(set(keeping.connections)) == 1
    assert [sent["Authorization"] for sent in keeping.headers] == [f"Bearer {TOKEN}"] * 3
    assert [sent for sent in keeping.headers if "Cookie" in sent] == []


async def test_a_message_whose_kept_connection_is_closed_just_then_gets_its_answer(keeping: KeepingRasa) -> None:
    async with called_at(keeping.address) as way:
        await way.answers("a", "Hei", {"number": 1})
        keeping.hang_ups = 1
        assert await way.answers("a", "Hvem er PPT?", {"number": 3}) == [ANSWER]
    assert [sent["metadata"]["number"] for sent in keeping.sent] == [1, 3, 3]
    first, second, third = keeping.connections
    assert first == second != third


async def test_a_rasa_that_goes_on_hanging_up_is_asked_twice_and_no_more(keeping: KeepingRasa) -> None:
    keeping.hang_ups = 5
    async with called_at(keeping.address) as way:
        with pytest.raises(RasaDownError):
            await way.answers("a", "Hei", {"number": 1})
    assert len(keeping.sent) == 2


async def test_the_time_limit_is_for_both_times_together(keeping: KeepingRasa) -> None:
    keeping.hang_ups, keeping.seconds = 1, 0.6
    async with called_at(keeping.address) as way:
        with pytest.raises(RasaDownError):
            await way.answers("a", "Hei", {"number": 1})
    assert len(keeping.sent) == 2


async def test_a_way_to_somewhere_else_is_no_answer_and_is_not_followed(keeping: KeepingRasa) -> None:
    async with called_at(f"{keeping.address}/elsewhere") as way:
        with pytest.raises(RasaDownError):
            await way.answers("a", "Hei", {"number": 1})
    assert keeping.sent == []


async def test_no_proxy_of_the_environment_comes_between(
    keeping: KeepingRasa, closed_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{closed_port}")
    async with called_at(keeping.address) as way:
        assert await way.answers("a", "Hei", {}) == [ANSWER]
