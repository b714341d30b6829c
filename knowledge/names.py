"""The names that the content declares: lookup tables for the understanding, and names that are nobody's to hide."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

import yaml

from foundation.names import Phrases
from foundation.settings import ROOT
from foundation.yaml_files import read_yaml
from knowledge.content import read_content
from knowledge.ontology import ontology
from knowledge.records import Helpline, Model, Service, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from knowledge.records import AnyRecord, Document

# Whom the plans themselves tell of: the nine-year-old of Sør-Odal's is nobody.
TOLD_OF = ("Erik",)
PLACES = ROOT / "data" / "nlu" / "navn" / "kommune.yml"
# «Stine Sofies Stiftelse» in the middle of a sentence of the content, and what stands in brackets or after a colon.
_SEVERAL_CAPITALS = re.compile(r"[^\W\d_a-zæøå][\w-]*(?: [^\W\d_a-zæøå][\w-]*)+")
_PART = re.compile(r"[^():,;«»\"]+")
# The names of a record that are its own: a title, a name, a term.
NAMES = ("title", "name", "term", "word")
HEADER = "# Made by `endorinn train` from the names in knowledge/content. Do not edit.\n"


def service_names(records: Iterable[AnyRecord]) -> dict[str, list[str]]:
    """Ontology service type to every name and nickname of it, in any municipality."""
    names: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for record in records:
        if isinstance(record, Service | Helpline):
            own = (record.name.nb, record.name.nn) if record.name else ()
            names[record.type].update(dict.fromkeys((*own, *record.aliases)))
    return {kind: list(names[kind]) for kind in sorted(names)}


def lookup_tables(records: Iterable[AnyRecord]) -> str:
    """The names as Rasa training data: one lookup table `service:<type>` a type."""
    tables = [
        {"lookup": f"service:{kind}", "examples": "".join(f"- {name}\n" for name in names)}
        for kind, names in service_names(records).items()
    ]
    return HEADER + yaml.safe_dump({"version": "3.1", "nlu": tables}, allow_unicode=True, sort_keys=False)


def public_names(records: Iterable[AnyRecord], documents: Iterable[Document]) -> Phrases:
    """Names that are never a person's: of services, programmes, documents, municipalities and places in them."""
    return Phrases([*_of_places(), *_of_documents(documents), *_of_records(records), *TOLD_OF])


@cache
def names_of_content() -> Phrases:
    """The same of the content folder, where no library is at hand.

    Raises:
        ContentError: when the content has faults.
    """
    content = read_content()
    return public_names(content.records, content.documents.values())


def _of_places() -> Iterator[str]:
    tables = read_yaml(PLACES)["nlu"]
    yield from (line.strip("- ") for table in tables for line in table["examples"].splitlines())
    yield from (one.name for one in ontology().municipalities.values())


def _of_documents(documents: Iterable[Document]) -> Iterator[str]:
    for document in documents:
        yield document.title
        yield from _PART.findall(document.title)
        yield from _SEVERAL_CAPITALS.findall(document.title)


def _of_records(records: Iterable[AnyRecord]) -> Iterator[str]:
    for record in records:
        for key in ("name", "term", "title", "word", "label", "aliases"):
            for name in _texts(getattr(record, key, None)):
                yield name
                yield from _PART.findall(name)
        yield from _SEVERAL_CAPITALS.findall("\n".join(_texts(record.model_dump(exclude={"id", "sources"}))))


def _texts(value: object) -> Iterator[str]:
    """Every text inside a value of a record."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Model):
        yield from _texts(value.model_dump())
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)


def names_of(record: AnyRecord) -> tuple[str, ...]:
    """Every name of a record, in both written standards, with its other names."""
    return tuple(dict.fromkeys(_names_of(record)))


def _names_of(record: AnyRecord) -> Iterator[str]:
    for key in NAMES:
        named = getattr(record, key, None)
        if isinstance(named, Text):
            yield from (named.nb, named.nn)
    yield from getattr(record, "aliases", ())
