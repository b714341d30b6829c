"""Messages that ask for no fact: a person, small talk, privacy, what lies outside, what is not understood."""

from __future__ import annotations

from itertools import dropwhile
from typing import TYPE_CHECKING

from knowledge.answering.cite import card
from knowledge.answering.facts import Facts
from knowledge.answering.urgency import PRESSING
from knowledge.answers import Clarification, Option
from knowledge.flows import words as flow_words
from knowledge.flows.reading import FOR_FAMILIES, FOR_STAFF, flows
from knowledge.ontology import ontology
from knowledge.query import Need
from knowledge.texts import other_languages, phrases
from knowledge.words import phrase, stem, words

if TYPE_CHECKING:
    from knowledge.answering.scene import Scene
    from knowledge.answers import ServiceFound
    from knowledge.query import Stopped

# So many questions of ours in a row are the most that somebody tired meets.
MOST_QUESTIONS = 2
# The question types that an answer to a question of ours is taken for.
MAY_ANSWER = frozenset({"finn-hjelp", "smaprat", None})
COORDINATOR = "koordinator"
# Topics to offer when nothing in the message points anywhere.
COMMON = ("psykisk-helse", "skolefravaer", "mobbing-miljo", "sliten-forelder", "bekymring-for-barn")
NEAREST = 3
# Below this a need is no nearer than any, and a common one is offered; in English always, for the needs are hardly
# trained on it.
LEAST_NEAR = 0.12
# Two needs are equally near within this; less sure than NEAR is no guess worth asking about.
NEAR, AS_NEAR = 0.2, 0.12
# «Jeg har det egentlig bra, men …» is no goodbye; what is small talk already may be longer.
COURTESY_WORDS, SMALL_TALK_WORDS, ASKED_WORDS, FORGET_WORDS = 6, 16, 8, 3
# What may stand beside «glem meg» when it is a request and nothing else; «bare glem meg» may be a farewell.
BEFORE = frozenset({"please", "takk", "thanks", "kan", "can", "you", "du", "dere", "jeg", "eg", "vil"})
AFTER = frozenset({"please", "takk", "thanks", "nå", "no"})
# «Så snill å …», «ver grei og …»: polite as a whole, while «så glem meg» is not.
KIND = frozenset({"snill", "grei"})
KINDLY = frozenset({"vær", "ver", "så", "er", "du", "å", "og", *KIND})
# «Kan du slette samtalen?»; but «du kan glemme meg» is a farewell.
INFINITIVES = frozenset({"slette", "sletta"})
# Whoever answers the municipality's telephone.
DESK = "servicetorg"
FOR_ADULTS = ("foreldrestotte-telefon", "mental-helse")
FOR_THE_YOUNG = ("alarmtelefonen", "kors-pa-halsen", "ung-no")
# Which answer to small talk holds: the first whose phrases (phrases.yml) stand in it.
SMALL_TALK = (
    ("smalltalk_declined", "declined"),
    ("smalltalk_insult", "insults"),
    ("smalltalk_places", "which_places"),
    ("smalltalk_languages", "languages"),
    ("smalltalk_thanks", "thanks"),
    ("smalltalk_bye", "goodbye"),
)


def person(scene: Scene) -> Facts:
    """Wants to talk to a person; where the municipality is not known, it is asked for."""
    way = "handover_desk" if scene.query.has_desk else "handover_limit"
    opening = f"{scene.say('handover')} {scene.say(way)}"
    return Facts(
        outcome="handover",
        opening=opening,
        handover=scene.say("reason_person"),
        services=somebody(scene),
        clarification=_which_municipality(scene),
        web=True,
    )


def _which_municipality(scene: Scene) -> Clarification | None:
    asks = scene.query.kommune is None and scene.query.questions < MOST_QUESTIONS
    return municipalities() if asks else None


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
    return tuple(card(scene, line, line.text) for line in lines if line.text)


def small_talk(scene: Scene) -> Facts:
    """Greetings, thanks, goodbyes, who are you."""
    key = next((key for key, said in SMALL_TALK if _says_mostly(scene, said, most=SMALL_TALK_WORDS)), None)
    if key == "smalltalk_insult" and scene.says_any("of_oneself"):
        key = None  # «Jeg er en idiot» is not said to the assistant.
    if key == "smalltalk_places":
        names = ", ".join(one.name for one in ontology().municipalities.values())
        return Facts(outcome="smalltalk", opening=scene.say(key, places=names))
    return _greeting(scene) if key is None else Facts(outcome="smalltalk", opening=scene.say(key))


