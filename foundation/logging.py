"""Structured logs, one JSON object a line: ids, outcomes, times. Never the words of a message."""

from __future__ import annotations

import logging
import sys
from traceback import extract_tb
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from structlog.typing import EventDict, Processor

SHARED: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)
RENDERER = structlog.processors.JSONRenderer(ensure_ascii=False)
# A logger is put together once. Tests, which look at what is logged, put it together at each line.
CACHED = True


def configure_logging(level: str) -> None:
    """Sends structlog and the standard library's loggers to standard error in one form."""
    structlog.configure(
        processors=[*SHARED, RENDERER],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=CACHED,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_in_one_form())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # The access log would print addresses of conversations.
    logging.getLogger("uvicorn.access").disabled = True
    # sse_starlette would print every answer, and with it the question, at DEBUG.
    for chatty in ("httpx", "httpcore", "bm25s", "alembic", "sse_starlette", "urllib3"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def _in_one_form() -> structlog.stdlib.ProcessorFormatter:
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*SHARED, structlog.stdlib.add_logger_name],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _wordless, RENDERER],
    )


def _wordless(_logger: object, _method: str, event: EventDict) -> EventDict:
    """A library's crash as its type and its places: the error's text may hold the words of a message."""
    info = event.pop("exc_info", None)
    if isinstance(info, tuple) and info[0] is not None:
        event["error"] = info[0].__name__
        event["places"] = [f"{frame.filename}:{frame.lineno}" for frame in extract_tb(info[2])]
    return event
