"""The card for the wall: one for each kind of unit, with what is confirmed and nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from foundation.clock import now, today
from gateway.oppslag.reader import Reader
from gateway.oppslag.wall import UNITS, card_of
from knowledge.lookup.reading import Reading
from knowledge.ontology import ontology
from knowledge.records import Helpline
from tests.gateway.oppslag.browsing import LANGUAGES, ROOT, UNFILLED, Language, drawn, said_in, sent, shown

if TYPE_CHECKING:
    import httpx

    from gateway.oppslag.papers.cards import Card
    from knowledge import Library

CARD, PDF = f"{ROOT}/oppdal/kort", f"{ROOT}/oppdal/kort.pdf"
MUNICIPALITIES = tuple(ontology().municipalities)
CALLED: dict[str, dict[Language, str]] = {
    "barnehage": {"nb": "barnehage", "nn": "barnehage"},
    "skole": {"nb": "skole", "nn": "skule"},
    "sfo": {"nb": "SFO", "nn": "SFO"},
    "helsestasjon": {"nb": "helsestasjon og skolehelsetjeneste", "nn": "helsestasjon og skulehelseteneste"},
    "nav": {"nb": "Nav", "nn": "Nav"},
}


def made(library: Library, kommune: str, unit: str, language: Language = "nb", name: str = "") -> tuple[Reader, Card]:
    """What stands on a card, and who reads it."""
    view = library.view(kommune, today(), signed_in=True)
    reader = Reader(None, Reading(view, language), kommune, now())
    return reader, card_of(reader, unit, name, f"https://eksempel.no{ROOT}/{kommune}")


def texts_of(card: Card) -> list[str]:
    """Every text of a card."""
    sections = (card.urgent, *card.boxes)
    return [
        card.title,
        card.place,
        card.address,
        *(text for one in sections for text in (one.title, *one.lines)),
        *(text for line in card.lines for text in line),
        *(text for row in card.rows for text in (row.situation, row.who, row.how)),
        *card.sources,
    ]


# The page.
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_unit_is_chosen_and_may_be_named(kari: httpx.Client, language: Language) -> None:
    form = shown(kari, said_in(CARD, language)).form(PDF)
    assert (form.method, form.fields) == ("post", {"enhet": next(iter(UNITS)), "navn": ""})
    assert form.choices["enhet"] == list(UNITS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("unit", UNITS)
def test_each_unit_gets_its_card_of_one_page(kari: httpx.Client, unit: str, language: Language) -> None:
    form = shown(kari, said_in(CARD, language)).form(PDF)
    card = sent(kari, form, enhet=unit, navn="Øvre «Lia» & Bjørkåsen")
    assert (card.status_code, card.headers["content-type"]) == (200, "application/pdf")
    assert card.content.startswith(b"%PDF-")
    assert card.headers["content-disposition"] == f'attachment; filename="kort-{unit}.pdf"'
    assert len(re.findall(rb"/Type\s*/Page\b", card.content)) == 1


@pytest.mark.parametrize("kommune", MUNICIPALITIES)
def test_each_municipality_has_its_card(kari: httpx.Client, kommune: str) -> None:
    card = kari.post(f"{ROOT}/{kommune}/kort.pdf", data={"enhet": "skole"})
    assert (card.status_code, card.headers["content-type"]) == (200, "application/pdf")
    assert len(re.findall(rb"/Type\s*/Page\b", card.content)) == 1


@pytest.mark.parametrize("name", ["x" * 61, "Øvre Lia " * 10, "x" * 400])
def test_a_name_that_is_too_long_is_kept_and_told_so(kari: httpx.Client, name: str) -> None:
    refused = kari.post(PDF, data={"enhet": "sfo", "navn": name})
    page = drawn(refused)
    assert (refused.status_code, page.form(PDF).fields["navn"]) == (422, name.strip())
    assert page.alerts == ["Navnet kan ha opptil 60 tegn."]


def test_the_unit_that_was_chosen_is_kept_too_where_the_name_is_too_long(kari: httpx.Client) -> None:
    refused = kari.post(PDF, data={"enhet": "sfo", "navn": "x" * 61})
    assert drawn(refused).form(PDF).fields["enhet"] == "sfo"


def test_every_link_of_the_page_that_refuses_a_name_leads_to_something(kari: httpx.Client) -> None:
    page = drawn(kari.post(PDF, data={"enhet": "sfo", "navn": "x" * 61}))
    assert [one for one in page.addresses if kari.get(one).status_code != 200] == []


def test_a_name_of_the_greatest_length_and_none_at_all_are_printed(kari: httpx.Client) -> None:
    for name in ("", " ", "x" * 60, f" {'x' * 60}\n", "#panic() \\ *x*", "\0", "🙂 ﷽"):
        card = kari.post(PDF, data={"enhet": "skole", "navn": name})
        assert (card.status_code, card.headers["content-type"]) == (200, "application/pdf"), name


@pytest.mark.parametrize("unit", ["", "hule", "Skole", "skole ", "../skole", None])
def test_a_unit_that_is_not_there_has_no_card(kari: httpx.Client, unit: str | None) -> None:
    refused = kari.post(PDF, data={} if unit is None else {"enhet": unit, "navn": "Lia"})
    page = drawn(refused)
    assert (refused.status_code, page.heading) == (404, "Dette finnes ikke")
    [back] = page.addresses
    assert kari.get(back, follow_redirects=True).status_code == 200


def test_the_name_stands_in_no_header_and_no_link(kari: httpx.Client) -> None:
    for name in ("Zebrahesten", "Zebrahesten" * 9):
        response = kari.post(PDF, data={"enhet": "skole", "navn": name})
        told = [*map(str, response.headers.multi_items())]
        if response.status_code == 422:
            told += [one.address for one in drawn(response).links]
        assert [one for one in told if "ebraheste" in one] == []


# What stands on it.
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("kommune", MUNICIPALITIES)
def test_a_card_says_who_does_what_the_duty_and_the_numbers(
    library: Library, kommune: str, unit: str, language: Language
) -> None:
    reader, card = made(library, kommune, unit, language)
    view = reader.reading.view
    assert card.title.startswith({"nb": "Hvem gjør hva – ", "nn": "Kven gjer kva – "}[language])
    assert (card.place, card.made) == (ontology().municipalities[kommune].name, today())
    assert card.urgent.title == {"nb": "Meldeplikten til barnevernet", "nn": "Meldeplikta til barnevernet"}[language]
    assert [number for number, _ in card.lines] == ["112", "113", "116 111", "116 117"]
    for number, _ in card.lines:
        assert [one for one in view.records if isinstance(one, Helpline) and one.lines[0].value == number]
    assert len(card.rows) >= 5
    assert len(card.sources) > 1
    assert [text for text in texts_of(card) if UNFILLED.search(text) or not text.strip()] == []


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("kommune", MUNICIPALITIES)
def test_a_card_sends_nobody_to_their_own_unit(library: Library, kommune: str, unit: str) -> None:
    reader, card = made(library, kommune, unit)
    own = reader.reading.service(unit)
    assert [row.situation for row in card.rows if own in row.who.split(", ")] == []


@pytest.mark.parametrize("kommune", MUNICIPALITIES)
def test_a_card_gives_no_number_that_nobody_has_confirmed(library: Library, kommune: str) -> None:
    for unit in UNITS:
        reader, card = made(library, kommune, unit)
        view = reader.reading.view
        contacts = [one for kind in view.services for one in view.contacts(kind, confirmed=False)]
        confirmed = {one.value for kind in view.services for one in view.contacts(kind)}
        unsure = {one.value for one in contacts} - confirmed
        told = "\n".join(row.how for row in card.rows)
        assert [one for one in unsure if re.search(rf"(?<!\S){re.escape(one)}(?!\S)", told)] == []
        assert all(row.how for row in card.rows)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("unit", UNITS)
def test_a_card_without_a_name_is_called_by_its_unit_as_that_is_written_in_a_sentence(
    library: Library, unit: str, language: Language
) -> None:
    _, card = made(library, "oppdal", unit, language)
    assert card.title.rpartition(" – ")[2] == CALLED[unit][language]


def test_the_name_of_a_unit_stands_in_the_heading(library: Library) -> None:
    assert made(library, "oppdal", "sfo", name="Lia SFO")[1].title == "Hvem gjør hva – Lia SFO"


def test_a_card_names_the_meetings_of_the_municipality_where_it_has_some(library: Library) -> None:
    boxes = {one.title: one.lines for one in made(library, "oppdal", "skole")[1].boxes}
    assert set(boxes) == {"Samtykke", "Her kan saker drøftes"}
    assert len(boxes["Her kan saker drøftes"]) == 3
