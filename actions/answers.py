"""Rasa's custom actions: each turns the tracker into a Query and says what the library answers.

The Answer goes as Rasa's custom payload, its reply as plain text for clients without cards.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rasa_sdk import Action
from rasa_sdk.events import SlotSet

from actions.shelf import library
from actions.understood import needs_as_json, understand
from foundation.clock import now
from knowledge import Answer, Need, Query, answer, to_json
from knowledge.safety import assess

if TYPE_CHECKING:
    from rasa_sdk import Tracker
    from rasa_sdk.executor import CollectingDispatcher

# For so many messages after danger was told its help lines stay beside the answers.
DANGER_TURNS = 5
type Events = list[dict[str, Any]]


class Answering(Action):  # type: ignore[misc] # rasa-sdk has no types
    """Answers the latest message; what the conversation should remember goes into slots."""

    def name(self) -> str:
        """The name in Rasa's domain."""
        return "action_svar"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:  # noqa: ARG002 - Rasa's signature
        """One question, one answer."""
        query = self.query(tracker)
        found = answer(query, library(), now())
        dispatcher.utter_message(text=found.reply, json_message=to_json(found))
        return remember(query, found, (tracker.get_slot("fare") or {}).get("turns", 0))

    def query(self, tracker: Tracker) -> Query:
        """What is asked. Subclasses know more than the understanding does."""
        return understand(tracker)


class ForMunicipality(Answering):
    """The person said which municipality: the question that waited is answered."""

    def name(self) -> str:
        """The name in Rasa's domain."""
        return "action_kommune"

    def query(self, tracker: Tracker) -> Query:
        """The waiting question, now with its municipality; danger that is told meanwhile goes before it."""
        heard = understand(tracker)
        waiting = tracker.get_slot("ventende")
        if not waiting or assess(heard.text) is not None:
            return replace(heard, question_type=None)
        return replace(
            heard,
            text=waiting["text"],
            question_type=waiting["question_type"],
            language=waiting["language"],
            needs=tuple(Need(one["id"], one["confidence"]) for one in waiting["needs"]),
            services=tuple(waiting["services"]),
            levels=tuple(waiting["levels"]),
            risk_areas=tuple(waiting["risk_areas"]),
        )


class OfType(Answering):
    """Answers as one question type, whatever else the message holds."""

    def __init__(self, action: str, question_type: str | None) -> None:
        """`question_type` None: nothing was understood for certain."""
        self._action = action
        self._question_type = question_type

    def name(self) -> str:
        """The name in Rasa's domain."""
        return self._action

    def query(self, tracker: Tracker) -> Query:
        """The latest message, asked as the one type; of no type where there is nothing to understand in it."""
        heard = understand(tracker)
        return replace(heard, question_type=self._question_type if heard.question_type else None)


def remember(query: Query, found: Answer, turns: int = 0) -> Events:
    """What later messages go on from: municipality, role, age, the subject, a question that waits, and danger.

    `turns`: for how many messages more the danger that was told before is remembered.
    """
    events = [SlotSet("kommune", query.kommune)]
    if query.other_language is not None:
        return [*events, *_danger(query, found, turns)]  # What was not understood is nothing to go on from.
    events.append(SlotSet("sprak", query.language))
    if query.role != "ukjent":
        events.append(SlotSet("rolle", query.role))
    if query.age is not None:
        events.append(SlotSet("alder", query.age))
    if query.needs or query.services or query.risk_areas:
        focus = {"needs": needs_as_json(query.needs), "services": list(query.services)}
        focus |= {"risk_areas": list(query.risk_areas), "question_type": query.question_type}
        events.append(SlotSet("fokus", focus))
    return [*events, SlotSet("ventende", _waiting(query, found)), *_danger(query, found, turns)]


def _danger(query: Query, found: Answer, turns: int) -> Events:
    """Danger that the message itself tells is remembered anew; what was told before fades, a turn at a time."""
    if found.acute is not None and assess(query.text) is not None:
        return [SlotSet("fare", {"kind": found.acute.kind, "turns": DANGER_TURNS})]
    return [SlotSet("fare", {"kind": query.danger, "turns": turns - 1})] if query.danger else []


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
