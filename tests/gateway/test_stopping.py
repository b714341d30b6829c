"""The kill switch: what families get while it is on, here and at another gateway, and that a talk goes on after it."""

from __future__ import annotations

import asyncio
import time
from contextlib import contextmanager
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest

from conversations.service import Conversations
from conversations.stopping import By, Message, Stops
from foundation.database import make_engine
from foundation.errors import OperatorError
from foundation.settings import Settings
from gateway.stopping import Stopping
from knowledge import Query, Stopped
from tests.gateway.played_rasa import as_sent
from tests.gateway.running import gateway_on
from tests.gateway.vakt.desk import asked
from tests.gateway.vakt.employees import at_the_desk
from tests.logs import captured

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from jsonschema import Draft202012Validator
    from sqlalchemy import Engine

    from knowledge import Answer
    from tests.gateway.played_rasa import PlayedRasa
    from tests.gateway.running import Gateway

DANGER = "Jeg vil ta livet mitt i kveld"
STOPPED = "Akkurat nå er de automatiske svarene stoppet, så jeg kan ikke svare deg her."
STOPPET = "Akkurat no er dei automatiske svara stoppa, så eg kan ikkje svare deg her."
WORDS = Message("Vi retter en feil.", "Vi rettar ein feil.")
OPERATOR = By("drift")
PATIENCE = 20


@contextmanager
def switch(gateway: Gateway) -> Iterator[Stops]:
    """The switch as the command line has it, past the gateway."""
    engine = make_engine(f"sqlite:///{gateway.database}")
    try:
        yield Stops(engine)
    finally:
        engine.dispose()


def is_stopped(gateway: Gateway, kommune: str = "oppdal") -> bool:
    """Whether a gateway's chat page says so."""
    return STOPPED in gateway.client.get(f"/{kommune}").text


def wait_until(gateway: Gateway, *, stopped: bool, kommune: str = "oppdal") -> None:
    """Waits until a gateway knows."""
    give_up = time.monotonic() + PATIENCE
    while is_stopped(gateway, kommune) is not stopped:
        assert time.monotonic() < give_up, "The gateway has not seen it."
        time.sleep(0.1)


@contextmanager
def stopped(gateway: Gateway, kommune: str | None = "oppdal", message: Message = WORDS) -> Iterator[None]:
    """While an operator has stopped a municipality, or all."""
    with switch(gateway) as stops:
        stops.stop(kommune, OPERATOR, message)
        wait_until(gateway, stopped=True, kommune=kommune or "oppdal")
        try:
            yield
        finally:
            stops.lift(kommune, OPERATOR)
            wait_until(gateway, stopped=False, kommune=kommune or "oppdal")


@pytest.fixture(scope="module", autouse=True)
def _look_often() -> Iterator[None]:
    """Gateways that these tests start look so often that nobody has to wait."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("gateway.stopping.LOOK_SECONDS", 0.05)
        yield


@pytest.fixture(scope="module")
def _house(
    loaded: Path,
    tmp_path_factory: pytest.TempPathFactory,
    _rasa: PlayedRasa,
    _look_often: None,
) -> Iterator[Gateway]:
    with gateway_on(loaded, tmp_path_factory.mktemp("stopped"), _rasa.address) as gateway:
        yield gateway


@pytest.fixture
def house(_house: Gateway, rasa: PlayedRasa) -> Iterator[Gateway]:  # noqa: ARG001 - reset before each test
    """A gateway of these tests' own, whose Rasa is played; nothing is stopped there once a test has ended."""
    yield _house
    with switch(_house) as stops:
        for kommune in stops.in_force():
            stops.lift(kommune, OPERATOR)
    wait_until(_house, stopped=False)


@pytest.fixture
def greeting(ask: Callable[..., Answer], rasa: PlayedRasa) -> dict[str, Any]:
    """What Rasa says to everything."""
    said = as_sent(ask("Hei", kommune="oppdal", question_type="smaprat"))
    rasa.says(said)
    return said


