"""The kill switch at the desk: who may press it, that it asks first, and what stays told of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from conversations.stopping import LONGEST, By, Message, Stops
from foundation.database import make_engine
from gateway.vakt.stop_page import TEXTS
from tests.gateway.running import gateway_on
from tests.gateway.test_stopping import wait_until
from tests.gateway.vakt.employees import at_the_desk, browser

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import httpx

    from tests.gateway.running import Gateway
    from tests.gateway.vakt.desk import Coordinator

PAGE = "/vakt/nodstopp"
STOPPED = "Akkurat nå er de automatiske svarene stoppet"
WORDS = {"nb": "Vi retter en feil.", "nn": "Vi rettar ein feil."}


@pytest.fixture(scope="module")
def house(loaded: Path, tmp_path_factory: pytest.TempPathFactory, closed_port: int) -> Iterator[Gateway]:
    """A gateway of these tests' own."""
    with gateway_on(loaded, tmp_path_factory.mktemp("stopp"), f"http://127.0.0.1:{closed_port}") as gateway:
        yield gateway


@pytest.fixture(scope="module")
def kari(house: Gateway) -> Iterator[Coordinator]:
    """Who leads in Oppdal, and takes cases in Tynset."""
    with at_the_desk(house, "kari", ("oppdal", "leder"), ("tynset", "koordinator")) as one:
        yield one


@pytest.fixture
def stops(house: Gateway) -> Iterator[Stops]:
    """The switch past the gateway; nothing is stopped when a test begins or ends, and the gateway knows."""
    engine = make_engine(f"sqlite:///{house.database}")
    yield Stops(engine)
    for kommune in Stops(engine).in_force():
        Stops(engine).lift(kommune, By("drift"))
    engine.dispose()
    wait_until(house, stopped=False)


def press(who: Coordinator, deed: str, kommune: str = "oppdal", **words: str) -> httpx.Response:
    """Presses a button of the page."""
    return who.client.post(PAGE, data={"do": deed, "kommune": kommune, **words})


def told(response: httpx.Response) -> tuple[int, str]:
    """Status and text of a page, its spaces as one."""
    return response.status_code, re.sub(r"\s+", " ", response.text)


def test_a_lead_stops_their_municipality_once_they_have_seen_what_families_read(
    house: Gateway, kari: Coordinator, stops: Stops
) -> None:
    status, asked = told(press(kari, "ask-stop", **WORDS))
    assert (status, stops.in_force()) == (200, {})
    assert "Vil du stoppe de automatiske svarene i Oppdal?" in asked
    for words in (STOPPED, "Beskjed: Vi retter en feil.", "Beskjed: Vi rettar ein feil.", "https://oppdal.kommune.no"):
        assert words in asked
    done = press(kari, "stop", **WORDS)
    assert (done.status_code, done.headers["location"]) == (303, f"{PAGE}?lang=nb#oppdal")
    stop = stops.in_force()["oppdal"]
    assert (stop.by, stop.message) == (By("Kari", kari.id), Message(**WORDS))
    # It is known here before the page comes back.
    assert STOPPED in house.start(kommune="oppdal").answer_to("Hvem er PPT?")["reply"]
    page = told(kari.client.get(PAGE))[1]
    assert re.search(
        r"De automatiske svarene har vært stoppet siden \S+ \d+\. \S+ kl\. \d\d:\d\d\. Sist endret av Kari\.", page
    )
    assert "«Vi retter en feil.»" in page


def test_a_lead_lets_it_go_on_once_they_have_said_that_it_is_meant(
    house: Gateway, kari: Coordinator, stops: Stops
) -> None:
    press(kari, "stop")
    status, asked = told(press(kari, "ask-start"))
    assert (status, "Vil du slå på de automatiske svarene i Oppdal igjen?" in asked) == (200, True)
    assert set(stops.in_force()) == {"oppdal"}
    assert press(kari, "start").status_code == 303
    assert stops.in_force() == {}
    assert STOPPED not in house.start(kommune="oppdal").answer_to("Hvem er PPT?")["reply"]
    assert [(one.is_stop, one.by.name) for one in stops.history("oppdal")][:2] == [(False, "Kari"), (True, "Kari")]


def test_another_message_is_asked_about_as_such(kari: Coordinator, stops: Stops) -> None:
    press(kari, "stop", **WORDS)
    began = stops.in_force()["oppdal"].since
    assert "Vil du endre beskjeden i Oppdal?" in press(kari, "ask-stop", nb="Ny.").text
    press(kari, "stop", nb="Ny.")
    stop = stops.in_force()["oppdal"]
    assert (stop.since, stop.message) == (began, Message("Ny."))


