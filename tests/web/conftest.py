"""The gateway whose widget and chat are tried, and the municipality's pages that hold it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.web.hosts import WIDGET, gateway_pages, host_pages, serving

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def built() -> None:
    """The loader as it is built; where it is missing, a failure in CI and a skip elsewhere."""
    if not WIDGET.exists() and os.environ.get("CI") != "true":
        pytest.skip("The widget is not built: `npm run build` in web.")


@pytest.fixture(scope="module")
def gateway_address(built: None) -> Iterator[str]:  # noqa: ARG001 - it has to be there
    """A gateway. Its chat is not the real one: it speaks the protocol, and shows what it has heard."""
    with serving(gateway_pages(), "127.0.0.1") as address:
        yield address


@pytest.fixture(scope="module")
def host_address(gateway_address: str) -> Iterator[str]:
    """A municipality's pages, on another site than the gateway."""
    with serving(host_pages(gateway_address), "localhost") as address:
        yield address
