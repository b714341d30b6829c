"""Numbers that look like phone numbers stand in contacts and help lines only, and only confirmed ones anywhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knowledge.checks.finding import Finding
from knowledge.faults import Fault
from knowledge.records import Contact, Helpline
from knowledge.walk import texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from knowledge.checks.finding import Placed
    from knowledge.records import AnyRecord, Line, Source

# A Norwegian phone number written out. The spaces may be those that do not break a line.
PHONE_LIKE = re.compile(
    r"""
    (?<![\d§.-])(?:\+47\s?)?
    (?!(?:19|20)\d\d\s(?:19|20)\d\d\b)                  # «2026 2027» are years
    (?:(?:\d{2}\s?){3}\d{2}|\d{3}\s\d{2}\s\d{3})(?!\d)  # eight digits
    | (?<![\d.])0\d{4}(?!\.?\d)                          # five that begin with 0
    | \b116\s?\d{3}\b                                   # a six-digit number of a help line
    | (?<!\d\s)(?<!§\s)(?<![§\d.,-])\b11[023]\b         # an emergency number, not «3 112» or «112 kroner»
      (?!\s?(?:kr|%|prosent|\d))
    """,
    re.VERBOSE,
)
NUMBERED = ("telefon", "sms")


def check(record: AnyRecord) -> Iterator[Finding]:
    """Numbers in the wrong kind of record."""
    if isinstance(record, Contact | Helpline):
        return
    for at, text in texts(record):
        if found := PHONE_LIKE.search(text):
            yield Finding(f"«{found[0]}» looks like a phone number. Move it to a contact or a help line.", at)


def check_together(placed: Sequence[Placed]) -> Iterator[Fault]:
    """Numbers and addresses that are shown in one place although another one says that nobody confirmed them."""
    doubtful = {
        (kind, value_key(line.value)): record.id
        for _, record in placed
        if record.status == "unconfirmed"
        for kind, line, _ in _shown(record)
    }
    for path, record in placed:
        if record.status != "confirmed":
            continue
        for kind, line, n in _shown(record):
            if other := doubtful.get((kind, value_key(line.value))):
                at = ("value",) if n is None else ("lines", n, "value")
                message = f"{line.value} is shown, but {other} says that it is not confirmed. Confirm it, or hide both."
                yield Fault(path, 0, message, at)
    yield from _check_evidence(placed)


def _check_evidence(placed: Iterable[Placed]) -> Iterator[Fault]:
    # A number that is shown must be traced to a page: without an address nobody can confirm it again.
    for path, record in placed:
        if record.status == "confirmed" and isinstance(record, Contact | Helpline) and _has_number(record):
            carrying = [n for n, source in enumerate(record.sources) if _carries_number(source)]
            if not any(record.sources[n].quote or record.sources[n].url for n in carrying):
                message = "A number is shown only with its proof: give the source a `quote` or a `url`."
                yield Fault(path, 0, message, ("sources", *carrying[:1]))


def _carries_number(source: Source) -> bool:
    return not source.fields or not {"value", "lines"}.isdisjoint(source.fields)


def _has_number(record: Contact | Helpline) -> bool:
    return any(line.channel in NUMBERED for _, line, _ in _shown(record))


def _shown(record: AnyRecord) -> Iterator[tuple[str, Line | Contact, int | None]]:
    match record:
        case Contact():
            yield record.service.partition("/")[2], record, None
        case Helpline():
            yield from ((record.type, line, n) for n, line in enumerate(record.lines))


def value_key(value: str) -> str:
    """A number or an address without what writing does to it: spaces, country code, letter case."""
    squeezed = re.sub(r"\s", "", value).lower()
    return squeezed.removeprefix("+47") if re.fullmatch(r"\+?\d+", squeezed) else squeezed
