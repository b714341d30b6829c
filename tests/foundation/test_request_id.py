from __future__ import annotations

import pytest

from foundation.request_id import carried, current_request_id, logged_under, request_id_of

UUID = "f0e1d2c3-b4a5-9687-7869-5a4b3c2d1e0f"


@pytest.mark.parametrize("sent", ["0123456789abcdef" * 2, UUID, "A" * 16, "A" * 64])
def test_an_id_that_was_sent_along_is_kept(sent: str) -> None:
    assert request_id_of(sent) == sent


@pytest.mark.parametrize("sent", [None, "", "kort", "A" * 65, 'a" "b' * 5, "linje\nskift-0123456789", "１２３４" * 5])
def test_what_cannot_be_written_to_a_log_gets_a_new_one(sent: str | None) -> None:
    first, second = request_id_of(sent), request_id_of(sent)
    assert first != second
    assert {request_id_of(first), request_id_of(second)} == {first, second}
    assert sent not in (first, second)


def test_nobody_is_told_of_an_id_where_nobody_asked() -> None:
    assert (current_request_id(), carried()) == (None, {})


def test_the_id_holds_as_long_as_its_request() -> None:
    with logged_under(UUID):
        assert (current_request_id(), carried()) == (UUID, {"X-Request-ID": UUID})
    assert current_request_id() is None
