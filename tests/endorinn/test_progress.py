"""Something long goes on, and standard output knows nothing of it."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from endorinn import progress


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What a terminal shows."""
    text = io.StringIO()
    monkeypatch.setattr(progress, "errors", Console(file=text, force_terminal=True, width=80))
    return text


def test_what_is_done_is_shown_while_it_is_done(shown: io.StringIO, capsys: pytest.CaptureFixture[str]) -> None:
    with progress.working("Asking the test questions"):
        pass
    assert "Asking the test questions" in shown.getvalue()
    assert capsys.readouterr().out == ""


def test_a_fault_goes_on_to_whoever_asked_and_leaves_the_cursor_shown(shown: io.StringIO) -> None:
    with pytest.raises(ValueError, match="borte"), progress.working("Training"):
        raise ValueError("borte")
    assert shown.getvalue().rindex("\x1b[?25h") > shown.getvalue().rindex("\x1b[?25l")
