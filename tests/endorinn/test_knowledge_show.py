"""`endorinn knowledge show` and `history`: what an editor reads about one record."""

from __future__ import annotations

import json
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

import pytest

from foundation.database import make_engine
from foundation.settings import settings
from knowledge.content import Content, ContentError
from knowledge.faults import Fault
from knowledge.records import RECORD
from knowledge.store import load_content
from tests.knowledge.conftest import DOCUMENTS, made

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tests.endorinn.conftest import Ran

type Endorinn = Callable[..., Ran]

NATION = RECORD.validate_python(
    made(
        "service", "nasjonal/ppt", type="ppt", name={"nb": "PPT", "nn": "PPT"}, cost={"nb": "Gratis.", "nn": "Gratis."}
    )
)
OWN = RECORD.validate_python(
    made("service", "oppdal/ppt", type="ppt", name={"nb": "PPT i Oppdal", "nn": "PPT i Oppdal"}, levels=["gul", "rod"])
)
NUMBER = RECORD.validate_python(made("contact", "oppdal/kontakt-ppt", service="oppdal/ppt", status="unconfirmed"))


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """PPT of the nation and of Oppdal, with a number that nobody has confirmed, instead of the real content."""
    content = Content(DOCUMENTS, (NATION, OWN, NUMBER))
    monkeypatch.setattr("endorinn.knowledge_show.read_content", lambda: content)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> Callable[[int], None]:
    """Sets the loader's clock to so many hours after the tests' moment."""

    def set_to(hours: int) -> None:
        at = moment.astimezone(UTC) + timedelta(hours=hours)
        monkeypatch.setattr("knowledge.store.utc_now", lambda: at)

    return set_to


def load(*texts: str | None) -> None:
    """Load a measure that says each text, one loading after the other; None: a loading without it."""
    engine = make_engine(settings().database_url)
    for text in texts:
        said = {"nb": text, "nn": text}
        records = [] if text is None else [RECORD.validate_python(made("measure", "oppdal/a", text=said))]
        load_content(engine, Content(DOCUMENTS, tuple(records)))
    engine.dispose()


@pytest.mark.usefixtures("small")
def test_a_record_is_shown_field_by_field_with_where_each_comes_from(endorinn: Endorinn) -> None:
    ran = endorinn("knowledge", "show", "oppdal/ppt")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        "oppdal/ppt (service), laid together from oppdal/ppt, nasjonal/ppt\n"
        "\n"
        "name\n"
        "    nb: PPT i Oppdal\n"
        "    nn: PPT i Oppdal\n"
        "  ↳ from oppdal/ppt, instead of what nasjonal/ppt says\n"
        "    Et dokument, Side 1 (checked 2026-11-01)\n"
        "\n"
        "levels\n"
        "    gul, rod\n"
        "  ↳ from oppdal/ppt\n"
        "    Et dokument, Side 1 (checked 2026-11-01)\n"
        "\n"
        "cost\n"
        "    nb: Gratis.\n"
        "    nn: Gratis.\n"
        "  ↳ from nasjonal/ppt\n"
        "    Et dokument, Side 1 (checked 2026-11-01)\n"
        "\n"
        "contact: telefon 61 00 00 00 (unconfirmed: never shown)\n"
        "  ↳ from oppdal/kontakt-ppt: Et dokument, Side 1 (checked 2026-11-01)\n"
    )


@pytest.mark.usefixtures("small")
def test_a_record_is_shown_to_machines(endorinn: Endorinn) -> None:
    shown = json.loads(endorinn("knowledge", "show", "oppdal/ppt", "--json").out)
    assert list(shown) == ["id", "kind", "records", "remarks", "fields", "contacts"]
    assert (shown["records"], list(shown["fields"])) == (["oppdal/ppt", "nasjonal/ppt"], ["name", "levels", "cost"])
    assert shown["fields"]["name"] == {
        "value": {"nb": "PPT i Oppdal", "nn": "PPT i Oppdal"},
        "from": "oppdal/ppt",
        "overrides": ["nasjonal/ppt"],
        "sources": ["Et dokument, Side 1 (checked 2026-11-01)"],
    }
    assert [(one["id"], one["status"]) for one in shown["contacts"]] == [("oppdal/kontakt-ppt", "unconfirmed")]


