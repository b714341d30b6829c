"""What a builder of this knowledge base gets wrong (the numbers are those of the list of traps)."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from knowledge.checks.sources import SOURCES
from knowledge.ontology import ontology
from knowledge.records import Contact, Factor, Helpline, PlanPassage
from tests.knowledge.reading import contacts_of, facts_of, sources_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from knowledge import Answer, Library
    from knowledge.content import Content

type Ask = Callable[..., Answer]

PLACES = tuple(ontology().municipalities)
DANGERS = ("vold", "overgrep", "omsorgssvikt")
NUMBER = re.compile(r"\b(?:\d{2} ){3}\d{2}\b|\b\d{8}\b|\b\d{3} \d{2} \d{3}\b")


# 1. None of the plans gives a phone number, an address or opening hours.
def test_no_number_or_address_stands_on_a_plan(content: Content) -> None:
    contacts = [one for one in content.records if isinstance(one, Contact | Helpline)]
    contacts = [one for one in contacts if getattr(one, "channel", None) != "nettside"]
    by_plan = [one.id for one in contacts for ref in one.sources if content.documents[ref.document].kind == "plan"]
    assert by_plan == []


@pytest.mark.parametrize("kommune", ["oppdal", "stor-elvdal"])
@pytest.mark.parametrize("service", ["ppt", "helsestasjon", "skole", "barnehage", "barnevern", "psykisk-helse-rus"])
def test_a_number_that_no_source_gives_is_not_given(ask: Ask, kommune: str, service: str) -> None:
    answer = ask("Hva er telefonnummeret?", kommune=kommune, question_type="kontakt", services=(service,))
    assert answer.outcome == "not_stated"
    assert NUMBER.findall(answer.reply) == []
    assert answer.handover.offered


def test_the_question_of_issue_two_for_a_number_has_no_number_in_its_reply(ask: Ask) -> None:
    answer = ask("hva er telefonnummeret til PPT?", kommune="oppdal", question_type="kontakt", services=("ppt",))
    assert re.findall(r"(?<![\d.])\d[\d ]{2,}", answer.reply) == []
    assert "Skriv «koordinator»" in answer.reply


# 5. A colour shown for a plan without colours is ours and says so; the word for the third level is the plan's own.
@pytest.mark.parametrize(
    ("kommune", "word"), [("oppdal", "indikert forebygging"), ("stor-elvdal", "indikativ forebygging")]
)
def test_the_third_level_has_the_plans_own_word_and_the_colour_is_ours(ask: Ask, kommune: str, word: str) -> None:
    answer = ask("Hva er rødt nivå?", kommune=kommune, question_type="niva", levels=("rod",))
    assert word in facts_of(answer).lower()
    assert "Fargene (grønn, gul, rød) er våre. Planen her bruker andre ord." in answer.notices


@pytest.mark.parametrize("kommune", ["nord-fron", "sor-fron", "ringebu"])
def test_the_plan_with_colours_of_its_own_is_not_said_to_use_other_words(ask: Ask, kommune: str) -> None:
    answer = ask("Hva er rødt nivå?", kommune=kommune, question_type="niva", levels=("rod",))
    assert "indisert forebygging" in facts_of(answer).lower()
    assert "Planen her bruker andre ord" not in answer.reply


def test_a_plan_without_levels_says_so_beside_the_nations_words(ask: Ask) -> None:
    answer = ask("Hva er rødt nivå?", kommune="tynset", question_type="niva", levels=("rod",))
    assert "indisert forebygging" in facts_of(answer).lower()
    assert "deler ikke hjelpen inn i nivåer" in facts_of(answer)


# 7. "Lower levels first" never delays a report to child welfare.
@pytest.mark.parametrize(("kommune", "need"), list(product(["nord-fron", "oppdal", "stor-elvdal"], DANGERS)))
@pytest.mark.parametrize("kind", ["terskel", "plikt", "prosess", "finn-hjelp"])
def test_danger_to_a_child_is_never_met_with_try_this_first(ask: Ask, kommune: str, need: str, kind: str) -> None:
    asked: dict[str, Any] = {"question_type": kind, "needs": (need,), "role": "ansatt"}
    answer = ask("Må vi prøve andre tiltak først?", kommune=kommune, **asked)
    assert "barnevern" in [one.type for one in answer.services][:2]
    assert "uten ugrunnet opphold" in facts_of(answer) or "med en gang" in facts_of(answer)
    assert "prøv dette først" not in answer.reply.lower()


@pytest.mark.parametrize("kommune", PLACES)
def test_the_third_level_is_no_reason_to_wait_with_a_report(ask: Ask, kommune: str) -> None:
    answer = ask(
        "Må lavere nivå være prøvd før vi melder til barnevernet?",
        kommune=kommune,
        role="ansatt",
        question_type="plikt",
        services=("barnevern",),
        needs=("bekymring-for-barn",),
    )
    assert "uten ugrunnet opphold" in facts_of(answer)


# 10. Absence from a cell is not absence of a duty to report.
@pytest.mark.parametrize("level", list(ontology().levels))
def test_a_cell_without_child_welfare_frees_nobody_from_the_duty(ask: Ask, level: str) -> None:
    asked: dict[str, Any] = {"levels": (level,), "risk_areas": ("psykososialt-miljo",), "role": "ansatt"}
    answer = ask("Hvem har ansvar?", kommune="oppdal", question_type="ansvar", **asked)
    assert "barnevern" not in answer.responsibility[0].services
    assert "fritar ingen fra plikten til å melde fra til barnevernet" in answer.reply


# 11. Oppdal's chapter 9 is recommended, not adopted; the 15 % are about leisure time.
def test_every_passage_of_oppdals_chapter_nine_is_marked_as_not_adopted(content: Content) -> None:
    passages = [one for one in content.records if isinstance(one, PlanPassage) and one.owner == "oppdal"]
    ninth = [one for one in passages if all(ref.locator.startswith("9") for ref in one.sources)]
    assert len(ninth) >= 5
    # One passage there tells how it is today, not what is recommended.
    assert [one.id for one in ninth if one.adopted] == ["oppdal/plan-psykisk-helsetilbud-er-delt"]


@pytest.mark.parametrize(
    ("text", "services"),
    [
        ("Har Oppdal en koordinator i 30 prosent stilling?", ("koordinator",)),
        ("Hvor mange ettåringer er det per ansatt i barnehagen?", ("barnehage",)),
        ("Får Oppdal en psykisk helsetjeneste for 0-18 år?", ("psykisk-helse-barn-unge",)),
    ],
)
def test_what_is_only_recommended_is_told_as_that(ask: Ask, text: str, services: tuple[str, ...]) -> None:
    answer = ask(text, kommune="oppdal", question_type="om-planen", services=services)
    assert "anbefal" in facts_of(answer)
    assert "ikke vedtatt" in facts_of(answer)


def test_the_bullying_of_fifteen_percent_is_told_as_leisure_time(ask: Ask) -> None:
    answer = ask("Hvor mange blir mobbet på fritiden?", kommune="oppdal", question_type="om-planen")
    assert "15 % av elevene i barneskolealder" in facts_of(answer)
    assert "Tallet gjelder fritiden, ikke skolen." in facts_of(answer)


# 12. A page break put two risk factors among the protective ones.
@pytest.mark.parametrize("name", ["oppdal/faktor-hoyt-skolefravaer", "oppdal/faktor-manglende-interesse-skole"])
def test_the_factors_of_the_page_break_are_risks(content: Content, name: str) -> None:
    [factor] = [one for one in content.records if one.id == name]
    assert isinstance(factor, Factor)
    assert factor.side == "risk"
    assert "øker risikoen" in factor.text.nb


def test_high_absence_is_told_as_a_risk(ask: Ask) -> None:
    asked: dict[str, Any] = {"role": "ansatt", "needs": ("skolefravaer",)}
    answer = ask("Er høyt skolefravær en risikofaktor?", kommune="oppdal", question_type="om-planen", **asked)
    assert "høyt skolefravær blant det som øker risikoen" in facts_of(answer)


# 13. The service 0-25 stands under the third level, yet needs no referral. Stor-Elvdal has a plan of its own.
def test_the_third_level_needs_no_referral_and_is_for_mild_to_moderate_difficulties(ask: Ask) -> None:
    asked: dict[str, Any] = {"services": ("psykisk-helse-barn-unge",), "needs": ("psykisk-helse",)}
    answer = ask("Trenger vi henvisning?", kommune="stor-elvdal", question_type="terskel", **asked)
    assert answer.services[0].level == ("rod",)
    assert "Du trenger ikke henvisning." in facts_of(answer)
    assert "milde til moderate" in facts_of(answer)


def test_stor_elvdal_is_told_nothing_of_nord_osterdals_plan(library: Library, moment: datetime) -> None:
    owners = {one.owner for one in library.view("stor-elvdal", moment.date()).records}
    assert owners == {"stor-elvdal", "nasjonal"}


# 14. Stor-Elvdal's numbers and hedges.
@pytest.mark.parametrize(
    ("kommune", "number", "span"), [("stor-elvdal", "12", "18 månedene"), ("oppdal", "14", "null til fem år")]
)
def test_twelve_consultations_in_eighteen_months_and_fourteen_in_all_are_both_right(
    ask: Ask, kommune: str, number: str, span: str
) -> None:
    asked: dict[str, Any] = {"services": ("helsestasjon",), "needs": ("helsekontroll-vaksine",)}
    answer = ask("Hvor mange konsultasjoner har helsestasjonen?", kommune=kommune, question_type="rettighet", **asked)
    assert f"{number} " in facts_of(answer)
    assert span in facts_of(answer)


def test_a_parenting_course_may_be_arranged_and_is_not_promised(ask: Ask) -> None:
    asked: dict[str, Any] = {"services": ("foreldreveiledning",), "needs": ("foreldreveiledning",)}
    answer = ask("Har dere COS-P-kurs?", kommune="stor-elvdal", question_type="finn-hjelp", **asked)
    assert "kan arrangere" in facts_of(answer)


def test_no_meeting_arena_is_invented_for_the_missing_appendix(content: Content) -> None:
    arenas = sorted(one.id for one in content.records if one.kind == "arena" and one.owner == "stor-elvdal")
    assert arenas == [
        "stor-elvdal/arena-ansvarsgruppe",
        "stor-elvdal/arena-faste-strukturer",
        "stor-elvdal/arena-samarbeidsmote",
    ]


def test_the_duty_of_schooling_ends_with_the_tenth_grade(ask: Ask) -> None:
    asked: dict[str, Any] = {"services": ("skole",), "role": "forelder"}
    answer = ask("Hvor lenge varer skoleplikten?", kommune="stor-elvdal", question_type="plikt", **asked)
    assert "til de har avsluttet 10. trinn" in facts_of(answer)
    assert "til de er 18" not in facts_of(answer)


# 19. 110 fire, 112 police, 113 ambulance; 116 111 by phone day and night, its chat not.
@pytest.mark.parametrize(("number", "label"), [("110", "Brann"), ("112", "Politi"), ("113", "Medisinsk nødtelefon")])
def test_the_emergency_numbers_are_not_swapped(content: Content, number: str, label: str) -> None:
    helplines = [one for one in content.records if isinstance(one, Helpline)]
    [line] = [line for one in helplines for line in one.lines if line.value == number]
    assert line.label.nb.startswith(label)
    assert line.opening == "always"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Han har tatt en overdose og er bevisstløs", "113"),
        ("Jeg vil ikke leve lenger", "113"),
        ("Pappa slår meg", "112"),
    ],
)
def test_danger_to_life_calls_the_ambulance_and_violence_the_police(ask: Ask, text: str, first: str) -> None:
    answer = ask(text, kommune="oppdal", question_type="finn-hjelp", role="ungdom")
    assert answer.acute is not None
    assert answer.acute.contacts[0].value == first


def test_the_alarm_line_answers_by_phone_at_all_hours_and_by_chat_at_some(content: Content) -> None:
    [line] = [one for one in content.records if isinstance(one, Helpline) and one.type == "alarmtelefonen"]
    assert {one.channel: one.opening for one in line.lines if one.channel == "telefon"} == {"telefon": "always"}
    assert [one.opening for one in line.lines if one.channel == "chat" and one.opening == "always"] == []


# 20. Law is cited as it stands now.
@pytest.mark.parametrize(
    ("text", "asked", "paragraph"),
    [
        ("Når må vi melde til barnevernet?", {"services": ("barnevern",), "needs": ("bekymring-for-barn",)}, "§ 13-2"),
        ("Hva er aktivitetsplikten i skolen?", {"services": ("skole",), "needs": ("mobbing-miljo",)}, "§ 12-4"),
    ],
)
def test_duties_stand_on_todays_paragraphs(ask: Ask, text: str, asked: dict[str, Any], paragraph: str) -> None:
    answer = ask(text, kommune="oppdal", role="ansatt", question_type="plikt", **asked)
    assert paragraph in {one.locator.split(" bokstav")[0].split(" f")[0].split(" a")[0] for one in sources_of(answer)}


def test_the_three_months_run_after_the_week(ask: Ask) -> None:
    answer = ask("Hvor lang tid tar undersøkelsen?", kommune="oppdal", question_type="prosess", services=("barnevern",))
    assert answer.process is not None
    deadlines = [step.deadline for step in answer.process.steps if step.deadline]
    assert "Snarest, og senest innen en uke." in deadlines
    assert any(one.startswith("Senest tre måneder etter at uka til gjennomgang er ute.") for one in deadlines)


# 21. Private persons may be anonymous by phone or letter; the portal requires log-in.
@pytest.mark.parametrize("kommune", PLACES)
def test_anonymous_by_phone_or_letter_but_not_in_the_portal(ask: Ask, kommune: str) -> None:
    asked: dict[str, Any] = {"services": ("barnevern",), "needs": ("bekymring-for-barn",), "role": "forelder"}
    answer = ask("Kan jeg melde fra anonymt til barnevernet?", kommune=kommune, question_type="prosess", **asked)
    assert "Vil du være anonym, kan du ringe eller sende brev." in facts_of(answer)
    assert "må du logge inn, og du kan ikke være anonym" in facts_of(answer)


# 22. Two sources disagree on the child-welfare emergency number.
@pytest.mark.parametrize("kommune", PLACES)
def test_a_number_that_sources_disagree_on_is_not_shown_and_others_stand_beside(ask: Ask, kommune: str) -> None:
    asked: dict[str, Any] = {"services": ("barnevernvakt",), "needs": ("omsorgssvikt",)}
    answer = ask("Hva er nummeret til barnevernvakta?", kommune=kommune, question_type="kontakt", **asked)
    assert "40 40 40 15" not in answer.reply
    assert {"116 111", "112"} <= {one.value for one in contacts_of(answer)}


def test_whoever_asks_for_the_emergency_service_by_name_gets_numbers_that_answer(ask: Ask) -> None:
    asked: dict[str, Any] = {"services": ("barnevernvakt",), "kommune": "nord-fron"}
    answer = ask("Hva er nummeret til barnevernvakta?", question_type="kontakt", **asked)
    assert {"116 111", "112"} <= {one.value for one in contacts_of(answer)}


# 23. Absence from school goes to school, PPT, school nurse and GP; child welfare is not the first answer to it.
@pytest.mark.parametrize(("kommune", "role"), list(product(PLACES, ("forelder", "ungdom", "ansatt", "ukjent"))))
def test_absence_alone_is_not_sent_to_child_welfare(ask: Ask, kommune: str, role: str) -> None:
    asked: dict[str, Any] = {"needs": ("skolefravaer",), "role": role, "age": 12}
    answer = ask("Han vil ikke på skolen lenger", kommune=kommune, question_type="finn-hjelp", **asked)
    types = [one.type for one in answer.services]
    assert types[0] in {"skole", "skolehelsetjeneste"}
    assert {"skole", "skolehelsetjeneste", "ppt"} <= set(types)
    assert "barnevern" not in types


def test_the_lonely_child_of_issue_two_gets_one_first_step_and_several_services(ask: Ask) -> None:
    answer = ask(
        "sønnen min på 9 er mye lei seg, går alene i friminuttene og vil ikke på skolen lenger, "
        "og jeg er aleine og sliten",
        kommune="oppdal",
        role="forelder",
        age=9,
        question_type="finn-hjelp",
        needs=("ensomhet-utenforskap", "psykisk-helse", "skolefravaer", "sliten-forelder"),
    )
    types = [one.type for one in answer.services]
    assert {"skole", "skolehelsetjeneste", "ppt"} <= set(types)
    assert types[0] != "barnevern"
    assert len(answer.plan) >= 2
    assert answer.plan[0].service == answer.services[0].id


# 24. Mowing a lawn is no violence.
@pytest.mark.parametrize(
    "text", ["Hvem kan slå gresset for en på 82?", "Vi spiller for å drepe tid", "Jeg holdt på å dø av latter"]
)
def test_harmless_words_raise_no_alarm(ask: Ask, text: str) -> None:
    answer = ask(text, kommune="oppdal", question_type="utenfor")
    assert (answer.outcome, answer.acute) == ("out_of_scope", None)


# Where a fact stands must be where it stands for those who ask.
# A word or a level may be explained in the words of one plan, which the answer then names.
def test_no_national_record_stands_on_one_municipalitys_plan_alone(content: Content) -> None:
    nation = [one for one in content.records if one.owner == "nasjonal" and one.kind not in {"definition", "level"}]
    alone = [one.id for one in nation if all(ref.document.startswith("plan-") for ref in one.sources)]
    assert alone == []


@pytest.mark.parametrize("kommune", ["oppdal", "stor-elvdal"])
def test_a_municipalitys_own_record_that_stands_on_a_plan_stands_on_its_own(content: Content, kommune: str) -> None:
    own = [(one.id, {ref.document for ref in one.sources}) for one in content.records if one.owner == kommune]
    by_plan = [(name, documents) for name, documents in own if any(one.startswith("plan-") for one in documents)]
    assert len(by_plan) > 50
    assert [name for name, documents in by_plan if f"plan-{kommune}" not in documents] == []


# 18. The plans name their authors. No person's name goes into the content, nor into the copies of the plans.
def test_the_copies_of_the_plans_say_where_names_were_left_out() -> None:
    copies = {path.name: path.read_text(encoding="utf-8") for path in SOURCES.glob("*.txt")}
    assert len(copies) == len({one.plan for one in ontology().municipalities.values()})
    for name in ("nord-osterdal.txt", "oppdal.txt"):
        assert "[navn utelatt:" in copies[name]


@pytest.mark.parametrize("kommune", PLACES)
def test_who_leads_a_service_is_not_told(ask: Ask, kommune: str) -> None:
    answer = ask("Hva heter lederen av barnevernet?", kommune=kommune, question_type="kontakt", services=("barnevern",))
    assert not re.search(r"leder(?:en)?,? [A-ZÆØÅ][a-zæøå]+ [A-ZÆØÅ]", answer.reply)


# 25. What is to be rechecked is never shown as a number.
@pytest.mark.parametrize("kommune", PLACES)
def test_no_unconfirmed_number_is_ever_shown(ask: Ask, content: Content, kommune: str) -> None:
    hidden = {
        line
        for one in content.records
        if isinstance(one, Contact | Helpline) and one.status == "unconfirmed"
        for line in ([one.value] if isinstance(one, Contact) else [each.value for each in one.lines])
    }
    for one in content.records:
        if one.status == "confirmed" and isinstance(one, Contact | Helpline):
            hidden -= {one.value} if isinstance(one, Contact) else {line.value for line in one.lines}
    assert hidden
    for service in ontology().services:
        answer = ask("Hvordan når jeg dem?", kommune=kommune, question_type="kontakt", services=(service,))
        assert not [value for value in hidden if value in answer.reply]
