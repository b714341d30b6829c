"""Who types is not looked for, and whom they call is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from knowledge import Query
from knowledge.lookup.speaker import with_speaker

if TYPE_CHECKING:
    from datetime import datetime

    from knowledge import Library

CALLED = {
    "Hvem ringer jeg når barnevernet har stengt?": "barnevern",
    "Kan jeg kontakte BUP direkte uten henvisning?": "bup",
    "Kan vi spørre PPT om råd uten samtykke?": "ppt",
    "Når skal vi varsle barnevernet om dette?": "barnevern",
}
SPEAKS = {
    "Nav: 19 år, gravid, har ikke vært på kontroll": "nav",
    "SFO her. Han blir dratt i håret": "sfo",
    "vi på Nav ser at ungene ikke har det bra": "nav",
    "jeg jobber i barnehagen og er urolig for et barn": "barnehage",
}


@pytest.mark.parametrize(("text", "kind"), CALLED.items())
def test_what_is_called_for_is_not_where_somebody_works(
    library: Library, moment: datetime, text: str, kind: str
) -> None:
    asked = with_speaker(library.view("oppdal", moment.date()), Query(text, services=(kind,)))
    assert (asked.services, asked.own_services) == ((kind,), frozenset())


@pytest.mark.parametrize(("text", "kind"), SPEAKS.items())
def test_where_somebody_works_is_not_what_they_look_for(
    library: Library, moment: datetime, text: str, kind: str
) -> None:
    asked = with_speaker(library.view("oppdal", moment.date()), Query(text, services=(kind,)))
    assert (asked.services, asked.own_services) == ((), frozenset({kind}))
