"""The pages that are read, of every municipality: what each keeps to, where its links lead, and what is not there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urldefrag
from xml.etree import ElementTree as ET

import pytest

from foundation.clock import today
from gateway.oppslag.pages import NO_PAGE
from knowledge.lookup.reading import Reading
from knowledge.lookup.table import table_of
from knowledge.ontology import NATIONAL, ontology
from knowledge.records import Process
from tests.gateway.oppslag.browsing import (
    LANGUAGES,
    ROOT,
    UNFILLED,
    Drawn,
    Language,
    drawn,
    problem,
    said_in,
    sent,
    shown,
    without_anchor,
)
from tests.gateway.oppslag.conftest import EDITOR

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

    from knowledge import Library
    from knowledge.library import View

MUNICIPALITIES = tuple(ontology().municipalities)
# Those whose national records are read too: the reader's own municipality, and another one.
WHOLE = ("oppdal", "tynset")
MENU = ("", "/ansvar", "/steg", "/moteplasser", "/sak", "/sammenlign", "/kort")
SVG = "{http://www.w3.org/2000/svg}svg"
BUP = f"{ROOT}/oppdal/steg/nasjonal/prosess-bup"


def view_of(library: Library, kommune: str) -> View:
    """A municipality as somebody who works in Oppdal sees it today."""
    return library.view(kommune, today(), signed_in=kommune == "oppdal")


def pages_of(library: Library, kommune: str) -> Iterator[str]:
    """Every page of a municipality that can be read."""
    home, view = f"{ROOT}/{kommune}", view_of(library, kommune)
    yield from (f"{home}{below}" for below in MENU)
    yield from (f"{home}/tjeneste/{kind}" for kind in view.services)
    yield from (f"{home}/steg/{one.id}" for one in view.of_kind("process"))
    yield from (f"{home}/ansvar?tjeneste={kind}" for kind in ("ppt", "skole"))
    yield from (f"{home}/ansvar?celle={one.id.partition('/')[2]}" for one in view.of_kind("responsibility"))
    yield from (f"{home}/sammenlign?tjeneste={kind}" for kind in ("ppt", "barnevern", "tst", "nodetater"))
    yield from (f"{home}/sammenlign?behov={need}" for need in ("skolefravaer", "vold", "okonomi"))
    told = (one for one in view.records if one.kind not in NO_PAGE)
    yield from (f"{home}/post/{one.id}" for one in told if kommune in WHOLE or one.owner != NATIONAL)


def faults_of(response: httpx.Response, language: Language, kommune: str) -> Iterator[str]:
    """What a page does not keep to."""
    page, headers = drawn(response), response.headers
    place = ontology().municipalities[kommune].name
    kept = {
        "is there": response.status_code == 200,
        "says its language": page.language == language,
        "is named": page.title.endswith(f" – {place} – Oppslag") and not page.title.startswith(" –"),
        "has a heading": bool(page.heading.strip()),
        "is found by no search": headers["x-robots-tag"] == "noindex",
        "is shown in no frame": headers["content-security-policy"].endswith("; frame-ancestors 'none'"),
        "lets nothing foreign in": headers["content-security-policy"].startswith(
            "default-src 'none'; script-src 'self'"
        ),
        "is kept nowhere": headers["cache-control"] == "no-store",
        "holds no code and no style": page.inline == [],
        "fetches only our own": all(re.match(r"/[^/]", one) for one in page.fetched),
        "names no element twice": len(set(page.ids)) == len(page.ids),
        "is filled in": not UNFILLED.search(page.text) and not any(map(UNFILLED.search, page.addresses)),
        "has the numbers to ring first": all(f'href="tel:{number}"' in response.text for number in ("112", "113")),
    }
    yield from (f"{response.url}: not so: {what}" for what, holds in kept.items() if not holds)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kommune", MUNICIPALITIES)
def test_every_page_of_a_municipality_keeps_what_all_pages_keep_to(
    kari: httpx.Client, library: Library, kommune: str, language: Language
) -> None:
    addresses = [said_in(one, language) for one in pages_of(library, kommune)]
    assert len(addresses) > 80
    assert [fault for one in addresses for fault in faults_of(kari.get(one), language, kommune)] == []


def crawled(client: httpx.Client, start: str) -> dict[str, Drawn | None]:
    """Every address that is reached from a page, and the page where there is one; others' pages are not read on."""
    found: dict[str, Drawn | None] = {}
    ahead = [start]
    while ahead:
        address = ahead.pop()
        response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)
        page = drawn(response) if response.headers["content-type"].startswith("text/html") else None
        found[address] = page
        if page is not None and re.match(rf"{start}(?:[/?]|$)", address):
            links = filter(is_followed, map(without_anchor, page.addresses))
            ahead += [one for one in dict.fromkeys(links) if one not in found and one not in ahead]
    return found


