"""Who types, where the sentence says so: «fastlege: pasienten er …», «SFO her.», «vi på Nav ser at …».

Where somebody works is not what they look for.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge.names import names_of
from knowledge.words import holds, phrase, stems

if TYPE_CHECKING:
    from knowledge.library import View
    from knowledge.query import Query

# At the beginning, a few words before a colon, or before «her» and a stop.
OPENS_AS = re.compile(r"^\s*(?P<who>[^.:!?,]{2,40}?)(?:\s+her\s*[.,:!-]|\s*:)\s")
# «Vi på Nav», «eg er helsesjukepleiar», «vi i barnehagen».
SPEAKS_AS = re.compile(
    r"\b(?:vi|me|jeg|eg|je|æ)\s(?:(?:(?:jobber|jobbar|arbeider|arbeidar)\s(?:på|i|ved|som)\s)|(?:(?:er|e)\s(?:en\s|ein\s|ei\s)?)"
    r"|(?:(?:på|i|ved)\s))(?P<who>\w+)",
    re.IGNORECASE,
)


def with_speaker(view: View, query: Query) -> Query:
    """The query with what whoever types works at among `own_services`, and not among what is asked for."""
    said = [stems(found["who"]) for pattern in (OPENS_AS, SPEAKS_AS) for found in pattern.finditer(query.text)]
    own = {kind for kind in query.services if any(_names(view, kind, words) for words in said)}
    if not own or (own == set(query.services) and len(query.text.split()) <= len(said[0]) + 1):
        return query
    asked = tuple(kind for kind in query.services if kind not in own)
    return replace(query, services=asked, own_services=query.own_services | own)


def _names(view: View, kind: str, words: tuple[str, ...]) -> bool:
    """Whether words hold a name of a service."""
    service = view.services.get(kind)
    names = (name for record in service.records for name in names_of(record)) if service is not None else ()
    return any(holds(words, phrase(name)) for name in names)
