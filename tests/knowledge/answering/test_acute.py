"""Who is called first, and whom a line is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from knowledge import Answer

type Ask = Callable[..., Answer]


def numbers(answer: Answer) -> list[str]:
    """Return the numbers to call, the first first."""
    assert answer.acute is not None
    return [one.value for one in answer.acute.contacts]


@pytest.mark.parametrize(
    ("text", "kind", "first"),
    [
        ("Han puster ikke", "fare-for-liv", "113"),
        ("Jeg vil ta livet mitt", "selvmord", "113"),
        ("Eg vil ta livet mitt", "selvmord", "113"),
        ("Stefar slår meg", "vold-overgrep", "112"),
        ("Barna er alene hjemme og de er redde", "barn-i-fare", "112"),
    ],
)
def test_each_danger_has_its_first_number(ask: Ask, text: str, kind: str, first: str) -> None:
    answer = ask(text, kommune="oppdal", question_type="finn-hjelp")
    assert answer.acute is not None
    assert (answer.acute.kind, numbers(answer)[0]) == (kind, first)


@pytest.mark.parametrize("kommune", [None, "oppdal", "sor-odal", "folldal"])
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_lines_do_not_depend_on_a_municipality_or_a_language(ask: Ask, kommune: str | None, language: str) -> None:
    there = ask("Jeg vil ikke leve lenger", kommune=kommune, language=language, question_type="finn-hjelp")
    assert numbers(there) == numbers(ask("Jeg vil ikke leve lenger", question_type="finn-hjelp"))


def test_a_child_is_not_sent_to_a_line_for_adults(ask: Ask) -> None:
    young = ask("Pappa slår meg", question_type="finn-hjelp", role="ungdom", age=13)
    grown = ask("Mannen min slår meg", question_type="finn-hjelp", role="forelder")
    assert "116 006" not in numbers(young)
    assert "116 006" in numbers(grown)
    assert "116 111" in numbers(young)


def test_every_number_is_told_with_its_name_and_stands_first_in_the_reply(ask: Ask) -> None:
    answer = ask("Jeg vil ikke leve lenger", kommune="oppdal", question_type="finn-hjelp", role="ungdom")
    assert answer.acute is not None
    lines = [f"– {one.value}: {one.label} (Åpent hele døgnet)" for one in answer.acute.contacts]
    assert answer.reply.split("\n\n")[1] == "\n".join(["Ring:", *lines])


def test_there_are_never_more_than_five_lines_and_they_are_telephones(ask: Ask) -> None:
    answer = ask("Mannen min slår meg og barna", question_type="finn-hjelp", role="forelder")
    assert answer.acute is not None
    assert len(answer.acute.contacts) <= 5
    assert {one.kind for one in answer.acute.contacts} == {"telefon"}
    assert len(set(numbers(answer))) == len(numbers(answer))


def test_small_talk_and_weather_after_danger_do_not_calm_the_reply(ask: Ask) -> None:
    answer = ask("Hei, fint vær, men jeg har tatt en overdose", question_type="smaprat")
    assert answer.outcome == "acute"
    assert "Hei! Jeg er en automatisk veiviser" not in answer.reply


@pytest.mark.parametrize(
    ("text", "language", "told"),
    [
        ("Treåringen har drukket oppvaskmiddel", "nb", "Giftinformasjonen har en vakttelefon hele døgnet."),
        ("Treåringen har drukke oppvaskmiddel", "nn", "Giftinformasjonen har ein vakttelefon heile døgnet."),
        ("Babyen har svelget et knappebatteri, hva gjør jeg?", "nb", "Giftinformasjonen har en vakttelefon"),
        ("Lillesøster har drukket noe giftig under vasken", "nb", "Giftinformasjonen har en vakttelefon"),
    ],
)
def test_whoever_has_a_poisoned_child_gets_the_line_for_poisons_and_no_advice_on_drinking(
    ask: Ask, text: str, language: str, told: str
) -> None:
    answer = ask(text, kommune="oppdal", question_type="finn-hjelp", needs=("rus-foresatt",), language=language)
    assert answer.outcome == "acute"
    assert numbers(answer) == ["113", "22 59 13 00", "112"]
    assert answer.body[0].startswith(told)
    assert "rus" not in answer.reply.lower()
    assert answer.services == ()


def test_a_poisoned_child_who_is_hurt_too_is_helped_with_both(ask: Ask) -> None:
    text = "Faren slår henne, og nå har treåringen drukket klor"
    answer = ask(text, kommune="oppdal", question_type="finn-hjelp", needs=("vold",), role="forelder")
    assert {"113", "22 59 13 00"} <= set(numbers(answer))
    assert "barnevern" in {one.type for one in answer.services}


def test_the_line_for_poisons_is_not_shown_where_nothing_was_swallowed(ask: Ask) -> None:
    for text in ("Han puster ikke", "Jeg vil ta livet mitt", "Stefar slår meg"):
        assert "22 59 13 00" not in numbers(ask(text, question_type="finn-hjelp"))


def test_medicine_that_is_taken_every_morning_still_gets_an_answer(ask: Ask) -> None:
    text = "Han har spist pillene sine om morgenen før skolen, men ADHD-en er like vanskelig"
    answer = ask(text, kommune="oppdal", question_type="finn-hjelp", needs=("nevroutvikling",), role="forelder")
    assert answer.outcome == "answered"
    assert answer.services
