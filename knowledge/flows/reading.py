"""Reads the flows: YAML, one flow a file, every fault collected with its file, its line and its step."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from pydantic import ValidationError

from knowledge.content import ContentError
from knowledge.cures import messages
from knowledge.faults import Fault
from knowledge.files import FileError, line_of, read_yaml
from knowledge.flows.checks import check, check_together
from knowledge.flows.shapes import Flow
from knowledge.flows.words import only_language, plain
from knowledge.query import LANGUAGES
from knowledge.texts import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from knowledge.query import Language

FOLDER = Path(__file__).parent
# The flows that are offered, in this order.
FOR_FAMILIES, FOR_STAFF = ("finn-riktig-hjelp", "bekymret-for-barn"), ("ansatt-uro",)
# What goes on with the flow that was left, whichever it was.
GO_ON = ("fortsett", "ok fortsett", "ja fortsett", "hald fram", "ok hald fram", "continue")


def read_flows(folder: Path = FOLDER) -> Mapping[str, Flow]:
    """All flows of a folder by id, in the order of their files.

    Raises:
        ContentError: with every fault found, never only the first.
    """
    read, faults = check_flows(folder)
    if faults:
        raise ContentError(faults)
    return read


def check_flows(folder: Path = FOLDER) -> tuple[Mapping[str, Flow], list[Fault]]:
    """The flows of a folder that can be read, and everything that an editor has to mend."""
    faults: list[Fault] = []
    read = {path.name: flow for path in sorted(folder.glob("*.yml")) if (flow := _read(path, faults)) is not None}
    faults += [Fault(name, 0, message, at) for name, flow in read.items() for message, at in check(name, flow)]
    faults += check_together(read)
    told = sorted({_with_line(folder, fault) for fault in faults})
    return MappingProxyType({flow.id: flow for flow in read.values()}), told


@cache
def flows() -> Mapping[str, Flow]:
    """The project's own flows, read once."""
    return read_flows()


def starters(flow: Flow) -> Iterator[str]:
    """Everything that starts a flow or goes on with it."""
    yield from dict.fromkeys((*flow.title.all, *flow.aliases.all, *continuers(flow)))


def continuers(flow: Flow) -> Iterator[str]:
    """What goes on with a flow that was left."""
    yield from (say("flow_continue", language, title=flow.title.of(language)) for language in LANGUAGES)


def goes_on(text: str) -> bool:
    """Whether a message says no more than «fortsett»."""
    return plain(text) in {plain(one) for one in GO_ON}


def language_of(flow: Flow, text: str) -> Language | None:
    """The only language in which a message is a name of the flow; None where it is none, or is one in several."""
    return only_language(text, lambda language: _names_in(flow, language))


def _names_in(flow: Flow, language: Language) -> Iterator[str]:
    title = flow.title.of(language)
    yield from (title, *flow.aliases.of(language), say("flow_continue", language, title=title))


def flow_of(text: str, among: Mapping[str, Flow]) -> Flow | None:
    """The flow that a message names, and nothing else; None where it names none."""
    sought = plain(text)
    return next((flow for flow in among.values() if any(plain(name) == sought for name in starters(flow))), None)


def _read(path: Path, faults: list[Fault]) -> Flow | None:
    try:
        return Flow.model_validate(read_yaml(path))
    except FileError as error:
        faults.append(Fault(path.name, error.line, str(error)))
    except ValidationError as error:
        faults += [Fault(path.name, 0, message, at) for message, at in messages(error)]
    return None


def _with_line(folder: Path, fault: Fault) -> Fault:
    return replace(fault, line=line_of(folder / fault.path, fault.at)) if fault.at else fault
