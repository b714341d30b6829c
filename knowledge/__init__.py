"""The library: facts with source and validity; find, route, answer."""

from knowledge.answering import answer, ask_back, help_lines
from knowledge.answering.talk import asks_to_be_forgotten
from knowledge.answers import Answer, is_miss, to_json
from knowledge.library import Library
from knowledge.query import Need, Query, Stopped

__all__ = [
    "Answer",
    "Library",
    "Need",
    "Query",
    "Stopped",
    "answer",
    "ask_back",
    "asks_to_be_forgotten",
    "help_lines",
    "is_miss",
    "to_json",
]
