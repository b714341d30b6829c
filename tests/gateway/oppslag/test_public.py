"""A look-up that is open to everybody: nothing of what is only for employees, and nothing that nobody has confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from foundation.clock import now, today
from gateway.oppslag.cases import report_of
from gateway.oppslag.pages import NO_PAGE
from gateway.oppslag.reader import Reader
from gateway.oppslag.wall import UNITS, card_of
from knowledge import Library
from knowledge.lookup.reading import Reading
from knowledge.ontology import ontology
from knowledge.records import Contact
from tests.gateway.oppslag.browsing import LANGUAGES, ROOT, Language, drawn, guest, problem, said_in, shown
from tests.gateway.oppslag.made_up import FREE, KINDS, SECRET, UNCONFIRMED, secret_of, with_made_up

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import httpx

    from knowledge.content import Content
    from knowledge.records import AnyRecord
    from tests.gateway.running import Gateway

HOME = f"{ROOT}/oppdal"
API = "/api/oppslag/oppdal/search"
# The one record of the project itself that is only for employees.
FOR_EMPLOYEES = "https://bekymringsmelding.fiks.ks.no/offentlig"
SAID = FREE | {"nb", "nn", "url"}


@pytest.fixture(scope="module")
def known(content: Content) -> Library:
    """All that the open gateway knows, what is made up too."""
    made = with_made_up(content)
    return Library(made.records, made.documents)


@dataclass(frozen=True)
class Read:
    """What somebody was sent: each address or sentence, and the text that came, without the address itself."""

    sent: dict[str, str]

    def naming(self, *words: str) -> list[tuple[str, str]]:
        """Where one of these words stands, whatever its capitals, and what stands around it."""
        sought = [word.lower() for word in words]
        return [
            (what, text[max(0, place - 60) : place + 80])
            for what, text in ((what, text.lower()) for what, text in self.sent.items())
            for word in sought
            if (place := text.find(word)) >= 0
        ]


def said_by(value: Any, *, free: bool = False) -> Iterator[str]:  # noqa: ANN401 - JSON
    """Every text of a record that is written in words of its own."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from said_by(one, free=key in SAID)
    elif isinstance(value, list):
        for one in value:
            yield from said_by(one, free=free)
    elif isinstance(value, str) and free:
        yield value


def texts_of(records: Iterable[AnyRecord]) -> set[str]:
    """Every text of records."""
    return {text for one in records for text in said_by(one.model_dump(mode="json"))}


def is_hidden(record: AnyRecord) -> bool:
    """Whether the public may see nothing of a record."""
    return record.audience == "ansatt" or (isinstance(record, Contact) and record.status == "unconfirmed")


def addresses_of(library: Library) -> Iterator[str]:
    """Where something of Oppdal's look-up is gathered from several records."""
    view = library.view("oppdal", today(), signed_in=True)
    yield from (f"{HOME}{below}" for below in ("", "/ansvar", "/steg", "/moteplasser", "/sak", "/sammenlign", "/kort"))
    yield from (f"{HOME}/{name}" for name in ("ansvar.svg", "ansvar.svg?tjeneste=ppt", "moteplasser.ics"))
    for kind in view.services:
        yield from (f"{HOME}/tjeneste/{kind}", f"{HOME}/sammenlign?tjeneste={kind}&med=ringebu&med=oppdal")
    yield from (f"{HOME}/sammenlign?behov={need}&med=ringebu" for need in ontology().needs)
    for one in view.of_kind("process"):
        yield from (f"{HOME}/steg/{one.id}", f"{HOME}/steg/{one.id}.svg")
    yield from (f"{HOME}/ansvar?celle={one.id.partition('/')[2]}" for one in view.of_kind("responsibility"))
    yield from (f"{HOME}/post/{one.id}" for one in view.records if is_hidden(one))
    yield from (f"{HOME}/post/oppdal/{gone}" for gone in ("gammel-intern", "gammel-til-intern", "gammel-rett"))


def records_of(library: Library) -> Iterator[str]:
    """The pages of Oppdal's records that everybody may read."""
    view = library.view("oppdal", today())
    yield from (f"{HOME}/post/{one.id}" for one in view.records if one.kind not in NO_PAGE)


def sentences_for(library: Library) -> Iterator[str]:
    """What somebody types who looks for what is hidden: its own words."""
    for record in library.records:
        if is_hidden(record) and record.owner in {"oppdal", "nasjonal"}:
            yield from sorted(texts_of([record]))[:3]
    yield from (
        SECRET,
        UNCONFIRMED,
        "bekymringsmelding for offentlig ansatte",
        "internt nummer",
        "vaktnummer",
        "ansatt",
    )


