"""What is logged, whatever a gateway of another test has configured before in the same process."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

import structlog
from structlog.testing import LogCapture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from structlog.typing import EventDict


@contextmanager
def captured() -> Iterator[list[EventDict]]:
    """Everything that is logged meanwhile, in order, with its level."""
    before, capture = structlog.get_config(), LogCapture()
    structlog.configure(processors=[capture], wrapper_class=structlog.make_filtering_bound_logger(logging.NOTSET))
    try:
        yield capture.entries
    finally:
        structlog.configure(**before)
