"""What starts flows, as Rasa training data: the messages of the intent `veiviser`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from knowledge.flows.reading import GO_ON, starters

if TYPE_CHECKING:
    from collections.abc import Mapping

    from knowledge.flows.shapes import Flow

INTENT = "veiviser"
HEADER = "# Made by `endorinn train` from the titles and aliases in knowledge/flows. Do not edit.\n"


def flow_names(flows: Mapping[str, Flow]) -> str:
    """The titles in every language, the aliases, and what goes on with a flow, as one intent."""
    names = (*(name for flow in flows.values() for name in starters(flow)), *GO_ON)
    examples = "".join(f"- {name}\n" for name in names)
    data = {"version": "3.1", "nlu": [{"intent": INTENT, "examples": examples}]}
    return HEADER + yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