def is_followed(address: str) -> bool:
    """Whether a link is followed: of each cell opened where each service is marked, and each step, some do for all."""
    is_crossed = "celle=" in address and re.search("tjeneste=(?!ppt)", address)
    is_late = "/steg/" in address and re.search(r"her=[3-9]", address)
    return not is_crossed and not is_late


@pytest.fixture(scope="module", params=WHOLE)
def walked(kari: httpx.Client, request: pytest.FixtureRequest) -> dict[str, Drawn | None]:
    """Every address of the look-up that is reached from a municipality's search."""
    return crawled(kari, f"{ROOT}/{request.param}")


def test_every_link_of_a_municipality_leads_to_something(walked: dict[str, Drawn | None]) -> None:
    pages = {one.partition("?")[0].split("/", 3)[-1].partition("/")[0] for one in walked}
    assert pages >= {"tjeneste", "ansvar", "steg", "post", "moteplasser", "sak", "sammenlign", "kort"}
    assert len(walked) > 500


def test_every_place_that_a_link_names_is_on_its_page(walked: dict[str, Drawn | None]) -> None:
    lacking = set()
    for page in filter(None, walked.values()):
        for link in page.addresses:
            address, anchor = urldefrag(link)
            there = walked.get(address)
            if anchor and there is not None and anchor not in there.ids:
                lacking.add(link)
    assert lacking == set()


def test_a_page_in_nynorsk_leads_to_pages_in_nynorsk_but_for_the_one_link_that_says_so(
    walked: dict[str, Drawn | None],
) -> None:
    astray = {
        link.address
        for address, page in walked.items()
        if page is not None and "lang=nn" in address
        for link in page.links
        if link.address.startswith(f"{ROOT}/") and link.language is None and "lang=nn" not in link.address
    }
    assert astray == set()


def test_the_same_page_in_the_other_standard_is_one_link_away(walked: dict[str, Drawn | None]) -> None:
    for address, page in walked.items():
        if page is not None and page.title:
            here: Language = "nn" if "lang=nn" in address else "nb"
            [other] = [one for one in page.links if one.language is not None]
            assert (other.language, other.text) == (("nb", "Bokmål") if here == "nn" else ("nn", "Nynorsk"))
            there = walked.get(other.address)
            assert there is not None
            assert there.language == other.language


# What is not there.
MISSING = [
    f"{ROOT}/oppdal/tjeneste/husvask",
    f"{ROOT}/oppdal/post/nasjonal/ingen-slik",
    f"{ROOT}/oppdal/post/oppdal/ingen-slik",
    f"{ROOT}/oppdal/post/tynset/arena-ansvarsgruppe",
    f"{ROOT}/oppdal/post/ukjent/{'x' * 200}",
    f"{ROOT}/oppdal/steg/nasjonal/ingen-slik",
    f"{ROOT}/tynset/post/oppdal/arena-arbeidslag",
]


@pytest.mark.parametrize("address", MISSING)
def test_what_is_not_there_is_told_so_with_a_way_to_the_search(kari: httpx.Client, address: str) -> None:
    response = kari.get(address)
    page, home = drawn(response), "/".join(address.split("/")[:3])
    assert (response.status_code, page.heading) == (404, "Dette finnes ikke")
    assert [one.address for one in page.links if one.text == "Til søket"] == [home]
    assert shown(kari, home).form(home).method == "post"


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("", "Dette finnes ikke"),
        ("/post/nasjonal/x", "Dette finnes ikke"),
        ("/ansvar", "Dette finnes ikke"),
        ("?lang=nn", "Dette finst ikkje"),
    ],
)
def test_a_municipality_that_is_not_here_is_told_so_with_a_way_to_the_search(
    kari: httpx.Client, path: str, heading: str
) -> None:
    response = kari.get(f"{ROOT}/oslo{path}")
    page = drawn(response)
    assert (response.status_code, page.heading) == (404, heading)
    [back] = page.addresses
    assert kari.get(back).headers["location"].startswith(f"{ROOT}/oppdal")