@pytest.mark.usefixtures("small")
def test_an_inherited_record_says_that_it_is(endorinn: Endorinn) -> None:
    lines = endorinn("knowledge", "show", "tynset/ppt").out.splitlines()
    assert lines[:2] == [
        "tynset/ppt (service), laid together from nasjonal/ppt",
        "There is no tynset/ppt of its own: all of it is inherited.",
    ]


def test_parts_of_a_record_are_numbered(endorinn: Endorinn, monkeypatch: pytest.MonkeyPatch) -> None:
    route = RECORD.validate_python(made("route", "oppdal/rute-sfo"))
    monkeypatch.setattr("endorinn.knowledge_show.read_content", lambda: Content(DOCUMENTS, (route,)))
    out = endorinn("knowledge", "show", "oppdal/rute-sfo").out
    assert "\nsteps\n    1. service: skole\n       why: nb: Skolen vet mer.\n            nn: Skulen veit meir.\n" in out


@pytest.mark.usefixtures("small")
def test_an_unknown_id_is_told_with_the_nearest(endorinn: Endorinn) -> None:
    ran = endorinn("knowledge", "show", "oppdal/pppt")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("No record has the id oppdal/pppt, here or inherited. The nearest ids: oppdal/ppt")


def test_content_with_faults_is_not_shown(endorinn: Endorinn, monkeypatch: pytest.MonkeyPatch) -> None:
    def read() -> Content:
        raise ContentError([Fault("oppdal/ppt.yml", 3, "Noe er galt.")])

    monkeypatch.setattr("endorinn.knowledge_show.read_content", read)
    ran = endorinn("knowledge", "show", "oppdal/ppt")
    assert (ran.code, ran.out) == (1, "")
    assert "oppdal/ppt.yml:3: Noe er galt." in ran.err


def test_history_tells_each_change_with_what_was_and_what_is(endorinn: Endorinn, clock: Callable[[int], None]) -> None:
    for hour, text in enumerate(("Gammelt.", "Gammelt.", "Nytt.")):
        clock(hour)
        load(text)
    ran = endorinn("knowledge", "history", "oppdal/a")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        "2026-11-25 12:00  added\n"
        "2026-11-25 14:00  changed\n"
        "    text: - nb: Gammelt.\n"
        "            nn: Gammelt.\n"
        "    text: + nb: Nytt.\n"
        "            nn: Nytt.\n"
    )


def test_a_field_that_is_new_has_no_before(endorinn: Endorinn) -> None:
    load("Likt.")
    engine = make_engine(settings().database_url)
    record = RECORD.validate_python(made("measure", "oppdal/a", text={"nb": "Likt.", "nn": "Likt."}, level="gul"))
    load_content(engine, Content(DOCUMENTS, (record,)))
    engine.dispose()
    assert endorinn("knowledge", "history", "oppdal/a").out.splitlines()[2:] == ["    level: + gul"]


def test_history_tells_that_a_record_was_away_and_came_back(endorinn: Endorinn, clock: Callable[[int], None]) -> None:
    for hour, text in enumerate(("En.", None, "To.", None)):
        clock(hour)
        load(text)
    assert endorinn("knowledge", "history", "oppdal/a").out == (
        "2026-11-25 12:00  added\n2026-11-25 13:00  removed\n2026-11-25 14:00  added\n2026-11-25 15:00  removed\n"
    )


def test_history_is_told_to_machines(endorinn: Endorinn) -> None:
    load("En.", "To.")
    first, second = json.loads(endorinn("knowledge", "history", "oppdal/a", "--json").out)
    assert [first["record"]["text"]["nb"], second["record"]["text"]["nb"]] == ["En.", "To."]
    assert (first["until"], second["until"]) == (second["since"], None)


def test_what_was_never_loaded_has_no_history_but_may_be_in_the_files(endorinn: Endorinn) -> None:
    load("En.")
    ran = endorinn("knowledge", "history", "oppdal/b")
    assert ran.code == 1
    assert ran.err == "oppdal/b was never loaded. `endorinn knowledge show oppdal/b` says what the files hold.\n"