def read_by(client: httpx.Client, addresses: Iterable[str], sentences: Iterable[str], language: Language) -> Read:
    """All that somebody is sent who asks for all of it."""
    found: dict[str, str] = {}
    for address in addresses:
        text = unescape(client.get(said_in(address, language)).text)
        # What was asked for stands in the link to the other written standard.
        own = (part for part in address.removeprefix(HOME).split("?") if part)
        found[address] = reduce(lambda left, part: left.replace(part, ""), own, text)
    for sentence in dict.fromkeys(sentences):
        called = client.post(said_in(API, language), data={"q": sentence[:2_000]})
        assert called.status_code == 200, called.text
        found[sentence] = unescape(called.text)
    for situation in ("Gutt i 4. klasse sier at far slår ham.", "Jente er mye borte fra skolen og er kvalm."):
        sheet = client.post(said_in(f"{HOME}/sak", language), data={"situation": situation})
        assert sheet.status_code == 200
        found[situation] = unescape(sheet.text)
    return Read(found)


@pytest.fixture(scope="module", params=LANGUAGES)
def everybody(opened: Gateway, known: Library, request: pytest.FixtureRequest) -> Read:
    """What whoever is not signed in is sent, who asks for everything."""
    with guest(opened) as client:
        addresses = [*addresses_of(known), *records_of(known)]
        return read_by(client, addresses, sentences_for(known), request.param)


