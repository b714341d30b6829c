"""The names that the content declares are what the understanding recognises."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from knowledge.names import HEADER, lookup_tables, service_names

if TYPE_CHECKING:
    from collections.abc import Callable

    from knowledge.content import Content
    from knowledge.records import AnyRecord


def test_a_service_is_known_by_its_names_and_nicknames_in_every_municipality(
    make_record: Callable[..., AnyRecord],
) -> None:
    nation = make_record("service", "nasjonal/ppt", type="ppt", name={"nb": "PPT", "nn": "PPT"}, aliases=["ppt"])
    local = {"name": {"nb": "Rådgivning", "nn": "Rådgjeving"}, "aliases": ["ppt", "mgpp"]}
    ringebu = make_record("service", "ringebu/ppt", type="ppt", **local)
    assert service_names([nation, ringebu]) == {"ppt": ["PPT", "ppt", "Rådgivning", "Rådgjeving", "mgpp"]}


def test_a_service_without_a_name_of_its_own_is_still_known_by_its_nicknames(
    make_record: Callable[..., AnyRecord],
) -> None:
    assert service_names([make_record("service", "oppdal/nav", type="nav", aliases=["nav"])]) == {"nav": ["nav"]}


def test_tables_are_training_data_of_one_lookup_a_type(make_record: Callable[..., AnyRecord]) -> None:
    nav = make_record("service", "oppdal/nav", type="nav", aliases=["nav", "sosialkontoret"])
    tables = lookup_tables([nav, make_record("measure", "oppdal/tiltak")])
    assert tables.startswith(HEADER)
    assert yaml.safe_load(tables) == {
        "version": "3.1",
        "nlu": [{"lookup": "service:nav", "examples": "- nav\n- sosialkontoret\n"}],
    }


def test_the_same_content_gives_the_same_tables(content: Content) -> None:
    assert lookup_tables(content.records) == lookup_tables(tuple(reversed(tuple(reversed(content.records)))))


def test_no_name_holds_a_line_break_that_would_split_a_table(content: Content) -> None:
    names = [name for names in service_names(content.records).values() for name in names]
    assert [name for name in names if not name.strip() or "\n" in name] == []
