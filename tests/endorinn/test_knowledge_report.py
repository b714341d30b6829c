"""`endorinn knowledge report`: what a municipality still has to do, as tables, for machines and as a page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from endorinn.knowledge_report import as_page
from knowledge.content import Content
from knowledge.ontology import ontology
from knowledge.records import RECORD
from knowledge.report import report
from knowledge.texts import topic
from tests.knowledge.conftest import DOCUMENTS, made

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.endorinn.conftest import Ran

type Endorinn = Callable[..., Ran]

NAMES = [one.name for one in ontology().municipalities.values()]
CODE = "<script>document.title = 'x'</script>"
WAY = made("route", "nasjonal/rute-sfo")
SCHOOL = made("service", "nasjonal/skole", type="skole", name={"nb": "Skolen", "nn": "Skulen"})
NUMBER = made("contact", "nord-osterdal/tlf", service="nord-osterdal/skole")
DOUBT = made("contact", "tynset/tlf", service="tynset/skole", value="62 48 50 00", status="unconfirmed")
DUE = made("measure", "tynset/gammelt", needs=["sfo"], review_by="2026-11-02")
GAP = made("gap", "tynset/mangler-pris", text={"nb": f"Prisen [kr] står ikke. {CODE}", "nn": "Prisen står ikkje."})
SMALL = Content(DOCUMENTS, tuple(map(RECORD.validate_python, (WAY, SCHOOL, NUMBER, DOUBT, DUE, GAP))))


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A way to the school, with a number of the plan area and one of Tynset's that nobody has confirmed."""
    monkeypatch.setattr("endorinn.knowledge_report.read_content", lambda: SMALL)
    monkeypatch.setenv("COLUMNS", "200")


