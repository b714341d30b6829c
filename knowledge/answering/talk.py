"""Messages that ask for no fact: a person, small talk, privacy, what lies outside, what is not understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.answering.cite import card
from knowledge.answering.facts import Facts
from knowledge.answering.urgency import PRESSING
from knowledge.answers import Clarification, Option
from knowledge.ontology import ontology
from knowledge.texts import other_languages

if TYPE_CHECKING:
    from knowledge.answering.scene import Scene
    from knowledge.answers import ServiceFound

THANKS = ("takk", "tusen takk", "takker", "thanks", "thank you")
DECLINED = (
    "glem det",
    "gløym det",
    "dropper det",
    "droppar det",
    "dropp det",
    "nei takk",
    "ombestemt meg",
    "ikke koordinator",
    "ikke snakke med",
    "ikke kontaktes",
    "ikke bli kontaktet",
    "forget it",
)
INSULTS = ("idiot", "dust", "teit", "ubrukelig", "søppel", "hold kjeft", "useless", "stupid")
# «Jeg er en idiot» is not said to the assistant.
OF_ONESELF = ("jeg er", "meg", "i am")
DO_NOT_KNOW = ("vet ikke", "usikker", "aner ikke", "ingen anelse", "don't know", "do not know", "not sure")
DO_NOT_KNOW_WORDS = 5
# The question types that an answer to a question of ours is taken for.
MAY_ANSWER = frozenset({"finn-hjelp", "smaprat", None})
WHICH_PLACES = ("hvilke kommuner", "kva kommunar", "kva for kommunar", "which municipalities")
COORDINATOR = "koordinator"
GOODBYE = ("ha det", "hadet", "farvel", "snakkes", "god natt", "bye")
# Topics to offer when nothing in the message points anywhere.
COMMON = ("psykisk-helse", "skolefravaer", "mobbing-miljo", "sliten-forelder", "bekymring-for-barn")
NEAREST = 3
# Below this the nearest needs are no nearer than any, and the common ones are offered; in English always, for the
# needs are not trained on it.
LEAST_NEAR = 0.12
# «Jeg har det egentlig bra, men …» is no goodbye.
COURTESY_WORDS = 6
# Whoever answers the municipality's telephone.
DESK = "servicetorg"
FOR_ADULTS = ("foreldrestotte-telefon", "mental-helse")
FOR_THE_YOUNG = ("alarmtelefonen", "kors-pa-halsen", "ung-no")


def person(scene: Scene) -> Facts:
    """Wants to talk to a person; where the municipality is not known, it is asked for."""
    opening = f"{scene.say('handover')} {scene.say('handover_limit')}"
    return Facts(
        outcome="handover",
        opening=opening,
        handover=scene.say("reason_person"),
        services=somebody(scene),
        clarification=_which_municipality(scene),
        web=True,
    )


def _which_municipality(scene: Scene) -> Clarification | None:
    return municipalities() if scene.query.kommune is None else None


def somebody(scene: Scene) -> tuple[ServiceFound, ...]:
    """The municipality's coordinator, where the municipality is known, and whom to talk to now."""
    service = scene.view.services.get(COORDINATOR)
    coordinator = (card(scene, service, scene.say("why_person")),) if service and scene.query.kommune else ()
    return (*coordinator, *who_listens(scene))


def who_listens(scene: Scene) -> tuple[ServiceFound, ...]:
    """Whom to talk to now, whatever the hour at the municipality; employees know where to turn."""
    if scene.query.role == "ansatt":
        return ()
    listening = FOR_THE_YOUNG if scene.query.role == "ungdom" else FOR_ADULTS
    lines = [scene.view.services[one] for one in listening if one in scene.view.services]
    return tuple(card(scene, line, scene.words(line.text)) for line in lines if line.text)


def small_talk(scene: Scene) -> Facts:
    """Greetings, thanks, goodbyes, who are you."""
    if _says_mostly(scene, DECLINED):
        return Facts(outcome="smalltalk", opening=scene.say("smalltalk_declined"))
    if _says_mostly(scene, THANKS):
        return Facts(outcome="smalltalk", opening=scene.say("smalltalk_thanks"))
    if any(map(scene.says, WHICH_PLACES)):
        names = ", ".join(one.name for one in ontology().municipalities.values())
        return Facts(outcome="smalltalk", opening=scene.say("smalltalk_places", places=names))
    if _says_mostly(scene, GOODBYE):
        return Facts(outcome="smalltalk", opening=scene.say("smalltalk_bye"))
    if _says_mostly(scene, INSULTS) and not any(map(scene.says, OF_ONESELF)):
        return Facts(outcome="smalltalk", opening=scene.say("smalltalk_insult"))
    return Facts(outcome="smalltalk", opening=scene.say("smalltalk"), suggestions=scene.topics(COMMON))


