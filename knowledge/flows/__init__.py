"""Guided flows: questions with buttons that lead to a question the library answers. They hold no facts."""

from knowledge.flows.names import flow_names
from knowledge.flows.reading import (
    FOR_FAMILIES,
    FOR_STAFF,
    check_flows,
    flow_of,
    flows,
    goes_on,
    language_of,
    read_flows,
)
from knowledge.flows.shapes import End, Flow, Step
from knowledge.flows.walking import State, at_end, in_doubt, pressed, query_of, said_in, start, take

__all__ = [
    "FOR_FAMILIES",
    "FOR_STAFF",
    "End",
    "Flow",
    "State",
    "Step",
    "at_end",
    "check_flows",
    "flow_names",
    "flow_of",
    "flows",
    "goes_on",
    "in_doubt",
    "language_of",
    "pressed",
    "query_of",
    "read_flows",
    "said_in",
    "start",
    "take",
]