@pytest.mark.usefixtures("greeting")
def test_a_message_is_stored_and_gets_the_message_of_the_municipality_and_rasa_hears_nothing(
    house: Gateway, rasa: PlayedRasa, answer_schema: Draft202012Validator
) -> None:
    with stopped(house):
        talk = house.start(kommune="oppdal")
        answer = talk.answer_to("Hvem er PPT?")
    answer_schema.validate(answer)
    assert answer["body"][:2] == [STOPPED, "Beskjed: Vi retter en feil."]
    assert "https://oppdal.kommune.no" in answer["reply"]
    assert (answer["outcome"], answer["services"], answer["handover"]["offered"]) == ("no_match", [], True)
    assert talk.stored() == [(1, "person", "Hvem er PPT?"), (2, "assistent", answer["reply"])]
    assert rasa.heard == []


def test_the_answer_keeps_to_the_written_standard_that_the_family_has_used(
    house: Gateway, rasa: PlayedRasa, ask: Callable[..., Answer]
) -> None:
    rasa.says(as_sent(ask("Hei", kommune="oppdal", question_type="smaprat", language="nn")))
    talk = house.start(kommune="oppdal")
    talk.answer_to("Eg veit ikkje kven eg kan spørje")
    with stopped(house):
        assert talk.answer_to("Kven er PPT?")["body"][:2] == [STOPPET, "Beskjed: Vi rettar ein feil."]
        assert house.start(kommune="oppdal", language="nn").answer_to("Hei")["language"] == "nn"


@pytest.mark.usefixtures("greeting")
def test_another_municipality_goes_on(house: Gateway, greeting: dict[str, Any]) -> None:
    with stopped(house, "tynset"):
        assert house.start(kommune="oppdal").answer_to("Hei") == greeting
        assert not is_stopped(house, "oppdal")


@pytest.mark.usefixtures("greeting")
def test_what_is_asked_about_a_stopped_municipality_elsewhere_is_not_answered_either(house: Gateway) -> None:
    with stopped(house):
        answer = house.start(kommune="tynset").answer_to("Hvordan er det i Oppdal?")
    assert (answer["kommune"], answer["body"][0]) == ("oppdal", STOPPED)


def test_danger_that_only_rasa_has_heard_keeps_its_lines_where_the_rest_is_stopped(
    house: Gateway, rasa: PlayedRasa, ask: Callable[..., Answer]
) -> None:
    rasa.says(as_sent(ask("Jeg er redd", kommune="oppdal", danger_heard="barn-i-fare", question_type="finn-hjelp")))
    with stopped(house):
        answer = house.start(kommune="tynset").answer_to("Jeg er redd")
    assert (answer["body"][0], answer["acute"]["kind"]) == (STOPPED, "barn-i-fare")


def test_for_all_means_every_municipality_and_those_who_name_none(house: Gateway) -> None:
    with stopped(house, None, Message()):
        for who in ({"kommune": "oppdal"}, {"kommune": "tynset"}, {}):
            assert house.start(**who).answer_to("Hvem er PPT?")["body"][0] == STOPPED


def test_a_municipalitys_own_words_come_before_those_for_all(house: Gateway) -> None:
    with stopped(house, None, Message("Til alle.")), switch(house) as stops:
        stops.stop("oppdal", OPERATOR, WORDS)
        give_up = time.monotonic() + PATIENCE
        while "Vi retter en feil." not in house.client.get("/oppdal").text:
            assert time.monotonic() < give_up
        assert house.start(kommune="oppdal").answer_to("Hei")["body"][1] == "Beskjed: Vi retter en feil."
        assert house.start(kommune="tynset").answer_to("Hei")["body"][1] == "Beskjed: Til alle."
        stops.lift("oppdal", OPERATOR)


def test_danger_gets_its_help_lines_as_ever(house: Gateway, answer_schema: Draft202012Validator) -> None:
    with stopped(house):
        answer = house.start(kommune="oppdal").answer_to(DANGER)
    answer_schema.validate(answer)
    assert (answer["outcome"], answer["acute"]["contacts"][0]["value"]) == ("acute", "113")
    assert STOPPED not in answer["reply"]


def test_danger_gets_its_help_lines_though_nothing_can_be_stored(house: Gateway) -> None:
    talk = house.start(kommune="oppdal")
    with stopped(house), house.locked():
        answer = talk.answer_to(DANGER)
    assert (answer["outcome"], talk.stored()) == ("acute", [])