@pytest.fixture(params=[360, 1280], ids=["phone", "desk"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """An empty page of a phone's width, and one of a desk's."""
    opened = browser.new_page(viewport={"width": request.param, "height": 740}, is_mobile=request.param < 600)
    yield opened
    opened.close()


def test_one_municipality_is_told_need_by_need_and_service_by_service(endorinn: Endorinn) -> None:
    ran = endorinn("knowledge", "report", "--kommune", "tynset")
    assert (ran.code, ran.err) == (0, "")
    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in ran.out.splitlines() if line.startswith("│")]
    assert [topic("sfo", "nb"), "nasjonalt", "lokalt", "mangler", "lokalt"] in rows
    assert [topic("vold", "nb"), "mangler", "mangler", "mangler", "mangler"] in rows
    assert ["Skolen", "1", "kan nås direkte", "tynset/tlf"] in rows


def test_what_must_be_confirmed_checked_and_found_out_is_listed_whole(endorinn: Endorinn) -> None:
    out = endorinn("knowledge", "report", "--kommune", "tynset").out
    assert out.endswith(
        "\nBekreft (1)\n  tynset/tlf (contact)\n"
        "\nSjekk på nytt (1)\n  tynset/gammelt: innen 2026-11-02\n"
        f"\nDet planen ikke sier (1)\n  tynset/mangler-pris: Prisen [kr] står ikke. {CODE}\n"
    )


def test_all_municipalities_are_told_in_one_narrow_table(endorinn: Endorinn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = [line.split() for line in endorinn("knowledge", "report").out.splitlines()]
    rows = {name: numbers for name, *numbers in filter(None, lines) if name in NAMES}
    assert list(rows) == NAMES
    cells = 4 * len(ontology().needs)
    assert rows["Tynset"] == ["4", "2", "1", "0", str(cells - 3), "1", "1", "1"]
    assert rows["Oppdal"] == ["0", "0", "1", "0", str(cells - 1), "0", "0", "0"]


def test_the_report_is_told_to_machines(endorinn: Endorinn) -> None:
    [tynset] = json.loads(endorinn("knowledge", "report", "--kommune", "tynset", "--json").out)
    assert tynset["needs"][list(ontology().needs).index("sfo")] == {
        "need": "sfo",
        "route": "nasjonalt",
        "contact": "lokalt",
        "threshold": "mangler",
        "told": "lokalt",
    }
    assert tynset["services"] == [
        {
            "type": "skole",
            "state": "lokalt",
            "needs": 1,
            "confirmed": ["nord-osterdal/tlf"],
            "unconfirmed": ["tynset/tlf"],
        }
    ]
    assert (tynset["kommune"], tynset["records"]) == ("tynset", 4)
    assert (tynset["unconfirmed"], tynset["gaps"]) == (["tynset/tlf"], ["tynset/mangler-pris"])
    assert tynset["due"] == {"tynset/gammelt": "2026-11-02"}


def test_machines_get_every_municipality_when_none_is_named(endorinn: Endorinn) -> None:
    told = json.loads(endorinn("knowledge", "report", "--json").out)
    assert [one["kommune"] for one in told] == list(ontology().municipalities)


def test_a_municipality_may_be_written_with_capitals(endorinn: Endorinn) -> None:
    [told] = json.loads(endorinn("knowledge", "report", "--kommune", "Tynset", "--json").out)
    assert told["kommune"] == "tynset"


def test_an_unknown_municipality_is_refused_with_those_there_are(endorinn: Endorinn) -> None:
    ran = endorinn("knowledge", "report", "--kommune", "trondheim")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("trondheim is no municipality of this assistant. It knows sor-odal, nord-fron, ")


def test_a_page_is_written_for_each_municipality_asked_for(endorinn: Endorinn, own: Path) -> None:
    ran = endorinn("knowledge", "report", "--kommune", "tynset", "--html", f"{own}/sider/nye")
    assert ran.err == f"Wrote {own}/sider/nye/kunnskap-tynset.html\n"
    endorinn("knowledge", "report", "--html", f"{own}/alle")
    names = {f"kunnskap-{kommune}.html" for kommune in ontology().municipalities}
    assert {path.name for path in (own / "alle").iterdir()} == names


def test_a_folder_that_cannot_be_made_is_told(endorinn: Endorinn, own: Path) -> None:
    (own / "fil").write_text("", encoding="utf-8")
    ran = endorinn("knowledge", "report", "--kommune", "tynset", "--html", f"{own}/fil")
    assert ran.code == 1
    assert ran.err.startswith(f"The pages cannot be written into {own}/fil: ")
    assert ran.err.endswith("Choose another folder for --html.\n")


def test_the_page_has_a_row_for_every_need_with_its_four_states_in_words(page: Page, moment: datetime) -> None:
    page.set_content(as_page(report(SMALL, "tynset", moment.date())))
    rows = page.locator(".needs tbody tr")
    assert rows.locator("th").all_text_contents() == [topic(need, "nb") for need in ontology().needs]
    sfo = rows.nth(list(ontology().needs).index("sfo"))
    assert sfo.locator(".word").all_text_contents() == ["nasjonalt", "lokalt", "mangler", "lokalt"]


def test_the_page_names_what_to_confirm_what_to_check_and_what_lacks(page: Page, moment: datetime) -> None:
    page.set_content(as_page(report(SMALL, "tynset", moment.date())))
    way = page.locator(".services tbody tr").inner_text()
    assert "telefon: 61 00 00 00" in way
    assert "Bekreft telefon 62 48 50 00 (tynset/tlf)" in " ".join(way.split())
    told = " ".join(page.locator("body").inner_text().split())
    assert "tynset/gammelt: skulle vært sjekket 02.11.2026" in told
    assert "Slik den er 25.11.2026. 4 poster" in told


def test_what_editors_write_is_never_code_on_the_page(page: Page, moment: datetime) -> None:
    page.set_content(as_page(report(SMALL, "tynset", moment.date())))
    assert page.title() == "Kunnskapen i Tynset – Én dør inn"
    assert page.get_by_text(CODE).count() == 1


@pytest.mark.parametrize("kommune", ["oppdal", "tynset", "sor-odal"])
def test_the_page_of_a_real_municipality_fits_and_asks_nothing_of_anybody(
    page: Page, content: Content, moment: datetime, own: Path, kommune: str
) -> None:
    written = own / "side.html"
    written.write_text(as_page(report(content, kommune, moment.date())), encoding="utf-8")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(written.as_uri(), wait_until="networkidle")
    assert asked == [written.as_uri()]
    assert page.viewport_size is not None
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    assert page.locator(".needs tbody tr").count() == len(ontology().needs)
    outside = "[...document.querySelectorAll('td, th, li')].filter(e => e.scrollWidth > e.clientWidth + 1).length"
    assert page.evaluate(outside) == 0