def _greeting(scene: Scene) -> Facts:
    """Who the assistant is, with the flows that ask one question at a time, and some topics."""
    topics = (*_guided(scene), *scene.topics(COMMON[:NEAREST]))
    return Facts(outcome="smalltalk", opening=scene.say("smalltalk"), suggestions=topics)


def is_courtesy(scene: Scene) -> bool:
    """Thanks, a goodbye or «er du et menneske?», and little else."""
    return _says_mostly(scene, "thanks", "goodbye", "who_are_you")


def is_no_question(scene: Scene) -> bool:
    """Courtesy, or a refusal that tells nothing: «stopp», but not «glem det, jeg orker ikke mer»."""
    return is_courtesy(scene) or (_says_mostly(scene, "declined") and not scene.query.needs)


def of_the_assistant(scene: Scene) -> Facts | None:
    """«Hvem er det jeg skriver med?», «hvilke språk kan du?», «glem meg», whatever else it sounds like."""
    if _says_mostly(scene, "forget_me", most=FORGET_WORDS):
        return privacy(scene)
    if _says_mostly(scene, "languages", most=ASKED_WORDS):
        return Facts(outcome="smalltalk", opening=scene.say("smalltalk_languages"))
    if _says_only_yes_or_no(scene):
        return Facts(outcome="smalltalk", opening=scene.say("smalltalk_go_on"))
    # «Hvem snakker jeg med om en bekymring?» is asked of the municipality.
    asks_who = _says_mostly(scene, "who_are_you", most=ASKED_WORDS) and not (scene.query.needs or scene.named)
    return _greeting(scene) if asks_who or _says_mostly(scene, "are_you_them") else None


def _says_only_yes_or_no(scene: Scene) -> bool:
    query = scene.query
    if query.question_type == "menneske":
        return False  # «Ja takk», to the offer of a person.
    tells = query.needs or scene.named or query.replied or scene.says_any("declined")
    whole = (phrase(one) for key in ("only_yes", "only_no") for one in phrases(key))
    return not tells and scene.stems in whole


def _guided(scene: Scene) -> tuple[Option, ...]:
    """The flows that ask one question at a time, for whoever does not know what to write; the widest first."""
    ids = FOR_STAFF if scene.query.role == "ansatt" else FOR_FAMILIES
    titles = (flows()[key].title.of(scene.language) for key in ids)
    return tuple(Option(title, title) for title in titles)


def _says_mostly(scene: Scene, *said: str, most: int = COURTESY_WORDS) -> bool:
    return len(scene.stems) <= most and any(map(scene.says_any, said))


def asks_to_be_forgotten(text: str) -> bool:
    """Whether a message says «glem meg» or «slett samtalen» and nothing else."""
    said = words(text)
    kindly = KINDLY if KIND.intersection(said) else frozenset()
    asked = _without_ends(said, BEFORE | kindly, AFTER | kindly)
    if asked[:1] == ["glem"] and said[:1] == ["du"]:
        return False
    # «Du glemte meg» has the same stems and asks for nothing: it is not undone, so the verb must be just as written.
    return any(
        tuple(map(stem, asked)) == phrase(one) and asked[0] in {words(one)[0], *INFINITIVES}
        for one in phrases("forget_me")
    )


def _without_ends(said: list[str], before: frozenset[str], after: frozenset[str]) -> list[str]:
    """The words without the polite ones that they begin and end with."""
    rest = list(dropwhile(before.__contains__, said))
    return list(reversed(list(dropwhile(after.__contains__, reversed(rest)))))


def privacy(scene: Scene) -> Facts:
    """What is stored, and how to delete it; or, where it was deleted just now, that it is."""
    if scene.query.forgotten:
        return Facts(outcome="privacy", opening=scene.say("forgotten"))
    return Facts(outcome="privacy", opening=f"{scene.say('privacy')} {scene.say('privacy_duty')}")


def outside(scene: Scene) -> Facts:
    """Not what the assistant is for."""
    web = scene.query.kommune is not None
    opening = " ".join([scene.say("out_of_scope"), *([scene.say("out_of_scope_web")] if web else [])])
    return Facts(outcome="out_of_scope", opening=opening, web=web)


