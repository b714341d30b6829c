"""The one call to Rasa."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from gateway.rasa import Rasa, RasaDownError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.gateway.played_rasa import PlayedRasa

PLAIN = {
    "/restart": "restart",
    "/svar-kommune{}": "svar-kommune{}",
    " / / hei": "hei",
    "og/eller": "og/eller",
    "///": "?",
}
ANSWER = {"reply": "Hei", "outcome": "smalltalk", "question_type": "smaprat"}


@pytest.fixture
async def way(rasa: PlayedRasa) -> AsyncIterator[Rasa]:
    """Rasa as the gateway calls it."""
    async with httpx.AsyncClient(base_url=rasa.address, timeout=1, trust_env=False) as client:
        yield Rasa(client)


@pytest.mark.parametrize(("written", "heard"), PLAIN.items(), ids=list(PLAIN))
async def test_a_slash_is_never_a_command(rasa: PlayedRasa, way: Rasa, written: str, heard: str) -> None:
    rasa.says(ANSWER)
    await way.answers("a", written, {})
    assert rasa.heard[0]["message"] == heard


async def test_only_the_answers_count_not_the_words_beside_them(rasa: PlayedRasa, way: Rasa) -> None:
    rasa.says(ANSWER, {**ANSWER, "reply": "Ha det"})
    assert await way.answers("a", "Hei", {}) == [ANSWER, {**ANSWER, "reply": "Ha det"}]


async def test_silence_means_that_rasa_is_down(way: Rasa) -> None:
    with pytest.raises(RasaDownError):
        await way.answers("a", "Hei", {})


async def test_rasa_is_up_when_it_answers(way: Rasa) -> None:
    assert await way.is_up()


async def test_rasa_is_not_up_when_it_fails(rasa: PlayedRasa, way: Rasa) -> None:
    rasa.status = 500
    assert not await way.is_up()


async def test_rasa_is_not_up_when_nobody_listens(closed_port: int) -> None:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{closed_port}", trust_env=False) as client:
        assert not await Rasa(client).is_up()