def test_what_the_operators_have_stopped_for_all_is_told_and_not_lifted_here(kari: Coordinator, stops: Stops) -> None:
    stops.stop(None, By("drift"), Message())
    page = told(kari.client.get(PAGE))[1]
    assert "De automatiske svarene i alle kommuner har vært stoppet siden" in page
    assert "De automatiske svarene er på." not in page
    press(kari, "start")
    press(kari, "start", kommune="")
    assert set(stops.in_force()) == {None}


def test_only_whoever_leads_the_municipality_may(house: Gateway, kari: Coordinator, stops: Stops) -> None:
    assert press(kari, "stop", kommune="tynset").status_code == 403
    with (
        at_the_desk(house, "ola", ("oppdal", "koordinator"), ("oppdal", "redaktor")) as ola,
        at_the_desk(house, "nils", ("tynset", "leder")) as nils,
    ):
        for deed in ("ask-stop", "stop", "ask-start", "start"):
            for who in (ola, nils):
                assert press(who, deed).status_code == 403
        assert told(ola.client.get(PAGE)) == (403, told(ola.client.get(PAGE))[1])
        assert "Oppdal" not in told(nils.client.get(PAGE))[1]
    with browser(house) as nobody:
        assert nobody.get(PAGE).status_code == 401
        assert nobody.post(PAGE, data={"do": "stop", "kommune": "oppdal"}).status_code == 401
    assert stops.in_force() == {}


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_no_other_page_can_press_it(kari: Coordinator, stops: Stops, headers: dict[str, str]) -> None:
    response = kari.client.post(PAGE, data={"do": "stop", "kommune": "oppdal"}, headers=headers)
    assert (response.status_code, stops.in_force()) == (403, {})


def test_a_message_that_is_too_long_stands_in_its_field_again(kari: Coordinator, stops: Stops) -> None:
    for deed in ("ask-stop", "stop"):
        status, page = told(press(kari, deed, nb="x" * (LONGEST + 1)))
        assert (status, "Den kan ha opptil 500 tegn. Ingenting er endret." in page) == (422, True)
        assert "x" * (LONGEST + 1) in page
    assert stops.in_force() == {}


def test_what_is_typed_is_text(kari: Coordinator, stops: Stops) -> None:
    words = '"><script>alert(1)</script>\n\x1b[31m'
    page = press(kari, "ask-stop", nb=words).text
    press(kari, "stop", nb=words)
    assert stops.in_force()["oppdal"].message.nb == '"><script>alert(1)</script> [31m'
    for drawn in (page, kari.client.get(PAGE).text, kari.client.get("/oppdal").text):
        assert "<script>alert" not in drawn


@pytest.mark.parametrize("sent", [{}, {"do": "drop", "kommune": "oppdal"}, {"do": "stop"}])
def test_what_no_form_of_ours_sends_is_refused(kari: Coordinator, stops: Stops, sent: dict[str, str]) -> None:
    assert kari.client.post(PAGE, data=sent).status_code == 422
    assert stops.in_force() == {}


def test_the_page_is_in_nynorsk_too_and_in_nobodys_frame(kari: Coordinator) -> None:
    page = kari.client.get(PAGE, params={"lang": "nn"})
    assert '<html lang="nn"' in page.text
    assert "Naudstopp" in page.text
    assert page.headers["content-security-policy"].endswith("frame-ancestors 'none'")
    assert page.headers["x-robots-tag"] == "noindex"


def test_everyone_at_the_desk_is_told(house: Gateway, kari: Coordinator, stops: Stops) -> None:
    with at_the_desk(house, "eli", ("oppdal", "koordinator")) as eli:
        assert eli.queue()["stopped"] == []
        press(kari, "stop", **WORDS)
        [told_of] = eli.queue()["stopped"]
        assert told_of["kommune"] == "Oppdal"
        assert stops.in_force()["oppdal"].since.isoformat().replace("+00:00", "Z") == told_of["since"]  # type: ignore[union-attr]


def test_each_text_of_the_page_is_in_both_standards_with_the_same_blanks() -> None:
    texts: dict[str, dict[str, Any]] = yaml.safe_load(TEXTS.read_text(encoding="utf-8"))
    blanks = {key: [sorted(re.findall(r"{\w+}", said[one])) for one in ("nb", "nn")] for key, said in texts.items()}
    assert all(set(said) == {"nb", "nn"} for said in texts.values())
    assert [key for key, (nb, nn) in blanks.items() if nb != nn] == []
