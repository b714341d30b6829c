"""Known vulnerabilities of both locks, less those that were reviewed: a part of `make audit`.

`uv audit` compares a lock with OSV, which collects the advisories of GitHub and PyPI. It is told to leave out what
`accepted.yml` lists; a found vulnerability that is not listed fails. That list is checked first, without the internet
too.
"""

from __future__ import annotations

import subprocess
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import httpx
import typer
import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from uv import find_uv_bin

from foundation.clock import today
from foundation.settings import ROOT
from foundation.yaml_files import read_yaml

OSV = "https://api.osv.dev"
PATIENCE = 10.0
LOCKS = {"house": ROOT, "annex": ROOT / "bot"}
ACCEPTED = Path(__file__).with_name("accepted.yml")


class Accepted(BaseModel):
    """Vulnerabilities of one locked package that somebody has read about and lets stand until a date."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    package: str
    lock: Literal["house", "annex"]
    ids: tuple[str, ...] = Field(min_length=1)
    reachable: bool
    why: str = Field(min_length=1)
    reviewed: date
    review_by: date


def faults(accepted: tuple[Accepted, ...], locked: dict[str, set[str]], day: date) -> list[str]:
    """What is wrong with the list on this day, a sentence each. `locked` are the packages of each lock."""
    found = []
    for one in accepted:
        name = f"{one.package} ({one.lock}, {', '.join(one.ids)})"
        if one.review_by < day:
            found.append(f"{name}: the review ran out on {one.review_by}. Upgrade, or review it again.")
        if not one.reviewed <= min(day, one.review_by):
            found.append(f"{name}: `reviewed` lies after today or after `review_by`.")
        if one.package not in locked[one.lock]:
            found.append(f"{name}: the package is no longer in the lock. Remove the entry.")
    times = Counter((one.lock, identifier) for one in accepted for identifier in one.ids)
    found += [
        f"{identifier} ({lock}): listed {count} times." for (lock, identifier), count in times.items() if count > 1
    ]
    return found


def _locked() -> dict[str, set[str]]:
    return {
        lock: {package["name"] for package in tomllib.loads((folder / "uv.lock").read_text("utf-8"))["package"]}
        for lock, folder in LOCKS.items()
    }


def _unreached(source: str) -> str | None:
    """Why the source cannot be asked, or None if it answers."""
    try:
        httpx.post(f"{source}/v1/querybatch", json={"queries": []}, timeout=PATIENCE).raise_for_status()
    except httpx.HTTPError as error:
        return str(error)
    return None


def _audit(lock: str, ignored: list[str], source: str) -> bool:
    """Whether this lock has no vulnerability but the ignored ones; uv prints what it finds."""
    typer.echo(f"{lock}: {len(ignored)} reviewed vulnerabilities left out")
    command = [find_uv_bin(), "audit", "--frozen", "--preview-features", "audit-command"]
    command += ["--project", str(LOCKS[lock]), "--service-url", source]
    command += [part for identifier in ignored for part in ("--ignore", identifier)]
    return subprocess.run(command, check=False).returncode == 0  # noqa: S603 - our own command


def main(
    source: Annotated[str, typer.Option(help="Where OSV, or a copy of it, answers.")] = OSV,
    accepted: Annotated[Path, typer.Option(help="The reviewed vulnerabilities.")] = ACCEPTED,
) -> None:
    """Checks the list, then both locks; ends with 1 if there is a fault or something new."""
    try:
        reviewed = TypeAdapter(tuple[Accepted, ...]).validate_python(read_yaml(accepted) or ())
    except (ValidationError, yaml.YAMLError) as error:
        typer.echo(f"{accepted}: {error}", err=True)
        raise typer.Exit(1) from error
    if wrong := faults(reviewed, _locked(), today()):
        typer.echo("\n".join(f"{accepted}: {fault}" for fault in wrong), err=True)
        raise typer.Exit(1)
    if reason := _unreached(source):
        typer.echo(f"skipped: no vulnerabilities were looked for, since {source} cannot be reached ({reason})")
        return
    ignored = {lock: [name for one in reviewed if one.lock == lock for name in one.ids] for lock in LOCKS}
    clean = [_audit(lock, ignored[lock], source) for lock in LOCKS]
    if not all(clean):
        typer.echo(f"Upgrade what can be upgraded; review what cannot, and list it in {ACCEPTED.name}.", err=True)
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