def test_glem_meg_still_deletes(house: Gateway) -> None:
    with stopped(house):
        talk = house.start(kommune="oppdal")
        talk.write("Hvem er PPT?")
        assert talk.answer_to("glem meg")["forgotten"]
        assert talk.stored() == []


def test_a_person_can_still_be_asked_for_and_talked_with(house: Gateway) -> None:
    with stopped(house), at_the_desk(house, "ola", ("oppdal", "koordinator")) as ola:
        talk = house.start(kommune="oppdal")
        assert talk.answer_to("Kan jeg få snakke med et menneske?")["outcome"] == "handover"
        assert asked(talk)["state"] == "waiting"
        ola.done(ola.case_of(talk.id), "claim")
        said = talk.write("Hei, er du der?").json()
        assert said == {"answers": [], "state": "coordinator", "stored": True}
        assert talk.answer_to(DANGER)["outcome"] == "acute"


def test_a_talk_goes_on_after_the_stop_and_rasa_learns_what_was_said_meanwhile(
    house: Gateway, rasa: PlayedRasa, greeting: dict[str, Any]
) -> None:
    talk = house.start(kommune="oppdal")
    assert talk.answer_to("Før") == greeting
    with stopped(house):
        talk.write("Imens")
        talk.write("Fortsatt")
    assert talk.answer_to("Etter") == greeting
    assert rasa.told() == ["Før", "Imens", "Fortsatt", "Etter"]
    assert talk.answer_to("Videre") == greeting


def test_a_message_sent_again_after_the_stop_has_the_answer_that_it_got(
    house: Gateway, greeting: dict[str, Any]
) -> None:
    talk = house.start(kommune="oppdal")
    with stopped(house):
        first = talk.write("Hvem er PPT?", "melding-nummer-0001").json()
    again = talk.write("Hvem er PPT?", "melding-nummer-0001").json()
    assert (again, again["answers"] == [greeting]) == (first, False)


def test_an_answer_that_is_on_its_way_when_the_stop_comes_is_held_back(
    house: Gateway, rasa: PlayedRasa, greeting: dict[str, Any]
) -> None:
    with switch(house) as stops:

        def stop_meanwhile() -> None:
            stops.stop("oppdal", OPERATOR, WORDS)
            wait_until(house, stopped=True)

        rasa.before = stop_meanwhile
        answer = house.start(kommune="oppdal").answer_to("Hei")
    assert (answer["body"][0], answer == greeting) == (STOPPED, False)


def test_it_is_held_back_too_where_it_is_about_another_municipality(
    house: Gateway, rasa: PlayedRasa, greeting: dict[str, Any]
) -> None:
    rasa.says(greeting | {"kommune": "tynset"})
    with switch(house) as stops:

        def stop_meanwhile() -> None:
            stops.stop("oppdal", OPERATOR, WORDS)
            wait_until(house, stopped=True)

        rasa.before = stop_meanwhile
        assert house.start(kommune="oppdal").answer_to("Hei")["body"][0] == STOPPED


def test_both_gateways_on_a_database_know_within_moments_and_none_is_started_anew(
    house: Gateway, loaded: Path, rasa: PlayedRasa, greeting: dict[str, Any]
) -> None:
    with gateway_on(loaded, house.database.parent, rasa.address) as other:
        talk = other.start(kommune="oppdal")
        with stopped(house):
            wait_until(other, stopped=True)
            assert talk.answer_to("Hei")["body"][0] == STOPPED
        wait_until(other, stopped=False)
        assert talk.answer_to("Hei") == greeting


def test_a_gateway_that_starts_while_stopped_is_so_from_the_first_message(
    loaded: Path, tmp_path: Path, rasa: PlayedRasa
) -> None:
    with gateway_on(loaded, tmp_path, rasa.address) as first, switch(first) as stops:
        stops.stop(None, OPERATOR, Message())
    with gateway_on(loaded, tmp_path, rasa.address) as second:
        assert second.start(kommune="oppdal").answer_to("Hei")["body"][0] == STOPPED
    assert rasa.heard == []


