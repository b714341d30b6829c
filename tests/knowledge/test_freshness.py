from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from knowledge.freshness import Freshness, freshness
from knowledge.records import RECORD

if TYPE_CHECKING:
    from knowledge.records import AnyRecord

TODAY = date(2026, 11, 25)


def record(id_: str, *checked: str, review_by: str = "2027-01-01", **more: object) -> AnyRecord:
    """A definition with sources that were checked on these days."""
    sources = [{"document": "plan", "locator": "s. 1", "checked": day} for day in checked]
    text = {"nb": "Det er noe.", "nn": "Det er noko."}
    term = {"nb": "noe", "nn": "noko"}
    body = {"id": id_, "kind": "definition", "term": term, "text": text, "sources": sources, "review_by": review_by}
    return RECORD.validate_python({**body, **more})


def test_each_owner_has_its_oldest_check_and_its_own_count_of_what_is_overdue() -> None:
    records = [
        record("oppdal/a", "2026-05-01", "2025-02-03"),
        record("nasjonal/a", "2026-06-01"),
        record("oppdal/b", "2026-04-01", review_by="2026-11-24"),
    ]
    assert tuple(freshness(records, TODAY)) == (
        Freshness("nasjonal", 1, date(2026, 6, 1), 0),
        Freshness("oppdal", 2, date(2025, 2, 3), 1),
    )


def test_the_day_of_review_itself_is_in_time() -> None:
    [told] = freshness([record("oppdal/a", "2026-05-01", review_by="2026-11-25")], TODAY)
    assert told.overdue == 0


def test_what_holds_no_more_is_not_old_content() -> None:
    records = [
        record("oppdal/a", "2026-05-01"),
        record("oppdal/b", "2020-01-01", review_by="2021-01-01", valid_to="2026-11-24"),
        record("oppdal/c", "2020-01-01", review_by="2021-01-01", status="superseded"),
    ]
    assert tuple(freshness(records, TODAY)) == (Freshness("oppdal", 1, date(2026, 5, 1), 0),)
