"""Serves the gateway with uvicorn, to clients that send their requests in time."""

from __future__ import annotations

import resource
from math import ceil
from typing import TYPE_CHECKING

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from foundation.settings import settings

if TYPE_CHECKING:
    import asyncio

HEADER_SECONDS = 10.0
# What a message may take beside the wait for its answer, when the gateway is stopped. Event streams end at once.
STOP_SECONDS = 4


class PatientProtocol(H11Protocol):
    """HTTP as uvicorn speaks it, but a client that does not get its request's head across in time is let go.

    Without this, one client could hold connections open for ever with a byte a minute. The body has a limit of its own
    (`gateway.limits`).
    """

    header_seconds = HEADER_SECONDS
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """The first request's time runs."""
        super().connection_made(transport)
        self._wait_for_head()

    def data_received(self, data: bytes) -> None:
        """The time is up when a head has come, and runs again with the first byte of the next."""
        super().data_received(data)
        if self._is_answering():
            self._stop_waiting()
        elif self._deadline is None:
            self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing to wait for."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _wait_for_head(self) -> None:
        self._deadline = self.loop.call_later(self.header_seconds, self._let_go)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _let_go(self) -> None:
        self._deadline = None
        if not self._is_answering() and not self.transport.is_closing():
            self.transport.close()


def main() -> None:
    """Serves until stopped."""
    chosen = settings()
    _allow_open_files()
    uvicorn.run(
        "gateway.app:create_app",
        factory=True,
        host=chosen.gateway_host,
        port=chosen.gateway_port,
        http=PatientProtocol,
        ws="none",
        access_log=False,
        log_level="warning",
        server_header=False,
        forwarded_allow_ips=chosen.trusted_proxies,
        timeout_graceful_shutdown=ceil(chosen.answer_timeout) + STOP_SECONDS,
    )


def _allow_open_files() -> None:
    """As many open connections as the system lets this user have, which is seldom what a shell starts with."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


if __name__ == "__main__":
    main()