class Unreadable(Stops):
    """A switch whose database can be away, or slow."""

    is_away = False
    after_reading: Callable[[float], object] | None = None

    def __init__(self, engine: Engine) -> None:
        """Quick and there."""
        super().__init__(engine)
        self.has_read = Event()

    def in_force(self) -> dict[str | None, Any]:
        """As ever, later, or not at all."""
        if self.is_away:
            message = "The database cannot be opened."
            raise OperatorError(message)
        read, wait = super().in_force(), self.after_reading
        if wait is not None:
            self.has_read.set()
            wait(PATIENCE)
        return read


@pytest.fixture
def unreadable(tmp_path: Path) -> Iterator[Unreadable]:
    """The switch of a database that no gateway looks at, which goes away when it is told to."""
    engine = make_engine(f"sqlite:///{tmp_path}/endorinn.db")
    Conversations(engine)
    yield Unreadable(engine)
    engine.dispose()


async def test_what_was_known_last_holds_while_the_database_is_away(unreadable: Unreadable) -> None:
    stopping = Stopping(unreadable, Settings())
    unreadable.stop("oppdal", OPERATOR, WORDS)
    await stopping.look()
    unreadable.lift("oppdal", OPERATOR)
    unreadable.is_away = True
    with pytest.raises(OperatorError):
        await stopping.look()
    assert stopping.over(Query("Hei", kommune="oppdal")).stopped == Stopped(WORDS.nb, WORDS.nn)
    assert stopping.over(Query("Hei", kommune="tynset")).stopped is None
    unreadable.is_away = False
    await stopping.look()
    assert stopping.of("oppdal") is None


async def test_what_was_read_before_a_stop_does_not_come_after_it(unreadable: Unreadable) -> None:
    stopping, may_go_on = Stopping(unreadable, Settings()), Event()
    unreadable.after_reading = may_go_on.wait
    earlier = asyncio.create_task(stopping.look())
    await asyncio.to_thread(unreadable.has_read.wait, PATIENCE)
    unreadable.after_reading = None
    unreadable.stop("oppdal", OPERATOR, WORDS)
    later = asyncio.create_task(stopping.look())
    await asyncio.sleep(0.1)  # Long enough for it to overtake the earlier one, if it could.
    may_go_on.set()
    await asyncio.gather(earlier, later)
    assert stopping.of("oppdal") is not None


async def test_that_it_was_switched_is_logged_once_without_anybodys_words_or_name(unreadable: Unreadable) -> None:
    stopping = Stopping(unreadable, Settings())
    unreadable.stop(None, By("Kari Leder"), WORDS)
    with captured() as lines:
        for _ in range(2):
            await stopping.look()
    assert [(line["event"], line["stopped"]) for line in lines] == [("automatic_answers", ["all"])]
    assert set(lines[0]) <= {"event", "stopped", "log_level", "level", "timestamp"}


def test_the_page_says_so_before_anything_is_written_and_offers_no_topics(house: Gateway) -> None:
    with stopped(house, message=Message("<b>Feil</b> & «mer»")):
        for path, said in (("/oppdal", STOPPED), ("/oppdal?lang=nn", STOPPET), ("/oppdal?vis=panel", STOPPED)):
            page = house.client.get(path).text
            assert said in page
            assert "&lt;b&gt;Feil&lt;/b&gt; &amp; «mer»" in page
            assert "<b>Feil" not in page
            assert 'href="https://oppdal.kommune.no"' in page
            assert 'name="pressed"' not in page


def test_the_chat_without_script_is_answered_in_the_same_way(house: Gateway) -> None:
    sent = {"language": "nb", "role": "forelder", "text": "Hvem er PPT?", "id": "a" * 32}
    with stopped(house):
        page = house.client.post("/oppdal", data=sent)
    assert (page.status_code, page.text.count("Beskjed: Vi retter en feil.") > 1) == (200, True)


def test_the_look_up_is_people_reading_sources_and_stays_open(house: Gateway) -> None:
    with stopped(house), at_the_desk(house, "eli", ("oppdal", "koordinator")) as eli:
        page = eli.client.get("/oppslag/oppdal")
        assert (page.status_code, STOPPED in page.text) == (200, False)
