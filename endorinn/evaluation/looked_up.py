"""What the look-up answers to sentences as employees type them (`oppslag.jsonl`).

What a sentence means is asked of the running Rasa; what it points to, of the content, as the gateway does it.
"""

from __future__ import annotations

from itertools import batched
from typing import TYPE_CHECKING, Any

import httpx

from foundation.clock import now
from foundation.internal import bearer
from foundation.settings import settings
from knowledge import Library
from knowledge.content import read_content
from knowledge.lookup.fitting import Filters
from knowledge.lookup.hits import find
from understanding.sentence import Sentence, heard

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from knowledge.lookup.shown import Hit

PARSE = "/webhooks/gate/parse"
AT_ONCE, PATIENCE = 50, 60.0
type Looked = tuple[Mapping[str, Any], list[str]]


def look_up(rasa: str, sentences: Sequence[Mapping[str, Any]]) -> list[Looked]:
    """Each sentence with the keys of its hits, best first.

    Raises:
        httpx.HTTPError: where Rasa does not answer.
    """
    content = read_content()
    library, moment = Library(tuple(content.records), content.documents), now()
    found = []
    for sentence, parsed in zip(sentences, _parses(rasa, [one["text"] for one in sentences]), strict=True):
        understood = heard(Sentence(sentence["text"], sentence["kommune"], signed_in=True), parsed)
        view = library.view(sentence["kommune"], moment.date(), signed_in=True)
        hits = find(view, understood.query, understood.shares, moment, Filters()).hits
        found.append((sentence, [key_of(hit) for hit in hits]))
    return found


def key_of(hit: Hit) -> str:
    """What the test sentences call a hit: a record by its id, a service by its type."""
    return f"tjeneste:{hit.service}" if hit.service is not None else hit.id


def _parses(rasa: str, texts: Sequence[str]) -> Iterator[dict[str, Any]]:
    with httpx.Client(base_url=rasa, headers=bearer(settings()), timeout=PATIENCE, trust_env=False) as client:
        for some in batched(texts, AT_ONCE):
            yield from client.post(PARSE, json={"texts": some}).raise_for_status().json()
