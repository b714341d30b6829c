"""The page about flows shows them as they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import yaml

from endorinn.flow_drawing import mermaid
from foundation.settings import ROOT
from knowledge.flows import flows, read_flows

if TYPE_CHECKING:
    from pathlib import Path

PAGE = (ROOT / "docs" / "samtale.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("key", list(flows()))
def test_every_flow_is_drawn_as_it_is_now(key: str) -> None:
    flow = flows()[key]
    assert f"### {flow.title.nb}\n\n```mermaid\n{mermaid(flow, 'nb')}```\n" in PAGE


def test_every_flow_is_in_the_table_with_its_title() -> None:
    told = re.findall(r"^\| `([\w-]+)` \| .* \| «(.*)» \|$", PAGE, re.MULTILINE)
    assert dict(told) == {key: flow.title.nb for key, flow in flows().items()}


def test_the_example_is_a_flow_without_a_fault(tmp_path: Path) -> None:
    [example] = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    name = yaml.safe_load(example)["id"]
    (tmp_path / f"{name}.yml").write_text(example, encoding="utf-8")
    assert list(read_flows(tmp_path)) == [name]