@pytest.mark.parametrize("path", ["/tjenester", "/post/nasjonal", "/post", "/tjeneste", "/ansvar/gul", "/kort/skole"])
def test_an_address_that_is_cut_off_or_written_wrongly_is_told_so_with_a_way_to_the_search(
    kari: httpx.Client, path: str
) -> None:
    response = kari.get(f"{ROOT}/oppdal{path}")
    assert response.status_code == 404
    page = drawn(response)
    assert page.heading == "Dette finnes ikke"
    assert [one for one in page.addresses if kari.get(one, follow_redirects=True).status_code == 200]


def test_a_slash_too_many_is_no_fault(kari: httpx.Client) -> None:
    for path in ("", "/oppdal", "/oppdal/ansvar", "/oppdal/tjeneste/ppt"):
        assert kari.get(f"{ROOT}{path}/", follow_redirects=True).status_code == 200


@pytest.mark.parametrize("record", ["nasjonal/rute-fritid", "oppdal/ppt", "nasjonal/alarmtelefonen"])
def test_what_holds_but_has_no_page_is_not_said_to_be_withdrawn(
    kari: httpx.Client, library: Library, record: str
) -> None:
    assert record in view_of(library, "oppdal").by_id
    assert kari.get(f"{ROOT}/oppdal/post/{record}").status_code == 404


def test_a_record_that_is_no_process_is_not_said_to_be_one_that_is_withdrawn(kari: httpx.Client) -> None:
    assert kari.get(f"{ROOT}/oppdal/steg/nasjonal/plikt-meldeplikt-barnevern").status_code == 404


# Id to where the link to what holds now leads, and what it says; None: nothing holds in its place.
WITHDRAWN = {
    "post/oppdal/gammel-rett": f"{ROOT}/oppdal/post/oppdal/ny-rett",
    "post/oppdal/gammel-eldre": f"{ROOT}/oppdal/post/oppdal/ny-rett",
    "post/oppdal/gammel-til-tjeneste": f"{ROOT}/oppdal/tjeneste/ppt",
    "post/oppdal/gammel-uten-ny": None,
    "post/oppdal/utlopt-rett": None,
    "steg/oppdal/gammel-prosess": f"{ROOT}/oppdal/steg/nasjonal/prosess-bup",
}


@pytest.mark.parametrize(("path", "successor"), WITHDRAWN.items(), ids=list(WITHDRAWN))
def test_what_is_withdrawn_is_told_so_with_a_link_to_what_holds_now(
    public: httpx.Client, path: str, successor: str | None
) -> None:
    response = public.get(f"{ROOT}/oppdal/{path}")
    page = drawn(response)
    assert (response.status_code, page.heading) == (410, "Denne opplysningen er trukket tilbake")
    assert [one.address for one in page.links if one.text == "Til søket"] == [f"{ROOT}/oppdal"]
    leading = [one for one in page.links if one.text.startswith("Dette gjelder nå: ")]
    assert [one.address for one in leading] == ([] if successor is None else [successor])
    assert [public.get(one.address).status_code for one in leading] == [200] * len(leading)


def test_nothing_of_what_is_withdrawn_is_shown(public: httpx.Client) -> None:
    assert "(ny)" in public.get(f"{ROOT}/oppdal/post/oppdal/ny-rett").text
    for gone in ("gammel-rett", "utlopt-rett"):
        assert [
            mark for mark in ("(oppdal/", "(utløpt)") if mark in public.get(f"{ROOT}/oppdal/post/oppdal/{gone}").text
        ] == []


def test_what_does_not_hold_yet_is_not_there(insider: httpx.Client) -> None:
    assert insider.get(f"{ROOT}/oppdal/post/oppdal/kommende-rett").status_code == 404


def test_what_another_municipality_has_withdrawn_was_never_here(insider: httpx.Client) -> None:
    assert insider.get(f"{ROOT}/tynset/post/tynset/gammel-rett").status_code == 410
    assert insider.get(f"{ROOT}/oppdal/post/tynset/gammel-rett").status_code == 404


