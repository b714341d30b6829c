"""Every path of every flow, to its end, with the answer out of the real content."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest

from knowledge import Query, answer, to_json
from knowledge.flows import at_end, flows, query_of, start, take

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from jsonschema import Draft202012Validator

    from knowledge import Library
    from knowledge.flows import Flow, State
    from knowledge.query import Language
    from knowledge.records import Role

DO_NOT_KNOW: dict[Language, str] = {"nb": "Vet ikke", "nn": "Veit ikkje", "en": "I don't know"}
PLACES = ("oppdal", "stor-elvdal", "tynset")
ROLES: tuple[Role, ...] = ("forelder", "ansatt")
LANGUAGES: tuple[Language, ...] = ("nb", "nn")


def ends(flow: Flow, language: Language) -> Iterator[tuple[tuple[str, ...], State]]:
    """What is pressed, in a language, and the end that it leads to."""
    waiting: list[tuple[tuple[str, ...], State]] = [((), start(flow))]
    while waiting:
        pressed, state = waiting.pop()
        if at_end(flow, state):
            yield pressed, state
            continue
        buttons = [one.say.of(language) for one in flow.steps[state.step].answers]
        for words in (*buttons, DO_NOT_KNOW[language]):
            after = take(flow, state, words, language)
            assert after is not None, (state.step, words)
            waiting.append(((*pressed, words), after))


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("key", list(flows()))
def test_the_paths_reach_every_end_and_are_short(key: str, language: Language) -> None:
    flow = flows()[key]
    walked = list(ends(flow, language))
    assert {state.step for _, state in walked} == set(flow.ends)
    assert max(len(pressed) for pressed, _ in walked) <= 5


@pytest.mark.parametrize(
    "heard",
    [
        Query("…", kommune=kommune, role=role, language=said)
        for kommune, role, said in product(PLACES, ROLES, LANGUAGES)
    ],
    ids=lambda heard: f"{heard.kommune}-{heard.role}-{heard.language}",
)
@pytest.mark.parametrize("key", list(flows()))
def test_every_path_ends_in_help_with_a_source(
    library: Library, moment: datetime, answer_schema: Draft202012Validator, key: str, heard: Query
) -> None:
    flow = flows()[key]
    bare = []
    for pressed, state in ends(flow, heard.language):
        found = answer(query_of(flow, state, heard), library, moment)
        answer_schema.validate(to_json(found))
        told = any(one.sources for one in found.services) or any(one.sources for one in found.statements)
        if not told or found.outcome not in {"answered", "acute"}:
            bare.append((pressed, found.outcome, found.reply))
    assert bare == []
