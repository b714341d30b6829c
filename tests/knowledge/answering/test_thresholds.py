"""«Hva skal til?»: the level, what is usually tried, what would change it, and what employees need beside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from knowledge import Need, Query, answer
from tests.knowledge.answering.test_in_a_talk import NOON

if TYPE_CHECKING:
    from knowledge import Answer, Library


def takes(library: Library, service: str, kommune: str, *needs: str, **query: Any) -> Answer:  # noqa: ANN401 - a Query's
    """What it takes to get a service."""
    told = tuple(Need(need, 0.9) for need in needs)
    fields = {"question_type": "terskel", "role": "forelder", "text": "Hva skal til?", **query}
    return answer(Query(services=(service,), kommune=kommune, needs=told, **fields), library, NOON)


@pytest.mark.parametrize("service", ["bup", "ppt", "barnevern"])
@pytest.mark.parametrize("kommune", ["oppdal", "ringebu", "sor-odal", "stor-elvdal", "tolga"])
def test_what_is_tried_first_and_what_helps_meanwhile_is_told(library: Library, service: str, kommune: str) -> None:
    reply = takes(library, service, kommune, text=f"Hva skal til for å få hjelp fra {service}?").reply
    assert "Mens dere venter:" in reply or "Det kan endre saken:" in reply or "Ofte prøvd først:" in reply


def test_a_level_is_told_with_the_plans_own_word(library: Library) -> None:
    found = takes(library, "psykisk-helse-rus", "ringebu", "psykisk-helse")
    level = next(one for one in found.statements if "står i planen her på nivået" in one.text)
    assert "indisert forebygging" in level.text
    assert any(ref.locator.startswith("6.2") for ref in level.sources)


def test_no_threshold_stands_before_reporting(library: Library) -> None:
    found = takes(
        library, "barnevern", "ringebu", "omsorgssvikt", text="Hva må vi ha prøvd før vi melder?", role="ansatt"
    )
    assert "meld" in found.reply.lower()
    assert "Vent ikke på at andre tiltak" in found.reply or "aldri" in found.reply


def test_employees_are_told_the_cell_of_the_table_and_families_are_not(library: Library) -> None:
    at_work, at_home = (takes(library, "ppt", "oppdal", "laerevansker", role=role) for role in ("ansatt", "forelder"))
    assert {cell.risk_area for cell in at_work.responsibility} == {"utviklingsvansker"}
    assert all("ppt" in cell.services for cell in at_work.responsibility)
    assert at_home.responsibility == ()


def test_employees_are_told_where_services_meet(library: Library) -> None:
    assert "Her møtes tjenestene: " in takes(library, "ppt", "oppdal", "laerevansker", role="ansatt").reply


def test_the_municipalitys_own_threshold_comes_before_the_nations(library: Library) -> None:
    found = takes(library, "bup", "sor-odal", "psykisk-helse", text="Hva skal til for å få sønnen min til BUP?")
    assert "Ahus" in found.reply