def test_what_was_only_for_employees_and_is_withdrawn_was_never_there_for_others(
    neighbouring: httpx.Client, public: httpx.Client
) -> None:
    address = f"{ROOT}/oppdal/post/oppdal/gammel-intern"
    assert [client.get(address).status_code for client in (public, neighbouring)] == [404, 404]


def test_what_was_only_for_employees_and_is_withdrawn_is_told_so_to_them(insider: httpx.Client) -> None:
    response = insider.get(f"{ROOT}/oppdal/post/oppdal/gammel-intern")
    assert response.status_code == 410
    assert [one for one in drawn(response).addresses if one.endswith("/post/oppdal/ny-rett")]


def test_to_the_public_nothing_is_told_of_what_took_the_place_of_a_record_where_that_is_for_employees(
    insider: httpx.Client, public: httpx.Client
) -> None:
    address = f"{ROOT}/oppdal/post/oppdal/gammel-til-intern"
    leading = [
        [one.text for one in drawn(client.get(address)).links if one.text.startswith("Dette gjelder nå")]
        for client in (insider, public)
    ]
    assert [len(one) for one in leading] == [1, 0]
    assert public.get(address).status_code == 410


# Every address, and the methods that it takes.
METHODS = {
    ROOT: "GET, HEAD",
    f"{ROOT}/inn": "POST",
    f"{ROOT}/ut": "POST",
    f"{ROOT}/oppdal": "GET, HEAD, POST",
    f"{ROOT}/oppdal/sak": "GET, HEAD, POST",
    f"{ROOT}/oppdal/sak.pdf": "POST",
    f"{ROOT}/oppdal/kort": "GET, HEAD",
    f"{ROOT}/oppdal/kort.pdf": "POST",
    f"{ROOT}/oppdal/tjeneste/ppt": "GET, HEAD",
    f"{ROOT}/oppdal/post/nasjonal/plikt-taushetsplikt": "GET, HEAD",
    f"{ROOT}/oppdal/ansvar": "GET, HEAD",
    f"{ROOT}/oppdal/ansvar.svg": "GET, HEAD",
    f"{ROOT}/oppdal/steg": "GET, HEAD",
    BUP: "GET, HEAD",
    f"{BUP}.svg": "GET, HEAD",
    f"{ROOT}/oppdal/moteplasser": "GET, HEAD",
    f"{ROOT}/oppdal/moteplasser.ics": "GET",
    f"{ROOT}/oppdal/sammenlign": "GET, HEAD",
    "/api/oppslag/oppdal/search": "POST",
    "/api/oppslag/oppdal/hidden": "POST",
}


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "LURE"])
def test_a_method_that_an_address_does_not_take_is_refused_with_those_that_it_takes(
    kari: httpx.Client, method: str
) -> None:
    for address, taken in METHODS.items():
        refused = kari.request(method, address)
        assert problem(refused) == (405, "feil-metode"), address
        # That of the municipality called «inn» is read as well, and says that it is not there.
        assert set(taken.split(", ")) <= set(refused.headers["allow"].split(", ")), address
        assert "LURE" not in refused.headers["allow"]


def test_whether_a_page_is_there_can_be_asked_without_reading_it(kari: httpx.Client) -> None:
    for address in [one for one, taken in METHODS.items() if "HEAD" in taken and one != ROOT]:
        asked = kari.head(address)
        assert (asked.status_code, asked.content) == (200, b""), address
    assert kari.head(MISSING[0]).status_code == 404


# The table.
TABLE = f"{ROOT}/oppdal/ansvar"
CELL = "ansvar-gul-levekar"


def test_the_table_has_every_cell_in_the_plans_own_words(kari: httpx.Client, library: Library) -> None:
    table = table_of(Reading(view_of(library, "oppdal"), "nb"))
    assert table is not None
    page = shown(kari, TABLE)
    words = page.text.replace("/ ", "/")
    for row in table.rows:
        for cell in row.cells:
            assert cell is not None
            assert cell.id.replace("/", "-") in page.ids
            assert [entry.written for entry in cell.entries if entry.written not in words] == []


