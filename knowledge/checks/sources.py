"""Sources: documents, quotes, and law that is no more."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from knowledge.checks.finding import Finding
from knowledge.records import Duty, Right
from knowledge.walk import texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from knowledge.records import AnyRecord, Document, Source

SOURCES = Path(__file__).parents[1] / "sources"
MAX_QUOTE_WORDS = 25


class Repealed(NamedTuple):
    """A paragraph that plans still cite, and what holds in its place.

    `about`: today's Act has a paragraph of the same number; the old one is meant where the text is about this.
    """

    law: str
    act: re.Pattern[str]
    old: re.Pattern[str]
    today: str
    said: re.Pattern[str]
    about: re.Pattern[str] | None = None

    def is_cited(self, text: str) -> str:
        """How a text cites the paragraph without today's beside it; empty if it does not, or another Act's."""
        if self.said.search(text) or (self.about and not self.about.search(text)):
            return ""
        return next((found[0] for found in self.old.finditer(text) if not self._is_of_another_act(found)), "")

    def _is_of_another_act(self, found: re.Match[str]) -> bool:
        # «folketrygdloven § 6-4» and «§ 6-4 i folketrygdloven» hold.
        named = ACT_BEFORE.search(found.string, 0, found.start()) or ACT_AFTER.match(found.string, found.end())
        return named is not None and not self.act.match(named[1])


ACT = r"([\w-]+(?:loven|lova|forskriften|forskrifta))"
ACT_BEFORE = re.compile(rf"{ACT}\s*$", re.IGNORECASE)
ACT_AFTER = re.compile(rf"\s+i\s+{ACT}", re.IGNORECASE)


def _repealed(law: str, act: str, old: str, today: str, about: str | None = None) -> Repealed:
    said = re.escape(today).replace("kapittel", r"(?:§|kapittel|kap\.)").replace(r"\ ", r"\s*")
    return Repealed(
        law,
        re.compile(act, re.IGNORECASE),
        re.compile(rf"(?:{old})(?![\w-])", re.IGNORECASE),
        today,
        re.compile(rf"{said}(?!\d)", re.IGNORECASE),
        re.compile(about, re.IGNORECASE) if about else None,
    )


# The Acts that were replaced: opplæringslova of 1998 (by that of 2023) and barnevernloven of 1992 (by that of 2021).
REPEALED = (
    _repealed("barnevernsloven", "barnevern", r"§\s*6-4", "§ 13-2"),
    _repealed("barnevernsloven", "barnevern", r"§\s*3-1", "§ 15-1", about="forebygg|førebygg"),
    _repealed("opplaringslova", "opplæring", r"§\s*9\s?A(?:-\d+)?|kap(?:\.|ittel)?\s*9\s?A", "kapittel 12"),
    _repealed("opplaringslova", "opplæring", r"§\s*5-1", "§ 11-6", about="spesialundervis|tilrettelagt|tilrettelagd"),
)


def check_documents(documents: Mapping[str, Document]) -> Iterator[Finding]:
    """Documents whose text is not there to compare quotes with."""
    for key, document in documents.items():
        if document.text is not None and not _is_here(document.text):
            yield Finding(f"There is no text {document.text} in knowledge/sources. Mend the name.", (key, "text"))


def check(record: AnyRecord, documents: Mapping[str, Document], *, complete: bool) -> Iterator[Finding]:
    """Faults of one record's sources, and of the law that its texts name."""
    for n, source in enumerate(record.sources):
        document = documents.get(source.document)
        if document is None and complete:
            message = f"Unknown document: {source.document}. Add it to kilder.yml."
            yield Finding(message, ("sources", n, "document"))
        for message, at in _check_source(source, document, record):
            yield Finding(message, ("sources", n, *at))
    yield from _check_law_in_texts(record)


def _check_source(source: Source, document: Document | None, record: AnyRecord) -> Iterator[Finding]:
    for law in REPEALED:
        if law.law == source.document and law.is_cited(source.locator):
            message = f"{source.document} {source.locator} is repealed. Cite what holds today: {law.today}."
            yield Finding(message, ("locator",))
    for k, name in enumerate(source.fields):
        if name not in type(record).model_fields:
            message = f"{source.document} carries {name}, which a {record.kind} does not have. Mend the name."
            yield Finding(message, ("fields", k))
    for message in _check_quote(source.quote or "", document):
        yield Finding(message, ("quote",))


def _check_quote(quote: str, document: Document | None) -> Iterator[str]:
    if len(quote.split()) > MAX_QUOTE_WORDS:
        begun = f"{quote[:40]}…"
        yield f"The quote has {len(quote.split())} words; {MAX_QUOTE_WORDS} is the most: «{begun}». Shorten it."
    text = document.text if document else None
    if text and _is_here(text) and _flat(quote) not in source_text(text):
        yield f"The quote does not stand in {text}: «{quote}». Copy it from there letter by letter."


def _is_here(name: str) -> bool:
    return (SOURCES / name).is_file()


@cache
def source_text(name: str) -> str:
    """The copy of a plan under `knowledge/sources/`, with every run of white space as one space."""
    return _flat((SOURCES / name).read_text(encoding="utf-8"))


def _flat(text: str) -> str:
    return " ".join(text.split())


def _check_law_in_texts(record: AnyRecord) -> Iterator[Finding]:
    # A text may name an old paragraph, for people meet it in the plans, but only beside today's.
    cited = record.law if isinstance(record, Duty | Right) and record.law else ""
    for at, text in (*texts(record), (("law",), cited)):
        for law in REPEALED:
            if found := law.is_cited(text):
                yield Finding(f"«{found}» is repealed. Say in the same text what holds today: {law.today}.", at)
