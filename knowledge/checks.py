"""What a schema cannot see: ids, references, quotes, numbers out of place, needs without a route.

Each check takes all placed records and yields faults; none stops at the first.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.faults import Fault
from knowledge.ontology import NATIONAL, ontology
from knowledge.records import Contact, Document, Helpline, Responsibility, Route, Service, sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from knowledge.records import AnyRecord

type Placed = tuple[str, AnyRecord]

SOURCES = Path(__file__).with_name("sources")
MAX_QUOTE_WORDS = 25
# A Norwegian phone number written out: eight digits, a six-digit 116 number or an emergency number in a sentence.
PHONE_LIKE = re.compile(r"(?<![\d§.-])(?:\+47[ ]?)?(?:\d{2}[ ]?){3}\d{2}(?!\d)|\b116[ ]?\d{3}\b|\b11[023]\b")
# Paragraphs of repealed Acts that plans still cite: never to stand as the law of today.
REPEALED = {
    "barnevernsloven": ("§ 6-4",),
    "opplaringslova": ("§ 9 A", "§ 9A", "kap. 9 A", "kapittel 9 A"),
}


def check_records(placed: Sequence[Placed], documents: Mapping[str, Document]) -> list[Fault]:
    """All faults of all records."""
    faults: list[Fault] = []
    faults += _check_ids(placed)
    for path, record in placed:
        faults += [Fault(path, message) for message in _check_record(path, record, documents)]
    faults += _check_routes(placed)
    faults += _check_helplines(placed)
    return faults


def _check_ids(placed: Sequence[Placed]) -> Iterator[Fault]:
    counts = Counter(record.id for _, record in placed)
    for path, record in placed:
        if counts[record.id] > 1:
            yield Fault(path, f"The id {record.id} is used by {counts[record.id]} files. An id names one record.")


def _check_record(path: str, record: AnyRecord, documents: Mapping[str, Document]) -> Iterator[str]:
    yield from _check_place(path, record)
    yield from _check_references(record)
    yield from _check_sources(record, documents)
    yield from _check_validity(record)
    if not isinstance(record, Contact | Helpline):
        yield from _check_numbers(record)


def _check_place(path: str, record: AnyRecord) -> Iterator[str]:
    folder = path.partition("/")[0]
    slug = record.id.partition("/")[2]
    if Path(path).stem != slug:
        yield f"The file is called {Path(path).name}, but the id is {record.id}. Call it {slug}.yml."
    if record.owner != folder:
        yield f"The id {record.id} belongs in the folder {record.owner}/, not {folder}/."
    if record.owner not in ontology().all_owners:
        yield f"The owner {record.owner} is neither a municipality, a plan area nor {NATIONAL}."
    if isinstance(record, Service) and record.id != f"{record.owner}/{record.type}":
        yield f"A service's id is <owner>/<type>: write {record.owner}/{record.type}."


def _check_references(record: AnyRecord) -> Iterator[str]:
    vocabulary = ontology()
    known = {
        "need": vocabulary.needs,
        "service": vocabulary.services,
        "question type": vocabulary.question_types,
        "risk area": vocabulary.risk_areas,
        "acute kind": vocabulary.acute_kinds,
    }
    for kind, value in _references(record):
        if value not in known[kind]:
            yield f"Unknown {kind}: {value}. The ids are in knowledge/ontology.yml."


def _references(record: AnyRecord) -> Iterator[tuple[str, str]]:
    yield from (("need", need) for need in record.needs)
    yield from (("service", service) for service in record.services)
    match record:
        case Service():
            yield "service", record.type
            yield from (("service", partner) for partner in record.partners)
        case Helpline():
            yield "service", record.type
            yield from (("acute kind", kind) for kind in record.acute)
        case Contact():
            yield "service", record.service.partition("/")[2]
        case Route():
            yield "need", record.need
            yield from (("service", step.service) for step in record.steps)
        case Responsibility():
            yield "risk area", record.risk_area
    yield from (("question type", kind) for kind in getattr(record, "question_types", ()))


def _check_sources(record: AnyRecord, documents: Mapping[str, Document]) -> Iterator[str]:
    for source in record.sources:
        if source.document not in documents:
            yield f"Unknown document: {source.document}. Add it to kilder.yml."
            continue
        yield from (
            f"{source.document} {paragraph} is repealed. Cite today's paragraph."
            for paragraph in REPEALED.get(source.document, ())
            if re.match(rf"{re.escape(paragraph)}(?![\w-])", source.locator)
        )
        unknown = [name for name in source.fields if name not in type(record).model_fields]
        yield from (f"{source.document} carries {name}, which a {record.kind} does not have." for name in unknown)
        if source.quote is not None:
            yield from _check_quote(source.quote, documents[source.document])


def _check_quote(quote: str, document: Document) -> Iterator[str]:
    if len(quote.split()) > MAX_QUOTE_WORDS:
        yield f"The quote has {len(quote.split())} words; {MAX_QUOTE_WORDS} is the most: «{quote[:40]}…»"
    if document.text and _flat(quote) not in source_text(document.text):
        yield f"The quote does not stand in {document.text}: «{quote}»"


@cache
def source_text(name: str) -> str:
    """The copy of a plan under `knowledge/sources/`, with every run of white space as one space."""
    return _flat((SOURCES / name).read_text(encoding="utf-8"))


def _flat(text: str) -> str:
    return " ".join(text.split())


def _check_validity(record: AnyRecord) -> Iterator[str]:
    if record.valid_from and record.valid_to and record.valid_to < record.valid_from:
        yield "valid_to is before valid_from."
    yield from (
        f"{source.document} was checked after the record's review is due ({record.review_by})."
        for source in record.sources
        if source.checked > record.review_by
    )


def _check_numbers(record: AnyRecord) -> Iterator[str]:
    for sentence in sentences(record):
        if found := PHONE_LIKE.search(sentence):
            yield f"«{found[0]}» looks like a phone number. Numbers stand in contacts and help lines only."


def _check_routes(placed: Iterable[Placed]) -> Iterator[Fault]:
    national = [record for _, record in placed if isinstance(record, Route) and _for_everybody(record)]
    for need in ontology().needs:
        covered = {role for route in national if route.need == need for role in (route.roles or ontology().roles)}
        missing = [role for role in ontology().roles if role not in covered]
        if missing:
            yield Fault(NATIONAL, f"No route for {need} for {', '.join(missing)}.")


def _check_helplines(placed: Iterable[Placed]) -> Iterator[Fault]:
    everybody = [record for _, record in placed if isinstance(record, Helpline) and _for_everybody(record)]
    for kind in ontology().acute_kinds:
        if not any(kind in line.acute and line.lines[0].channel == "telefon" for line in everybody):
            yield Fault(NATIONAL, f"No confirmed help line with a phone for {kind}, for people of every age.")


def _for_everybody(record: Helpline | Route) -> bool:
    lasting = record.status == "confirmed" and record.valid_from is None and record.valid_to is None
    return lasting and record.owner == NATIONAL and record.audience == "alle" and record.ages is None