def test_a_marked_service_is_counted_in_words_and_marked_with_more_than_colour(
    kari: httpx.Client, library: Library
) -> None:
    table = table_of(Reading(view_of(library, "oppdal"), "nb"))
    assert table is not None
    cells = [cell for row in table.rows for cell in row.cells if cell is not None]
    holding = [cell for cell in cells if "ppt" in cell.services]
    response = kari.get(TABLE, params={"tjeneste": "ppt"})
    page = drawn(response)
    assert f"{table.services['ppt']} står i {len(holding)} av {len(cells)} ruter. Merket med ●." in page.text
    entries = [entry for cell in holding for entry in cell.entries if "ppt" in entry.services]
    assert response.text.count('<strong><span aria-hidden="true">● </span>') == len(entries)
    assert response.text.count(' class="holds"') == len(holding)
    assert page.form(TABLE).chosen == {"tjeneste": "ppt"}


@pytest.mark.parametrize("asked", ["tjeneste=husvask", "tjeneste=", "celle=ingen", "celle=", "celle=/", "celle=oppdal"])
def test_what_is_no_service_and_no_cell_marks_and_opens_nothing(kari: httpx.Client, asked: str) -> None:
    response = kari.get(f"{TABLE}?{asked}")
    assert response.status_code == 200
    marks = ("<strong><span", ' class="holds"', 'id="ruta"', 'aria-current="true"', "Merket med")
    assert [mark for mark in marks if mark in response.text] == []


def test_a_cell_that_is_opened_says_what_stands_there_word_for_word_and_where(
    kari: httpx.Client, library: Library
) -> None:
    record = view_of(library, "oppdal").by_id[f"oppdal/{CELL}"]
    page = shown(kari, f"{TABLE}?celle={CELL}")
    [source] = record.sources
    assert "ruta" in page.ids
    assert (source.quote or "") in page.text
    assert source.locator in page.text
    services = {one.rpartition("/")[2] for one in page.addresses if "/tjeneste/" in one}
    assert services == set(record.services)


def test_a_cell_can_be_opened_and_closed_while_a_service_is_marked(kari: httpx.Client) -> None:
    page = shown(kari, f"{TABLE}?celle={CELL}&tjeneste=nav")
    assert "står i" in page.text
    [close] = [one.address for one in page.links if one.text == "Lukk"]
    closed = shown(kari, close)
    assert ("ruta" in closed.ids, "står i" in closed.text) == (False, True)