def is_courtesy(scene: Scene) -> bool:
    """Thanks or a goodbye, and little else."""
    return _says_mostly(scene, (*THANKS, *GOODBYE))


def _says_mostly(scene: Scene, phrases: tuple[str, ...]) -> bool:
    return len(scene.stems) <= COURTESY_WORDS and any(scene.says(phrase) for phrase in phrases)


def privacy(scene: Scene) -> Facts:
    """What is stored, and how to delete it."""
    return Facts(outcome="privacy", opening=f"{scene.say('privacy')} {scene.say('privacy_duty')}")


def outside(scene: Scene) -> Facts:
    """Not what the assistant is for."""
    web = scene.query.kommune is not None
    opening = " ".join([scene.say("out_of_scope"), *([scene.say("out_of_scope_web")] if web else [])])
    return Facts(outcome="out_of_scope", opening=opening, web=web)


def in_another_language(scene: Scene, code: str) -> Facts:
    """Which languages work, and how to reach a person with an interpreter; in the person's language and in English."""
    language = other_languages()[code]
    values = {"ambulance": _number(scene, "113"), "police": _number(scene, "112"), "norwegian": language.norwegian}
    desk = scene.view.services.get(DESK)
    return Facts(
        outcome="no_match",
        opening=f"{language.text.format(**values)}\n\n{scene.say('other_language', **values)}",
        services=(card(scene, desk, scene.say("why_other_language")),) if desk and scene.query.kommune else (),
        handover=scene.say("reason_other_language", norwegian=language.norwegian),
        web=True,
    )


def _number(scene: Scene, number: str) -> str:
    """The emergency number, as the content has it."""
    lines = (line for helpline in scene.view.helplines for line in helpline.lines)
    return next(line.value for line in lines if line.value == number)


def not_understood(scene: Scene) -> Facts:
    """Nothing was understood: the nearest topics and a person."""
    return Facts(
        outcome="no_match",
        opening=scene.say("no_match"),
        suggestions=scene.topics(_nearest(scene)),
        handover=scene.say("reason_not_understood"),
    )


def does_not_know(scene: Scene) -> bool:
    """«Vet ikke», in answer to a question of ours."""
    short = len(scene.stems) <= DO_NOT_KNOW_WORDS and not scene.named
    return short and scene.query.question_type in MAY_ANSWER and any(map(scene.says, DO_NOT_KNOW))


def does_not_know_what(scene: Scene) -> Facts:
    """Nobody must know what it is called: somebody who finds out with them."""
    school = scene.view.services.get("skolehelsetjeneste")
    return Facts(
        opening=scene.say("do_not_know"),
        services=(
            *((card(scene, school, scene.say("why_finds_out")),) if school else ()),
            *somebody(scene),
        ),
        suggestions=scene.topics(COMMON),
    )


def missed_twice(scene: Scene, facts: Facts) -> Facts:
    """After a second message that was not understood: no further question, but somebody who understands."""
    return Facts(
        outcome="no_match",
        opening=scene.say("missed_twice"),
        suggestions=facts.suggestions or scene.topics(_nearest(scene)),
        services=somebody(scene),
        handover=scene.say("reason_not_understood"),
        clarification=_which_municipality(scene),
    )


def ask_need(scene: Scene) -> Facts:
    """A vague opening: one question, with topics to press."""
    return Facts(
        outcome="clarification",
        opening=scene.say("ask_need"),
        clarification=Clarification("need", scene.topics(_nearest(scene))),
        services=who_listens(scene) if scene.query.role == "ungdom" else (),
    )


def ask_municipality(scene: Scene) -> Facts:
    """The answer depends on the municipality, and it is not known."""
    return Facts(outcome="clarification", opening=scene.say("ask_kommune"), clarification=municipalities())


def municipalities() -> Clarification:
    """All municipalities as buttons."""
    options = tuple(Option(one.name, one.name) for one in ontology().municipalities.values())
    return Clarification("kommune", options)


def _nearest(scene: Scene) -> tuple[str, ...]:
    # «Seksuelle overgrep» on a button frightens whoever asked about something else.
    nearest = tuple(need.id for need in scene.query.nearest if need.id not in PRESSING)[:NEAREST]
    surest = max((need.confidence for need in scene.query.nearest), default=0.0)
    return nearest if surest >= LEAST_NEAR and scene.language != "en" else COMMON