def stopped(scene: Scene, stop: Stopped) -> Facts:
    """While nothing may be answered: that it is so, what the municipality says of it, whom to turn to; or a person."""
    if _says_mostly(scene, "wants_a_person", most=ASKED_WORDS):
        return person(scene)
    own = stop.words(scene.language)
    lines = {"ambulance": _number(scene, "113"), "police": _number(scene, "112"), "children": _number(scene, "116 111")}
    said = (
        scene.say("stopped"),
        scene.say("stopped_own", words=own) if own else scene.say("stopped_why"),
        scene.say("stopped_unread_desk" if scene.query.has_desk else "stopped_unread"),
        scene.say("stopped_danger", **lines),
    )
    return Facts(outcome="no_match", opening="\n\n".join(said), handover=scene.say("reason_stopped"), web=True)


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
    may_answer = scene.query.question_type in MAY_ANSWER and not scene.named
    return may_answer and flow_words.does_not_know(scene.stems)


def does_not_know_what(scene: Scene) -> Facts:
    """Nobody must know what it is called: somebody who finds out with them."""
    school = scene.view.services.get("skolehelsetjeneste")
    return Facts(
        opening=scene.say("do_not_know"),
        services=(
            *((card(scene, school, scene.say("why_finds_out")),) if school else ()),
            *somebody(scene),
        ),
        suggestions=(*_guided(scene)[:1], *scene.topics(COMMON[:NEAREST])),
    )


def missed_twice(scene: Scene, facts: Facts) -> Facts:
    """After a second message that was not understood: no further question, but somebody who understands."""
    return Facts(
        outcome="no_match",
        opening=scene.say("missed_twice"),
        suggestions=(*_guided(scene)[:1], *(facts.suggestions or scene.topics(_nearest(scene)))),
        services=somebody(scene),
        handover=scene.say("reason_not_understood"),
        clarification=_which_municipality(scene),
    )


def ask_need(scene: Scene) -> Facts:
    """A vague opening: one question, with topics to press; where two topics are equally near, which of them."""
    two = _either(scene)
    if two:
        labels = [option.label for option in two]
        opening = scene.say("ask_which", one=_within(labels[0]), other=_within(labels[1]))
        other = Option(scene.say("neither"), scene.say("neither"))
        return Facts(outcome="clarification", opening=opening, clarification=Clarification("need", (*two, other)))
    return Facts(
        outcome="clarification",
        opening=scene.say("ask_need"),
        # «Hjelp» is near to homework by its letters only.
        clarification=Clarification("need", scene.topics(_nearest(scene) if len(scene.stems) > 1 else COMMON)),
        services=who_listens(scene) if scene.query.role == "ungdom" else (),
    )


def _either(scene: Scene) -> tuple[Option, ...]:
    """Two topics that a short message is about equally, and no third."""
    first, second, third = [*scene.query.nearest, *[Need("", 0.0)] * 3][:3]
    near = second.confidence >= NEAR and first.confidence - second.confidence <= AS_NEAR
    alone = second.confidence - third.confidence >= AS_NEAR and not {first.id, second.id} & {*PRESSING}
    return scene.topics((first.id, second.id)) if near and alone else ()


def _within(label: str) -> str:
    """A topic in the middle of a sentence; an abbreviation keeps its capitals."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def ask_municipality(scene: Scene) -> Facts:
    """The answer depends on the municipality, and it is not known."""
    return Facts(outcome="clarification", opening=scene.say("ask_kommune"), clarification=municipalities())


def asked_enough(scene: Scene, facts: Facts) -> Facts:
    """Where two questions of ours led nowhere, no third: whom to turn to without an answer to them."""
    if facts.clarification is None or facts.clarification.asks_for != "kommune":
        return missed_twice(scene, facts)
    return Facts(
        outcome="no_match",
        opening=scene.say("without_kommune"),
        services=who_listens(scene),
        handover=scene.say("reason_not_understood"),
    )


def municipalities() -> Clarification:
    """All municipalities as buttons."""
    options = tuple(Option(one.name, one.name) for one in ontology().municipalities.values())
    return Clarification("kommune", options)


def _nearest(scene: Scene) -> tuple[str, ...]:
    if scene.language == "en":
        return COMMON
    # «Seksuelle overgrep» on a button frightens whoever asked about something else.
    near = (need for need in scene.query.nearest if need.confidence >= LEAST_NEAR and need.id not in PRESSING)
    nearest = tuple(need.id for need in near)[:NEAREST]
    return tuple(dict.fromkeys((*nearest, *COMMON)))[:NEAREST] if nearest else COMMON
