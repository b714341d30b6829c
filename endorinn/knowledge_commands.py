"""`endorinn knowledge …`: check, load and export the content."""

from __future__ import annotations

import csv
import json
import sys
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from endorinn.knowledge_report import report_command
from endorinn.knowledge_show import history_command, show_command
from foundation.clock import today
from foundation.database import make_engine
from foundation.settings import settings
from knowledge.content import check_content, read_content
from knowledge.flows import check_flows
from knowledge.records import Text, Told
from knowledge.store import load_content

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.content import Content
    from knowledge.records import AnyRecord
    from knowledge.store import Loaded

knowledge_app = typer.Typer(help="The content: check it, look at it, load it, export it.", no_args_is_help=True)
knowledge_app.command(name="show")(show_command)
knowledge_app.command(name="report")(report_command)
knowledge_app.command(name="history")(history_command)
# Changes are named one by one up to this many.
NAMED = 40


class Format(StrEnum):
    """How content is exported."""

    JSON = "json"
    CSV = "csv"


@knowledge_app.command()
def check(*, as_json: Annotated[bool, typer.Option("--json", help="Faults as JSON.")] = False) -> None:
    """Prints every fault in content and flows as `path:line: message`, and what is due today; exits with 1 if any."""
    records, faults = check_content(on=today())
    read, of_flows = check_flows()
    faults += [replace(fault, path=f"flows/{fault.path}") for fault in of_flows]
    if as_json:
        rows = [{"path": fault.path, "line": fault.line or None, "message": fault.message} for fault in faults]
        typer.echo(json.dumps(rows, ensure_ascii=False))
    else:
        for fault in faults:
            typer.echo(str(fault))
        if not faults:
            typer.echo(f"No faults in {records} records and {len(read)} flows.")
    if faults:
        raise typer.Exit(1)


@knowledge_app.command(name="load")
def load_command(*, as_json: Annotated[bool, typer.Option("--json", help="What changed, as JSON.")] = False) -> None:
    """Loads the content into the database, in one transaction; says what changed."""
    loaded = load()
    changes = {"added": loaded.added, "changed": loaded.changed, "removed": loaded.removed}
    if as_json:
        typer.echo(json.dumps({"records": loaded.records, **changes}))
        return
    counts = {"records": loaded.records, **{name: len(ids) for name, ids in changes.items()}}
    typer.echo(", ".join(f"{count} {name}" for name, count in counts.items()))
    if sum(map(len, changes.values())) <= NAMED:
        for name, ids in changes.items():
            for key in ids:
                typer.echo(f"{name}: {key}")


def load() -> Loaded:
    """Loads the content.

    Raises:
        ContentError: when it has faults; the database is then as it was.
        OperatorError: when the database cannot be written; it is then as it was.
    """
    content = read_content()
    engine = make_engine(settings().database_url)
    try:
        return load_content(engine, content)
    finally:
        engine.dispose()


@knowledge_app.command()
def export(form: Annotated[Format, typer.Option("--format", help="json or csv.")] = Format.JSON) -> None:
    """Prints everything, with sources: all fields as JSON, or one row a source as CSV."""
    content = read_content()
    if form is Format.JSON:
        json.dump(_as_json(content), sys.stdout, ensure_ascii=False, indent=2)
        typer.echo()
    else:
        writer = csv.DictWriter(sys.stdout, fieldnames=list(COLUMNS))
        writer.writeheader()
        writer.writerows(_rows(content))


def _as_json(content: Content) -> dict[str, Any]:
    return {
        "documents": {key: document.model_dump(mode="json") for key, document in content.documents.items()},
        "records": [record.model_dump(mode="json") for record in content.records],
    }


COLUMNS = (
    "id",
    "kind",
    "owner",
    "status",
    "audience",
    "review_by",
    "nb",
    "nn",
    "document",
    "locator",
    "quote",
    "checked",
    "url",
)


def _rows(content: Content) -> Iterator[dict[str, Any]]:
    for record in content.records:
        text = _text(record)
        for source in record.sources:
            document = content.documents[source.document]
            yield {
                "id": record.id,
                "kind": record.kind,
                "owner": record.owner,
                "status": record.status,
                "audience": record.audience,
                "review_by": record.review_by,
                "nb": text.nb if text else "",
                "nn": text.nn if text else "",
                "document": document.title,
                "locator": source.locator,
                "quote": source.quote or "",
                "checked": source.checked,
                "url": source.url or document.url or "",
            }


def _text(record: AnyRecord) -> Text | None:
    if isinstance(record, Told):
        return record.text
    found = (getattr(record, name, None) for name in ("text", "name", "title", "first", "label"))
    return next((value for value in found if isinstance(value, Text)), None)
