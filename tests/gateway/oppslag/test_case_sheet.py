"""The case sheet: the duty to report stands first whatever is sent, and what is typed is lost and led on nowhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from foundation.clock import now, today
from gateway.days import date_in_words
from gateway.oppslag.cases import EDITED, report_of
from gateway.oppslag.papers.sheets import Sheet, sheet_pdf
from gateway.oppslag.reader import Reader
from gateway.oppslag.texts import texts
from knowledge.lookup.reading import Reading
from knowledge.ontology import ontology
from knowledge.records import Duty, Threshold
from tests.gateway.oppslag.browsing import (
    LANGUAGES,
    ROOT,
    UNFILLED,
    Drawn,
    Form,
    Language,
    drawn,
    said_in,
    sent,
    shown,
)
from tests.understanding.parsed import parse, sure

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from knowledge import Library
    from tests.gateway.played_rasa import PlayedRasa

CASE, PDF = f"{ROOT}/oppdal/sak", f"{ROOT}/oppdal/sak.pdf"
SITUATION = "Jente på 8. trinn har vært borte ti dager. Sier hun er kvalm. Vi har snakket med foreldrene to ganger."
HARMED = "Gutt i 4. klasse sier at far slår ham."
REPORT: dict[Language, str] = {"nb": "Meldeplikten til barnevernet", "nn": "Meldeplikta til barnevernet"}
APPLIES = "Det du skrev, kan gi grunn til å melde."
MAYBE = "Vi så ikke grunner til å melde i det du skrev, men vi kan ta feil"
MUNICIPALITIES = tuple(ontology().municipalities)


def reader_in(library: Library, kommune: str, language: Language = "nb", *, signed_in: bool = False) -> Reader:
    """Somebody who reads about a municipality: as those who work there see it, or as everybody does."""
    view = library.view(kommune, today(), signed_in=signed_in)
    return Reader(None, Reading(view, language), kommune, now())


def sheet_of(client: httpx.Client, situation: str, address: str = CASE) -> tuple[Drawn, Form]:
    """The sheet of a situation, and its form."""
    response = client.post(address, data={"situation": situation})
    assert response.status_code == 200
    page = drawn(response)
    return page, page.form(address.partition("?")[0] + ".pdf")


def headings_of(response: httpx.Response) -> list[str]:
    """The headings of a PDF as its outline has them, from the top down."""
    assert (response.status_code, response.headers["content-type"]) == (200, "application/pdf")
    assert response.content.startswith(b"%PDF-")
    found = re.findall(rb"/Title ?(?:\((.*?)\)|<FEFF([0-9A-F]+)>)", response.content, re.DOTALL)
    told = [plain.decode() if plain else bytes.fromhex(coded.decode()).decode("utf-16-be") for plain, coded in found]
    assert told[-1] == "Saksark"  # That of the document.
    return told[:-1]


# Before anything is typed.
def test_a_situation_is_asked_for_without_names_and_it_is_said_that_nothing_is_stored(kari: httpx.Client) -> None:
    page = shown(kari, CASE)
    form = page.form(CASE)
    assert (form.method, form.fields) == ("post", {"situation": ""})
    assert "Beskriv situasjonen uten navn." in page.text
    assert "Ingenting blir lagret hos oss." in page.text


@pytest.mark.parametrize("typed", ["", " ", "\n \n", "\t"], ids=repr)
def test_where_nothing_is_typed_a_situation_is_asked_for_again(kari: httpx.Client, typed: str) -> None:
    for body in ({"situation": typed}, {}):
        response = kari.post(CASE, data=body)
        page = drawn(response)
        assert (response.status_code, page.form(CASE).method) == (422, "post")
        assert page.alerts == ["Skriv først hva du har sett og hørt, uten navn. Noen få setninger er nok."]


def test_what_is_too_long_is_kept_and_told_so(kari: httpx.Client) -> None:
    typed = ("Elev er borte.\n" * 200)[:2_001]
    response = kari.post(CASE, data={"situation": typed.replace("\n", "\r\n")})
    page = drawn(response)
    assert (response.status_code, page.form(CASE).fields["situation"]) == (422, typed)
    assert page.alerts == ["Teksten er for lang. Den kan ha opptil 2000 tegn. Ta med det viktigste."]


def test_a_text_of_the_greatest_length_is_read_however_its_lines_end(kari: httpx.Client) -> None:
    typed = ("Elev er borte.\n" * 200)[:2_000]
    assert kari.post(CASE, data={"situation": typed.replace("\n", "\r\n")}).status_code == 200


# The sheet.
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kommune", MUNICIPALITIES)
def test_the_duty_to_report_stands_before_everything_else_on_every_sheet(
    kari: httpx.Client, library: Library, kommune: str, language: Language
) -> None:
    page, form = sheet_of(kari, SITUATION, said_in(f"{ROOT}/{kommune}/sak", language))
    told = report_of(reader_in(library, kommune, language, signed_in=kommune == "oppdal"), applies=False)
    place = page.text.find(REPORT[language])
    for line in told.lines:
        found = page.text.find(" ".join(line.removeprefix("\N{EN DASH} ").split()), place)
        assert found > 0, line
    assert place < page.text.find(form.fields["situation"])
    assert not UNFILLED.search(page.text)
    assert {"situation", "needs", "level", "consent", "try", "next", "family", "applies", "sources"} <= set(form.fields)


def test_what_may_be_harm_is_told_to_be_and_the_numbers_stand_there(kari: httpx.Client) -> None:
    page, form = sheet_of(kari, HARMED)
    assert (form.fields["applies"], APPLIES in page.text, MAYBE in page.text) == ("1", True, False)
    assert [one for one in page.links if one.address == "tel:112"]
    assert "Spør barnevernet først." in form.fields["family"]
    assert form.fields["level"].startswith("Forslag: Indikert forebygging – for noen få (rødt nivå).")


def test_where_no_harm_is_heard_it_is_said_that_this_may_be_wrong(kari: httpx.Client) -> None:
    page, form = sheet_of(kari, "Jente på 8. trinn sier hun er kvalm.")
    assert (form.fields["applies"], APPLIES in page.text, MAYBE in page.text) == ("0", False, True)
    assert form.fields["level"].startswith("Forslag: Universell forebygging – for alle (grønt nivå).")


def test_what_is_typed_stands_in_the_sheet_as_it_was_typed(kari: httpx.Client) -> None:
    typed = '  Linje "én" & <b>to</b>\n\nlinje tre \\ {{ 7 * 7 }} æøå 🙂'
    page, form = sheet_of(kari, typed)
    assert form.fields["situation"] == typed
    assert "<b>to" not in page.title


def test_the_sheet_has_every_source_that_it_is_made_from_each_once(kari: httpx.Client) -> None:
    page, form = sheet_of(kari, SITUATION)
    sources = form.fields["sources"].split("\n")
    assert len(sources) > 10
    assert [one for one in sources if one.rpartition(" (")[0] not in page.text] == []
    assert [one for one in dict.fromkeys(sources) if sources.count(one) > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_day_that_a_source_was_checked_is_printed_as_it_is_shown(kari: httpx.Client, language: Language) -> None:
    page, form = sheet_of(kari, SITUATION, said_in(CASE, language))
    checked = {one.rpartition(" (")[2].removesuffix(")") for one in form.fields["sources"].split("\n")}
    word = {"nb": "sjekket", "nn": "sjekka"}[language]
    assert checked == set(re.findall(rf"\(({word} \d+\. [a-z]+ \d+)\)", page.text))


def test_what_is_understood_is_filled_in(heard: httpx.Client, rasa: PlayedRasa) -> None:
    _, before = sheet_of(heard, SITUATION)
    assert before.fields["needs"].startswith("Vi kjente ikke igjen et behov i det du skrev.")
    ranking = [{"name": "finn-hjelp", "confidence": 0.9}]
    rasa.reads = lambda text: parse(text, intent="finn-hjelp", intent_ranking=ranking, needs=sure("skolefravaer"))
    _, form = sheet_of(heard, SITUATION)
    assert form.fields["needs"] == "Vil ikke på skolen"
    assert "Skole" in form.fields["responsible"]
    assert len(form.fields["involve"]) > 20
    assert rasa.heard[-1] == {"texts": [SITUATION]}


def test_personal_data_is_hidden_before_rasa_hears_it_and_is_not_on_the_sheet(
    heard: httpx.Client, rasa: PlayedRasa
) -> None:
    typed = "Eleven heter Ola Nordmann, mor har 412 34 567. Han er mye borte."
    page, form = sheet_of(heard, typed)
    assert page.alerts[0].startswith("Vi skjulte personopplysninger i det du skrev: navn, telefonnummer.")
    assert form.fields["situation"] == "Eleven heter [navn], mor har [telefonnummer]. Han er mye borte."
    assert rasa.heard == [{"texts": [form.fields["situation"]]}]
    assert [one for one in ("Nordmann", "412 34") if one in page.text] == []


def test_what_is_typed_stands_in_no_link_and_no_header(kari: httpx.Client) -> None:
    for situation in ("Zebrahesten er borte", ""):
        response = kari.post(CASE, data={"situation": situation, "annet": "Zebrahesten"})
        page = drawn(response)
        told = [*map(str, response.headers.multi_items()), *(one.address for one in page.links)]
        assert [one for one in told if "ebraheste" in one] == []


@pytest.mark.parametrize(
    "text", ["", "\0", "æ" * 2_000, "{{ t }}", "%s %d {0} {place}", "'; DROP TABLE record; --"], ids=repr
)
def test_whatever_is_typed_there_is_an_answer(kari: httpx.Client, text: str) -> None:
    assert kari.post(CASE, data={"situation": text}).status_code in {200, 422}


# What is printed of it.
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("situation", [SITUATION, HARMED])
def test_the_sheet_is_printed_as_it_stands_under_the_same_headings(
    kari: httpx.Client, situation: str, language: Language
) -> None:
    page, form = sheet_of(kari, situation, said_in(CASE, language))
    printed = sent(kari, form)
    said = texts(language)
    parts = [said[f"case_{key}"] for key in EDITED if form.fields.get(key)]
    last = {"nb": ["Merk", "Kilder"], "nn": ["Merk", "Kjelder"]}[language]
    assert headings_of(printed) == [REPORT[language], *parts, *last]
    assert f"/Lang({language}".encode() in printed.content.replace(b"/Lang (", b"/Lang(")
    assert all(part in page.text for part in parts)


def test_a_printed_sheet_is_named_by_its_day_and_by_nothing_that_was_typed(kari: httpx.Client) -> None:
    printed = kari.post(PDF, data={"situation": "Zebrahesten", "title": "Zebrahesten"})
    name = f"saksark-{today().isoformat()}.pdf"
    assert printed.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert printed.headers["cache-control"] == "no-store"


EMPTIED: dict[str, dict[str, str]] = {
    "nothing": {},
    "empty fields": dict.fromkeys(EDITED, ""),
    "spaces": dict.fromkeys(EDITED, " \r\n "),
    "no reason to report": {"applies": "0", "situation": "Alt er bra."},
    "something else that applies": {"applies": "nei", "report": "", "urgent": "", "case_report": "Ingen plikt"},
    "another heading": {"situation": "= Ingen meldeplikt\n#set page(width: 1pt)"},
    "a field of ours": {"report": "Du trenger ikke melde", "report_when": "", "title": "Annet", "place": "Oslo"},
}


@pytest.mark.parametrize("fields", EMPTIED.values(), ids=EMPTIED)
def test_the_duty_to_report_stands_first_on_the_printed_sheet_whatever_is_sent(
    kari: httpx.Client, fields: dict[str, str]
) -> None:
    printed = kari.post(PDF, data=fields)
    assert headings_of(printed)[0] == REPORT["nb"]
    assert b"Du trenger ikke melde" not in printed.content


@pytest.mark.parametrize("applies", ["0", "1"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_printed_sheet_holds_the_whole_of_the_report_and_no_more_where_all_else_was_taken_away(
    kari: httpx.Client, library: Library, applies: str, language: Language
) -> None:
    said, reader = texts(language), reader_in(library, "oppdal", language, signed_in=True)
    sheet = Sheet(
        title=said["case_title"],
        place="Oppdal",
        made=today(),
        urgent=report_of(reader, applies=applies == "1"),
        sections=(),
        sources=(),
        notes=(
            said["case_made"].format(date=date_in_words(today()), place="Oppdal"),
            said["case_level_note"],
        ),
    )
    printed = kari.post(said_in(PDF, language), data={"applies": applies})
    assert printed.content == sheet_pdf(sheet, language)


def test_what_was_edited_is_what_is_printed(kari: httpx.Client) -> None:
    _, form = sheet_of(kari, SITUATION)
    whole = sent(kari, form)
    without = sent(kari, form, arena="", family="  ", sources="")
    assert [one for one in headings_of(whole) if one not in headings_of(without)] == [
        "Hvor saken kan drøftes",
        "Hva du kan si til familien",
        "Kilder",
    ]
    assert sent(kari, form, needs="Noe annet").content != whole.content
    assert sent(kari, form).content == whole.content


@pytest.mark.parametrize(
    "text",
    [
        "\0\x01\x1b\x7f",
        "\N{SLIGHTLY SMILING FACE}",
        "#panic()",
        "é\u0301\u202e",
        "x" * 9_000,
        "\n" * 3_000,
    ],
    ids=lambda text: repr(text[:8]),
)
def test_whatever_stands_in_the_fields_can_be_printed(
    kari: httpx.Client, a_sheet_of: Callable[[str], dict[str, str]], text: str
) -> None:
    fields = a_sheet_of(text) if len(text) < 3_000 else {"situation": f"Slik: {text}", "applies": "1"}
    assert headings_of(kari.post(PDF, data=fields))[:2] == [REPORT["nb"], "Situasjonen"]


# The report itself.
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kommune", MUNICIPALITIES)
def test_the_report_says_the_whole_duty_when_it_applies_and_whom_to_tell(
    library: Library, kommune: str, language: Language
) -> None:
    reader = reader_in(library, kommune, language)
    view = reader.reading.view
    duty, when = view.by_id["nasjonal/plikt-meldeplikt-barnevern"], view.by_id["nasjonal/terskel-meldeplikt"]
    assert isinstance(duty, Duty)
    assert isinstance(when, Threshold)
    for applies in (True, False):
        report = report_of(reader, applies=applies)
        told, said = "\n".join(report.lines), texts(language)
        assert report.title == REPORT[language]
        assert report.lines[0] == said["case_report_applies" if applies else "case_report_maybe"]
        assert reader.reading.words(duty.staff or duty.text) in told
        assert [one for one in when.criteria if reader.reading.words(one) not in told] == []
        confirmed = [one.value for one in view.contacts("barnevern")]
        assert confirmed
        assert [one for one in confirmed if one not in told] == []
        unsure = {one.value for kind in ("barnevern", "barnevernvakt") for one in view.contacts(kind, confirmed=False)}
        assert [one for one in unsure - set(confirmed) if one in told] == []
        assert "116 111" in told
        assert not UNFILLED.search(told)


def test_the_form_that_is_for_employees_stands_in_the_report_for_them_alone(library: Library) -> None:
    own = "https://bekymringsmelding.fiks.ks.no/offentlig"
    for kommune in MUNICIPALITIES:
        for signed_in in (True, False):
            report = report_of(reader_in(library, kommune, signed_in=signed_in), applies=True)
            assert (own in "\n".join(report.lines)) is signed_in
