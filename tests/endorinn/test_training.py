"""Whether the model is of today's data. Training itself is tested with the real Rasa, in `tests/path`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from endorinn import annex, training
from foundation.errors import OperatorError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from knowledge.content import Content

FILES = (
    "data/nlu/behov/vold.yml",
    "data/norsk/dialekt.yml",
    "bot/components/needs.py",
    "bot/config.yml",
    "bot/uv.lock",
)


@pytest.fixture
def house(own: Path, monkeypatch: pytest.MonkeyPatch, content: Content) -> Path:
    """A small house to train from."""
    root = own / "house"
    for name in FILES:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("en\n", encoding="utf-8")
    monkeypatch.setattr(training, "ROOT", root)
    monkeypatch.setattr(training, "read_content", lambda: content)
    return root


@pytest.fixture
def rasa(monkeypatch: pytest.MonkeyPatch) -> list[Sequence[str]]:
    """What Rasa is asked to do; it makes a model at once."""
    asked: list[Sequence[str]] = []

    def run(arguments: Sequence[str], log: Path, **_: str) -> None:
        asked.append([*arguments, str(log)])
        training.model().parent.mkdir(parents=True, exist_ok=True)
        training.model().write_bytes(b"model")

    monkeypatch.setattr(annex, "install", lambda: None)
    monkeypatch.setattr(annex, "run", run)
    return asked


pytestmark = pytest.mark.usefixtures("house", "rasa")


def test_without_a_model_it_is_not_current() -> None:
    assert not training.is_current()


def test_after_training_it_is_current() -> None:
    training.train()
    assert training.is_current()


@pytest.mark.parametrize("name", FILES)
def test_a_changed_ingredient_makes_it_old(house: Path, name: str) -> None:
    training.train()
    (house / name).write_text("to\n", encoding="utf-8")
    assert not training.is_current()


def test_a_new_ingredient_makes_it_old(house: Path) -> None:
    training.train()
    (house / "data/nlu/behov/sorg.yml").write_text("en\n", encoding="utf-8")
    assert not training.is_current()


def test_what_is_no_ingredient_leaves_it_current(house: Path) -> None:
    training.train()
    (house / "bot/README.md").write_text("en\n", encoding="utf-8")
    assert training.is_current()


def test_new_names_in_the_content_make_it_old(monkeypatch: pytest.MonkeyPatch) -> None:
    training.train()
    monkeypatch.setattr(training, "lookup_tables", lambda _: "nlu: []\n")
    assert not training.is_current()


def test_another_name_of_a_flow_makes_it_old(monkeypatch: pytest.MonkeyPatch) -> None:
    training.train()
    monkeypatch.setattr(training, "flow_names", lambda _: "nlu: []\n")
    assert not training.is_current()


def test_a_model_that_was_taken_away_is_not_current() -> None:
    training.train()
    training.model().unlink()
    assert not training.is_current()


def test_a_model_without_its_note_is_not_current() -> None:
    training.train()
    training.model().with_name("endorinn.digest").unlink()
    assert not training.is_current()


def test_what_is_changed_during_training_is_trained_again(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trained: Callable[..., None] = annex.run

    def run(arguments: Sequence[str], log: Path, **_: str) -> None:
        trained(arguments, log)
        (house / FILES[0]).write_text("to\n", encoding="utf-8")

    monkeypatch.setattr(annex, "run", run)
    training.train()
    assert not training.is_current()


def test_a_training_that_fails_leaves_it_old(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OperatorError("refused")

    training.train()
    (house / FILES[0]).write_text("to\n", encoding="utf-8")
    monkeypatch.setattr(annex, "run", refuse)
    with pytest.raises(OperatorError):
        training.train()
    assert not training.is_current()


def test_the_names_of_the_content_and_of_the_flows_are_trained_on(own: Path, rasa: list[Sequence[str]]) -> None:
    training.train()
    names = own / "var" / "names" / "service.yml"
    assert "lookup: service:ppt" in names.read_text(encoding="utf-8")
    assert "intent: veiviser" in names.with_name("veiviser.yml").read_text(encoding="utf-8")
    assert str(names.parent) in rasa[0]


def test_validation_stops_at_warnings_too(rasa: list[Sequence[str]]) -> None:
    training.validate()
    assert list(rasa[0][:3]) == ["data", "validate", "--fail-on-warnings"]
