"""Search: hits with source, date and address, and nothing of what is typed is told on, led on, logged or kept."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from knowledge.ontology import ontology
from knowledge.texts import topic
from tests.gateway.oppslag.browsing import (
    LANGUAGES,
    ROOT,
    UNFILLED,
    Drawn,
    Language,
    drawn,
    employee,
    problem,
    said_in,
    sent,
    shown,
)
from tests.gateway.running import Gateway
from tests.gateway.test_app import process, wait_until_up
from tests.gateway.vakt.employees import employed
from tests.understanding.parsed import parse, sure

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.gateway.played_rasa import PlayedRasa

HOME = f"{ROOT}/oppdal"
API = "/api/oppslag/oppdal/search"
# What an employee types, and the address that is to be among the hits.
SENTENCES = {
    "meldeplikt": f"{HOME}/post/nasjonal/plikt-meldeplikt-barnevern",
    "ppt": f"{HOME}/tjeneste/ppt",
    "arbeidslag": f"{HOME}/moteplasser#oppdal-arena-arbeidslag",
    "bekymringsmelding": f"{HOME}/steg/nasjonal/prosess-bekymringsmelding",
}
NOTHING_FOUND = "Kildene vi har, sier ikke noe om dette, eller vi forstod det ikke."
UNHEARD_OF = "xyzzy plugh qwertz"
# Personal data, the kind that is told, and what must not be heard.
PERSONAL = {
    "a name": ("Ola Nordmann er mye borte fra skolen", ["navn"], ["Nordmann", "Ola"]),
    "a number": ("ring mor på 412 34 567 om fravær", ["telefonnummer"], ["412", "34 567", "41234567"]),
    "a national id": ("eleven 13097248022 er mye borte", ["fødselsnummer"], ["13097248022", "130972"]),
    "an address": ("bor i Storgata 12 og er redd hjemme", ["adresse"], ["Storgata", "12"]),
    "mail": ("skriv til kari.nordmann@example.org om fravær", ["e-postadresse"], ["kari", "nordmann", "example.org"]),
    "a car": ("bilen AB 12345 stod utenfor", ["bilnummer"], ["AB 12345", "12345"]),
    "two of them": ("Kari Nordmann, tlf. 412 34 567", ["navn", "telefonnummer"], ["Nordmann", "412"]),
}
TYPED = "Zebrahesten skulker skolen"


@dataclass(frozen=True)
class Hit:
    """A hit as it is drawn."""

    kind: str
    title: str
    address: str
    text: str


def hits_in(html: str) -> list[Hit]:
    """The hits of a page, best first."""
    found = []
    for one in re.findall(r'<li class="hit">(.*?)</li>', html, re.DOTALL):
        page = Drawn(one)
        [link] = page.links
        found.append(Hit(page.text.partition(link.text)[0].strip(), link.text, link.address, page.text))
    return found


def asked(client: httpx.Client, text: str, *, path: str = HOME, **chosen: str) -> httpx.Response:
    """The search page after a sentence was sent."""
    response = client.post(path, data={"q": text, **chosen})
    assert response.status_code == 200, response.text
    return response


def addresses(response: httpx.Response) -> list[str]:
    """Where the hits lead."""
    return [one.address for one in hits_in(response.text)]


# Hits.
@pytest.mark.parametrize(("text", "address"), SENTENCES.items(), ids=list(SENTENCES))
def test_a_sentence_is_answered_with_where_it_leads(kari: httpx.Client, text: str, address: str) -> None:
    page, called = asked(kari, text), asked(kari, text, path=API)
    assert address in addresses(page)
    assert hits_in(page.text) == hits_in(called.text)
    count = len(hits_in(page.text))
    assert drawn(page).text.count(f"{count} treff") == 1


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("barnever", "barnevern"),
        ("helsest", "helsestasjon"),
        ("skolehels", "skolehelsetjeneste"),
        ("krises", "krisesenter"),
    ],
)
def test_a_name_that_is_half_typed_leads_to_what_is_called_so(kari: httpx.Client, typed: str, kind: str) -> None:
    assert f"{HOME}/tjeneste/{kind}" in addresses(asked(kari, typed, path=API))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", SENTENCES)
def test_each_hit_says_what_it_is_where_it_stands_and_when_that_was_checked(
    kari: httpx.Client, text: str, language: Language
) -> None:
    checked = {"nb": r"\(sjekket \d+\. [a-z]+ 20\d\d\)$", "nn": r"\(sjekka \d+\. [a-z]+ 20\d\d\)$"}
    for one in hits_in(asked(kari, text, path=said_in(HOME, language)).text):
        assert re.search(checked[language], one.text), one
        assert re.search(r", [^,]*\S \(sjekk", one.text), one
        assert one.kind
        assert ("lang=nn" in one.address) is (language == "nn")
        assert kari.get(one.address).status_code == 200
        assert not UNFILLED.search(one.text)


def test_a_program_is_sent_the_hits_alone(kari: httpx.Client) -> None:
    called = asked(kari, "meldeplikt", path=API)
    assert called.headers["content-type"] == "text/html; charset=utf-8"
    assert called.headers["x-robots-tag"] == "noindex"
    assert called.headers["cache-control"] == "no-store"
    assert ("<html" in called.text, "<form" in called.text, drawn(called).inline) == (False, False, [])


def test_the_search_page_names_every_service_before_anything_is_asked(kari: httpx.Client) -> None:
    page = shown(kari, HOME)
    assert len([one for one in page.addresses if one.startswith(f"{HOME}/tjeneste/")]) > 15
    assert not hits_in(kari.get(HOME).text)


def test_what_was_asked_and_chosen_stands_in_the_form_still(kari: httpx.Client) -> None:
    typed = 'Er "borte" & <b>trist</b>'
    chosen = {"need": "skolefravaer", "level": "gul", "age": "13", "arena": "skole", "role": "ansatt"}
    response = asked(kari, typed, **chosen)
    form = drawn(response).form(HOME)
    assert "<b>trist" not in response.text
    assert form.fields == {"q": typed, **chosen}
    assert drawn(asked(kari, "", age="0")).form(HOME).fields["age"] == "0"


def test_the_form_can_be_sent_as_it_is_drawn(kari: httpx.Client) -> None:
    for language in LANGUAGES:
        form = shown(kari, said_in(HOME, language)).form(HOME)
        found = sent(kari, form, q="meldeplikt")
        assert (found.status_code, drawn(found).language) == (200, language)
        assert addresses(found)


@pytest.mark.parametrize("text", ["", " ", "\n", "?", "!!!", "🙂", "\0", "[navn]", UNHEARD_OF])
def test_where_nothing_is_found_that_is_said_and_what_one_can_do(kari: httpx.Client, text: str) -> None:
    for path in (HOME, API):
        response = asked(kari, text, path=path)
        assert hits_in(response.text) == []
        assert "Ingen treff" in response.text
        assert NOTHING_FOUND in response.text


@pytest.mark.parametrize("text", ["broren slår meg hver dag", "far slår datteren sin", "jeg vil ta livet mitt"])
def test_where_danger_is_told_the_numbers_come_before_any_hit(kari: httpx.Client, text: str) -> None:
    for path in (HOME, API):
        html = asked(kari, text, path=path).text
        told = html[html.rfind("Er barnet i fare nå, ring først:") :]
        assert 0 < told.find('href="tel:112"') < told.find("treff</h2>")


def test_a_sentence_without_danger_is_told_of_none(kari: httpx.Client) -> None:
    assert "ring først" not in asked(kari, "meldeplikt", path=API).text


# Filters.
def test_a_filter_leaves_out_what_does_not_fit(kari: httpx.Client) -> None:
    text = "hva sier planen om fravær fra skole og barnehage"
    everything = addresses(asked(kari, text))
    for chosen in ({"level": "gul"}, {"need": "skolefravaer"}, {"age": "2"}, {"arena": "barnehage"}):
        left = addresses(asked(kari, text, **chosen))
        assert left != everything, chosen
    assert f"{HOME}/tjeneste/skole" in addresses(asked(kari, "skole", age="12"))
    assert f"{HOME}/tjeneste/skole" not in addresses(asked(kari, "skole", age="2"))
    assert f"{HOME}/tjeneste/sfo" in addresses(asked(kari, "sfo", arena="sfo"))
    assert f"{HOME}/tjeneste/sfo" not in addresses(asked(kari, "sfo", arena="barnehage"))
    duty = f"{HOME}/post/nasjonal/plikt-meldeplikt-barnevern"
    assert duty in addresses(asked(kari, "meldeplikt", role="ansatt"))
    assert duty not in addresses(asked(kari, "meldeplikt", role="ungdom"))


UNKNOWN = {
    "need": "lykke",
    "level": "lilla",
    "arena": "månen",
    "role": "konge",
    "age": "gammel",
    "q2": "hei",
    "kommune": "tynset",
}


@pytest.mark.parametrize(("name", "value"), UNKNOWN.items(), ids=list(UNKNOWN))
@pytest.mark.parametrize("path", [HOME, API])
def test_what_is_chosen_that_is_not_there_limits_nothing(kari: httpx.Client, name: str, value: str, path: str) -> None:
    for one in (value, "", "999", "-1"):
        response = kari.post(path, data={"q": "meldeplikt", name: one})
        assert response.status_code == 200, (name, one)
        assert addresses(response) == addresses(asked(kari, "meldeplikt"))


def test_every_filter_that_is_offered_can_be_chosen(kari: httpx.Client) -> None:
    choices = shown(kari, HOME).form(HOME).choices
    assert set(choices) == {"need", "level", "arena", "role", "age"}
    assert len(choices["need"]) == len(ontology().needs) + 1
    for name, values in choices.items():
        for value in values[:6]:
            assert asked(kari, "barn", **{name: value}).status_code == 200


@pytest.mark.parametrize("path", [HOME, API])
def test_a_text_of_the_greatest_length_is_read_and_a_longer_one_is_refused_without_its_words(
    kari: httpx.Client, path: str
) -> None:
    longest = ("meldeplikt " * 200)[:2_000]
    assert addresses(asked(kari, longest, path=path))
    refused = kari.post(path, data={"q": f"{TYPED} " * 90})
    assert refused.status_code == 422
    assert ("2000 tegn" in refused.text, "ebraheste" in refused.text) == (True, False)


# What is understood.
def test_what_rasa_understands_is_told_and_counts(heard: httpx.Client, rasa: PlayedRasa) -> None:
    by_words = addresses(asked(heard, "det går ikke lenger", path=API))
    ranking = [{"name": "finn-hjelp", "confidence": 0.9}, {"name": "kontakt", "confidence": 0.05}]
    rasa.reads = lambda text: parse(text, intent="finn-hjelp", intent_ranking=ranking, needs=sure("skolefravaer"))
    for path in (HOME, API):
        understood = asked(heard, "det går ikke lenger", path=path)
        assert f"Vi forstod det som: {topic('skolefravaer', 'nb')}" in drawn(understood).text
        assert addresses(understood) != by_words
        assert f"{HOME}/tjeneste/skole" in addresses(understood)
        assert rasa.heard[-1] == {"texts": ["det går ikke lenger"]}


def test_a_level_and_a_risk_area_that_are_understood_lead_to_the_cell_of_the_table(
    heard: httpx.Client, rasa: PlayedRasa
) -> None:
    rasa.reads = lambda text: parse(text, intent="ansvar", niva=["gul"], risikoomrade=["levekar"])
    found = addresses(asked(heard, "hvem har ansvar for levekår på gult nivå"))
    assert found[0] == f"{HOME}/ansvar?celle=ansvar-gul-levekar#oppdal-ansvar-gul-levekar"


def test_the_script_is_told_whether_the_sentence_was_understood(heard: httpx.Client, rasa: PlayedRasa) -> None:
    assert asked(heard, "meldeplikt", path=API).headers["x-understood"] == "1"
    rasa.status = 500
    late = asked(heard, "meldeplikt", path=API)
    assert late.headers["x-understood"] == "0"
    assert addresses(late)


@pytest.mark.parametrize("body", [b"[]", b"no json", b"{}", b"[{}, {}]", b"null", b"[null]"])
def test_where_rasa_answers_with_something_else_the_words_alone_decide(
    heard: httpx.Client, rasa: PlayedRasa, body: bytes
) -> None:
    rasa.reads, rasa.body = None, body
    for path in (HOME, API):
        assert f"{HOME}/post/nasjonal/plikt-meldeplikt-barnevern" in addresses(asked(heard, "meldeplikt", path=path))


def test_where_rasa_is_down_the_words_alone_decide(kari: httpx.Client) -> None:
    called = asked(kari, "meldeplikt", path=API)
    assert called.headers["x-understood"] == "0"
    assert f"{HOME}/post/nasjonal/plikt-meldeplikt-barnevern" in addresses(called)


def test_where_rasa_is_late_the_words_alone_decide(heard: httpx.Client, rasa: PlayedRasa) -> None:
    rasa.may_answer.clear()
    try:
        called = asked(heard, "meldeplikt", path=API)
    finally:
        rasa.may_answer.set()
    assert (called.headers["x-understood"], bool(addresses(called))) == ("0", True)


def test_who_is_asked_for_is_told_by_the_page_and_not_by_the_words(heard: httpx.Client, rasa: PlayedRasa) -> None:
    rasa.reads = lambda text: parse(text, intent="kontakt", kommune=["tynset"], service=["ppt"])
    found = addresses(asked(heard, "ppt i tynset", path=API))
    assert found
    assert [one for one in found if not one.startswith(HOME)] == []


# Personal data.
@pytest.mark.parametrize(("text", "kinds", "secrets"), PERSONAL.values(), ids=PERSONAL)
def test_personal_data_is_hidden_before_rasa_hears_it_and_whoever_typed_it_is_told(
    heard: httpx.Client, rasa: PlayedRasa, text: str, kinds: list[str], secrets: list[str]
) -> None:
    for path in (HOME, API):
        told = drawn(asked(heard, text, path=path))
        [warning] = told.alerts[:1]
        assert warning.startswith(f"Vi skjulte personopplysninger i det du skrev: {', '.join(kinds)}.")
    listened = json.dumps(rasa.heard, ensure_ascii=False)
    assert len(rasa.heard) == 2
    assert [one for one in secrets if one in listened] == []


@pytest.mark.parametrize(("text", "kinds", "secrets"), PERSONAL.values(), ids=PERSONAL)
def test_whoever_types_is_told_what_would_be_hidden_and_rasa_hears_none_of_it(
    heard: httpx.Client, rasa: PlayedRasa, text: str, kinds: list[str], secrets: list[str]
) -> None:
    told = heard.post("/api/oppslag/oppdal/hidden", json={"text": text})
    assert told.json() == {"hidden": kinds}
    assert [one for one in secrets if one in told.text] == []
    assert rasa.heard == []


def test_what_is_hidden_is_told_in_nynorsk_too(heard: httpx.Client) -> None:
    text = PERSONAL["two of them"][0]
    assert heard.post("/api/oppslag/oppdal/hidden?lang=nn", json={"text": text}).json() == {
        "hidden": ["namn", "telefonnummer"]
    }
    page = drawn(asked(heard, text, path=f"{HOME}?lang=nn"))
    assert page.alerts[0].startswith("Vi skjulte personopplysningar i det du skreiv: namn, telefonnummer.")


@pytest.mark.parametrize("text", ["meldeplikt", "ring 113 eller 116 111", "hva gjør PPT i Oppdal", "elev i 8. klasse"])
def test_what_is_nobodys_personal_data_is_not_warned_of(heard: httpx.Client, rasa: PlayedRasa, text: str) -> None:
    assert drawn(asked(heard, text)).alerts == []
    assert heard.post("/api/oppslag/oppdal/hidden", json={"text": text}).json() == {"hidden": []}
    assert rasa.heard == [{"texts": [text]}]


@pytest.mark.parametrize("body", [{}, {"text": None}, {"text": ["hei"]}, {"text": "x" * 4_001}, ["hei"]], ids=repr)
def test_what_is_no_text_is_refused_without_being_repeated(kari: httpx.Client, body: Any) -> None:  # noqa: ANN401 - JSON
    refused = kari.post("/api/oppslag/oppdal/hidden", json=body)
    assert problem(refused) == (422, "ugyldig-foresporsel")
    assert ("hei" in refused.text, "xxxx" in refused.text) == (False, False)


# What is typed is nowhere but in the form that it was typed in.
@pytest.mark.parametrize("text", [TYPED, f"Ola Nordmann {TYPED}", f"{UNHEARD_OF} {TYPED}"])
def test_what_is_typed_stands_in_no_link_no_redirect_and_no_header(heard: httpx.Client, text: str) -> None:
    for path in (HOME, API, f"{HOME}?lang=nn"):
        response = heard.post(path, data={"q": text, "need": "skolefravaer"})
        page = drawn(response)
        told = [*map(str, response.headers.multi_items()), *(one.address for one in page.links), *page.fetched]
        told += [form.action for form in page.forms]
        assert (response.is_redirect, [one for one in told if "ebraheste" in one]) == (False, [])
        assert [one for form in page.forms for name, one in form.fields.items() if name != "q" and "ebra" in one] == []


def test_nothing_of_what_is_typed_is_logged_or_kept(
    loaded: Path, tmp_path: Path, closed_port: int, a_sheet_of: Callable[[str], dict[str, str]]
) -> None:
    log, database = tmp_path / "gateway.log", tmp_path / "endorinn.db"
    shutil.copy(loaded, database)
    typed = f"{TYPED}, Ola Nordmann 412 34 567"
    with (
        process("gateway.app:create_app", database, log, closed_port) as (running, port),
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20, trust_env=False) as client,
    ):
        wait_until_up(client, running)
        gateway = Gateway(client, database)
        employed(gateway, "kari", ("oppdal", "ansatt"))
        with employee(gateway, "kari") as own:
            for path in (HOME, API, f"{HOME}/sak", f"{HOME}?lang=nn"):
                assert own.post(path, data={"q": typed, "situation": typed}).status_code == 200
            assert own.post("/api/oppslag/oppdal/hidden", json={"text": typed}).status_code == 200
            assert own.post(f"{HOME}/sak.pdf", data=a_sheet_of(typed)).status_code == 200
            assert own.post(f"{HOME}/kort.pdf", data={"enhet": "skole", "navn": TYPED}).status_code == 200
            # Refused in every way that there is.
            assert own.post(f"{HOME}/kort.pdf", data={"enhet": TYPED, "navn": TYPED * 3}).status_code == 404
            assert own.post(f"{HOME}/kort.pdf", data={"enhet": "skole", "navn": TYPED * 3}).status_code == 422
            assert own.post(HOME, data={"q": typed * 60}).status_code == 422
            assert own.post(f"{HOME}/sak", data={"situation": typed * 60}).status_code == 422
            assert own.post(f"{HOME}/sak", content=typed.encode() * 900).status_code == 413
        dead = client.post(f"{HOME}/sak", data={"situation": typed})
        assert (
            client.post(f"{ROOT}/inn", data={**drawn(dead).form(f"{ROOT}/inn").fields, "login": TYPED}).status_code
            == 401
        )
    kept = {one.name: one.read_bytes() for one in (log, *tmp_path.glob("endorinn.db*"))}
    assert b"rasa_down" in kept["gateway.log"]
    secrets = [word.encode() for word in ("ebraheste", "Nordmann", "412 34", "41234567")]
    assert [(name, word) for name, told in kept.items() for word in secrets if word in told] == []
