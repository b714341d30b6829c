"""A teacher, a school nurse and a new employee look up what they need, in a real browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.path.web.chat import PHONE, Chat
from tests.path.web.desk import PASSWORD, employ
from tests.path.web.lookup import PATIENCE, LookUp
from tests.path.web.test_axe import violations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

    from tests.path.conftest import Assistant

ABSENT = "Gutt på 8. trinn har vært mye borte siden høstferien. Vi har snakket med foreldrene to ganger."
HURT = "Jenta på 7 har blåmerker og sier at pappa slår henne"


@pytest.fixture(scope="module")
def login(assistant: Assistant) -> str:
    """An employee of Oppdal."""
    return employ(dict(assistant.environment), f"ansatt-{uuid4().hex[:8]}", "ansatt")


@pytest.fixture
def look_up(browser: Browser, assistant: Assistant, login: str) -> Iterator[Callable[..., LookUp]]:
    """Opens the look-up for that employee; keywords go to the browser context."""
    opened: list[LookUp] = []

    def open_one(path: str = "/oppdal", **context: object) -> LookUp:
        one = LookUp.opened(browser, assistant.address, login, path, **context)
        opened.append(one)
        return one

    yield open_one
    for one in opened:
        one.page.context.close()


def test_a_teacher_with_a_worry_leaves_with_a_sheet(look_up: Callable[..., LookUp]) -> None:
    teacher = look_up("/oppdal", accept_downloads=True)
    teacher.type("elev i 8. klasse er mye borte")
    assert "?" not in teacher.page.url
    teacher.field.press("ArrowDown")
    expect(teacher.hits.first).to_be_focused()
    teacher.page.keyboard.press("ArrowDown")
    expect(teacher.hits.nth(1)).to_be_focused()
    teacher.page.keyboard.press("Escape")
    expect(teacher.field).to_be_focused()
    teacher.go("Saksark")
    teacher.describe(ABSENT)
    report = teacher.page.locator(".report")
    assert teacher.page.locator("main h2").first.inner_text() == report.locator("h2").inner_text()
    tried = teacher.page.get_by_label("Det enheten selv prøver og skriver ned")
    tried.fill("Kontaktlæreren ringer hver morgen.")
    with teacher.page.expect_download() as download:
        teacher.page.get_by_role("button", name="Last ned PDF").click()
    assert download.value.suggested_filename.startswith("saksark-")
    assert download.value.path().read_bytes().startswith(b"%PDF")


def test_where_a_child_may_be_hurt_the_duty_to_report_is_the_first_hit_and_the_first_of_the_sheet(
    look_up: Callable[..., LookUp],
) -> None:
    teacher = look_up()
    teacher.type(HURT)
    expect(teacher.page.locator("#treff .emergency")).to_contain_text("112")
    expect(teacher.hits.first).to_have_text("Meldeplikten til barnevernet", timeout=PATIENCE)
    teacher.go("Saksark")
    teacher.describe(HURT)
    expect(teacher.page.locator(".report")).to_contain_text("kan gi grunn til å melde")
    expect(teacher.page.locator("textarea[name=family]")).to_have_value(re.compile("Spør barnevernet først"))


def test_a_school_nurse_sees_who_does_what_and_where_in_a_process_she_is(look_up: Callable[..., LookUp]) -> None:
    nurse = look_up()
    nurse.go("Hvem gjør hva")
    nurse.page.get_by_label("Marker en tjeneste").select_option(label="Barnevernet i Oppdal")
    nurse.page.get_by_role("button", name="Vis").click()
    expect(nurse.page.get_by_role("status").filter(has_text="12 av 18")).to_be_visible()
    nurse.page.get_by_role("link", name=re.compile("Åpne ruta.*Levekårsutfordringer, gult nivå")).click()
    expect(nurse.page.locator("#ruta")).to_contain_text("Tildelingsteam bolig")
    nurse.go("Steg for steg")
    nurse.page.get_by_role("link", name=re.compile("Fra uro for et barn til hjelp")).first.click()
    nurse.page.get_by_role("link", name=re.compile("^Jeg er her")).nth(1).click()
    expect(nurse.page.locator("li.here")).to_contain_text("Du er her")
    figure = nurse.page.get_by_role("figure", name="Stegene som figur")
    assert figure.get_by_role("list").last.get_by_role("listitem").count() > 3


def test_a_new_employee_finds_words_teams_and_neighbours(look_up: Callable[..., LookUp]) -> None:
    new = look_up("")
    assert new.page.url.endswith("/oppslag/oppdal")
    new.type("arbeidslag")
    new.hits.filter(has_text="Arbeidslag").first.click()
    expect(new.page.get_by_role("heading", name="Arbeidslag", exact=True)).to_be_visible()
    expect(new.page.get_by_role("link", name="Last ned som kalender (iCalendar)")).to_be_visible()
    new.go("Sammenlign")
    new.page.get_by_label("Behov").select_option(label="Vil ikke på skolen")
    new.page.get_by_label("Tynset").check()
    new.page.get_by_role("button", name="Sammenlign").click()
    expect(new.page.get_by_role("columnheader", name="Tynset")).to_be_visible()
    new.go("Oppslagskort")
    new.page.get_by_label("Navnet på enheten").fill("Lia barnehage")
    with new.page.expect_download() as download:
        new.page.get_by_role("button", name="Lag kortet (PDF)").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")


def test_a_session_that_ends_in_the_middle_of_a_sheet_takes_nothing_of_what_was_typed(
    look_up: Callable[..., LookUp], login: str
) -> None:
    teacher = look_up("/oppdal/sak")
    teacher.page.get_by_label("Hva har du sett og hørt?").fill(ABSENT)
    teacher.page.context.clear_cookies()
    teacher.page.get_by_role("button", name="Lag saksark").click()
    panel = teacher.page.locator("#innlogging")
    expect(panel).to_contain_text("står her ennå")
    expect(teacher.page.get_by_label("Hva har du sett og hørt?")).to_have_value(ABSENT)
    panel.get_by_label("Brukernavn").fill(login)
    panel.get_by_label("Passord").fill(PASSWORD)
    panel.get_by_role("button", name="Logg inn").click()
    expect(teacher.page.get_by_label("Situasjonen")).to_have_value(ABSENT, timeout=PATIENCE)


def test_a_name_that_is_typed_is_warned_of_and_never_stored(look_up: Callable[..., LookUp]) -> None:
    teacher = look_up("/oppdal/sak")
    field = teacher.page.get_by_label("Hva har du sett og hørt?")
    field.press_sequentially("Hun heter Kari Nordmann og er mye borte")
    expect(teacher.page.locator("[data-warning]")).to_contain_text("navn", timeout=PATIENCE)
    field.fill("Hun er mye borte")
    expect(teacher.page.locator("[data-warning]")).to_be_hidden(timeout=PATIENCE)


def test_a_sheet_is_kept_in_the_browser_only_if_its_writer_says_so(look_up: Callable[..., LookUp]) -> None:
    teacher = look_up("/oppdal/sak")
    teacher.describe(ABSENT)
    assert teacher.page.evaluate("localStorage.length + sessionStorage.length") == 0
    teacher.page.get_by_label("Neste steg").fill("Møte på tirsdag")
    teacher.page.get_by_role("button", name="Ta vare på i denne nettleseren").click()
    teacher.page.goto(teacher.page.url)
    teacher.page.get_by_role("button", name="Åpne det").click()
    expect(teacher.page.get_by_label("Neste steg")).to_have_value("Møte på tirsdag", timeout=PATIENCE)
    teacher.page.get_by_role("button", name="Slett det").click()
    assert teacher.page.evaluate("localStorage.length") == 0


def test_without_script_the_search_and_the_sheet_work(look_up: Callable[..., LookUp]) -> None:
    teacher = look_up("/oppdal", java_script_enabled=False)
    teacher.field.fill("meldeplikt")
    teacher.page.get_by_role("button", name="Søk").click()
    expect(teacher.hits.first).to_be_visible()
    teacher.go("Saksark")
    teacher.describe(ABSENT)


def test_print_needs_no_colour_and_shows_all_that_was_written(look_up: Callable[..., LookUp]) -> None:
    teacher = look_up("/oppdal/sak")
    teacher.describe(ABSENT)
    teacher.page.get_by_label("Neste steg").fill("Møte på tirsdag")
    teacher.page.emulate_media(media="print")
    teacher.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(teacher.page.locator(".printed").filter(has_text="Møte på tirsdag")).to_be_visible()
    expect(teacher.page.get_by_role("button", name="Last ned PDF")).not_to_be_visible()
    colours = teacher.page.evaluate("getComputedStyle(document.querySelector('.report')).color")
    assert colours == "rgb(0, 0, 0)"


PAGES = [
    "",
    "/tjeneste/barnevern",
    "/tjeneste/fastlege",
    "/post/nasjonal/terskel-meldeplikt",
    "/ansvar?tjeneste=barnevern&celle=ansvar-gul-levekar",
    "/steg",
    "/steg/nasjonal/prosess-uro-ansatt?her=3",
    "/steg/nasjonal/prosess-bup?lang=nn",
    "/moteplasser",
    "/sammenlign?behov=skolefravaer&med=tynset",
    "/sammenlign?tjeneste=ppt&med=tynset",
    "/sak",
    "/kort",
    "/post/nasjonal/finnes-ikke",
]


@pytest.mark.parametrize("viewport", [PHONE, None], ids=["phone", "desktop"])
def test_no_page_has_a_violation_in_the_light_or_in_the_dark(
    look_up: Callable[..., LookUp], viewport: dict[str, int] | None
) -> None:
    opened = look_up("/oppdal", **({"viewport": viewport} if viewport else {}))
    found = []
    for path in PAGES:
        opened.page.goto(f"{opened.page.url.split('/oppslag')[0]}/oppslag/oppdal{path}")
        for scheme in ("light", "dark"):
            opened.page.emulate_media(color_scheme=scheme)
            found += [f"{path} ({scheme}) {one}" for one in violations(Chat(opened.page))]
        wide: int = opened.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{path} is {wide} px wider than the window"
    assert found == []


def test_what_is_typed_and_its_sheet_have_no_violation(look_up: Callable[..., LookUp]) -> None:
    opened = look_up()
    opened.type("elev er mye borte")
    found = violations(Chat(opened.page))
    opened.go("Saksark")
    opened.describe(HURT)
    assert found + violations(Chat(opened.page)) == []