@pytest.mark.parametrize("kommune", [one for one in MUNICIPALITIES if one != "oppdal"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_municipality_whose_plan_has_no_table_says_so_and_shows_where_each_need_leads(
    kari: httpx.Client, kommune: str, language: Language
) -> None:
    page, place = shown(kari, said_in(f"{ROOT}/{kommune}/ansvar", language)), ontology().municipalities[kommune].name
    assert f"Planen for {place} har ingen slik tabell." in page.text
    assert not [one for one in page.addresses if "ansvar.svg" in one]
    assert kari.get(f"{ROOT}/{kommune}/ansvar.svg").status_code == 404
    assert len([one for one in page.addresses if "/tjeneste/" in one]) > 60


# Processes.
NOWHERE = ["0", "-1", "99", "1.5", "to", "", " 1", "\N{ARABIC-INDIC DIGIT ONE}", "0x1", "9" * 5_000]


@pytest.mark.parametrize("her", NOWHERE, ids=lambda her: repr(her[:10]))
def test_a_place_that_no_step_has_marks_nothing(kari: httpx.Client, her: str) -> None:
    response = kari.get(BUP, params={"her": her})
    assert response.status_code == 200
    page = drawn(response)
    assert ('aria-current="step"' in response.text, "Du er her" in page.text, "Gjort" in page.text) == (False,) * 3
    figure = kari.get(f"{BUP}.svg", params={"her": her})
    assert figure.status_code == 200


def test_the_step_one_is_at_is_marked_in_words_and_so_are_those_behind_it(kari: httpx.Client, library: Library) -> None:
    process = view_of(library, "oppdal").by_id["nasjonal/prosess-bup"]
    assert isinstance(process, Process)
    numbers = [number for number, step in enumerate(process.steps, 1) if not step.always]
    for place, number in enumerate(numbers):
        response = kari.get(BUP, params={"her": number})
        [marked] = re.findall(r'<li [^>]*aria-current="step"', response.text)
        assert f'value="{number}"' in marked
        assert response.text.count("✓ Gjort") == place


def test_each_step_leads_to_itself_and_the_mark_can_be_taken_away(kari: httpx.Client) -> None:
    page = shown(kari, BUP)
    ways = [one for one in page.links if one.text.startswith("Jeg er her")]
    assert len(ways) > 3
    at_second = shown(kari, ways[1].address)
    [away] = [one for one in at_second.links if one.text == "Ta bort merket"]
    assert "Du er her" in at_second.text
    assert "Du er her" not in shown(kari, away.address).text


def test_what_never_waits_stands_before_the_steps_of_every_process(kari: httpx.Client, library: Library) -> None:
    for one in view_of(library, "oppdal").of_kind("process"):
        page = shown(kari, f"{ROOT}/oppdal/steg/{one.id}")
        first = min(
            (
                page.text.find(said)
                for said in ("Venter aldri", "Meldeplikten til barnevernet er den samme")
                if said in page.text
            ),
            default=-1,
        )
        assert 0 <= first < page.text.find("Stegene i full tekst"), one.id


# Figures of their own.
def test_figures_have_an_address_of_their_own_and_are_whole(kari: httpx.Client, library: Library) -> None:
    processes = [f"{ROOT}/oppdal/steg/{one.id}.svg" for one in view_of(library, "oppdal").of_kind("process")]
    for path in [f"{TABLE}.svg", f"{TABLE}.svg?tjeneste=ppt", f"{BUP}.svg?her=2", *processes]:
        for language in LANGUAGES:
            figure = kari.get(said_in(path, language))
            assert (figure.status_code, figure.headers["content-type"]) == (200, "image/svg+xml")
            root = ET.fromstring(figure.text)  # noqa: S314 - our own
            assert root.tag == SVG
            assert len([text for text in root.itertext() if text.strip()]) > 4
            assert "<script" not in figure.text
            assert not UNFILLED.search(figure.text)


def test_a_figure_is_named_as_what_it_shows(kari: httpx.Client) -> None:
    assert kari.get(f"{BUP}.svg").headers["content-disposition"] == 'inline; filename="prosess-bup.svg"'
    assert kari.get(f"{TABLE}.svg").headers["content-disposition"] == 'inline; filename="ansvar.svg"'


def test_a_figure_with_a_mark_is_another_one(kari: httpx.Client) -> None:
    for address, marked in ((f"{TABLE}.svg", "tjeneste=ppt"), (f"{BUP}.svg", "her=2")):
        bare = kari.get(address).text
        assert kari.get(f"{address}?{marked}").text != bare
    assert kari.get(f"{TABLE}.svg?tjeneste=husvask").text == kari.get(f"{TABLE}.svg").text


@pytest.mark.parametrize(
    "path",
    ["steg/nasjonal/ingen.svg", "steg/nasjonal/plikt-meldeplikt-barnevern.svg", "steg/tynset/prosess-uro.svg"],
)
def test_a_figure_of_what_is_no_process_here_is_not_there(kari: httpx.Client, path: str) -> None:
    assert kari.get(f"{ROOT}/oppdal/{path}").status_code == 404


# A service and a record.
def test_a_record_has_all_its_sources_with_the_day_each_was_checked(kari: httpx.Client, library: Library) -> None:
    record = view_of(library, "oppdal").by_id["nasjonal/plikt-meldeplikt-barnevern"]
    text = shown(kari, f"{ROOT}/oppdal/post/{record.id}").text
    for source in record.sources:
        assert source.locator in text
        assert source.quote is None or " ".join(source.quote.split()) in text
    assert "sjekket 23. november 2026" in text
    assert "sees over innen" in text


def test_a_service_has_its_contacts_its_cells_and_what_is_about_it(kari: httpx.Client, library: Library) -> None:
    view = view_of(library, "oppdal")
    text = shown(kari, f"{ROOT}/oppdal/tjeneste/barnevern").text
    for contact in view.contacts("barnevern"):
        assert contact.value in text
    cells = [one for one in view.of_kind("responsibility") if "barnevern" in one.services]
    page = shown(kari, f"{ROOT}/oppdal/tjeneste/barnevern")
    assert len([one for one in page.addresses if "/ansvar?celle=" in one]) == len(cells)


def test_what_nobody_has_confirmed_is_told_so_to_employees_and_is_no_link(insider: httpx.Client) -> None:
    response = insider.get(f"{ROOT}/oppdal/tjeneste/fastlege")
    page = drawn(response)
    assert "Ikke bekreftet 72 40 09 00 – Auna legesenter" in page.text
    assert "Gi det ikke videre til en familie før du har sjekket det selv." in page.text
    assert not [one for one in page.links if "72400900" in one.address]


def test_a_fault_is_told_to_the_editor_by_mail_where_there_is_one_and_names_the_record(
    insider: httpx.Client,
) -> None:
    told = shown(insider, f"{ROOT}/oppdal/post/nasjonal/plikt-taushetsplikt")
    [mail] = [one.address for one in told.links if one.address.startswith("mailto:")]
    assert mail.startswith(f"mailto:{EDITOR}?subject=Feil%20i%20oppslaget%3A%20nasjonal/plikt-taushetsplikt&body=")
    elsewhere = shown(insider, f"{ROOT}/tynset/post/nasjonal/plikt-taushetsplikt")
    assert not [one for one in elsewhere.links if one.address.startswith("mailto:")]
    assert "nevn «nasjonal/plikt-taushetsplikt»" in elsewhere.text


# From one municipality to another.
def test_another_municipality_is_chosen_without_script_and_in_the_same_standard(kari: httpx.Client) -> None:
    for language in LANGUAGES:
        page = shown(kari, said_in(f"{ROOT}/oppdal", language))
        form = page.form(f"{ROOT}/oppdal/bytt")
        assert sorted(form.choices["til"]) == sorted(MUNICIPALITIES)
        led = sent(kari, form, til="tynset")
        assert (led.status_code, led.headers["location"]) == (302, said_in(f"{ROOT}/tynset", language))


@pytest.mark.parametrize("til", ["oslo", "", "//evil.example", "https://evil.example", "../vakt"])
def test_a_municipality_that_is_not_here_is_not_changed_to(kari: httpx.Client, til: str) -> None:
    led = kari.get(f"{ROOT}/oppdal/bytt", params={"til": til})
    assert (led.status_code, led.headers["location"]) == (302, f"{ROOT}/oppdal")


def test_of_another_municipality_an_employee_is_told_that_they_see_what_everybody_sees(kari: httpx.Client) -> None:
    assert "Du ser det alle ser om Tynset." in shown(kari, f"{ROOT}/tynset").text
    assert "Du ser det alle ser om" not in shown(kari, f"{ROOT}/oppdal").text


# Side by side.
COMPARE = f"{ROOT}/oppdal/sammenlign"


def columns(page: httpx.Response) -> list[str]:
    """The municipalities that stand side by side."""
    return re.findall(r'<th scope="col">([^<]+)</th>', page.text)


def test_a_service_stands_side_by_side_in_the_municipalities_that_are_chosen(kari: httpx.Client) -> None:
    asked = kari.get(COMPARE, params={"tjeneste": "ppt", "med": ["tynset", "ringebu", "oslo", "oppdal"]})
    page = drawn(asked)
    assert columns(asked) == ["Oppdal", "Tynset", "Ringebu"]
    leading = [one for one in page.addresses if "/tjeneste/ppt" in one]
    assert leading == [f"{ROOT}/{one}/tjeneste/ppt" for one in ("oppdal", "tynset", "ringebu")]
    assert asked.text.count(" checked>") == 2


def test_a_need_stands_side_by_side(kari: httpx.Client) -> None:
    asked = kari.get(COMPARE, params={"behov": "skolefravaer", "med": ["tynset", "sor-odal"]})
    assert columns(asked) == ["Oppdal", "Tynset", "Sør-Odal"]
    for kommune in ("oppdal", "tynset", "sor-odal"):
        assert [one for one in drawn(asked).addresses if one.startswith(f"{ROOT}/{kommune}/tjeneste/")]


def test_where_none_is_chosen_those_of_the_same_plan_stand_side_by_side(kari: httpx.Client) -> None:
    asked = kari.get(f"{ROOT}/tynset/sammenlign", params={"tjeneste": "tst"})
    assert columns(asked) == ["Tynset", "Tolga", "Rendalen", "Alvdal", "Folldal"]


@pytest.mark.parametrize("asked", [{}, {"tjeneste": "husvask"}, {"behov": "fred"}, {"tjeneste": "", "behov": ""}])
def test_what_is_no_service_and_no_need_is_asked_for_again(kari: httpx.Client, asked: dict[str, str]) -> None:
    page = kari.get(COMPARE, params=asked)
    assert (page.status_code, columns(page)) == (200, [])
    assert "Velg en tjeneste eller et behov" in page.text
