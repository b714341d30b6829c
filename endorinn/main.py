"""`endorinn …`: one door to everything an operator or a developer does."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from endorinn import annex, asking, explaining, processes, training
from endorinn.candidates_commands import candidates_app
from endorinn.database_commands import database_app
from endorinn.flows_commands import flows_app
from endorinn.knowledge_commands import knowledge_app, load
from endorinn.progress import errors, working
from endorinn.purge_command import purge
from endorinn.stop_commands import start, stop
from endorinn.users_commands import users_app
from foundation.errors import OperatorError
from foundation.hardening import refuse_unsafe
from foundation.settings import settings
from knowledge.content import ContentError

app = typer.Typer(help="Én dør inn: the assistant and everything around it.", no_args_is_help=True)
app.add_typer(knowledge_app, name="knowledge")
app.add_typer(flows_app, name="flows")
app.add_typer(candidates_app, name="candidates")
app.add_typer(users_app, name="users")
app.add_typer(database_app, name="database")
for command in (purge, stop, start):
    app.command()(command)


def prepare() -> None:
    """Trains and loads what has changed; a model that the settings name was trained elsewhere."""
    if settings().model:
        annex.install()
    elif not training.is_current():
        with working("Training the model (1-3 minutes the first time)"):
            training.train()
    load()


@app.command()
def run(
    *, only: Annotated[processes.Part | None, typer.Option(help="Start one of them alone; nothing is trained.")] = None
) -> None:
    """Starts Rasa, the action server and the gateway; Ctrl-C stops all of them."""
    refuse_unsafe(settings())
    if only is not None:
        processes.become(only)
    processes.refuse_taken_ports()
    prepare()
    processes.run_all(_say_addresses)


def _say_addresses() -> None:
    address = settings().gateway_address
    typer.echo(
        f"\nÉn dør inn is running. Ctrl-C stops it.\n\n"
        f"  overview      {address}/\n"
        f"  chat          {address}/oppdal  {address}/stor-elvdal  …\n"
        f"  widget        {address}/eksempel/oppdal\n"
        f"  desk          {address}/vakt\n"
        f"  API           {address}/api/docs\n"
        f"  health        {address}/readyz\n"
        f"  Rasa          {settings().rasa_address}\n"
        f"  actions       {settings().actions_address}\n"
        f"  logs          {processes.logs()}\n"
    )


@app.command()
def train(*, force: Annotated[bool, typer.Option(help="Train even if nothing has changed.")] = False) -> None:
    """Trains the Rasa model, if its data has changed."""
    if not force and training.is_current():
        typer.echo("The model is up to date.")
        return
    with working("Training the model"):
        training.train()
    typer.echo(f"Trained {training.model()}")


@app.command()
def ask(  # noqa: PLR0913 - the options of the contract
    text: Annotated[str | None, typer.Argument(help="The question.")] = None,
    *,
    kommune: Annotated[str | None, typer.Option(help="Id of the municipality.")] = None,
    role: Annotated[str | None, typer.Option(help="forelder, ungdom, ansatt or ukjent.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the Answer as JSON.")] = False,
    explain: Annotated[bool, typer.Option(help="Show what in the message led to what was understood.")] = False,
    batch: Annotated[Path | None, typer.Option(help="Questions, one JSON object a line.")] = None,
    out: Annotated[Path | None, typer.Option(help="Where the answers to a batch go.")] = None,
) -> None:
    """Asks one question, or a batch of them, through the whole path."""
    if batch is not None:
        _ask_batch(batch, out)
        return
    if text is None:
        message = 'Give a question in quotes, or --batch FILE. Example: endorinn ask --kommune oppdal "…"'
        raise typer.BadParameter(message)
    question = {"text": text, "kommune": kommune, "role": role}
    with asking.running() as addresses:
        [answer] = asyncio.run(asking.ask_all(addresses.gateway, [json.dumps(question)]))
        explanation = explaining.explain(addresses.rasa, text) if explain else None
    if explanation is not None:
        typer.echo("\n".join(explaining.lines(explanation)) + "\n", err=as_json)
    typer.echo(json.dumps(answer, ensure_ascii=False, indent=2) if as_json else answer["reply"])
    if answer["outcome"] == "error":
        raise typer.Exit(1)


def _ask_batch(batch: Path, out: Path | None) -> None:
    try:
        # Split at line breaks only: JSON text may hold other separators, which `splitlines` would break at.
        lines = [line for line in batch.read_text(encoding="utf-8-sig").split("\n") if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        message = f"{batch} cannot be read as UTF-8 text: {error}"
        raise OperatorError(message) from error
    if out is not None and not out.absolute().parent.is_dir():
        message = f"{out} cannot be written: its folder does not exist. Make the folder, or choose another --out."
        raise OperatorError(message)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with asking.assistant() as address, Progress(*columns, console=errors) as progress:
        task = progress.add_task("Asking", total=len(lines))
        answers = asyncio.run(asking.ask_all(address, lines, lambda: progress.advance(task)))
    _write(answers, out)


# Separators that JSON leaves as they are and that some readers of lines break at.
SEPARATORS = str.maketrans({mark: f"\\u{ord(mark):04x}" for mark in "\x85\u2028\u2029"})


def _write(answers: list[dict[str, Any]], out: Path | None) -> None:
    text = "".join(f"{json.dumps(answer, ensure_ascii=False).translate(SEPARATORS)}\n" for answer in answers)
    if out is None:
        sys.stdout.write(text)
    else:
        out.write_text(text, encoding="utf-8")


@app.command(name="evaluate")
def evaluate_command(
    *,
    misses: Annotated[bool, typer.Option(help="Print what was wrong in the worked collection, too.")] = False,
    save: Annotated[bool, typer.Option(help="Keep the figures as those that later ones are compared with.")] = False,
) -> None:
    """Measures understanding and answers on the project's own test questions; exit 1 when a headline figure fell."""
    # What draws and counts takes seconds to import, and no other command needs it.
    from endorinn.evaluate_command import evaluate  # noqa: PLC0415

    evaluate(misses=misses, save=save)


@app.command()
def validate() -> None:
    """Looks for training messages that say the same twice, and lets Rasa validate data, rules and domain."""
    # What compares them takes seconds to import, and no other command needs it.
    from endorinn.training_messages import refuse_near_duplicates  # noqa: PLC0415

    with working("Validating the training data"):
        refuse_near_duplicates()
        training.validate()
    typer.echo("The training data is valid.")


def _leave(number: int, _frame: object) -> None:
    """Told to stop: leaves by way of every `finally`, so that what was started here is stopped."""
    sys.exit(128 + number)


def main() -> None:
    """Runs the command line; a fault that an operator can mend is one message, not a stack trace."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)
    try:
        app()
    except OperatorError as error:
        errors.print(str(error), style="red", markup=False, highlight=False, soft_wrap=True)
        sys.exit(1)
    except ContentError as error:
        errors.print(f"{len(error.faults)} faults in the content:", style="red")
        errors.print(str(error), markup=False, highlight=False, soft_wrap=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
