"""One connection to the action server serves many actions."""

import asyncio
import inspect
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any, AsyncIterator, Awaitable, Callable, List

import pytest
from adapters.connections import KeptEndpoint
from aiohttp import ClientConnectionError, web
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

from adapters import connections


def ran(test: Callable[[], Awaitable[None]]) -> Callable[[], None]:
    """A test that is a coroutine."""

    def run() -> None:
        asyncio.run(test())

    return run


class Server:
    """An action server that notes over which connection it was asked."""

    def __init__(self) -> None:
        self.connections: List[Any] = []
        self.sent: List[Any] = []
        self.status = 200
        self.hang_ups = 0
        self.port = 0

    async def answer(self, request: web.Request) -> web.Response:
        self.connections.append(request.transport.get_extra_info("peername"))
        self.sent.append((request.headers["Authorization"], await request.json()))
        if self.hang_ups:
            self.hang_ups -= 1
            request.transport.abort()
        return web.json_response({"events": []}, status=self.status)

    @property
    def endpoint(self) -> EndpointConfig:
        return EndpointConfig(f"http://127.0.0.1:{self.port}/webhook", headers={"Authorization": "Bearer hemmelig"})


@asynccontextmanager
async def serving() -> AsyncIterator[Server]:
    server = Server()
    app = web.Application()
    app.router.add_post("/webhook", server.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.port = runner.addresses[0][1]
    try:
        yield server
    finally:
        await runner.cleanup()


@ran
async def test_every_action_goes_over_the_same_connection_with_the_same_proof() -> None:
    async with serving() as server:
        kept = KeptEndpoint.of(server.endpoint)
        assert [await kept.request(json={"next_action": name}) for name in "abc"] == [{"events": []}] * 3
        await kept.close()
    assert len(set(server.connections)) == 1
    assert server.sent == [("Bearer hemmelig", {"next_action": name}) for name in "abc"]


@ran
async def test_stock_rasa_still_opens_a_connection_for_each() -> None:
    # Where this fails, look whether Rasa keeps its session by itself now: then the adapter can go.
    async with serving() as server:
        for name in "abc":
            await server.endpoint.request(json={"next_action": name})
    assert len(set(server.connections)) == 3
    assert "async with self.session() as session" in inspect.getsource(EndpointConfig.request)


@ran
async def test_a_server_that_was_started_anew_is_reached_again() -> None:
    async with serving() as server:
        kept = KeptEndpoint.of(server.endpoint)
        await kept.request(json={})
    async with serving() as other:
        kept.url = other.endpoint.url
        await kept.request(json={})
        assert len(other.sent) == 1
        await kept.close()


@ran
async def test_an_action_whose_connection_ended_before_the_answer_is_asked_for_over_a_new_one() -> None:
    async with serving() as server:
        kept = KeptEndpoint.of(server.endpoint)
        await kept.request(json={})
        server.hang_ups = 1
        assert await kept.request(json={"next_action": "a"}) == {"events": []}
        await kept.close()
    assert [sent for _, sent in server.sent] == [{}, {"next_action": "a"}, {"next_action": "a"}]
    assert len(set(server.connections)) == 2


@ran
async def test_a_server_that_goes_on_hanging_up_is_asked_twice_and_no_more() -> None:
    async with serving() as server:
        server.hang_ups = 5
        kept = KeptEndpoint.of(server.endpoint)
        with pytest.raises(ClientConnectionError):
            await kept.request(json={})
        await kept.close()
    assert len(server.sent) == 2


@ran
async def test_a_session_that_was_closed_is_opened_anew() -> None:
    async with serving() as server:
        kept = KeptEndpoint.of(server.endpoint)
        for _ in range(2):
            await kept.request(json={})
            await kept.close()
        assert len(server.sent) == 2


@ran
async def test_a_refusal_is_told_as_stock_rasa_tells_it() -> None:
    async with serving() as server:
        server.status = 400
        kept = KeptEndpoint.of(server.endpoint)
        with pytest.raises(ClientResponseError) as refused:
            await kept.request(json={})
        assert refused.value.status == 400
        await kept.close()


@ran
async def test_the_agent_and_what_answers_for_it_get_the_kept_one_and_it_is_closed_at_the_end() -> None:
    async with serving() as server:
        agent = SimpleNamespace(action_endpoint=server.endpoint, processor=SimpleNamespace(action_endpoint=None))
        app = SimpleNamespace(ctx=SimpleNamespace(agent=agent))
        connections.keep(KeptEndpoint, app)
        assert agent.processor.action_endpoint is agent.action_endpoint
        await agent.action_endpoint.request(json={})
        async with agent.action_endpoint.session() as session:
            await connections.close(app, None)
        assert session.closed


@ran
async def test_without_a_model_or_an_action_server_nothing_fails() -> None:
    for endpoint in (None, EndpointConfig("http://127.0.0.1:1/webhook")):
        agent = SimpleNamespace(action_endpoint=endpoint, processor=None)
        app = SimpleNamespace(ctx=SimpleNamespace(agent=agent))
        connections.keep(KeptEndpoint, app)
        await connections.close(app, None)
