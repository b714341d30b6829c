"""The clock is Norway's, wherever the server stands."""

from datetime import UTC, timedelta

from foundation.clock import NORWAY, now, today, utc_now


def test_now_is_in_norway_and_today_is_its_date() -> None:
    before, day, after = now().date(), today(), now().date()
    assert before <= day <= after
    assert now().tzinfo is NORWAY


def test_stores_get_the_same_moment_in_utc() -> None:
    assert utc_now().tzinfo is UTC
    assert abs(utc_now() - now()) < timedelta(seconds=5)
