"""Several needs become one order of services: the pressing first, each service once, and one first step."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from foundation.clock import NORWAY
from knowledge import Library, Need, Query, answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from knowledge import Answer
    from knowledge.records import AnyRecord, Role

    type Make = Callable[..., AnyRecord]

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=NORWAY)
ROUTES = {
    "sfo": ("sfo", "skole", "nav"),
    "okonomi": ("nav", "bolig", "skole"),
    "vold": ("barnevern", "politi"),
    "fritid": ("kultur-fritid",),
}
ROLES: tuple[Role, ...] = ("forelder", "ungdom", "ansatt", "ukjent")
HERE = ("sfo", "skole", "nav", "bolig", "barnevern", "politi")


def words(text: str) -> dict[str, str]:
    """Return the same words in both written standards."""
    return {"nb": text, "nn": text}


@pytest.fixture
def shelf(make_record: Make, make_library: Callable[..., Library]) -> Library:
    """Four routes and six services; the one service of `fritid` does not exist here."""
    services = [make_record("service", f"oppdal/{kind}", type=kind, name=words(kind.upper())) for kind in HERE]
    routes = [
        make_record(
            "route",
            f"oppdal/rute-{need}",
            need=need,
            first=words(f"Først {need}."),
            steps=[{"service": service, "why": words(f"Fordi {service}.")} for service in steps],
        )
        for need, steps in ROUTES.items()
    ]
    return make_library(*services, *routes)


def helped(shelf: Library, *needs: str, **understood: Any) -> Answer:  # noqa: ANN401 - Query's fields
    """Return the answer to a message with these needs, the most certain first."""
    weighed = tuple(Need(need, 0.9 - 0.1 * place) for place, need in enumerate(needs))
    asked = {"kommune": "oppdal", "question_type": "finn-hjelp", **understood}
    return answer(Query("Hjelp", needs=weighed, **asked), shelf, NOON)


def test_one_need_gives_its_services_in_the_routes_order(shelf: Library) -> None:
    found = helped(shelf, "sfo")
    assert [(one.type, one.why) for one in found.services] == [
        ("sfo", "Fordi sfo."),
        ("skole", "Fordi skole."),
        ("nav", "Fordi nav."),
    ]
    assert [one.text for one in found.statements] == ["Først sfo."]
    assert found.plan == ()


def test_several_needs_take_turns_and_name_each_service_once(shelf: Library) -> None:
    found = helped(shelf, "sfo", "okonomi")
    assert [one.type for one in found.services] == ["sfo", "nav", "skole", "bolig"]
    assert [(one.text, one.service) for one in found.plan] == [
        ("Først sfo.", "oppdal/sfo"),
        ("Først okonomi.", "oppdal/nav"),
    ]


def test_violence_comes_first_however_sure_the_rest_is(shelf: Library) -> None:
    found = helped(shelf, "sfo", "okonomi", "vold")
    assert found.services[0].type == "barnevern"
    assert found.plan[0].text == "Først vold."


def test_there_are_never_more_than_five_services(shelf: Library) -> None:
    found = helped(shelf, "sfo", "okonomi", "vold")
    assert len(found.services) == 5


def test_a_service_that_does_not_exist_here_is_not_named(shelf: Library) -> None:
    found = helped(shelf, "fritid")
    assert found.services == ()
    assert [one.text for one in found.statements] == ["Først fritid."]


@pytest.mark.parametrize(("age", "offered"), [(None, True), (5, False), (6, True), (10, True), (11, False)])
def test_a_service_for_other_ages_is_not_offered(
    shelf: Library, make_record: Make, age: int | None, *, offered: bool
) -> None:
    limited = make_record("service", "oppdal/sfo", type="sfo", ages={"low": 6, "high": 10})
    others = tuple(one for one in shelf.records if one.id != "oppdal/sfo")
    found = helped(Library((*others, limited), shelf.documents), "sfo", age=age)
    assert ("sfo" in [one.type for one in found.services]) is offered


@pytest.mark.parametrize(
    ("role", "begins"),
    [
        ("forelder", "Takk for at du skriver."),
        ("ukjent", "Takk for at du skriver."),
        ("ungdom", "Bra at du skriver."),
        ("ansatt", "Her er hvem som har oppgaven"),
    ],
)
def test_each_role_is_spoken_to_in_its_own_way(shelf: Library, role: str, begins: str) -> None:
    assert helped(shelf, "sfo", role=role).reply.startswith(begins)


@pytest.mark.parametrize("kind", ["plikt", "prosess", "rettighet", "terskel", "kontakt", "pris"])
def test_a_pressing_need_is_helped_whatever_was_asked(shelf: Library, kind: str) -> None:
    found = helped(shelf, "vold", question_type=kind)
    assert found.services[0].type == "barnevern"
    assert "Først vold." in [one.text for one in found.statements]


def test_an_employee_reads_what_is_written_for_employees(
    make_record: Make, make_library: Callable[..., Library]
) -> None:
    texts = {"text": words("Til alle."), "staff": words("Til ansatte.")}
    sfo = make_record("service", "oppdal/sfo", type="sfo")
    shelf = make_library(sfo, make_record("measure", "oppdal/a", services=["sfo"], **texts))
    asked: dict[str, Any] = {"kommune": "oppdal", "question_type": "om-planen", "services": ("sfo",)}
    told = [answer(Query("Hva?", role=role, **asked), shelf, NOON).statements[0].text for role in ROLES]
    assert told == ["Til alle.", "Til alle.", "Til ansatte.", "Til alle."]


def test_a_vague_opening_gets_one_question_and_no_child_welfare(ask: Callable[..., Answer]) -> None:
    unsure = (Need("omsorgssvikt", 0.42), Need("psykisk-helse", 0.36))
    answer = ask("det går ikke bra hjemme", kommune="oppdal", question_type="finn-hjelp", needs=unsure)
    assert answer.outcome == "clarification"
    assert answer.clarification is not None
    assert (answer.clarification.asks_for, answer.services) == ("need", ())


def test_naming_child_welfare_is_not_telling_of_neglect(ask: Callable[..., Answer]) -> None:
    heard = (Need("skolefravaer", 0.9), Need("omsorgssvikt", 0.95))
    question = "Kan barnevernet ta barnet fordi det ikke går på skolen?"
    answer = ask(question, kommune="oppdal", question_type="finn-hjelp", needs=heard, services=("barnevern",))
    assert answer.services[0].type == "skole"


def test_beside_what_is_pressing_only_a_sure_need_is_told(ask: Callable[..., Answer]) -> None:
    heard = (Need("vold", 0.65), Need("ensomhet-utenforskap", 0.42))
    answer = ask("Faren hans slår ham", kommune="oppdal", question_type="finn-hjelp", needs=heard)
    assert answer.plan == ()
    assert answer.services[0].type == "barnevern"


def test_a_child_that_hits_is_met_with_help_for_anger_first(ask: Callable[..., Answer]) -> None:
    heard = (Need("atferd", 0.99), Need("vold", 0.98))
    question = "åtteåringen min slår meg når han blir sint"
    answer = ask(question, kommune="oppdal", role="forelder", question_type="finn-hjelp", needs=heard)
    assert answer.services[0].type == "skole"
    assert answer.acute is not None


def test_whoever_fears_child_welfare_for_absence_is_sent_to_the_school_first(ask: Callable[..., Answer]) -> None:
    heard = (Need("omsorgssvikt", 0.95), Need("skolefravaer", 0.8))
    question = "Kan barnevernet ta barnet fordi det ikke går på skolen?"
    answer = ask(question, kommune="stor-elvdal", question_type="rettighet", needs=heard, services=("barnevern",))
    assert answer.services[0].type == "skole"
    assert answer.statements[0].text.startswith("Ta kontakt med kontaktlæreren eller rektor")


def test_words_that_say_nothing_certain_are_asked_about(ask: Callable[..., Answer]) -> None:
    answer = ask("æ e 14 å har det itj nå bra", kommune="oppdal", role="ungdom", question_type="finn-hjelp", age=14)
    assert answer.outcome == "clarification"
    assert [one.type for one in answer.services] == ["alarmtelefonen", "kors-pa-halsen", "ung-no"]


def test_a_threat_with_a_weapon_is_met_with_nothing_but_help_against_it(ask: Callable[..., Answer]) -> None:
    heard = ("vold", "kriminalitet", "atferd")
    answer = ask("Han truer oss med kniv", kommune="oppdal", role="forelder", question_type="finn-hjelp", needs=heard)
    assert answer.acute is not None
    assert [one.value for one in answer.acute.contacts[:2]] == ["112", "113"]
    assert "Snakk med" not in answer.reply


def test_a_young_person_in_despair_is_not_told_of_tired_parents(ask: Callable[..., Answer]) -> None:
    heard = ("selvmordstanker", "sliten-forelder")
    answer = ask("eg orkar ikkje meir", kommune="folldal", role="ungdom", question_type="finn-hjelp", needs=heard)
    assert "sliten forelder" not in answer.reply.lower()


def test_a_service_that_is_refused_is_left_out_unless_somebody_is_hurt(shelf: Library) -> None:
    without = helped(shelf, "okonomi", refused=frozenset({"nav"}))
    hurt = helped(shelf, "vold", refused=frozenset({"barnevern"}))
    assert [one.type for one in without.services] == ["bolig", "skole"]
    assert "barnevern" in [one.type for one in hurt.services]


def test_an_employee_is_not_sent_to_where_they_work_first(shelf: Library) -> None:
    at_nav = helped(shelf, "okonomi", role="ansatt", own_services=frozenset({"nav"}))
    at_home = helped(shelf, "okonomi", role="forelder", own_services=frozenset({"nav"}))
    assert ([one.type for one in at_nav.services][-1], at_home.services[0].type) == ("nav", "nav")


def test_a_mere_word_shows_no_lines_where_the_net_that_reads_the_whole_message_hears_nothing(
    ask: Callable[..., Answer],
) -> None:
    unread, calm = (ask("selvmord", question_type="definisjon", calm=calm) for calm in (False, True))
    assert (unread.acute is not None, calm.acute) == (True, None)


def test_what_is_told_shows_its_lines_whatever_the_second_net_says(ask: Callable[..., Answer]) -> None:
    told = ask("Jeg vil ikke leve lenger", question_type="finn-hjelp", calm=True)
    assert told.outcome == "acute"
    doubted = ask("Hva skjer hvis jeg sier at stefar slår meg?", question_type="finn-hjelp", calm=True)
    assert doubted.acute is not None


def test_nobody_in_danger_is_offered_topics(ask: Callable[..., Answer]) -> None:
    assert ask("hun puster ikke").suggestions == ()
