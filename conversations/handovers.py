"""Handing over, in the database: what families ask for and what employees do. Each method is one transaction."""

from __future__ import annotations

from conversations.wishing import Wishing
from conversations.working import Working


class Handovers(Wishing, Working):
    """All hand-overs of one database, for both sides."""
