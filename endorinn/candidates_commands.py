"""`endorinn candidates …`: messages that were not understood, on their way into the training data.

Nobody but the writer decides that a message is kept, and nobody but a reviewer what it means: read each one for
names and places that the mask did not know before you export it.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
import yaml
from rich.console import Console
from rich.table import Table

from conversations.candidates import Candidates, Label
from endorinn.training import NLU, VARIETIES
from foundation.database import make_engine
from foundation.errors import OperatorError
from foundation.lines import one_line
from foundation.settings import settings
from knowledge.ontology import ontology

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conversations.candidates import Candidate

candidates_app = typer.Typer(help="Messages kept with consent: list, label and export them.", no_args_is_help=True)
VOICE = "candidates"
KINDS = ("scene", "plain")
FIND_HELP = "finn-hjelp"
Number = Annotated[int, typer.Argument(help="Its number in the list.", metavar="NUMBER")]


@candidates_app.command(name="list")
def list_command(*, as_json: Annotated[bool, typer.Option("--json", help="The same as JSON.")] = False) -> None:
    """Prints what was kept, what it was taken for and what it was labelled as."""
    found = _candidates().listed()
    if as_json:
        typer.echo(json.dumps([_as_json(one) for one in found], ensure_ascii=False, indent=2))
        return
    table = Table("number", "message", "understood as", "labelled as")
    for one in found:
        needs = [need["id"] for need in one.understood["needs"]]
        understood = ", ".join([one.understood["question_type"], *needs])
        labelled = ", ".join([one.label.question_type, *one.label.needs]) if one.label else ""
        table.add_row(str(one.id), one.text, understood, labelled)
    Console().print(table)


@candidates_app.command(name="label")
def label_command(  # noqa: PLR0913 - one option for each thing that a message is labelled with
    number: Number,
    *,
    question_type: Annotated[str, typer.Option("--type", help="What they want to know, such as finn-hjelp.")],
    needs: Annotated[str, typer.Option(help="What it is about, most important first, with commas between.")] = "",
    variety: Annotated[str, typer.Option(help=", ".join(VARIETIES))] = "nb",
    role: Annotated[str, typer.Option(help="Who writes: forelder, ungdom, ansatt or ukjent.")] = "ukjent",
    kind: Annotated[str, typer.Option(help="scene: tells what happens; plain: names the thing.")] = "scene",
) -> None:
    """Says what a kept message means."""
    label = Label(question_type, tuple(one.strip() for one in needs.split(",") if one.strip()), variety, role, kind)
    _check(label)
    if _candidates().label(number, label) is None:
        raise OperatorError(_unknown(number))
    typer.echo(f"Labelled {number}.")


@candidates_app.command(name="remove")
def remove_command(number: Number) -> None:
    """Deletes a kept message that is of no use."""
    if not _candidates().remove([number]):
        raise OperatorError(_unknown(number))
    typer.echo(f"Removed {number}.")


@candidates_app.command(name="export")
def export_command(
    out: Annotated[Path, typer.Option(help="Folder in the form of data/nlu; files there are added to.")] = NLU,
) -> None:
    """Moves every labelled message into the training data, and deletes it here."""
    store = _candidates()
    labelled = [one for one in store.listed() if one.label]
    for one in labelled:
        _append(out, one)
        store.remove([one.id])
    typer.echo(f"Exported {len(labelled)} messages to {out}. Read them once more, then: endorinn validate, make eval.")


def _candidates() -> Candidates:
    return Candidates(make_engine(settings().database_url))


def _check(label: Label) -> None:
    vocabulary = ontology()
    allowed: list[tuple[str, Sequence[str], Sequence[str]]] = [
        ("question type", [label.question_type], list(vocabulary.question_types)),
        ("need", label.needs, list(vocabulary.needs)),
        ("variety", [label.variety], list(VARIETIES)),
        ("role", [label.role], list(vocabulary.roles)),
        ("kind", [label.kind], KINDS),
    ]
    for what, given, known in allowed:
        if wrong := [one for one in given if one not in known]:
            message = f"{', '.join(wrong)} is no {what}. Known: {', '.join(known)}."
            raise OperatorError(message)


def _unknown(number: int) -> str:
    return f"There is no candidate {number}. See: endorinn candidates list."


def _append(folder: Path, candidate: Candidate) -> None:
    label = candidate.label
    assert label is not None  # noqa: S101 - chosen so
    by_need = label.question_type == FIND_HELP and label.needs
    path = folder / ("behov" if by_need else "sporsmal") / f"{label.needs[0] if by_need else label.question_type}.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.write_text(f'version: "3.1"\nnlu:\n- intent: {label.question_type}\n  examples:\n', encoding="utf-8")
    written = path.read_text(encoding="utf-8")
    path.write_text(written.rstrip("\n") + "\n" + _example(candidate.text, label), encoding="utf-8")


def _example(text: str, label: Label) -> str:
    apart = re.sub(r"\](?=[(\[{])", "] ", one_line(text))  # «[telefonnummer](privat)» would be an entity to Rasa.
    written = json.dumps(apart, ensure_ascii=False)  # JSON's quotes are YAML's, too.
    metadata = {key: value for key, value in _as_lists(label).items() if key != "question_type"} | {"voice": VOICE}
    flow = yaml.safe_dump(metadata, default_flow_style=True, sort_keys=False, width=10_000).strip()
    return f"  - text: {written}\n    metadata: {flow}\n"


def _as_json(one: Candidate) -> dict[str, object]:
    label = one.label and _as_lists(one.label)
    return {"number": one.id, "text": one.text, "role": one.role, "understood": one.understood, "label": label}


def _as_lists(label: Label) -> dict[str, object]:
    return {**asdict(label), "needs": list(label.needs)}
