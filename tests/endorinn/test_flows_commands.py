"""`endorinn flows …`: list and draw."""

from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING

import pytest

from endorinn import flow_svg
from endorinn.flow_drawing import mermaid, node
from knowledge.flows import flows
from tests.knowledge.flows.conftest import small

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.endorinn.conftest import Ran

type Endorinn = Callable[..., Ran]
SMALL = """\
flowchart TD
  alder{{"Kor gammal?"}}
  sted{{"Kvar?"}}
  hjelp_slutt(["finn-hjelp"])
  plikt_slutt(["plikt"])
  alder -->|"0–5 år / 6–12 år / Veit ikkje"| sted
  sted -->|"På skulen / På SFO"| hjelp_slutt
  sted -->|"Usikkert"| plikt_slutt
"""


def test_a_flow_is_drawn_in_mermaid() -> None:
    [flow, *_] = flows().values()
    assert mermaid(type(flow).model_validate(small()), "nn") == SMALL


def test_quotes_do_not_end_a_text_in_mermaid() -> None:
    [flow, *_] = flows().values()
    raw = small()
    raw["steps"]["sted"]["ask"]["nb"] = 'Hva er "sted"?'
    assert 'sted{{"Hva er #quot;sted#quot;?"}}' in mermaid(type(flow).model_validate(raw), "nb")


def test_the_flows_are_listed(endorinn: Endorinn) -> None:
    ran = endorinn("flows", "list")
    assert ran.code == 0
    assert [key for key in flows() if key not in ran.out] == []


def test_the_list_is_json_on_request(endorinn: Endorinn) -> None:
    [row, *_] = json.loads(endorinn("flows", "list", "--json").out)
    assert row == {"id": "ansatt-uro", "title": "Hva gjør jeg som ansatt?", "steps": 5, "ends": 6}


def test_one_flow_is_printed_in_its_language(endorinn: Endorinn) -> None:
    ran = endorinn("flows", "draw", "finn-riktig-hjelp", "--language", "nn")
    assert ran.out == mermaid(flows()["finn-riktig-hjelp"], "nn") + "\n"


def test_all_are_written_to_a_folder(endorinn: Endorinn, tmp_path: Path) -> None:
    ran = endorinn("flows", "draw", "--out", str(tmp_path / "tegninger"))
    written = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "tegninger").iterdir()}
    assert ran.code == 0
    assert written == {f"{key}.mmd": mermaid(flow, "nb") for key, flow in flows().items()}


def test_a_flow_that_is_not_there_is_named_with_those_that_are(endorinn: Endorinn) -> None:
    ran = endorinn("flows", "draw", "finn")
    assert ran.code == 1
    assert ran.err == "There is no flow finn. The flows are ansatt-uro, bekymret-for-barn, finn-riktig-hjelp.\n"


def test_a_folder_that_cannot_be_written_is_told(endorinn: Endorinn, tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("", encoding="utf-8")
    ran = endorinn("flows", "draw", "--out", str(tmp_path / "fil"))
    assert (ran.code, "cannot be written" in ran.err) == (1, True)


def test_without_graphviz_svg_is_refused_with_what_to_do(endorinn: Endorinn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    ran = endorinn("flows", "draw", "--format", "svg")
    assert (ran.code, ran.err) == (1, f"{flow_svg.NO_DOT}\n")


@pytest.mark.skipif(
    shutil.which("dot") is None and os.environ.get("CI") != "true",
    reason="Graphviz is not installed: `apt-get install graphviz`.",
)
@pytest.mark.parametrize("key", list(flows()))
def test_a_flow_is_drawn_as_svg_with_every_question(key: str) -> None:
    drawing = flow_svg.svg(flows()[key], "nb")
    assert drawing.startswith("<?xml")
    assert [step for step in flows()[key].steps if f"<title>{node(flows()[key], step)}</title>" not in drawing] == []