# What the public sees.
def test_everything_is_there_for_the_public_but_what_is_for_employees(
    public: httpx.Client, known: Library, everybody: Read
) -> None:
    assert len(everybody.sent) > 700
    view = known.view("oppdal", today())
    for one in view.records[::9]:
        if one.kind not in NO_PAGE:
            assert public.get(f"{HOME}/post/{one.id}").status_code == 200
    page = shown(public, HOME)
    assert "Du er ikke logget inn. Det som bare er for ansatte, vises ikke." in page.text
    assert [form.action for form in page.forms] == [HOME]
    assert [one.text for one in page.links if one.address == ROOT] == ["Logg inn"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_of_each_kind_that_is_for_employees_is_shown_to_them_and_to_nobody_else(
    insider: httpx.Client, neighbouring: httpx.Client, public: httpx.Client, kind: str
) -> None:
    places = {
        "contact": f"{HOME}/tjeneste/servicetorg",
        "helpline": f"{HOME}/tjeneste/alarmtelefonen",
        "service": f"{HOME}/tjeneste/barnehage",
        "route": None,
    }
    address = places.get(kind, f"{HOME}/post/{secret_of(kind)}")
    if address is not None:
        assert SECRET in insider.get(address).text
        for other in (public, neighbouring):
            assert SECRET not in other.get(address).text.replace(address, "")
    for other in (public, neighbouring):
        assert other.get(f"{HOME}/post/{secret_of(kind)}").status_code == 404


def test_the_public_is_sent_no_word_of_what_is_only_for_employees(everybody: Read) -> None:
    assert everybody.naming(SECRET) == []


def test_the_public_is_sent_no_number_that_nobody_has_confirmed(everybody: Read) -> None:
    assert everybody.naming(UNCONFIRMED) == []


def test_the_public_is_sent_no_text_that_stands_only_in_hidden_records(known: Library, everybody: Read) -> None:
    open_to_all = [one for one in known.records if not is_hidden(one)]
    told = "\n".join([*texts_of(open_to_all), *(f"{one.title} {one.url}" for one in known.documents.values())]).lower()
    hidden = texts_of(one for one in known.records if is_hidden(one) and one.owner in {"oppdal", "nasjonal"})
    only = sorted(text for text in hidden if text.lower() not in told)
    assert FOR_EMPLOYEES in only
    assert "72 40 09 00" in only
    assert len(only) > 80
    assert everybody.naming(*only) == []


def test_the_same_search_finds_all_of_it_where_an_employee_reads(insider: httpx.Client, known: Library) -> None:
    seen = read_by(insider, addresses_of(known), sentences_for(known), "nb")
    assert seen.naming(UNCONFIRMED)
    assert seen.naming(FOR_EMPLOYEES)
    assert [kind for kind in KINDS if not seen.naming(f"{SECRET} {kind}")] == []


def test_a_neighbour_is_sent_no_word_of_what_is_only_for_employees_here(
    neighbouring: httpx.Client, known: Library
) -> None:
    seen = read_by(neighbouring, addresses_of(known), sentences_for(known), "nb")
    assert seen.naming(SECRET, FOR_EMPLOYEES) == []


def test_of_another_municipality_an_employee_sees_what_everybody_sees(insider: httpx.Client) -> None:
    assert FOR_EMPLOYEES in insider.get(f"{HOME}/tjeneste/barnevern").text
    for address in ("tjeneste/barnevern", "sammenlign?tjeneste=barnevern&med=tolga"):
        assert FOR_EMPLOYEES not in insider.get(f"{ROOT}/tynset/{address}").text
    sheet = insider.post(f"{ROOT}/tynset/sak", data={"situation": "Gutt i 4. klasse sier at far slår ham."})
    assert FOR_EMPLOYEES not in sheet.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_papers_of_the_public_hold_nothing_that_is_hidden(known: Library, language: Language) -> None:
    reader = Reader(None, Reading(known.view("oppdal", today()), language), "oppdal", now())
    texts = {unit: str(card_of(reader, unit, "", f"https://eksempel.no{HOME}")) for unit in UNITS}
    texts["report"] = str(report_of(reader, applies=True))
    assert Read(texts).naming(SECRET, UNCONFIRMED, FOR_EMPLOYEES) == []
    assert "116 111" in texts["report"]


def test_the_public_may_print_too(public: httpx.Client) -> None:
    for path, fields in (("sak.pdf", {"situation": "Et barn"}), ("kort.pdf", {"enhet": "skole"})):
        printed = public.post(f"{HOME}/{path}", data=fields)
        assert (printed.status_code, printed.headers["content-type"]) == (200, "application/pdf")
        assert "set-cookie" not in printed.headers


def test_whose_session_is_over_reads_on_as_the_public(opened: Gateway) -> None:
    with guest(opened) as client:
        page = client.get(f"{HOME}/tjeneste/servicetorg", headers={"Cookie": "endorinn_session=ukjent"})
    assert (page.status_code, SECRET in page.text, "Du er ikke logget inn." in page.text) == (200, False, True)


# The others are closed.
CLOSED = [
    "",
    "/ansvar",
    "/ansvar.svg",
    "/steg",
    "/steg/nasjonal/prosess-bup",
    "/steg/nasjonal/prosess-bup.svg",
    "/moteplasser",
    "/sak",
    "/sammenlign?tjeneste=ppt&med=oppdal",
    "/kort",
    "/tjeneste/ppt",
    "/post/nasjonal/plikt-taushetsplikt",
]


@pytest.mark.parametrize("kommune", [one for one in ontology().municipalities if one != "oppdal"])
def test_a_municipality_that_has_not_opened_its_look_up_is_closed_to_the_public(
    public: httpx.Client, kommune: str
) -> None:
    for path in CLOSED:
        closed = public.get(f"{ROOT}/{kommune}{path}")
        page = drawn(closed)
        assert (closed.status_code, page.form(f"{ROOT}/inn").hidden) == (401, {"til": f"{ROOT}/{kommune}{path}"})
        assert [one for one in page.addresses if one != HOME] == []
    for path in ("", "/sak", "/sak.pdf", "/kort.pdf"):
        closed = public.post(f"{ROOT}/{kommune}{path}", data={"q": "ppt", "situation": "x", "enhet": "skole"})
        assert (closed.status_code, closed.headers["content-type"]) == (401, "text/html; charset=utf-8")
    for path in ("search", "hidden"):
        closed = public.post(f"/api/oppslag/{kommune}/{path}", json={"text": "ppt"})
        assert problem(closed) == (401, "logg-inn")
    assert problem(public.get(f"{ROOT}/{kommune}/moteplasser.ics")) == (401, "logg-inn")


def test_the_way_in_names_those_that_are_open_and_leads_there(public: httpx.Client) -> None:
    page = shown(public, ROOT)
    assert "Disse kommunene har åpnet oppslaget for alle:" in page.text
    assert [(one.address, one.text) for one in page.links if one.address != "#innhold"][:1] == [(HOME, "Oppdal")]
    assert public.get(HOME).status_code == 200


def test_the_public_compares_with_no_municipality_that_is_closed(public: httpx.Client) -> None:
    for asked in ("tjeneste=ppt&med=tynset&med=ringebu", "behov=skolefravaer&med=tynset"):
        page = shown(public, f"{HOME}/sammenlign?{asked}")
        assert [one for one in page.addresses if not one.startswith(HOME) and one != ROOT] == []
        assert [name for name in ("Tynset", "Ringebu") if name in page.text] == []


def test_the_public_is_offered_no_municipality_that_is_closed(public: httpx.Client) -> None:
    page = shown(public, f"{HOME}/steg")
    assert page.forms == []
    led = public.get(f"{HOME}/bytt", params={"til": "tynset"})
    assert public.get(led.headers["location"]).status_code == 401
