"""`endorinn purge`: deletes what is kept too long, for an operator who will not wait for the gateway's own look."""

from __future__ import annotations

from typing import Annotated

import typer

from conversations.retention import Retention
from conversations.service import Conversations
from foundation.database import make_engine
from foundation.settings import settings


def purge(*, dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count them.")] = False) -> None:
    """Deletes every conversation whose time is over, as the gateway does by itself.

    The times are settings (ENDORINN_KEEP_…). What Rasa remembers of a conversation expires by itself.
    """
    engine = make_engine(settings().database_url)
    try:
        conversations = Conversations(engine, Retention.of(settings()))
        if dry_run:
            typer.echo(f"Conversations to delete: {conversations.count_over()}")
        else:
            typer.echo(f"Conversations deleted: {len(conversations.purge())}")
    finally:
        engine.dispose()
