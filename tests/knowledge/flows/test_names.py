"""What starts flows is trained on, and is nothing that people are already heard to say otherwise."""

from __future__ import annotations

from pathlib import Path

import yaml

from knowledge.flows import flow_names, flow_of, flows
from knowledge.flows.reading import GO_ON, starters
from knowledge.flows.words import plain

ROOT = Path(__file__).parents[3]


def _trained() -> set[str]:
    texts = set()
    for path in [*ROOT.glob("data/nlu/behov/*.yml"), *ROOT.glob("data/nlu/sporsmal/*.yml")]:
        for block in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["nlu"]:
            examples = block["examples"]
            lines = [line.removeprefix("- ") for line in examples.splitlines()] if isinstance(examples, str) else ()
            texts |= {plain(one) for one in lines or (one["text"] for one in examples)}
    return texts


def test_the_names_of_the_flows_are_messages_of_one_intent() -> None:
    [block] = yaml.safe_load(flow_names(flows()))["nlu"]
    names = [line.removeprefix("- ") for line in block["examples"].splitlines()]
    assert block["intent"] == "veiviser"
    assert names == [*(name for flow in flows().values() for name in starters(flow)), *GO_ON]
    assert {"Finn riktig hjelp", "Fortsett: Finn riktig hjelp", "Hald fram: Finn rett hjelp"} <= set(names)


def test_each_name_starts_its_own_flow() -> None:
    assert [name for flow in flows().values() for name in starters(flow) if flow_of(name, flows()) != flow] == []


def test_no_name_is_a_training_message_of_another_intent() -> None:
    assert {plain(name) for flow in flows().values() for name in starters(flow)} & _trained() == set()
