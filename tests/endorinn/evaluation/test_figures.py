"""Figures of collections that are small enough to be counted on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from endorinn.evaluation import figures
from endorinn.evaluation.asked import FRESH, WORKED, Asked
from endorinn.evaluation.danger import danger_figures
from endorinn.evaluation.figures import SMALL, TARGETS, Figure, calibration_error, figures_of
from endorinn.evaluation.hits import lookup_figures
from endorinn.evaluation.masked import masking_figures
from endorinn.training import VARIETIES
from foundation.names import NO_PHRASES
from tests.endorinn.evaluation.collections_made import asked, danger, message, read, rounded

if TYPE_CHECKING:
    from collections.abc import Sequence


SFO_AND_VIOLENCE = [
    message(["sfo"], {"sfo": 0.9}),
    message(["sfo", "vold"], {"vold": 0.9}),
    message(["vold"], {"sfo": 0.9}),
    message([], {"bolig": 0.9}),
]


def of(name: str, messages: Sequence[Asked], group: str = "") -> tuple[float, int] | None:
    """One figure of fresh messages."""
    return read(figures_of(FRESH, messages, []), name, group)


def test_the_share_of_question_types_understood() -> None:
    messages = [message(meant="pris"), message(meant="pris", understood="terskel"), message(), message()]
    assert of(figures.QUESTION_TYPE, messages) == (0.75, 4)


def test_micro_f1_counts_every_need_alike() -> None:
    # Hits: sfo once, vold once. Told without being meant: sfo, bolig. Meant without being told: sfo, vold.
    assert of(figures.NEEDS_MICRO, SFO_AND_VIOLENCE) == (rounded(2 * 2 / (2 * 2 + 2 + 2)), 3)


def test_macro_f1_is_the_mean_over_the_needs_that_are_meant() -> None:
    sfo, violence = 2 / (2 + 1 + 1), 2 / (2 + 0 + 1)
    assert of(figures.NEEDS_MACRO, SFO_AND_VIOLENCE) == (rounded((sfo + violence) / 2), 3)


@pytest.mark.parametrize("name", [figures.NEEDS_MICRO, figures.NEEDS_MACRO])
def test_of_a_single_need_only_the_hits_count(name: str) -> None:
    assert of(name, [message(["sfo"], {}), message(), message()]) == (0.0, 1)
    assert of(name, [message(["sfo"]), message(["sfo"], {}), message()]) == (rounded(2 / 3), 2)


def test_the_first_need_is_the_one_that_was_meant_first() -> None:
    messages = [
        message(["sfo", "vold"], {"sfo": 0.9, "vold": 0.8}),
        message(["sfo", "vold"], {"vold": 0.9, "sfo": 0.8}),
        message(["sfo"], {}),
        message([], {"sfo": 0.9}),
    ]
    assert of(figures.FIRST_NEED, messages) == (rounded(1 / 3), 3)


def test_any_of_the_first_services_is_right_as_the_first() -> None:
    messages = [
        message(shown=["ppt", "skole"], first_service=["skole", "ppt"]),
        message(shown=["bup", "skole"], first_service=["skole"]),
        message(shown=[], first_service=["skole"]),
        message(shown=["skole"], first_service=["skole"]),
        message(shown=["skole"]),
    ]
    assert of(figures.FIRST_SERVICE, messages) == (0.5, 4)


def test_expected_services_are_sought_among_the_first_five() -> None:
    six = ["a", "b", "c", "d", "ppt", "skole"]
    messages = [
        message(shown=six, services=["ppt"]),
        message(shown=six, services=["ppt", "skole"]),
        message(shown=six, services=[]),
    ]
    assert of(figures.AMONG_FIVE, messages) == (0.5, 2)


def test_what_lies_outside_must_not_be_answered_as_if_inside() -> None:
    unanswered = ("out_of_scope", "no_match", "smalltalk", "clarification")
    messages = [message(meant="utenfor", outcome=outcome) for outcome in (*unanswered, "answered", "not_stated")]
    assert of(figures.OUTSIDE, messages) == (rounded(2 / 6), 6)
    assert of(figures.REFUSED, messages) is None


def test_what_lies_inside_is_refused_or_asked_back() -> None:
    messages = [
        message(outcome="out_of_scope"),
        message(outcome="clarification"),
        message(outcome="clarification"),
        message(),
        message(meant="utenfor", outcome="out_of_scope"),
    ]
    assert of(figures.REFUSED, messages) == (0.25, 4)
    assert of(figures.CLARIFIED, messages) == (0.5, 4)


def test_danger_is_seen_or_not_and_calm_alarms_or_not() -> None:
    messages = [
        message(acute="selvmord", alarm="selvmord"),
        message(acute="vold-overgrep", alarm="selvmord"),
        message(acute="selvmord"),
        message(acute=None, alarm="selvmord"),
        message(acute=None),
        message(acute=None),
        message(acute=None),
        message(alarm="selvmord"),
    ]
    assert of(figures.ACUTE, messages) == (rounded(2 / 3), 3)
    assert of(figures.FALSE_ALARM, messages) == (0.25, 4)


def test_calibration_weighs_each_bin_by_its_needs() -> None:
    # From .9 to 1: two needs, 1.9 of confidence, one right. From .2 to .3: one need, .25 of confidence, right.
    messages = [message(["sfo"], {"sfo": 0.95, "vold": 0.95}), message(["bolig"], {"bolig": 0.25})]
    assert of(figures.CALIBRATION, messages) == (rounded((0.9 + 0.75) / 3), 3)


@pytest.mark.parametrize(
    ("sure", "right", "error"),
    [
        ([], [], 0.0),
        ([1.0], [1.0], 0.0),
        ([1.0, 0.9], [1.0, 1.0], 0.05),
        ([0.0], [1.0], 1.0),
        ([0.5, 0.5], [1.0, 0.0], 0.0),
        ([0.95, 0.05], [0.0, 1.0], 0.95),
    ],
)
def test_the_calibration_error(sure: list[float], right: list[float], error: float) -> None:
    assert calibration_error(np.array(sure), np.array(right)) == pytest.approx(error)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=40))
def test_a_calibration_error_is_a_share(told: list[tuple[float, bool]]) -> None:
    sure, right = np.array([one for one, _ in told]), np.array([float(one) for _, one in told])
    assert 0.0 <= calibration_error(sure, right) <= 1.0


BEHIND: dict[str, tuple[list[Asked], float | None]] = {
    "behind": ([message(variety="nn"), message(variety="nn", understood="pris")], 0.25),
    "as good": ([*(message(variety="nn") for _ in range(3)), message(variety="nn", understood="pris")], 0.0),
    "better": ([message(variety="nn")], 0.0),
    "not there": ([], None),
}


@pytest.mark.parametrize(("messages", "behind"), BEHIND.values(), ids=BEHIND)
def test_how_far_nynorsk_lies_behind_bokmal(messages: list[Asked], behind: float | None) -> None:
    bokmal = [*(message() for _ in range(3)), message(understood="pris")]
    found = of("nynorsk behind bokmål, question type", [*bokmal, *messages])
    assert (found and found[0]) == behind


def test_nothing_lies_behind_a_bokmal_that_is_not_there() -> None:
    found = figures_of(FRESH, [message(variety="nn"), message(variety="dialekt"), message(variety="skrivefeil")], [])
    assert [one.name for one in found if "behind" in one.name] == []


def test_an_answer_is_right_when_it_holds_all_that_it_must() -> None:
    holds, lacks = asked({"reply_contains": ["12"]}, "12 timer"), asked({"reply_contains": ["12"]}, "10 timer")
    assert read(figures_of(FRESH, [], [holds, lacks, lacks, lacks]), figures.RIGHT) == (0.25, 4)


def turn(conversation: str, reply: str) -> Asked:
    one = asked({"reply_contains": ["ring"]}, reply)
    return Asked(one.collection, {**one.question, "conversation": conversation}, one.answer)


def test_a_conversation_is_right_when_every_turn_is() -> None:
    turns = [turn("d-1", "Ring 113"), turn("d-1", "Ring 112"), turn("d-2", "Ring 113"), turn("d-2", "Hei")]
    found = figures_of(FRESH, [], [], turns)
    assert (read(found, figures.TALKS), read(found, figures.TURNS)) == ((0.5, 2), (0.75, 4))


def test_groups_are_counted_for_themselves() -> None:
    messages = [
        message(variety="nn", role="ungdom", kommune="oppdal"),
        message(variety="nn", role="forelder", kommune=None, understood="pris"),
        message(variety="dialekt", role="ungdom"),
    ]
    found = figures_of(FRESH, messages, [])
    shares = {one.group: (one.value, one.count) for one in found if one.name == figures.QUESTION_TYPE and one.group}
    assert shares == {
        "nynorsk": (0.5, 2),
        "dialect": (1.0, 1),
        "ungdom": (1.0, 2),
        "forelder": (0.0, 1),
        "oppdal": (1.0, 1),
    }


def test_only_the_named_collection_is_counted() -> None:
    messages = [message(collection=WORKED), message(collection=FRESH, understood="pris")]
    questions = [asked({}, "", collection=WORKED), asked({"outcome": "acute"}, "", collection=FRESH)]
    worked, fresh = (figures_of(name, messages, questions) for name in (WORKED, FRESH))
    assert (read(worked, figures.QUESTION_TYPE), read(fresh, figures.QUESTION_TYPE)) == ((1.0, 1), (0.0, 1))
    assert (read(worked, figures.RIGHT), read(fresh, figures.RIGHT)) == ((1.0, 1), (0.0, 1))
    assert {one.collection for one in worked} == {WORKED}


def test_without_questions_there_are_no_figures() -> None:
    assert figures_of(FRESH, [], []) == []


def test_figures_that_nothing_measures_are_left_out() -> None:
    assert {one.name for one in figures_of(FRESH, [message()], [])} == {
        figures.QUESTION_TYPE,
        figures.REFUSED,
        figures.CLARIFIED,
    }


def figure(name: str, value: float, **other: str) -> Figure:
    """A figure of fresh questions."""
    return Figure(other.get("collection", FRESH), name, other.get("group", ""), value, 100)


@pytest.mark.parametrize(("name", "target"), TARGETS.items(), ids=list(TARGETS))
def test_a_target_is_reached_at_its_very_value_and_missed_beyond(name: str, target: float) -> None:
    beyond = 0.001 if name in SMALL else -0.001
    assert [figure(name, target + change).is_reached for change in (0, -beyond, beyond)] == [True, True, False]


@pytest.mark.parametrize("one", [figure(figures.ACUTE, 1.0), figure(figures.QUESTION_TYPE, 1.0, group="nynorsk")])
def test_what_has_no_target_is_neither_reached_nor_missed(one: Figure) -> None:
    assert one.is_reached is None


def test_every_target_is_a_figure_that_is_measured() -> None:
    messages = [message(["sfo"], variety=variety, first_service=["sfo"], services=["sfo"]) for variety in VARIETIES]
    dangers = [danger("selvmord", "direct"), danger("selvmord", "indirect"), danger()]
    found = figures_of(FRESH, [*messages, message(meant="utenfor")], [], [turn("d-1", "Ring 113")])
    found += danger_figures(FRESH, dangers)
    hidden = [{"text": "Kari Hansen 98765432", "spans": [{"text": "98765432", "kind": "telefonnummer"}]}]
    hidden.append({"text": "Hei Kari Hansen", "spans": [{"text": "Kari Hansen", "kind": "navn"}]})
    found += masking_figures(FRESH, hidden, NO_PHRASES)
    found += lookup_figures(FRESH, [({"want": ["tjeneste:sfo"], "variety": "nb"}, ["tjeneste:sfo"])])
    assert set(TARGETS) <= {one.name for one in found if not one.group}
