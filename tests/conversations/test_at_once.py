"""Two who do the same at once, through two connections to one database: one wins, and the other is told so."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

import pytest

from conversations.handing import NotNowError, OverError, TakenError
from foundation.database import make_engine
from foundation.errors import DomainError
from tests.conversations.house import DUE, KARI, LEAD, OLA, PHONE, Clock, House, wish

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROUNDS = 20
FEWER = 6
FIRST = "melding-nummer-0001"


@pytest.fixture
def other(house: House, clock: Clock) -> Iterator[House]:
    """The same house, opened by another gateway."""
    made = make_engine(house.engine.url.render_as_string(hide_password=False))
    yield House(made, clock)
    made.dispose()


@pytest.fixture
def at_once() -> Iterator[Callable[..., list[object]]]:
    """Does things at once; what came of each, or the kind of its refusal."""
    with ThreadPoolExecutor(2) as threads:

        def do(*acts: Callable[[], object]) -> list[object]:
            start = Barrier(len(acts))

            def one(act: Callable[[], object]) -> object:
                start.wait()
                try:
                    return act()
                except DomainError as error:
                    return type(error)

            return list(threads.map(one, acts))

        yield do


def test_of_two_who_claim_at_once_one_has_it(house: House, other: House, at_once: Callable[..., list[object]]) -> None:
    for _ in range(ROUNDS):
        own, case = house.asked()
        came = at_once(
            lambda case=case: house.handovers.claim(case, KARI), lambda case=case: other.handovers.claim(case, OLA)
        )
        assert came.count(TakenError) == 1
        holder = OLA if came[0] is TakenError else KARI
        assert house.cases.whole(case, LEAD).case.holder == holder.id
        assert house.told(own) == ["asked", "claimed"]
        assert house.deeds(case, LEAD) == [(None, "asked", None), (holder.name, "claimed", None)]


def test_of_two_tabs_that_ask_at_once_one_hand_over_comes(
    house: House, other: House, at_once: Callable[..., list[object]]
) -> None:
    for _ in range(FEWER):
        own = house.talk()
        first, second = at_once(
            lambda own=own: house.handovers.ask(own, wish()), lambda own=own: other.handovers.ask(own, wish())
        )
        assert first == second
        assert house.told(own) == ["asked"]


def test_whoever_claims_while_the_family_lets_go_has_it_or_is_told_so(
    house: House, other: House, at_once: Callable[..., list[object]]
) -> None:
    for _ in range(FEWER):
        own, case = house.asked()
        claimed, _ = at_once(
            lambda case=case: house.handovers.claim(case, KARI), lambda own=own: other.handovers.cancel(own)
        )
        told = house.told(own)
        assert told == (["asked", "cancelled"] if claimed is NotNowError else ["asked", "claimed", "returned"])
        assert house.conversations.turn(own) == "assistant"


def test_what_the_family_writes_while_it_is_closed_is_stored_or_refused(
    house: House, other: House, at_once: Callable[..., list[object]]
) -> None:
    for _ in range(FEWER):
        own, case = house.live()
        written, _ = at_once(
            lambda own=own: house.conversations.write(own, "Takk", FIRST),
            lambda case=case: other.handovers.close(case, KARI, "annet"),
        )
        said = [one.text or (one.event or {})["kind"] for one in house.conversations.messages(own)]
        kept = [] if written is OverError else ["Takk"]
        assert said == ["asked", "claimed", *kept, "closed"]


def test_a_coordinators_message_that_is_sent_twice_at_once_is_stored_once_among_the_familys(
    house: House, other: House, at_once: Callable[..., list[object]]
) -> None:
    own, case = house.live()
    for turn in range(FEWER):
        client_id = f"melding-nummer-{turn:04}"
        at_once(
            lambda client_id=client_id: house.handovers.speak(case, KARI, client_id, "Hei")[0],
            lambda client_id=client_id: other.handovers.speak(case, KARI, client_id, "Hei")[0],
        )
        at_once(
            lambda client_id=client_id: house.conversations.write(own, "Hei", client_id),
            lambda client_id=client_id: other.handovers.speak(case, KARI, f"{client_id}-b", "Hei"),
        )
    messages = house.conversations.messages(own)
    assert [one.number for one in messages] == list(range(1, 3 + 3 * FEWER))
    assert len([one for one in messages if one.author == "koordinator"]) == 2 * FEWER


def test_whoever_forgets_while_others_work_leaves_nothing_and_breaks_nothing(
    house: House, other: House, at_once: Callable[..., list[object]]
) -> None:
    for turn in range(FEWER):
        own, case = house.to_call()
        do: Callable[[], object] = [
            lambda case=case: house.cases.whole(case, OLA),
            lambda case=case: house.handovers.called(case, OLA, "annet"),
            lambda own=own: house.handovers.ask(own, wish()),
            lambda own=own: house.handovers.call_back(own, wish(), PHONE, DUE),
        ][turn % 4]
        at_once(do, lambda own=own: other.conversations.forget(own))
        assert house.cases.open_in({"oppdal"}) == ()
