from __future__ import annotations

import time
from typing import List, Tuple

import pytest
from components.ages import find_ages


def found(text: str) -> List[Tuple[str, int]]:
    return [(one.entity, one.value) for one in find_ages(text)]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("jeg er 13", 13),
        ("kan æ få vit det? e 16", 16),
        ("Er 19 og kjenner ingen", 19),
        ("ho er snart fjorten", 14),
        ("snart 16", 16),
        ("dattera mi er 7 og redd", 7),
        ("barnet (3) kommer usoignert", 3),
        ("gutt 9, slår", 9),
        ("I'm 15", 15),
        ("my son is 10", 10),
        ("9-year-old", 9),
        ("jenta er 9 år", 9),
        ("ho er 9 år gamal", 9),
        ("gutt 9år", 9),
        ("sønnen på åtte år", 8),
        ("guten er åtte år gamal", 8),
        ("en fem år gammel jente", 5),
        ("14-åring", 14),
        ("14–åring", 14),
        ("14 åringen vår", 14),
        ("14åringen", 14),
        ("9 aring", 9),
        ("fjortenåring", 14),
        ("Fjortenåringen min", 14),
        ("to-åringen", 2),
        ("syvåringen", 7),
        ("sjuåringen", 7),
        ("jenta vår på 12", 12),
        ("jenta vår på 12?", 12),
        ("jenta på 12, som er sliten", 12),
        ("jenta på 12 krangler med alle", 12),
        ("jenta på 12 (liten for alderen)", 12),
        ("gutt på 12 år", 12),
        ("sønnen vår på seks, han lever på knekkebrød", 6),
        ("en gutt på sytten som har hoppet av", 17),
        ("gut på to som ikkje kan sitje sjølv", 2),
        ("jenta er 1,5 år", 1),
        ("jenta er 1 1/2 år", 1),
        ("jenta er 1½ år", 1),
        ("to og et halvt år", 2),
        ("eit barn på tre og eit halvt som peikar", 3),
        ("toårskontroll", 2),
        ("4-årskontrollen", 4),
        ("4 års kontrollen", 4),
        ("i 13-årsalderen", 13),
        ("i 8 års alder", 8),
        ("18-årsdagen hennes", 18),
        ("om en 10 år gammel gutt", 10),
        ("barn under 5 år", 5),
        ("hun er 25 år", 25),
        ("babyen er 0 år", 0),
    ],
)
def test_an_age_is_found_however_it_is_written(text: str, years: int) -> None:
    assert found(text) == [("alder", years)]


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("en som går i 2. klasse", 2),
        ("Han går i andre, dett i trappa", 2),
        ("Tvillingene går i tredje, og", 3),
        ("Dattera mi i sjuende har ikke vært på skolen", 7),
        ("Sønnen min i 8. vil ikke", 8),
        ("i 2 klasse", 2),
        ("i 2.klasse", 2),
        ("i 3. klassetrinn", 3),
        ("sønnen i andre klasse", 2),
        ("fyrste klasse", 1),
        ("tredjeklassing", 3),
        ("sjuandeklassingen min", 7),
        ("tredjeklasse", 3),
        ("3.-klassing", 3),
        ("3.klassing", 3),
        ("8. trinn", 8),
        ("8.trinn", 8),
        ("en jente på 2 trinn", 2),
        ("rusforebygging på 8. trinn", 8),
        ("hva koster SFO for første trinn?", 1),
        ("guten går på 8. steget", 8),
        ("10. klasse", 10),
    ],
)
def test_a_grade_is_found_however_it_is_written_and_is_no_age(text: str, grade: int) -> None:
    assert found(text) == [("trinn", grade)]


@pytest.mark.parametrize(
    "text",
    [
        "et 1/2 år",
        "vi er 4 i familien",
        "han er 3 uker",
        "det er 5 som plager ham",
        "jeg er en mor",
        "jeg er 54",
        "er 2 timer nok?",
        "hun er 3 av 5",
        "I am 5 months pregnant",
        "she is 10 minutes late",
        "he is 2 years behind",
        "jeg er fire barns mor",
        "klokka er snart 10 og hun er ikke hjemme",
        "på 12 timer",
        "på 12 timers varsel",
        "12 timer",
        "20 timer",
        "12 timar gratis",
        "kl 12",
        "kl. 12.30",
        "møte på kl 12",
        "på 12:30",
        "fra kvart på åtte",
        "for 3 år siden",
        "for tre år sidan",
        "for to år sia",
        "tre år på rad",
        "han har ventet i 2 år",
        "vi har venta i eitt år",
        "har ventet 2 år på BUP",
        "om to år",
        "etter 2 år",
        "de siste 2 år",
        "ti års ansiennitet",
        "2 års ventetid",
        "på 3 uker",
        "på to veker",
        "på 8 måneder",
        "på ni månader",
        "på 15 minutter",
        "på 15 min",
        "kurs på 10 kvelder",
        "3 dagers tur på 3 dager",
        "på 90 prosent",
        "på 20 %",
        "på 16 kilo",
        "på 20 kvm",
        "på 2 steder",
        "på 2 av 3 skoler",
        "på to nivåer",
        "på 3. plass",
        "på 17. mai",
        "på 14 000 kroner",
        "på 12-toget",
        "på 1200 kroner",
        "på en skole",
        "på seksti",
        "hun er 40 år",
        "bestemor på 76",
        "116 117",
        "tenåringen",
        "i fjor",
        "barnehageåret",
    ],
)
def test_a_number_of_something_else_is_no_age(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "11. klasse",
        "går i andre klær enn de andre",
        "han går i første omgang til legen",
        "gutten i andre etasje",
        "12. trinn",
        "mobbes av 3 klassekamerater",
        "de andre klassekameratene",
        "elever i andre klasser",
        "hva er første steg?",
        "fyrste steget er å ringje",
        "første klasse på videregående",
        "andre klasse på vgs",
        "sønnen går i 2. klasse vgs",
        "han går i 1. klasse videregående",
        "førsteklasses hjelp",
        "nivå 2",
        "klassen hennes",
    ],
)
def test_what_only_looks_like_a_grade_of_the_basic_school_is_none(text: str) -> None:
    assert found(text) == []


def test_all_the_ages_and_then_the_grades_are_told_in_order() -> None:
    text = "Seksåringen og 9-åringen i 4. klasse, og ei jente på 13 som går i åttende klasse"
    assert found(text) == [("alder", 6), ("alder", 9), ("alder", 13), ("trinn", 4), ("trinn", 8)]


def test_an_age_and_a_grade_stand_where_they_were_written() -> None:
    text = "Jenta på 12 går i 7. klasse."
    assert [text[one.start : one.end] for one in find_ages(text)] == ["på 12", "7. klasse"]


@pytest.mark.parametrize("text", ["på " * 3_300, "9 " * 5_000, "9" + " " * 10_000, "1." * 5_000, "a" * 10_000])
def test_ten_thousand_characters_take_no_time(text: str) -> None:
    started = time.perf_counter()
    assert found(text) == []
    assert time.perf_counter() - started < 1.0
