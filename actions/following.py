"""How a message goes on from what was spoken of before.

It asks for a fact without saying of what («og hva koster det?»), tells more of the same story («hun vil ikke til
legen»), or asks the question before again for another child or place («hun er 19», «og i Alvdal?»).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from actions.message import LATIN, Message
from knowledge import Need
from knowledge.answering.urgency import WATCHED

if TYPE_CHECKING:
    from collections.abc import Mapping

# A message of more words stands for itself.
FOLLOW_UP_WORDS = 16
# «Hva om hun er 19?», «og i Tolga, der søsteren min bor?»
AGE_WORDS, PLACE_WORDS = 5, 7
AGE_ALONE = re.compile(
    r"(?:(?:han|hun|ho|hen|jeg|eg|æ|barnet|gutten|jenta)\s+er\s+)?(?P<age>\d|1\d|2[0-5])", re.IGNORECASE
)
# What is asked in so many words is no question before, asked again: «hvem ringer jeg i Alvdal?»
IN_ITS_OWN_WORDS, SURE_OF_ITS_OWN = frozenset({"kontakt", "pris", "menneske", "personvern"}), 0.4
STORY = "finn-hjelp"
TALK = frozenset({"menneske", "smaprat", "personvern", "utenfor"})
# Types that do not go on from anything.
NO_FOLLOW_UP = TALK | {"definisjon", "om-planen"}
# What sounds like something outside, in the middle of a talk and not for certain, is what comes second.
SURELY_OUTSIDE, NEARLY_INSIDE, OUTSIDE_WORDS = 0.75, 0.2, 10
# «Oppdal kommune» is the place, and not who is asked for.
TOWN_HALL = "servicetorg"
# «Toget er forsinket, hva gjør jeg?»
ABOUT_SOMETHING, NEARLY_OUTSIDE = frozenset({"finn-hjelp", "kontakt", "pris"}), 0.2
# Where the child is: said in a story that goes on, it is no other story.
PLACES = frozenset({"barnehage", "sfo"})
# From here on a need of a short message is a story of its own.
SURE_OF_ANOTHER = 0.6
# How sure a need of a new message must be to join those of a danger that was told.
SURE_IN_DANGER = 0.4


def tells_only_a_place(message: Message) -> bool:
    """«Og i Alvdal?», «Oppdal kommune»."""
    says_else = message.needs("needs") or [name for name in message.services if name != TOWN_HALL]
    short = message.words <= PLACE_WORDS and not asks_in_its_own_words(message)
    return bool(message.values("kommune")) and short and not says_else


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

    @cached_property
    def asks_again(self) -> bool:
        """Whether the question before is asked again, for somebody of another age or in another place."""
        if not self.focus.get("question_type"):
            return False
        return self.tells_only_an_age or tells_only_a_place(self.message)

    @cached_property
    def tells_only_an_age(self) -> bool:
        """«Ho er 7»; not «hun er 14, ruser seg», «SFO for 1. klasse»."""
        message = self.message
        if AGE_ALONE.fullmatch(message.text.strip()):
            return True
        says_else = message.services or self._another_story or asks_in_its_own_words(message)
        ages = message.values("alder") or message.values("trinn")
        return bool(ages) and message.words <= AGE_WORDS and not says_else

    @cached_property
    def question_type(self) -> str | None:
        """What is asked, in the light of what was spoken of."""
        message = self.message
        if self.asks_again:
            return str(self.focus["question_type"])
        if message.intent == "menneske" and message.refuses_the_coordinator:
            return "smaprat"  # «Nei, ikke koordinatoren, jeg ringer selv.»
        if self._is_about_nothing:
            return "utenfor"
        second = message.next_intent
        unsure = message.intent == "utenfor" and message.sure_of_intent < SURELY_OUTSIDE
        if self.focus and unsure and second is not None and message.words <= OUTSIDE_WORDS:
            name, sure = second
            return name if name not in TALK and sure >= NEARLY_INSIDE else message.intent
        return message.intent

    @property
    def _is_about_nothing(self) -> bool:
        """Whether what sounds like a call for help tells no need, names no service and may well lie outside."""
        message = self.message
        names = self.focus or message.needs("needs") or message.services
        return message.intent in ABOUT_SOMETHING and not names and message.share_of("utenfor") >= NEARLY_OUTSIDE

    @cached_property
    def goes_on(self) -> bool:
        """Whether what was spoken of is what the message is about."""
        if not self.focus or self.question_type in NO_FOLLOW_UP or self.message.words > FOLLOW_UP_WORDS:
            return False
        of_its_own = self._another_story if self.question_type == STORY else self.message.services
        return self.asks_again or not of_its_own

    @property
    def _another_story(self) -> bool:
        # Of the watched needs a guess is enough: they are never lost in a story that goes on.
        own = [need for need in self.message.needs("needs") if need.id not in PLACES]
        return any(need.confidence >= SURE_OF_ANOTHER or need.id in WATCHED for need in own)

    def needs(self, *, in_danger: bool) -> tuple[Need, ...]:
        """The needs that the message is about, told now or before."""
        own = self.message.needs("needs") if LATIN.search(self.message.text) else ()
        told = {need.id for need in self.before}
        if self.asks_again and self.before:
            return self.before
        if in_danger:
            # What was told of danger stays first; of the new message only what is sure joins it.
            sure = (need for need in own if need.confidence >= SURE_IN_DANGER or need.id in WATCHED)
            return (*self.before, *(need for need in sure if need.id not in told))
        if not self.goes_on:
            return own
        if self.question_type == STORY and self.before:
            return (*self.before, *(need for need in own if need.id in PLACES and need.id not in told))
        return own or self.before

    def services(self) -> tuple[str, ...]:
        """The services that the message names, or goes on about."""
        named = () if self.asks_again else self.message.services  # «og i Oppdal kommune?» asks no town hall.
        if self.question_type == STORY or named or not self.goes_on:
            return named
        return tuple(self.focus.get("services", ()))

    def risk_areas(self) -> tuple[str, ...]:
        """The columns of a plan's table that the message names, or goes on about."""
        return self.message.values("risikoomrade") or (tuple(self.focus.get("risk_areas", ())) if self.goes_on else ())
