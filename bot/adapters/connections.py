"""One connection to the action server that stays open.

Stock Rasa opens a session of its own, and with it a connection, for every action, and closes it again. A connection
that is kept may have been closed from the other side while Rasa was busy understanding, which shows only when something
is sent over it: then the action is asked for once more, over a new one.
"""

from __future__ import annotations

from asyncio import AbstractEventLoop
from contextlib import asynccontextmanager
from typing import Any, AsyncIterator, Optional, Type

import aiohttp
from rasa.utils.endpoints import EndpointConfig
from sanic import Sanic


class KeptEndpoint(EndpointConfig):
    """An endpoint whose session is kept as long as the process runs."""

    _session: Optional[aiohttp.ClientSession] = None

    @classmethod
    def of(cls, endpoint: EndpointConfig) -> "KeptEndpoint":
        """As `endpoint`, but kept."""
        kept = cls()
        kept.__dict__.update(endpoint.__dict__)
        return kept

    @asynccontextmanager
    async def session(self) -> AsyncIterator[aiohttp.ClientSession]:
        """The one session; another one where it was closed."""
        if self._session is None or self._session.closed:
            self._session = super().session()
        yield self._session

    async def request(self, *args: Any, **kwargs: Any) -> Optional[Any]:
        """One call, made again where its connection ended before an answer came: our actions change nothing."""
        try:
            return await super().request(*args, **kwargs)
        except aiohttp.ClientConnectorError:  # Nobody is there, which a second call would not mend.
            raise
        except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError):
            return await super().request(*args, **kwargs)

    async def close(self) -> None:
        """Closes the session, if there is one."""
        if self._session is not None:
            await self._session.close()


def keep(kind: Type[KeptEndpoint], app: Sanic) -> None:
    """Has the Rasa that an application serves call the action server by an endpoint of this kind."""
    agent = app.ctx.agent
    if agent.action_endpoint is not None:
        agent.action_endpoint = kind.of(agent.action_endpoint)
        if agent.processor is not None:  # It holds an endpoint of its own; without a model there is none.
            agent.processor.action_endpoint = agent.action_endpoint


async def close(app: Sanic, _: AbstractEventLoop) -> None:
    """Closes the connection that is kept, if there is one."""
    endpoint = getattr(getattr(app.ctx, "agent", None), "action_endpoint", None)
    if isinstance(endpoint, KeptEndpoint):
        await endpoint.close()
