"""Rasa's custom actions: each turns the tracker into a Query and says what the library answers.

The Answer goes as Rasa's custom payload, its reply as plain text for clients without cards.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rasa_sdk import Action
from rasa_sdk.events import SlotSet

from actions.shelf import answered
from knowledge import Answer, Need, Query, is_miss, to_json
from knowledge.answering.asking import DANGER, asks_of_danger
from knowledge.safety import assess
from understanding.following import tells_only_a_place
from understanding.message import Message
from understanding.phrases import TALK
from understanding.understood import needs_as_json, understand

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rasa_sdk import Tracker
    from rasa_sdk.executor import CollectingDispatcher

# For so many messages after danger was told its help lines stay beside the answers.
DANGER_TURNS = 5
type Events = list[dict[str, Any]]


def latest(tracker: Tracker) -> Message:
    """The latest message, with what the conversation remembers."""
    return Message(tracker.latest_message, tracker.slots)


class Answering(Action):  # type: ignore[misc] # rasa-sdk has no types
    """Answers the latest message; what the conversation should remember goes into slots."""

    def name(self) -> str:
        """The name in Rasa's domain."""
        return "action_svar"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:  # noqa: ARG002 - Rasa's signature
        """One question, one answer."""
        query = self.query(tracker)
        found = answered(query)
        dispatcher.utter_message(text=found.reply, json_message=to_json(found))
        return remember(query, found, tracker.slots)

    def query(self, tracker: Tracker) -> Query:
        """What is asked: the question that waited for its municipality, where the message is the answer to that."""
        heard = understand(latest(tracker))
        waiting = tracker.get_slot("ventende")
        return _at_last(heard, waiting) if waiting and self.tells_where(tracker) and not assess(heard.text) else heard

    def tells_where(self, tracker: Tracker) -> bool:
        """Whether the message names a municipality and little else."""
        return tells_only_a_place(Message(tracker.latest_message))


class ForMunicipality(Answering):
    """The person said which municipality, as Rasa understands it; danger that is told meanwhile goes before it."""

    def name(self) -> str:
        """The name in Rasa's domain."""
        return "action_kommune"

    def tells_where(self, tracker: Tracker) -> bool:  # noqa: ARG002 - as in `Answering`
        """That is what Rasa understood."""
        return True


class OfType(Answering):
    """Answers as one question type, unless the conversation says otherwise."""

    def __init__(self, action: str, question_type: str | None) -> None:
        """`question_type` None: nothing was understood for certain."""
        self._action = action
        self._question_type = question_type

    def name(self) -> str:
        """The name in Rasa's domain."""
        return self._action

    def query(self, tracker: Tracker) -> Query:
        """The latest message, asked as the one type; of no type where there is nothing to understand in it."""
        heard = super().query(tracker)
        understood = Message(tracker.latest_message).intent
        if heard.question_type != understood:
            return heard  # What was spoken of before says what is meant.
        return replace(heard, question_type=self._question_type if understood else None)


def _at_last(heard: Query, waiting: Mapping[str, Any]) -> Query:
    """The waiting question, now with its municipality."""
    return replace(
        heard,
        text=waiting["text"],
        question_type=waiting["question_type"],
        language=waiting["language"],
        needs=tuple(Need(one["id"], one["confidence"]) for one in waiting["needs"]),
        services=tuple(waiting["services"]),
        levels=tuple(waiting["levels"]),
        risk_areas=tuple(waiting["risk_areas"]),
        from_context=False,
        corrected=tuple(one for one in heard.corrected if one == "role"),
    )


def remember(query: Query, found: Answer, slots: Mapping[str, Any]) -> Events:
    """What later messages go on from: municipality, role, age, the subject, a question that waits, and danger.

    `slots`: what was remembered before.
    """
    turns = (slots.get("fare") or {}).get("turns", 0)
    events = [SlotSet("kommune", query.kommune)]
    missed = is_miss(found.outcome, found.clarification)
    if query.other_language is not None:
        events.append(SlotSet("bom", 0))
        return [*events, *_danger(query, found, turns)]  # What was not understood is nothing to go on from.
    events.append(SlotSet("sprak", query.language))
    if "role" in query.corrected:
        events.append(SlotSet("rolle_sagt", query.role))
    if query.own_services:
        events.append(SlotSet("egne", sorted(query.own_services)))
    if query.role != "ukjent":
        events.append(SlotSet("rolle", query.role))
    if query.age is not None:
        events.append(SlotSet("alder", query.age))
    if not missed and (query.question_type not in TALK or query.needs or query.services):
        # «Og hva koster SFO?» is asked of a service; the child that was told of is not forgotten for that.
        needs = needs_as_json(query.needs) or (slots.get("fokus") or {}).get("needs", [])
        focus = {"needs": needs, "services": list(query.services)}
        focus |= {"risk_areas": list(query.risk_areas), "question_type": query.question_type, "text": query.text}
        events.append(SlotSet("fokus", focus))
    another_story = query.question_type == "finn-hjelp" and query.needs and not query.from_context
    if another_story and slots.get("steg"):
        events.append(SlotSet("steg", None))
    if found.process is not None:
        events.append(SlotSet("steg", {"id": found.process.id, "shown": len(found.process.steps)}))
    events.append(SlotSet("bom", query.misses + 1 if missed else 0))
    events.append(SlotSet("spurt", _asked(query, found)))
    return [*events, SlotSet("ventende", _waiting(query, found)), *_danger(query, found, turns)]


def _danger(query: Query, found: Answer, turns: int) -> Events:
    """Danger that the message itself tells is remembered anew; what was told before fades, a turn at a time."""
    told = query.danger_now is not None or query.danger_heard is not None or assess(query.text) is not None
    if found.acute is not None and told:
        return [SlotSet("fare", {"kind": found.acute.kind, "turns": DANGER_TURNS})]
    return [SlotSet("fare", {"kind": query.danger, "turns": turns - 1})] if query.danger else []


def _asked(query: Query, found: Answer) -> dict[str, Any] | None:
    """What we asked last, how many of ours that is in a row, and what has been asked for at all."""
    if found.clarification is None:
        return {"for": None, "times": 0, "before": sorted(query.asked)} if query.asked else None
    asks_for = DANGER if asks_of_danger(found.clarification) else found.clarification.asks_for
    return {"for": asks_for, "times": query.questions + 1, "before": sorted({*query.asked, asks_for})}


def _waiting(query: Query, found: Answer) -> dict[str, Any] | None:
    if found.clarification is None or found.clarification.asks_for != "kommune":
        return None
    return {
        "text": query.text,
        "question_type": query.question_type,
        "language": query.language,
        "needs": needs_as_json(query.needs),
        "services": list(query.services),
        "levels": list(query.levels),
        "risk_areas": list(query.risk_areas),
    }


ACTIONS: tuple[Action, ...] = (
    Answering(),
    ForMunicipality(),
    OfType("action_koordinator", "menneske"),
    OfType("action_smaprat", "smaprat"),
    OfType("action_personvern", "personvern"),
    OfType("action_utenfor", "utenfor"),
    OfType("action_usikker", None),
)
