"""The documentation says what the code says: settings, commands, links, record kinds, outcomes, examples."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, get_args

import pytest
import typer
import yaml
from typer.core import TyperGroup

from endorinn.main import app
from foundation.settings import ROOT, Settings, variable
from knowledge.records import RECORD, AnyRecord

if TYPE_CHECKING:
    from pathlib import Path

FRONT = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "deploy/README.md")
PAGES = (*(ROOT / page for page in FRONT), *sorted((ROOT / "docs").rglob("*.md")))
OPERATION = (ROOT / "docs" / "drift.md").read_text(encoding="utf-8")
CONTENT = (ROOT / "docs" / "innhold.md").read_text(encoding="utf-8")
ROOMS = (
    "accounts|actions|audit|benchmarks|bot|conversations|data|deploy|docs|endorinn|foundation|gateway|knowledge|notices|"
    "tests"
)
LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)(?:#[^)]*)?\)")
PLACE = re.compile(rf"`((?:{ROOMS})/[\w./-]*)`")
MAKE = re.compile(r"`make ([a-z]+)`|^make ([a-z]+)", re.MULTILINE)
COMMAND = re.compile(r"(?:`|\$ |uv run |bin/|^)endorinn (knowledge [a-z]+|[a-z]+)", re.MULTILINE)
EXAMPLE = re.compile(r"^```yaml\n(.*?)^```", re.MULTILINE | re.DOTALL)
README_LINES = 130
ADR_LINES = 60
ADR_PARTS = ("Context", "[Ww]e considered", "[Dd]eci(?:sion|ded)", "Consequences")


def _kinds() -> list[str]:
    union, _ = get_args(AnyRecord.__value__)
    return [get_args(model.model_fields["kind"].annotation)[0] for model in get_args(union)]


def _outcomes() -> list[str]:
    schema = json.loads((ROOT / "knowledge" / "answer.schema.json").read_text(encoding="utf-8"))
    return list(schema["properties"]["outcome"]["enum"])


def _examples() -> list[dict[str, Any]]:
    """The records of `docs/innhold.md`; all but the first leave out what the first shows of sources and review."""
    examples = [yaml.safe_load(text) for text in EXAMPLE.findall(CONTENT)]
    shared = {key: examples[0][key] for key in ("sources", "review_by")}
    return [{**shared, **example} for example in examples]


def _known_commands() -> set[str]:
    root = typer.main.get_command(app)
    assert isinstance(root, TyperGroup)
    knowledge = root.commands["knowledge"]
    assert isinstance(knowledge, TyperGroup)
    return {*root.commands, *(f"knowledge {name}" for name in knowledge.commands)}


def _name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("field", Settings.model_fields)
def test_every_setting_stands_in_the_operators_table_with_its_default(field: str) -> None:
    default = Settings.model_fields[field].default
    shown = "–" if default is None or default == () else f"`{default}`"
    assert f"| `{variable(field)}` | {shown} | " in OPERATION


@pytest.mark.parametrize("field", Settings.model_fields)
def test_every_setting_stands_in_the_example_of_an_environment_file(field: str) -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert re.search(rf"^#? ?{variable(field)}=", example, re.MULTILINE)


def test_the_operators_table_holds_no_setting_that_is_gone() -> None:
    told = set(re.findall(r"^\| `((?:ENDORINN_|DATABASE_)\w+)` \|", OPERATION, re.MULTILINE))
    assert told == {variable(field) for field in Settings.model_fields}


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_make_target_that_a_page_names_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {quoted or line for quoted, line in MAKE.findall(page.read_text(encoding="utf-8"))}
    assert named - targets == set()


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_command_that_a_page_names_exists(page: Path) -> None:
    assert set(COMMAND.findall(page.read_text(encoding="utf-8"))) - _known_commands() == set()


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_file_that_a_page_links_to_exists(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_place_in_a_room_that_a_page_names_exists(page: Path) -> None:
    places = PLACE.findall(page.read_text(encoding="utf-8"))
    assert [place for place in places if not (ROOT / place).exists()] == []


@pytest.mark.parametrize("kind", _kinds())
def test_every_record_kind_has_its_own_part_in_the_editors_page(kind: str) -> None:
    assert re.search(rf"^### `{kind}`: \S", CONTENT, re.MULTILINE)


def test_the_editors_page_has_one_example_of_every_record_kind() -> None:
    assert sorted(example["kind"] for example in _examples()) == sorted(_kinds())


@pytest.mark.parametrize("example", _examples(), ids=lambda example: str(example["id"]))
def test_every_example_in_the_editors_page_is_a_record(example: dict[str, Any]) -> None:
    assert RECORD.validate_python(example).id == example["id"]


@pytest.mark.parametrize("outcome", _outcomes())
def test_every_outcome_of_the_contract_is_described(outcome: str) -> None:
    decision = (ROOT / "docs" / "adr" / "0006-outcomes-by-name.md").read_text(encoding="utf-8")
    assert f"\n| `{outcome}` | " in decision


@pytest.mark.parametrize("page", sorted((ROOT / "docs" / "adr").glob("*.md")), ids=_name)
def test_every_decision_is_short_and_has_all_its_parts(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert [part for part in ADR_PARTS if not re.search(rf"^## .*{part}", text, re.MULTILINE)] == []
    assert len(text.splitlines()) <= ADR_LINES


def test_the_readme_can_be_read_in_a_minute() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) < README_LINES
