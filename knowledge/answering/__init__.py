"""From a Query to an Answer: a pure function of the question, the content and the moment."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge.answering import help as help_
from knowledge.answering import records, services, talk, thresholds
from knowledge.answering.asking import DANGER_NOW, question_beside
from knowledge.answering.cite import card, channels_asked, statement
from knowledge.answering.compose import compose
from knowledge.answering.facts import Facts
from knowledge.answering.relevance import gap_asked, gap_of_type, names_gap, own_best
from knowledge.answering.scene import Scene
from knowledge.answering.steps import goes_further, under_way
from knowledge.answering.urgency import alarm_told, stands_alone
from knowledge.answers import is_miss
from knowledge.query import LANGUAGES
from knowledge.records import Gap
from knowledge.safety import Alarm
from knowledge.texts import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from knowledge.answers import Answer, Clarification, Statement
    from knowledge.library import Library
    from knowledge.query import Query
    from knowledge.records import AnyRecord

TALK: dict[str, Callable[[Scene], Facts]] = {
    "menneske": talk.person,
    "smaprat": talk.small_talk,
    "personvern": talk.privacy,
    "utenfor": talk.outside,
}
FACTS: dict[str, Callable[[Scene], Facts]] = {
    "finn-hjelp": help_.find_help,
    "kontakt": services.contact,
    "terskel": thresholds.threshold,
    "ansvar": services.responsibility,
    "niva": records.levels,
    "plikt": records.duties,
    "prosess": records.processes,
    "moteplass": records.arenas,
    "rettighet": records.rights,
    "pris": services.price,
    "definisjon": records.definitions,
    "om-planen": records.about_the_plan,
}
# Question types whose answer is the municipality's own.
MUNICIPAL = frozenset({"kontakt", "ansvar", "moteplass", "pris", "terskel", "om-planen"})
# Types that are asked of a service or a need: without either, what is meant must be asked.
ABOUT_SOMETHING = frozenset({"finn-hjelp", "kontakt", "pris", "terskel"})
# Types that a question about a plan's responsibility table is easily taken for.
BY_TABLE = frozenset({"niva", "om-planen", "definisjon", "moteplass", "prosess", "plikt", "finn-hjelp"})
# Types that «hva er adressen til Nav?» is easily taken for, and the ways of reaching somebody that say otherwise.
NOT_A_CHANNEL = frozenset({"definisjon", "om-planen", "ansvar"})
# «Må jeg si hva jeg heter når jeg ringer barnevernet?»
REPORTED = frozenset(
    {"barnevern", "barnevernvakt", "alarmtelefonen", "bekymring-for-barn", "omsorgssvikt", "vold", "overgrep"}
)
MAY_BE_ANONYMOUS = frozenset({"personvern", "kontakt", "finn-hjelp", "terskel", "plikt", "rettighet"})
WRITTEN = frozenset({"adresse", "epost", "nettside"})
# «Ja, noen er i fare nå», pressed where nothing remembers what kind of danger that was asked about.
BUTTONS_OF_DANGER = frozenset(say(DANGER_NOW, language) for language in LANGUAGES)
DANGER_TO_LIFE = "fare-for-liv"
# Types that are asked of a case: if that case is pressing, who can help is told whatever was asked.
ABOUT_A_CASE = frozenset({"moteplass", "plikt", "prosess", "rettighet", "terskel", "kontakt", "pris"})


def answer(query: Query, library: Library, now: datetime) -> Answer:
    """What the assistant says to a question.

    Args:
        query: the question as it was understood; its text is masked.
        library: all content.
        now: the moment, with Norway's time zone; decides what holds and which lines are open.
    """
    view = library.view(query.kommune, now.date(), signed_in=query.signed_in)
    scene = Scene(query, view, now, _alarm(query))
    facts = _find(scene)
    unknown = query.replied == "unknown" and "kommune" in query.asked
    if facts.outcome == "clarification" and (query.questions >= talk.MOST_QUESTIONS or unknown):
        facts = talk.asked_enough(scene, facts)
    elif query.misses and query.other_language is None and is_miss(facts.outcome, facts.clarification):
        facts = talk.missed_twice(scene, facts)
    scene = _with_what_is_heard(scene)
    return compose(scene, replace(facts, beside=question_beside(scene, facts, _find)))


def ask_back(query: Query, library: Library, now: datetime, question: str, clarification: Clarification) -> Answer:
    """A question of ours with its buttons, as a guided flow asks it; help lines beside it where danger is told."""
    view = library.view(query.kommune, now.date(), signed_in=query.signed_in)
    facts = Facts(outcome="clarification", opening=question, clarification=clarification)
    return compose(Scene(query, view, now, _alarm(query)), facts)


def help_lines(query: Query, library: Library, now: datetime) -> Answer | None:
    """The help lines and no more, where the text tells of danger: what is said while a person answers the rest."""
    alarm = _alarm(query)
    if alarm is None:
        return None
    view = library.view(query.kommune, now.date(), signed_in=query.signed_in)
    return compose(Scene(query, view, now, alarm), Facts(outcome="acute"))


def _alarm(query: Query) -> Alarm | None:
    if query.danger_now is not None:
        return Alarm(query.danger_now, certain=True, subject="child", ongoing=True)
    if query.alone and query.text in BUTTONS_OF_DANGER:
        return Alarm(query.danger or DANGER_TO_LIFE, certain=True, subject="child", ongoing=True)
    return alarm_told(query) or _remembered(query)


def _with_what_is_heard(scene: Scene) -> Scene:
    """With danger that only the trained net hears: it changes nothing of the answer, but help lines stand beside."""
    heard = scene.query.danger_heard
    if heard is None or (scene.alarm is not None and not scene.alarm.remembered):
        return scene
    return replace(scene, alarm=Alarm(heard, certain=False, subject="unknown", ongoing=False))


def _remembered(query: Query) -> Alarm | None:
    # Danger that was told is not over with the next message: its lines stay beside the answers for a while.
    return (
        Alarm(query.danger, certain=False, subject="unknown", ongoing=False, remembered=True) if query.danger else None
    )


def _find(scene: Scene) -> Facts:
    return _whatever_it_says(scene) or _at_once(scene) or _of_type(scene)


def _whatever_it_says(scene: Scene) -> Facts | None:
    """What is said to any message: it was deleted, nothing may be answered now, or nothing understands it."""
    if scene.query.forgotten:
        return talk.privacy(scene)
    if scene.query.stopped is not None:
        return talk.stopped(scene, scene.query.stopped)
    return _alone(scene) if scene.query.alone else None


def _at_once(scene: Scene) -> Facts | None:
    """What is answered without looking at what kind of question it is."""
    if scene.alarm is not None:
        return help_.poisoned(scene)
    if scene.query.other_language is not None:
        return talk.in_another_language(scene, scene.query.other_language)
    silent = scene.query.from_context or not scene.query.needs
    if silent and scene.query.replied is None and talk.does_not_know(scene):
        return talk.does_not_know_what(scene)
    return talk.of_the_assistant(scene) or _in_its_own_words(scene)


def _in_its_own_words(scene: Scene) -> Facts | None:
    # What sounds like something outside may stand in the municipality's own plan.
    best = own_best(scene, examples=True) if scene.query.question_type == "utenfor" else None
    return _of_its_own(scene, best) if best is not None else None


def _of_type(scene: Scene) -> Facts:
    by_its_words = _by_what_it_says(scene)
    return by_its_words if by_its_words is not None else _of_kind(scene)


def _by_what_it_says(scene: Scene) -> Facts | None:
    """What a few words ask for, whatever the type is taken for."""
    query = scene.query
    if query.from_context and query.role != "ansatt" and scene.says_any("coordinates"):
        return help_.who_coordinates(scene)
    if _asks_to_be_anonymous(scene, query.question_type):
        return records.anonymity(scene)  # Before child welfare, not before the assistant.
    if query.role == "ungdom" and not query.needs and scene.says_any("whom_to_talk_to"):
        return talk.does_not_know_what(scene)
    return None


def _of_kind(scene: Scene) -> Facts:
    kind = _meant(scene, scene.query.question_type) if scene.query.question_type else None
    if kind == "utenfor" and services.asks_for_the_doctor_on_duty(scene):
        kind = "kontakt"
    begun = under_way(scene) if _asks_what_next(scene, kind) else None
    if begun is not None:
        return help_.next_step(scene, begun)
    if kind in TALK and not _asks_in_danger(scene, kind):
        return TALK[kind](scene)
    if kind in TALK:
        kind = "finn-hjelp"
    if kind is None:
        return _by_words(scene)
    if kind in BY_TABLE and services.asks_for_cells(scene):
        kind = "ansvar"
    if kind in NOT_A_CHANNEL and scene.named and channels_asked(scene) & WRITTEN:
        kind = "kontakt"
    facts = records.with_figures(scene, kind, records.with_best(scene, kind, FACTS[kind](scene)))
    facts = help_.with_pressing(scene, facts) if kind in ABOUT_A_CASE else facts
    return services.with_named(scene, kind, _honest(scene, kind, facts))


def _asks_what_next(scene: Scene, kind: str | None) -> bool:
    """Whether somebody in the middle of a case asks for what comes now: «tiltakene virker ikke, hva nå?»."""
    if stands_alone(scene) or kind in {"kontakt", "pris", "definisjon"}:
        return False
    if goes_further(scene):
        return True
    if kind in TALK:
        return False
    tells = kind == "finn-hjelp" and scene.query.role == "ansatt" and scene.says_any("tried")
    return tells or scene.says_any("what_next")


def _asks_to_be_anonymous(scene: Scene, kind: str | None) -> bool:
    """Whether somebody asks if who reports will know their name."""
    if kind == "personvern" and scene.says_any("reports"):
        return True
    if scene.query.role == "ansatt" and scene.says_any("discusses"):
        return False  # «Kan vi drøfte barnet anonymt i teamet?» is asked of the child's name.
    reports = bool(REPORTED & {*scene.named, *scene.query.need_ids})
    by_a_channel = kind == "kontakt" and (channels_asked(scene) or scene.says_any("reports"))
    before_them = not by_a_channel and not scene.says_any("here")
    return reports and kind in MAY_BE_ANONYMOUS and before_them and scene.says_any("anonymous")


def _meant(scene: Scene, kind: str) -> str:
    query = scene.query
    if kind in {"definisjon", "smaprat"}:
        return _meant_by_its_words(scene, kind)
    if query.role == "ansatt" or not query.needs:
        return kind
    if kind == "prosess" and not scene.named and scene.says("hvem"):
        return "finn-hjelp"  # «Hvem tar vi det opp med først?»
    if kind == "ansvar" and query.needs[0].id == "koordinering":
        return "finn-hjelp"  # «PPT, fysio, skole og sykehus. Hvem samordner?»
    if kind == "menneske" and scene.says("hvem kan"):
        return "finn-hjelp"  # «Hvem kan jeg snakke med når jeg har det kjipt?»
    return kind


def _meant_by_its_words(scene: Scene, kind: str) -> str:
    """«Hva er terskelen for BUP?» asks for no meaning, and «glem det, jeg orker ikke mer» is no small talk."""
    if kind == "definisjon":
        return "terskel" if scene.named and scene.says("terskel") else kind
    return "finn-hjelp" if scene.query.needs and not talk.is_courtesy(scene) else kind


def _of_its_own(scene: Scene, best: AnyRecord) -> Facts:
    return (
        _not_stated(scene, Facts(), statement(scene, best)) if isinstance(best, Gap) else records.own_words(scene, best)
    )


def _asks_in_danger(scene: Scene, kind: str) -> bool:
    """Whether what sounds like something outside goes on about danger: «skal jeg dra på legevakta?»."""
    wandering = kind == "utenfor" or (kind == "smaprat" and not talk.is_no_question(scene))
    return scene.alarm is not None and wandering


def _honest(scene: Scene, kind: str, facts: Facts) -> Facts:
    """Adds what no source says, asks for the municipality, or admits that nothing was found."""
    if scene.query.kommune is None and kind in MUNICIPAL and not _holds_everywhere(kind, facts):
        return talk.ask_municipality(scene)
    gap = gap_asked(scene) if _may_lack(scene, kind, facts) else None
    if gap is not None:
        return _not_stated(scene, facts, statement(scene, gap))
    if facts.empty or facts.outcome == "not_stated":
        return _nothing(scene, kind, facts)
    return facts


def _may_lack(scene: Scene, kind: str, facts: Facts) -> bool:
    # A worry may hold any word; a word that is explained and a contact that is known lack nothing; of a price
    # that is told, only what the question's own word asks for can lack.
    known = bool(facts.statements) and facts.outcome == "answered"
    if kind == "finn-hjelp":
        return not scene.query.needs and scene.alarm is None
    if known and kind == "pris":
        return names_gap(scene, phrases=False)
    if known and (kind == "definisjon" or (kind == "kontakt" and not channels_asked(scene))):
        return names_gap(scene)
    return not (known and kind == "kontakt")


def _holds_everywhere(kind: str, facts: Facts) -> bool:
    known = bool(facts.statements) and facts.outcome == "answered"
    return known and kind != "ansvar"


def _not_stated(scene: Scene, facts: Facts, gap: Statement) -> Facts:
    return replace(
        facts,
        outcome="not_stated",
        opening=scene.say("not_stated"),
        statements=(gap, *facts.statements),
        handover=scene.say("reason_not_stated"),
        web=True,
    )


def _nothing(scene: Scene, kind: str, facts: Facts) -> Facts:
    """When a question type found nothing: a question back, a gap, help for the need, or an admission."""
    if kind == "finn-hjelp" and scene.query.needs and help_.is_vague(scene):
        return talk.ask_need(scene)
    if kind in ABOUT_SOMETHING and not (scene.query.needs or scene.named or facts.services):
        found = records.anything(scene) if kind != "finn-hjelp" else records.clearly(scene)
        return talk.ask_need(scene) if found.empty else found
    gap = gap_of_type(scene, kind)
    if gap is not None:
        return _not_stated(scene, facts, statement(scene, gap))
    return _unstated(scene, facts) if facts.outcome == "not_stated" else _by_need(scene, facts)


def _by_need(scene: Scene, facts: Facts) -> Facts:
    found = records.anything(scene)
    if not found.empty:
        return found
    if scene.query.needs and scene.query.role != "ansatt":
        return help_.find_help(scene)
    return _unstated(scene, facts) if scene.query.needs or scene.named else talk.not_understood(scene)


def _unstated(scene: Scene, facts: Facts) -> Facts:
    return replace(
        facts,
        outcome="not_stated",
        opening=scene.say("not_stated"),
        handover=scene.say("reason_not_stated"),
        web=True,
    )


def _by_words(scene: Scene) -> Facts:
    """For a question whose type is unknown: by its needs and names, else by its words, else a question back."""
    if scene.query.needs or scene.named:
        return _honest(scene, "finn-hjelp", help_.find_help(scene))
    found = records.anything(scene)
    return found if not found.empty else talk.not_understood(scene)


def _alone(scene: Scene) -> Facts:
    """When nothing understands messages: the services whose names stand in it, and a plain search."""
    named = [kind for kind, names in scene.view.names_of.items() if any(scene.says_stems(name) for name in names)]
    found = records.anything(scene)
    services = tuple(
        card(scene, scene.view.services[kind], scene.say("why_named")) for kind in named if kind in scene.view.services
    )
    nothing = found.empty and not services
    return replace(
        found,
        opening=scene.say("technical_nothing" if nothing else "technical"),
        outcome="no_match" if nothing else "answered",
        services=services[: help_.MAX_SERVICES],
        handover=scene.say("reason_not_understood"),
        web=True,
    )


__all__ = ["answer", "ask_back"]
