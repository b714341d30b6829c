"""A gateway is needed here as its own tests need it."""

from __future__ import annotations

from tests.gateway.conftest import closed_port, loaded

__all__ = ["closed_port", "loaded"]
