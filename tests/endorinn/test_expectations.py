"""What an answer lacks against what is expected, fault by fault."""

from __future__ import annotations

from typing import Any

import pytest

from endorinn.expectations import faults

ANSWER: dict[str, Any] = {
    "outcome": "answered",
    "question_type": "terskel",
    "kommune": "oppdal",
    "role": "forelder",
    "needs": [{"id": "skolefravaer", "confidence": 0.9}],
    "acute": None,
    "clarification": None,
    "language": "nb",
    "services": [{"type": "ppt"}, {"type": "skole"}],
    "responsibility": [{"level": "rod", "risk_area": "levekar", "services": ["nav", "barnevern"]}],
    "reply": "Du trenger ikke henvisning. Ring 61 00 00 00.",
}
CELL = {"level": "rod", "risk_area": "levekar", "services": ["barnevern", "nav"]}
RIGHT: list[dict[str, Any]] = [
    {},
    {"outcome": "answered"},
    {"outcome": ["not_stated", "answered"]},
    {"language": "nb"},
    {"services_include": ["skole", "ppt"]},
    {"first_service": "ppt"},
    {"first_service": ["barnevern", "ppt"]},
    {"services_exclude_first": ["skole"]},
    {"reply_contains": ["du trenger IKKE", "61 00 00 00"]},
    {"reply_contains": [["søknad", "henvisning"]]},
    {"reply_lacks": ["søknad"]},
    {"responsibility": CELL},
    {"question_type": ["plikt", "terskel"], "kommune": "oppdal", "role": "forelder", "acute": False},
    {"needs_include": ["skolefravaer"], "services_exclude": ["bup"]},
]
WRONG: list[tuple[dict[str, Any], str]] = [
    ({"question_type": "plikt"}, "question_type terskel"),
    ({"kommune": None}, "kommune oppdal"),
    ({"role": "ansatt"}, "role forelder"),
    ({"acute": True}, "acute None"),
    ({"asks_for": "age"}, "asks for None"),
    ({"needs_include": ["skolefravaer", "vold"]}, "needs ['skolefravaer'] without ['vold']"),
    ({"services_exclude": ["ppt"]}, "services ['ppt', 'skole'] with ['ppt']"),
    ({"outcome": "not_stated"}, "outcome answered"),
    ({"outcome": ["not_stated", "acute"]}, "outcome answered"),
    ({"language": "nn"}, "language nb"),
    ({"services_include": ["ppt", "nav", "bup"]}, "services ['ppt', 'skole'] without ['bup', 'nav']"),
    ({"first_service": "skole"}, "first ['ppt']"),
    ({"services_exclude_first": ["ppt", "nav"]}, "first ['ppt']"),
    ({"reply_contains": ["henvisning", "vedtak"]}, "reply lacks «vedtak»"),
    ({"reply_contains": [["søknad", "vedtak"]]}, "reply lacks «søknad / vedtak»"),
    ({"reply_lacks": ["HENVISNING"]}, "reply holds «HENVISNING»"),
    ({"responsibility": {**CELL, "services": ["nav"]}}, "cells [('rod', 'levekar', "),
    ({"responsibility": {**CELL, "level": "gul"}}, "cells [('rod', 'levekar', "),
]


@pytest.mark.parametrize("expect", RIGHT, ids=str)
def test_a_right_answer_has_no_fault(expect: dict[str, Any]) -> None:
    assert faults(expect, ANSWER) == []


@pytest.mark.parametrize(("expect", "fault"), WRONG, ids=str)
def test_a_wrong_answer_has_the_fault_that_says_what_is_wrong(expect: dict[str, Any], fault: str) -> None:
    [found] = faults(expect, ANSWER)
    assert found.startswith(fault)


def test_every_fault_is_told_not_only_the_first() -> None:
    expect = {"outcome": "acute", "first_service": "nav", "reply_lacks": ["henvisning", "ring"]}
    assert faults(expect, ANSWER) == [
        "outcome answered",
        "first ['ppt']",
        "reply holds «henvisning»",
        "reply holds «ring»",
    ]


def test_an_answer_without_services_has_no_first_one() -> None:
    bare = {**ANSWER, "services": []}
    assert faults({"first_service": "ppt"}, bare) == ["first []"]
    assert faults({"services_exclude_first": ["ppt"]}, bare) == []
