"""How the images are built: small, without root rights, with what is needed and without secrets."""

from __future__ import annotations

import re
import shlex
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
import typer
from typer.core import TyperGroup

from endorinn.main import app
from endorinn.processes import Part
from foundation.settings import ROOT
from tests.deploy.manifests import DEPLOY, composed, declared, pod_of

if TYPE_CHECKING:
    from pathlib import Path

HOUSE, ANNEX = (DEPLOY / f"{name}.Containerfile" for name in ("house", "annex"))
BOTH = [HOUSE, ANNEX]
COPIED = re.compile(r"^COPY (?!--from)(.+) \S+$", re.MULTILINE)


def of_last_stage(file: Path) -> str:
    """What the image that is kept is made by."""
    return file.read_text(encoding="utf-8").rpartition("\nFROM ")[2]


def commands() -> set[tuple[str, ...]]:
    """How the house's image is started anywhere, and both images by themselves."""
    told = [re.search(r"\n(?:CMD) (\[.*\])", of_last_stage(file)) for file in BOTH]
    own = [tuple(shlex.split(found[1].strip("[]").replace(",", " "))) for found in told if found]
    services = [tuple(service["command"]) for service in composed()["services"].values() if "command" in service]
    pods = [pod for one in declared() if (pod := pod_of(one))]
    return {*own, *services, *(tuple(one["args"]) for pod in pods for one in pod["containers"] if "args" in one)}


def known(command: tuple[str, ...]) -> bool:
    """Whether `endorinn` has such a command."""
    group: Any = typer.main.get_command(app)
    words = list(command[1:])
    while isinstance(group, TyperGroup) and words:
        group = group.commands.get(words.pop(0))
    options = {option for one in getattr(group, "params", ()) for option in one.opts}
    return group is not None and {word for word in words if word.startswith("-")} <= options


@pytest.mark.parametrize("file", BOTH, ids=lambda file: file.name)
def test_nothing_runs_as_root(file: Path) -> None:
    assert "\nUSER 10001:10001\n" in of_last_stage(file)


@pytest.mark.parametrize("file", BOTH, ids=lambda file: file.name)
def test_an_image_tells_its_health(file: Path) -> None:
    assert re.search(r"^HEALTHCHECK .*healthy\.py", of_last_stage(file), re.MULTILINE)


@pytest.mark.parametrize("file", BOTH, ids=lambda file: file.name)
def test_what_an_image_is_built_from_is_there(file: Path) -> None:
    sources = [source for found in COPIED.findall(file.read_text(encoding="utf-8")) for source in found.split()]
    assert [source for source in sources if not (ROOT / source).exists()] == []


def test_the_house_has_all_its_rooms() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    rooms = set(project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"])
    assert rooms - set(COPIED.findall(HOUSE.read_text(encoding="utf-8"))) == set()


@pytest.mark.parametrize("file", BOTH, ids=lambda file: file.name)
def test_packages_are_installed_by_the_lock_and_without_those_for_developers(file: Path) -> None:
    for line in re.findall(r"uv sync.*", file.read_text(encoding="utf-8")):
        assert "--frozen --no-default-groups" in line


def test_no_image_holds_what_was_made_or_written_here() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert {".env", "deploy/.env", "deploy/*.env", "var", ".git", "**/.venv"} <= set(ignored)


def test_every_command_that_an_image_is_started_with_exists() -> None:
    ours = {command for command in commands() if command[0] == "endorinn"}
    assert ours == {
        ("endorinn", "knowledge", "load"),
        ("endorinn", "run", "--only", "gateway"),
        ("endorinn", "run", "--only", "actions"),
    }
    assert [command for command in ours if not known(command)] == []
    assert {"gateway", "actions"} <= set(Part)
    assert ("python", "-m", "serving") in commands()
    assert (ROOT / "bot" / "serving" / "__main__.py").exists()
