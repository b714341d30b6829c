"""Structured logs, one JSON object a line: ids, outcomes, times. Never the words of a message."""

from __future__ import annotations

import logging
import sys

import structlog


def configure_logging(level: str) -> None:
    """Sends structlog and the standard library's loggers to standard error in one form."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=level, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s", force=True)
    # The access log would print addresses of conversations.
    logging.getLogger("uvicorn.access").disabled = True
    # sse_starlette would print every answer, and with it the question, at DEBUG.
    for chatty in ("httpx", "httpcore", "bm25s", "alembic", "sse_starlette"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
