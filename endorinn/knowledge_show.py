"""`endorinn knowledge show` and `history`: one record as it applies, and what it said before."""

from __future__ import annotations

import json
import textwrap
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any

import typer

from foundation.clock import NORWAY, today
from foundation.database import make_engine
from foundation.errors import OperatorError
from foundation.settings import settings
from knowledge.content import read_content
from knowledge.showing import UnknownRecordError, show, where
from knowledge.store import history

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from knowledge.records import Contact, Document
    from knowledge.showing import Shown, ShownField
    from knowledge.store import Version

WIDTH = 110
Id = Annotated[str, typer.Argument(help="<place>/<slug>, such as oppdal/ppt.", metavar="ID")]
Json = Annotated[bool, typer.Option("--json", help="The same as JSON.")]


def show_command(key: Id, *, as_json: Json = False) -> None:
    """Prints a record as it applies in a place: each field, and the record and source that it comes from."""
    content = read_content()
    try:
        shown = show(content.records, key, today())
    except UnknownRecordError as error:
        raise OperatorError(str(error)) from error
    if as_json:
        typer.echo(json.dumps(_as_json(shown, content.documents), ensure_ascii=False, indent=2))
    else:
        typer.echo("\n".join(_lines(shown, content.documents)))


def _lines(shown: Shown, documents: Mapping[str, Document]) -> Iterator[str]:
    yield f"{shown.id} ({shown.kind}), laid together from {', '.join(record.id for record in shown.records)}"
    yield from shown.remarks
    for field in shown.fields:
        yield f"\n{field.name}"
        yield from _indented(_readable(field.value), "    ")
        yield from _indented(f"from {field.record}{_instead(field)}", "  ↳ ")
        for source in field.sources:
            yield from _indented(where(source, documents), "    ")
    for contact in shown.contacts:
        yield f"\ncontact: {contact.channel} {contact.value}{_doubt(contact)}"
        yield from _indented(f"from {contact.id}: {where(contact.sources[0], documents)}", "  ↳ ")


def _instead(field: ShownField) -> str:
    return f", instead of what {', '.join(field.overrides)} says" if field.overrides else ""


def _doubt(contact: Contact) -> str:
    return "" if contact.status == "confirmed" else f" ({contact.status}: never shown)"


def _indented(text: str, first: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines()):
        lead = first if number == 0 else " " * len(first)
        # Ids and addresses stay whole, to be copied.
        yield textwrap.fill(
            line,
            WIDTH,
            initial_indent=lead,
            subsequent_indent=" " * (len(first) + len(line) - len(line.lstrip())),
            break_on_hyphens=False,
            break_long_words=False,
        )


def _readable(value: Any) -> str:  # noqa: ANN401 - JSON
    match value:
        case {"nb": nb, "nn": nn}:
            return f"nb: {nb}\nnn: {nn}"
        case dict():
            return "\n".join(_hung(f"{key}: ", part) for key, part in value.items() if part not in (None, [], {}))
        case list() if all(isinstance(part, str) for part in value):
            return ", ".join(value)
        case list():
            return "\n".join(_hung(f"{number}. ", part) for number, part in enumerate(value, 1))
    return str(value)


def _hung(lead: str, value: Any) -> str:  # noqa: ANN401 - JSON
    return lead + _readable(value).replace("\n", "\n" + " " * len(lead))


def _as_json(shown: Shown, documents: Mapping[str, Document]) -> dict[str, Any]:
    return {
        "id": shown.id,
        "kind": shown.kind,
        "records": [record.id for record in shown.records],
        "remarks": shown.remarks,
        "fields": {
            field.name: {
                "value": field.value,
                "from": field.record,
                "overrides": field.overrides,
                "sources": [where(source, documents) for source in field.sources],
            }
            for field in shown.fields
        },
        "contacts": [contact.model_dump(mode="json") for contact in shown.contacts],
    }


def history_command(key: Id, *, as_json: Json = False) -> None:
    """Prints what a record said when: every loading that changed it, with what was changed."""
    engine = make_engine(settings().database_url)
    try:
        versions = history(engine, key)
    finally:
        engine.dispose()
    if not versions:
        message = f"{key} was never loaded. `endorinn knowledge show {key}` says what the files hold."
        raise OperatorError(message)
    if as_json:
        rows = [{"since": one.since, "until": one.until, "record": one.record} for one in versions]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2, default=str))
    else:
        typer.echo("\n".join(_told(versions)))


def _told(versions: Sequence[Version]) -> Iterator[str]:
    yield f"{_clock(versions[0].since)}  added"
    for before, after in pairwise(versions):
        if before.until == after.since:
            yield f"{_clock(after.since)}  changed"
            yield from _changes(before.record, after.record)
        else:  # It was away in between.
            yield from _removed(before)
            yield f"{_clock(after.since)}  added"
    yield from _removed(versions[-1])


def _removed(version: Version) -> Iterator[str]:
    if version.until:
        yield f"{_clock(version.until)}  removed"


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    for name in dict.fromkeys((*before, *after)):
        if before.get(name) != after.get(name):
            for sign, record in (("-", before), ("+", after)):
                if record.get(name) is not None:
                    yield from _indented(_hung(f"{sign} ", record[name]), f"    {name}: ")


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone(NORWAY):%Y-%m-%d %H:%M}"
