"""A record is shown as answers take it: each field from the nearest record that tells it, with its sources."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from knowledge.showing import UnknownRecordError, show, where
from tests.knowledge.conftest import DOCUMENTS, SOURCE

if TYPE_CHECKING:
    from collections.abc import Callable

    from knowledge.content import Content
    from knowledge.library import Library
    from knowledge.records import AnyRecord
    from knowledge.showing import Shown

    type Make = Callable[..., AnyRecord]
    type Records = list[AnyRecord]

DAY = date(2026, 11, 25)


def words(text: str) -> dict[str, str]:
    """Return the same words in both written standards."""
    return {"nb": text, "nn": text}


@pytest.fixture
def ppt(make_record: Make) -> Records:
    """PPT of the nation, of a plan area and of Tynset, each saying something of its own."""
    return [
        make_record("service", "nasjonal/ppt", type="ppt", name=words("N"), text=words("N"), cost=words("N")),
        make_record("service", "nord-osterdal/ppt", type="ppt", name=words("O"), text=words("O")),
        make_record("service", "tynset/ppt", type="ppt", name=words("T")),
    ]


def origins(shown: Shown) -> dict[str, str]:
    """Return which record each field comes from."""
    return {field.name: field.record for field in shown.fields}


def test_each_field_comes_from_the_nearest_record_that_tells_it(ppt: Records) -> None:
    shown = show(ppt, "tynset/ppt", DAY)
    assert [one.id for one in shown.records] == ["tynset/ppt", "nord-osterdal/ppt", "nasjonal/ppt"]
    assert origins(shown) == {"name": "tynset/ppt", "text": "nord-osterdal/ppt", "cost": "nasjonal/ppt"}


def test_a_field_names_the_records_whose_words_it_stands_instead_of(ppt: Records) -> None:
    shown = show(ppt, "tynset/ppt", DAY)
    assert {field.name: field.overrides for field in shown.fields} == {
        "name": ("nord-osterdal/ppt", "nasjonal/ppt"),
        "text": ("nasjonal/ppt",),
        "cost": (),
    }


def test_the_same_words_farther_away_are_not_overridden(ppt: Records, make_record: Make) -> None:
    same = make_record("service", "nasjonal/ppt", type="ppt", name=words("T"))
    assert show([same, *ppt[1:]], "tynset/ppt", DAY).fields[0].overrides == ("nord-osterdal/ppt",)


def test_a_field_has_the_sources_that_carry_it(make_record: Make) -> None:
    price = {**SOURCE, "locator": "Priser", "fields": ["cost"]}
    access = {**SOURCE, "locator": "Søknad", "fields": ["access"]}
    record = make_record(
        "service", "oppdal/sfo", type="sfo", cost=words("A"), access=words("B"), sources=[price, access]
    )
    shown = show([record], "oppdal/sfo", DAY)
    assert {field.name: [one.locator for one in field.sources] for field in shown.fields} == {
        "access": ["Søknad"],
        "cost": ["Priser"],
    }


def test_a_plan_area_inherits_from_the_nation_and_not_from_its_municipalities(ppt: Records) -> None:
    shown = show(ppt, "nord-osterdal/ppt", DAY)
    assert [one.id for one in shown.records] == ["nord-osterdal/ppt", "nasjonal/ppt"]


def test_the_nation_inherits_nothing(ppt: Records) -> None:
    assert [one.id for one in show(ppt, "nasjonal/ppt", DAY).records] == ["nasjonal/ppt"]


def test_what_a_place_has_none_of_itself_is_inherited_and_said_to_be(ppt: Records) -> None:
    shown = show(ppt, "oppdal/ppt", DAY)
    assert origins(shown) == dict.fromkeys(("name", "text", "cost"), "nasjonal/ppt")
    assert shown.remarks == ("There is no oppdal/ppt of its own: all of it is inherited.",)


def test_a_help_line_is_inherited_by_its_type(make_record: Make) -> None:
    line = make_record("helpline", "nasjonal/nodnummer")
    assert show([line], "oppdal/nodetater", DAY).records == (line,)


@pytest.mark.parametrize(
    ("fields", "remark"),
    [
        ({"valid_to": "2026-11-24"}, "tynset/ppt held until 2026-11-24: it is told no more."),
        ({"valid_from": "2026-11-26"}, "tynset/ppt holds from 2026-11-26: it is not told yet."),
        ({"status": "unconfirmed"}, "tynset/ppt is unconfirmed: it is not told."),
        (
            {"status": "superseded", "replaced_by": "tynset/ny"},
            "tynset/ppt is superseded, replaced by tynset/ny: it is not told.",
        ),
        ({"audience": "ansatt"}, "tynset/ppt is told to employees only."),
    ],
)
def test_a_service_that_is_not_told_gives_no_field_and_says_why(
    ppt: Records, make_record: Make, fields: dict[str, str], remark: str
) -> None:
    own = make_record("service", "tynset/ppt", type="ppt", name=words("T"), **fields)
    shown = show([*ppt[:2], own], "tynset/ppt", DAY)
    assert origins(shown)["name"] == "nord-osterdal/ppt"
    assert shown.remarks == (remark,)


def test_a_service_that_nothing_tells_is_shown_all_the_same(make_record: Make) -> None:
    ended = make_record("service", "oppdal/sfo", type="sfo", name=words("SFO"), valid_to="2026-07-31")
    assert origins(show([ended], "oppdal/sfo", DAY)) == {"name": "oppdal/sfo"}


def test_a_review_that_is_overdue_is_said(make_record: Make) -> None:
    due = make_record("measure", "oppdal/a", review_by="2026-11-24")
    assert show([due], "oppdal/a", DAY).remarks == ("oppdal/a was due for review on 2026-11-24.",)


def test_contacts_of_a_service_come_nearest_first_the_unconfirmed_too(ppt: Records, make_record: Make) -> None:
    contacts = [
        make_record("contact", "nord-osterdal/tlf", service="nord-osterdal/ppt"),
        make_record("contact", "tynset/tlf", service="tynset/ppt", status="unconfirmed"),
        make_record("contact", "tynset/gammel", service="tynset/ppt", valid_to="2026-11-24"),
        make_record("contact", "tynset/bup", service="tynset/bup"),
        make_record("contact", "tolga/tlf", service="tolga/ppt"),
    ]
    shown = show([*ppt, *contacts], "tynset/ppt", DAY)
    assert [one.id for one in shown.contacts] == ["tynset/tlf", "nord-osterdal/tlf"]


def test_other_kinds_are_taken_whole_from_the_nearest_owner(make_record: Make) -> None:
    own = make_record("definition", "oppdal/ord-uro", term=words("uro"), text=words("Oppdals."))
    nation = make_record("definition", "nasjonal/ord-uro", term=words("uro"), text=words("N."), aliases=["bekymring"])
    assert origins(show([nation, own], "oppdal/ord-uro", DAY)) == {"text": "oppdal/ord-uro", "term": "oppdal/ord-uro"}
    assert show([nation], "oppdal/ord-uro", DAY).records == (nation,)


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("tynset/pppt", "The nearest ids: tynset/ppt."),
        ("trondheim/ppt", "tynset/ppt"),
        ("ppt", "No record has the id ppt, here or inherited."),
        ("oppdal/xyzzyxyzzy", "`endorinn knowledge export` lists them all."),
    ],
)
def test_an_unknown_id_is_told_with_those_that_come_nearest(ppt: Records, key: str, hint: str) -> None:
    with pytest.raises(UnknownRecordError) as caught:
        show(ppt, key, DAY)
    assert hint in str(caught.value)


def test_a_source_is_told_in_one_line_with_its_quote(make_record: Make) -> None:
    [source] = make_record("measure", "oppdal/a", sources=[{**SOURCE, "quote": "Ord."}]).sources
    assert where(source, DOCUMENTS) == "Et dokument, Side 1 (checked 2026-11-01) «Ord.»"


def test_every_service_is_shown_as_answers_take_it(content: Content, library: Library) -> None:
    view = library.view("tynset", DAY)
    for kind, service in view.services.items():
        shown = show(content.records, f"tynset/{kind}", DAY)
        assert shown.records == service.records
        told = {field.name: field.value for field in shown.fields}
        assert told.get("access") == (service.access.model_dump() if service.access else None)
