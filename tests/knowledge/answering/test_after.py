"""What comes after contact: told where a process of the content says it of this case, and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from knowledge.records import Process
from tests.knowledge.test_reply import questions

if TYPE_CHECKING:
    from collections.abc import Callable

    from knowledge import Answer
    from knowledge.answers import ServiceFound
    from knowledge.content import Content

type Ask = Callable[..., Answer]

OPPDAL = {"kommune": "oppdal", "question_type": "finn-hjelp"}


def card_of(answer: Answer, service: str) -> ServiceFound:
    """Return the card of one service."""
    return next(one for one in answer.services if one.type == service)


def test_the_deadline_is_told_with_what_comes_next(ask: Ask) -> None:
    answer = ask("Han blir mobbet på skolen", **OPPDAL, needs=("mobbing-miljo",), role="forelder", age=9)
    assert card_of(answer, "skole").next == "Skolen undersøker og setter inn tiltak som passer. Frist: Snarest."


def test_what_comes_next_is_told_in_nynorsk(ask: Ask) -> None:
    answer = ask("Han blir mobba på skulen", **OPPDAL, needs=("mobbing-miljo",), role="forelder", age=9, language="nn")
    assert card_of(answer, "skole").next == "Skulen undersøkjer og set inn tiltak som passar. Frist: Snarast."


def test_whoever_applies_is_told_of_the_municipalitys_own_next_step(ask: Ask) -> None:
    answer = ask("Vi trenger avlastning", kommune="stor-elvdal", question_type="finn-hjelp", needs=("avlastning",))
    one = card_of(answer, "tildeling")
    assert one.next == "Tildelerenheten vurderer søknaden etter kommunens kriterier for helse og mestring."
    assert any("Stor-Elvdal" in ref.title for ref in one.sources)


def test_whoever_worries_for_a_child_is_told_when_child_welfare_looks_at_it(ask: Ask) -> None:
    answer = ask("Jeg er bekymret for nabobarnet", **OPPDAL, needs=("bekymring-for-barn",))
    assert card_of(answer, "barnevern").next == (
        "Barnevernet går gjennom meldingen din og vurderer om de skal undersøke. "
        "Frist: Snarest, og senest innen en uke."
    )


def test_a_parent_who_asks_for_help_is_not_told_of_a_report(ask: Ask) -> None:
    answer = ask("Jeg drikker for mye", **OPPDAL, needs=("rus-foresatt",), role="forelder")
    assert card_of(answer, "barnevern").next is None


def test_a_lonely_child_is_not_promised_that_the_school_looks_into_it(ask: Ask) -> None:
    answer = ask("Han er mye alene", **OPPDAL, needs=("ensomhet-utenforskap",), role="forelder", age=9)
    assert card_of(answer, "skole").next is None


def test_a_young_person_is_told_what_their_words_are_used_for(ask: Ask) -> None:
    answer = ask("Pappa drikker hver helg", **OPPDAL, needs=("rus-foresatt",), role="ungdom")
    assert (card_of(answer, "barnevern").next or "").startswith(
        "Barnevernet skal fortelle deg hva det du sier kan brukes"
    )


@pytest.mark.parametrize(
    ("age", "told"), [(3, "Du sier ja til at PPT vurderer barnet."), (9, "Du eller barnet sier ja")]
)
def test_a_child_under_school_age_goes_another_way_than_a_pupil(ask: Ask, age: int, told: str) -> None:
    answer = ask("Han snakker utydelig", **OPPDAL, needs=("sprak-tale",), role="forelder", age=age)
    assert (card_of(answer, "ppt").next or "").startswith(told)


def test_where_two_ways_fit_alike_neither_is_told(ask: Ask) -> None:
    answer = ask("Han snakker utydelig", **OPPDAL, needs=("sprak-tale",), role="forelder")
    assert card_of(answer, "ppt").next is None


def test_steps_that_are_written_to_families_are_not_told_to_employees(ask: Ask) -> None:
    answer = ask("Eleven strever med lesing", **OPPDAL, needs=("laerevansker",), role="ansatt", age=9)
    assert card_of(answer, "ppt").next is None


def test_a_child_who_has_a_place_is_not_told_of_applying(ask: Ask) -> None:
    answer = ask("Han gråter når vi leverer ham", **OPPDAL, needs=("barnehage",), role="forelder")
    assert card_of(answer, "barnehage").next is None


def test_an_answer_that_tells_the_steps_does_not_tell_one_of_them_twice(ask: Ask) -> None:
    answer = ask("Hva skjer når han blir mobbet?", kommune="oppdal", question_type="prosess", needs=("mobbing-miljo",))
    assert answer.process is not None
    assert {one.next for one in answer.services} == {None}


def test_whoever_has_come_further_is_not_told_what_lies_behind_them(ask: Ask) -> None:
    answer = ask(
        "Fastlegen har henvist, og vi har fått avslag fra BUP", **OPPDAL, needs=("psykisk-helse",), role="forelder"
    )
    assert {one.next for one in answer.services if one.type == "bup"} <= {None}


def test_whatever_comes_next_stands_in_a_process_that_turns_to_the_service(ask: Ask, content: Content) -> None:
    processes = [record for record in content.records if isinstance(record, Process)]
    told = [
        (one, step, record)
        for text, understood in questions()
        for one in ask(text, **understood).services
        for record in processes
        for step in record.steps
        if one.next is not None and one.next.startswith((step.text.nb, step.text.nn))
    ]
    assert len({one.type for one, _, _ in told}) > 3
    for one, step, record in told:
        before = record.steps[: record.steps.index(step)]
        assert any(one.type in earlier.turns_to for earlier in before)
        assert {source.locator for source in record.sources} <= {ref.locator for ref in one.sources}
