"""The simulation of the busiest hour agrees with what is known of queues."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks import nation
from benchmarks.nation import HOUR, MESSAGES, arrivals, chats_in_the_busiest_hour, measured_rate, simulated
from foundation.errors import OperatorError

if TYPE_CHECKING:
    from pathlib import Path


def test_the_country_is_reckoned_from_the_published_figure() -> None:
    # 1,785,000 chats a month: nine tenths on 21 working days, twelve hundredths in the busiest hour, twice as many.
    assert chats_in_the_busiest_hour() == pytest.approx(18_360)


def test_so_many_messages_come_as_chats_have_in_order() -> None:
    times = arrivals(2_000)
    assert times == sorted(times)
    assert len(times) == pytest.approx(2_000 * MESSAGES, rel=0.1)
    assert times[0] < HOUR / 100


def test_a_message_that_waits_for_nobody_takes_as_long_as_one_takes() -> None:
    alone = simulated([0.0, 10.0, 20.0], 0.1, 1)
    assert (alone.p50_s, alone.p99_s, alone.beyond) == (0.1, 0.1, 0)


def test_messages_at_once_wait_for_each_other_and_less_where_more_take_them() -> None:
    assert simulated([0.0] * 100, 0.1, 1).p50_s == pytest.approx(5.05)
    assert simulated([0.0] * 100, 0.1, 10).p50_s == pytest.approx(0.55, abs=0.06)
    assert simulated([0.0] * 100, 0.1, 1).beyond == 0.2


def test_half_a_load_waits_about_as_long_as_the_formula_says() -> None:
    # M/D/1: at a load of one half a message waits half a service in the mean, here 50 ms, and the median less.
    times = arrivals(HOUR * 5 / MESSAGES)
    half = simulated([at for at in times if at < HOUR], 0.1, 1)
    assert half.busy == pytest.approx(0.5, abs=0.03)
    assert 0.1 <= half.p50_s < 0.15 < half.p95_s < 0.4


def test_without_a_measured_load_it_says_what_to_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nation, "LOAD", tmp_path / "none.json")
    with pytest.raises(OperatorError, match=r"benchmarks\.load"):
        measured_rate()
