"""The last message can be put right: the old one goes with all that came of it, and Rasa answers as if it never was."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from conversations.service import Conversations
from foundation.database import make_engine

if TYPE_CHECKING:
    from tests.gateway.played_rasa import PlayedRasa
    from tests.gateway.running import Gateway, Talk

FIRST, SECOND, THIRD = (f"melding-nummer-{number:04}" for number in (1, 2, 3))
DANGER = "Jeg vil ta livet mitt i kveld"


def written(talk: Talk) -> list[str]:
    """What is stored of what the person wrote."""
    return [text for _, author, text in talk.stored() if author == "person"]


def candidates(talk: Talk) -> list[str]:
    """What is kept of the talk to learn from."""
    return [row[0] for row in talk.gateway.rows("SELECT text FROM candidate WHERE conversation_id = ?", talk.id)]


def test_the_old_message_goes_with_its_answer_and_its_candidate(together: Gateway, said: dict[str, Any]) -> None:
    talk = together.start(kommune="oppdal")
    talk.write("Først", FIRST)
    talk.write("Feil", SECOND)
    together.client.post(f"{talk.path}/candidate", headers=talk.key).raise_for_status()
    assert len(candidates(talk)) == 1
    assert talk.write("Rett", THIRD, replaces=SECOND).json()["answers"] == [said]
    assert talk.stored() == [
        (1, "person", "Først"),
        (2, "assistent", said["reply"]),
        (5, "person", "Rett"),
        (6, "assistent", said["reply"]),
    ]
    assert candidates(talk) == []


@pytest.mark.usefixtures("said")
def test_rasa_answers_as_if_the_old_message_had_never_been_said(together: Gateway, rasa: PlayedRasa) -> None:
    talk = together.start(kommune="oppdal")
    for text, id_ in (("Først", FIRST), ("Feil", SECOND)):
        talk.write(text, id_)
    rasa.took.clear()
    talk.write("Rett", THIRD, replaces=SECOND)
    assert (rasa.forgot, rasa.told()) == ([talk.id], ["Først", "Rett"])
    talk.write("Og så?")
    assert rasa.told() == ["Først", "Rett", "Og så?"]


@pytest.mark.usefixtures("said")
def test_the_very_first_message_can_be_put_right(together: Gateway, rasa: PlayedRasa) -> None:
    talk = together.start(kommune="oppdal")
    talk.write("Feil", FIRST)
    talk.write("Rett", SECOND, replaces=FIRST)
    assert (rasa.forgot, rasa.told(), written(talk)) == ([talk.id], ["Feil", "Rett"], ["Rett"])


@pytest.mark.usefixtures("said")
def test_a_replacing_message_that_is_sent_again_replaces_once(together: Gateway, rasa: PlayedRasa) -> None:
    talk = together.start(kommune="oppdal")
    talk.write("Feil", FIRST)
    first = talk.write("Rett", SECOND, replaces=FIRST).json()
    assert talk.write("Rett", SECOND, replaces=FIRST).json() == first
    assert (written(talk), rasa.told()) == (["Rett"], ["Feil", "Rett"])


@pytest.mark.usefixtures("said")
def test_a_withdrawn_message_that_is_sent_late_once_more_does_not_come_back(together: Gateway) -> None:
    talk = together.start(kommune="oppdal")
    talk.write("Feil", FIRST)
    talk.write("Rett", SECOND, replaces=FIRST)
    response = talk.write("Feil", FIRST)
    assert (response.status_code, response.json()) == (
        409,
        {
            "type": "/problem/trukket-tilbake",
            "title": "Meldingen er trukket tilbake",
            "status": 409,
            "detail": "En annen melding er satt i stedet for denne. Hent samtalen på nytt for å se hva som gjelder.",
        },
    )
    assert written(talk) == ["Rett"]


@pytest.mark.usefixtures("said")
def test_danger_under_the_id_of_a_withdrawn_message_gets_its_help_lines(together: Gateway) -> None:
    talk = together.start(kommune="oppdal")
    talk.write("Feil", FIRST)
    talk.write("Rett", SECOND, replaces=FIRST)
    [answered] = talk.write(DANGER, FIRST).json()["answers"]
    assert (answered["outcome"], answered["acute"]["contacts"][0]["value"]) == ("acute", "113")
    assert written(talk) == ["Rett"]


@pytest.mark.usefixtures("said")
@pytest.mark.parametrize("named", [FIRST, "ukjent-ukjent-ukjent"])
def test_a_message_that_is_not_the_last_stays_and_the_new_one_follows(together: Gateway, named: str) -> None:
    talk = together.start(kommune="oppdal")
    talk.write("Først", FIRST)
    talk.write("Sist", SECOND)
    assert talk.write("Til", THIRD, replaces=named).status_code == 200
    assert written(talk) == ["Først", "Sist", "Til"]


def replaced_by(talk: Talk) -> int | None:
    """What the last `message` of the stream says that it replaced."""
    events = talk.events(len(talk.stored()))
    told: int | None = json.loads([one["data"] for one in events if one["event"] == "message"][-1])["replaces"]
    return told


@pytest.mark.usefixtures("said")
def test_danger_is_never_withdrawn(together: Gateway, rasa: PlayedRasa) -> None:
    talk = together.start(kommune="oppdal")
    talk.write(DANGER, FIRST)
    assert talk.write("Glem det jeg skrev", SECOND, replaces=FIRST).status_code == 200
    assert written(talk) == [DANGER, "Glem det jeg skrev"]
    assert rasa.told() == [DANGER, "Glem det jeg skrev"]
    assert replaced_by(talk) is None


def test_danger_is_not_withdrawn_while_it_is_being_answered(
    together: Gateway, rasa: PlayedRasa, said: dict[str, Any]
) -> None:
    talk = together.start(kommune="oppdal")
    rasa.says({**said, "acute": {"kind": "vold", "contacts": []}})
    rasa.may_answer.clear()
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(talk.write, "Det er ikke så greit hjemme", FIRST)
        while not rasa.heard:
            time.sleep(0.01)
        second = threads.submit(talk.write, "Glem det", SECOND, FIRST)
        time.sleep(0.2)
        rasa.may_answer.set()
        assert [first.result().status_code, second.result().status_code] == [200, 200]
    assert written(talk) == ["Det er ikke så greit hjemme", "Glem det"]


@pytest.mark.parametrize(("acute", "left"), [(None, ["Nytt"]), ({"kind": "vold", "contacts": []}, ["Gammelt", "Nytt"])])
def test_what_was_never_answered_is_answered_before_it_may_be_withdrawn(
    together: Gateway, rasa: PlayedRasa, said: dict[str, Any], acute: dict[str, Any] | None, left: list[str]
) -> None:
    talk = together.start(kommune="oppdal")
    engine = make_engine(f"sqlite:///{together.database}")
    Conversations(engine).write(talk.id, "Gammelt", FIRST)
    engine.dispose()
    rasa.says({**said, "acute": acute})
    assert talk.write("Nytt", SECOND, replaces=FIRST).status_code == 200
    assert written(talk) == left


@pytest.mark.usefixtures("said")
def test_other_tabs_are_told_what_to_take_away(together: Gateway) -> None:
    talk = together.start(kommune="oppdal")
    talk.write("Først", FIRST)
    talk.write("Feil", SECOND)
    talk.write("Rett", THIRD, replaces=SECOND)
    whole, rest = talk.events(4, after=0), talk.events(2, after=4)
    assert [[one["id"] for one in events] for events in (whole, rest)] == [["1", "2", "5", "6"], ["5", "6"]]
    for told in (whole[2], rest[0]):
        data = json.loads(told["data"])
        assert (told["event"], data["id"], data["text"], data["replaces"]) == ("message", THIRD, "Rett", 3)
