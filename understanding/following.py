"""How a message goes on from what was spoken of before.

It asks for a fact without saying of what («og hva koster det?»), tells more of the same story («hun vil ikke til
legen»), or asks the question before again for another child or place («hun er 19», «og i Alvdal?»).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from knowledge import Need
from knowledge.answering.help import COORDINATION
from knowledge.answering.urgency import PRESSING, WATCHED
from knowledge.safety import assess
from knowledge.words import WORD, is_word
from understanding.message import COORDINATOR, LATIN, Message
from understanding.phrases import (
    A_PERSON,
    AGE_ALONE,
    AGE_WORDS,
    ALSO,
    ASIDE_WORDS,
    BEGINS_WITH_NO,
    BEGINS_WITH_YES,
    CALLS_FOR_HELP,
    COORDINATORS,
    FOLLOW_UP_WORDS,
    IN_ITS_OWN_WORDS,
    LITTLE,
    LONG,
    MEANING,
    MEANING_WORDS,
    NEARLY_INSIDE,
    NEARLY_OUTSIDE,
    NO_FOLLOW_UP,
    OF_AGES,
    OUT_OF_HOURS,
    OUT_OF_HOURS_WORDS,
    PLACE_WORDS,
    PLACES,
    QUESTION_WORDS,
    REFERRED,
    REFUSAL_WORDS,
    SAME,
    SCHOOLS,
    STORY,
    SURE_OF_ANOTHER,
    SURE_OF_ITS_OWN,
    SURE_OF_MORE,
    SURELY_ASIDE,
    SURELY_NO_CALL,
    TALK,
    TOWN_HALL,
    WANTS_NOBODY,
    WHAT_OF,
    WHAT_OF_A_PLACE,
    WHAT_OF_WORDS,
    WHOM_TO_CALL,
    YES_PLEASE,
)
from understanding.replies import reply_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from understanding.replies import Reply


def tells_only_a_place(message: Message) -> bool:
    """«Og i Alvdal?», «Oppdal kommune»."""
    if not message.values("kommune"):
        return False
    asked = WHAT_OF_A_PLACE.match(message.text)
    if asked is not None and message.names_a_place_within(asked.end()):
        return True  # «Og i Alvdal? Jeg bor hos far der annenhver uke.»
    says_else = message.needs("needs") or [name for name in message.services if name != TOWN_HALL]
    return message.words <= PLACE_WORDS and not asks_in_its_own_words(message) and not says_else


def asks_in_its_own_words(message: Message) -> bool:
    """«Hvem ringer jeg i Alvdal?», «jeg vil slette samtalen, Alvdal»."""
    return message.intent in IN_ITS_OWN_WORDS and message.sure_of_intent >= SURE_OF_ITS_OWN


@dataclass(frozen=True)
class Following:
    """A message beside what is remembered (`fokus`): empty at the start of a conversation."""

    message: Message
    focus: Mapping[str, Any]

    @cached_property
    def before(self) -> tuple[Need, ...]:
        """The needs that were spoken of."""
        return tuple(Need(one["id"], one["confidence"]) for one in self.focus.get("needs", ()))

    @property
    def _is_about(self) -> bool:
        """Whether a need, a service or a column of the table was spoken of; else only the words are known."""
        return any(self.focus.get(key) for key in ("needs", "services", "risk_areas"))

    @cached_property
    def asks_again(self) -> bool:
        """Whether the question before is asked again, for somebody of another age or in another place."""
        if not self.focus.get("question_type"):
            return False
        return self.reply is not None or self.tells_only_an_age or tells_only_a_place(self.message)

    @cached_property
    def reply(self) -> Reply | None:
        """The message as the reply to a question of ours that stood beside the last answer."""
        return reply_of(self.message)

    @cached_property
    def tells_only_an_age(self) -> bool:
        """«Ho er 7»; not «hun er 14, ruser seg», «SFO for 1. klasse»."""
        message = self.message
        if AGE_ALONE.fullmatch(message.text.strip()):
            return True
        says_else = message.services or self.tells_another_story or asks_in_its_own_words(message)
        ages = message.values("alder") or message.values("trinn")
        most = WHAT_OF_WORDS if WHAT_OF.match(message.text) else AGE_WORDS
        return bool(ages) and message.words <= most and not says_else

    @cached_property
    def question_type(self) -> str | None:
        """What is asked, in the light of what was spoken of."""
        message = self.message
        if self.asks_again:
            return self._asked_before
        if self._goes_on_as is not None:
            return self._goes_on_as
        if message.intent == "menneske" or COORDINATOR in {*message.services, *message.refused}:
            return self._person_or_help
        if self._is_nonsense:
            return None
        return "utenfor" if self._is_about_nothing else self._aside_or_inside

    @property
    def _asked_before(self) -> str:
        """What the question before asks, for another age or place, or now that our question has its reply."""
        before = str(self.focus["question_type"])
        if self.reply is not None and before not in TALK:
            return before
        return STORY if self.tells_only_an_age and (before not in OF_AGES or self._replies_late) else before

    @property
    def _replies_late(self) -> bool:
        """How old the child is, after a question in between: it was asked for to say who helps."""
        asked = (self.message.slots.get("spurt") or {}).get("before") or ()
        return "age" in asked and self.message.slots.get("alder") is None

    @cached_property
    def _goes_on_as(self) -> str | None:
        """What a few words ask for after what was spoken of, whatever they sound like; None where that is nothing."""
        if self._says_little_after_what_presses:
            return STORY
        if self._accepts_a_person:
            return "menneske"
        return "kontakt" if self._is_about and self._asks_whom_to_call else None

    @property
    def _says_little_after_what_presses(self) -> bool:
        """«Nei», «ja», «nja, litt» after a wish to die or violence: no small talk, but the same help again."""
        message = self.message
        pressing = any(need.id in PRESSING for need in self.before) or (message.slots.get("fare") or {}).get("turns")
        little = message.words <= LITTLE and message.intent in {"smaprat", "utenfor", None, STORY}
        begins = BEGINS_WITH_YES.match(message.text) or BEGINS_WITH_NO.match(message.text)
        says_else = message.services or message.needs("needs") or message.refused
        return bool(self.before and pressing and little and begins and not says_else)

    @property
    def _accepts_a_person(self) -> bool:
        """«Ja takk», to the offer of a person that most answers end with."""
        message = self.message
        offered = self.focus or message.slots.get("bom")
        return bool(offered) and not message.needs("needs") and YES_PLEASE.fullmatch(message.text.strip()) is not None

    @property
    def _asks_whom_to_call(self) -> bool:
        """«Tilbake til det, hvem ringer jeg?», «og hvis det er natt?»; not «blir det snø i helga?»."""
        message = self.message
        asks = "?" in message.text or WHAT_OF.match(message.text)
        at_night = asks and message.words <= OUT_OF_HOURS_WORDS and OUT_OF_HOURS.search(message.text)
        outside = message.intent in TALK and message.sure_of_intent >= SURELY_NO_CALL
        calls = message.words <= FOLLOW_UP_WORDS and WHOM_TO_CALL.search(message.text)
        return bool(calls or at_night) and not outside and not self.tells_another_story

    @property
    def _person_or_help(self) -> str | None:
        message = self.message
        if message.text.strip(' .!?«»"').lower() in COORDINATORS:
            return "menneske"
        if message.refuses_the_coordinator:
            tells = message.need_ids - {COORDINATION} or set(message.services)
            only_that = message.words <= REFUSAL_WORDS and not tells
            # «Nei, ikke koordinatoren, jeg ringer selv»; «ikke koordinatoren, jeg vil vite hvem som kan hjelpe».
            helped = message.share_of(STORY) >= NEARLY_INSIDE and self._is_about and not only_that
            return STORY if helped else "smaprat"
        if message.intent != "menneske":
            return message.intent
        if WANTS_NOBODY.search(message.text):
            return "smaprat"
        if (self.before or message.share_of("kontakt") >= NEARLY_INSIDE) and set(message.services) - {COORDINATOR}:
            return "kontakt"  # «Kan helsesykepleier ringe meg?»
        return STORY if self.before and not A_PERSON.search(message.text) else "menneske"

    @property
    def _is_nonsense(self) -> bool:
        """«asdkjh»: no word that is known, and no name."""
        message = self.message
        told = message.needs("needs") or message.data.get("entities") or message.data.get("language")
        words = WORD.findall(message.text.lower())
        return not told and any(len(word) >= LONG for word in words) and not any(map(is_word, words))

    @property
    def _aside_or_inside(self) -> str | None:
        message, second = self.message, self.message.next_intent
        unsure = message.sure_of_intent < SURELY_ASIDE.get(message.intent or "", 0.0)
        if self._is_about and unsure and second is not None and message.words <= ASIDE_WORDS:
            name, sure = second
            return name if name not in TALK and sure >= NEARLY_INSIDE else message.intent
        return message.intent

    @property
    def _is_about_nothing(self) -> bool:
        """Whether what sounds like a call for help tells no need, names no service and may well lie outside."""
        message = self.message
        names = self._is_about or message.needs("needs") or message.services
        return message.intent in CALLS_FOR_HELP and not names and message.share_of("utenfor") >= NEARLY_OUTSIDE

    @cached_property
    def goes_on(self) -> bool:
        """Whether what was spoken of is what the message is about."""
        if not self._is_about or self.question_type in NO_FOLLOW_UP or self._stands_for_itself:
            return False
        if self.question_type == MEANING and self.message.words > MEANING_WORDS:
            return False
        of_its_own = self.tells_another_story if self.question_type == STORY else self._asked_of
        return self.asks_again or not of_its_own

    @property
    def _stands_for_itself(self) -> bool:
        message = self.message
        tells = self.question_type == STORY and not self.before
        told = tells or message.needs("needs") or message.services
        return message.words > (FOLLOW_UP_WORDS if told else QUESTION_WORDS)

    @property
    def tells_another_story(self) -> bool:
        """Whether the message tells a need of its own; where the child is counts for none."""
        # Of the watched needs a guess is enough: they are never lost in a story that goes on.
        own = [need for need in self.message.needs("needs") if need.id not in PLACES]
        return any(need.confidence >= SURE_OF_ANOTHER or need.id in WATCHED for need in own)

    @property
    def text(self) -> str:
        """The question's words: those of the question before, where it is asked again and no danger is told."""
        told = self.before and self.reply is None
        again = self.asks_again and not told and assess(self.message.text) is None
        return str(self.focus.get("text") or self.message.text) if again else self.message.text

    def needs(self, *, in_danger: bool) -> tuple[Need, ...]:
        """The needs that the message is about, told now or before."""
        message, own, story = self.message, self._own, self.question_type == STORY
        if self.asks_again and self.before:
            # «Og i Alvdal? Søsteren hans har sluttet å spise»: what is told beside is not lost.
            return self._after(own if message.words > PLACE_WORDS and tells_only_a_place(message) else ())
        if in_danger or (self.goes_on and story and self.before):
            nearest = message.needs("needs_ranking")[:1] if not own and ALSO.search(message.text) else ()
            return self._after(filter(_is_sure_of_more, (*own, *nearest)))
        if self.goes_on:
            # What is guessed of a message that asks for a fact is no new story.
            return own if self.tells_another_story or not self.before else self.before
        asks = not story and self.question_type not in TALK and message.words <= FOLLOW_UP_WORDS
        also = (story and ALSO.search(message.text)) or (asks and SAME.search(message.text))
        return (*own, *(need for need in self.before if need.id not in message.need_ids)) if also else own

    @property
    def _own(self) -> tuple[Need, ...]:
        """The needs that the message itself tells, without those of what it refuses."""
        message = self.message
        refused = {*(PLACES & message.refused), *({COORDINATION} if message.refuses_the_coordinator else ())}
        # «På skolen», out of the blue, tells only where: a button of yesterday's, or the reply to somebody else.
        only_where = message.tells_only_where and not self._is_about
        told = message.needs("needs") if LATIN.search(message.text) and not only_where else ()
        return tuple(need for need in told if need.id not in refused)

    def _after(self, needs: Iterable[Need]) -> tuple[Need, ...]:
        """Needs after those that were told before."""
        told = {need.id for need in self.before}
        return (*self.before, *(need for need in needs if need.id not in told))

    def services(self) -> tuple[str, ...]:
        """The services that the message names, or goes on about."""
        if self.reply is not None and self.reply.place in SCHOOLS:
            return tuple(dict.fromkeys((*self.focus.get("services", ()), self.reply.place)))
        named = () if self.asks_again else self._asked_of  # «og i Oppdal kommune?» asks no town hall.
        if (self.question_type == STORY and not self.asks_again) or named or not self.goes_on:
            return named
        return tuple(name for name in self.focus.get("services", ()) if name not in self._only_where)

    @property
    def _only_where(self) -> frozenset[str]:
        """Where the child of a story is: «trenger vi henvisning dit?» asks of what was advised, and not of these."""
        told = self.before and self.focus.get("question_type") == STORY
        return SCHOOLS if told and self.question_type != STORY else frozenset()

    @property
    def _asked_of(self) -> tuple[str, ...]:
        # «Må legen sende meg?» is asked of where the doctor sends to.
        message, referred = self.message, self._is_about and REFERRED.search(self.message.text)
        return tuple(name for name in message.services if not referred or name != "fastlege")

    def risk_areas(self) -> tuple[str, ...]:
        """The columns of a plan's table that the message names, or goes on about."""
        return self.message.values("risikoomrade") or (tuple(self.focus.get("risk_areas", ())) if self.goes_on else ())


def _is_sure_of_more(need: Need) -> bool:
    least = SURE_OF_ANOTHER if need.id in PRESSING else SURE_OF_MORE
    return need.confidence >= least or need.id in WATCHED
