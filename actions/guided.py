"""Guided flows in Rasa: a form with one slot, which is asked for until the flow is at an end or is left.

`veiviser` keeps where somebody is in a flow, also after they have left it; `veiviser_svar` is never kept.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rasa_sdk import Action
from rasa_sdk.events import SlotSet
from rasa_sdk.forms import REQUESTED_SLOT

from actions.answers import DANGER_TURNS, Answering, latest, remember
from actions.shelf import answered, library
from foundation.clock import now
from knowledge import ask_back, to_json
from knowledge.answering.urgency import PRESSING, WATCHED
from knowledge.answers import Clarification, Option
from knowledge.flows import (
    State,
    at_end,
    flow_of,
    flows,
    goes_on,
    in_doubt,
    language_of,
    pressed,
    query_of,
    said_in,
    start,
    take,
)
from knowledge.flows.reading import continuers
from knowledge.flows.words import plain
from knowledge.safety import assess
from knowledge.texts import phrases, say
from understanding.following import Following, tells_only_a_place
from understanding.message import COORDINATOR, Message
from understanding.phrases import AGE_WORDS, SURE_OF_ANOTHER
from understanding.understood import FIRST_GRADE_AGE, understand

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rasa_sdk import Tracker
    from rasa_sdk.executor import CollectingDispatcher

    from actions.answers import Events
    from knowledge import Answer, Query
    from knowledge.flows import Flow, Step
    from knowledge.query import Language

STATE, REPLY = "veiviser", "veiviser_svar"
# What fits no answer is asked about once more.
MOST_MISSED = 1
# So few words are no question of their own, and what is not understood for certain is none either.
FEW_WORDS, SURE_OF_A_QUESTION = 2, 0.5
FEW_WORDS_OF_A_PLACE = 3
# A story of more words is answered as it is told; a shorter one means the button that it is about.
STORY_WORDS = 10
# Whoever asks for a person, or what becomes of their words, need not use many.
AT_ONCE = frozenset({"menneske", "personvern"})
STOP = frozenset(map(plain, ("stopp", "avbryt", "avslutt", "slutt", "glem det", "gløym det", "stop", "cancel")))


class AskStep(Action):  # type: ignore[misc] # rasa-sdk has no types
    """Asks the question of the step, with its buttons."""

    def name(self) -> str:
        """The name that Rasa's form looks for."""
        return f"action_ask_{REPLY}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:  # noqa: ARG002 - Rasa's signature
        """One question with its buttons; what danger was told stays beside it."""
        state = _state(tracker)
        if state is None:
            return []
        step = flows()[state.flow].steps[state.step]
        query = _of_the_flow(understand(latest(tracker)), state)
        asked = ask_back(
            query, library(), now(), _question(step, state, query.language), _buttons(step, query.language)
        )
        dispatcher.utter_message(text=asked.reply, json_message=to_json(asked))
        told = [SlotSet("kommune", query.kommune), SlotSet("sprak", query.language)]
        return told if query.age is None else [*told, SlotSet("alder", query.age)]


class TakeReply(Action):  # type: ignore[misc] # rasa-sdk has no types
    """Starts the flow that a message names, takes the answer to a step, or leaves the flow."""

    def name(self) -> str:
        """The name that Rasa's form looks for."""
        return "validate_veiviser_skjema"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:  # noqa: ARG002 - Rasa's signature
        """Where somebody is after the message; the form ends with the flow."""
        message, before = Message(tracker.latest_message), _state(tracker)
        unfinished = before if before is not None and not at_end(flows()[before.flow], before) else None
        named = flow_of(message.text, flows())
        if named is not None:
            return [*_go_on(_begun(named, message.text, unfinished)), *_spoken(language_of(named, message.text))]
        if unfinished is not None and goes_on(message.text):
            return _go_on(replace(unfinished, missed=0))
        if before is None or tracker.get_slot(REQUESTED_SLOT) != REPLY:
            return _leave(None)
        return _answered(before, message, understand(latest(tracker)).language)


class EndOfFlow(Answering):
    """Answers what the flow ended in; where it was left, what was asked instead, with an offer to go on."""

    def name(self) -> str:
        """The name in Rasa's domain."""
        return "action_veiviser_slutt"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:  # noqa: ARG002 - Rasa's signature
        """One question, one answer."""
        state, text = _state(tracker), Message(tracker.latest_message).text
        reached = state is not None and at_end(flows()[state.flow], state)
        query = self._reached(tracker, state) if state is not None and reached else self._instead(tracker, state)
        found = replace(answered(query), question=text)
        left = None if state is None or reached or plain(text) in STOP else replace(state, missed=0)
        if left is not None and found.outcome != "acute":
            found = _offering(found, flows()[left.flow], query.language)
        dispatcher.utter_message(text=found.reply, json_message=to_json(found))
        kept = left.to_json() if left is not None else None
        events = remember(query, found, {**tracker.slots, **_doubt(state)})
        return [*events, *_role(state), SlotSet(STATE, kept), SlotSet(REPLY, None)]

    def _reached(self, tracker: Tracker, state: State) -> Query:
        heard = understand(latest(tracker))
        return query_of(flows()[state.flow], state, heard)

    def _instead(self, tracker: Tracker, state: State | None) -> Query:
        """The message as it is answered outside flows, with what the flow has been told by then."""
        heard = self.query(tracker)
        second = Message(tracker.latest_message).next_intent
        if heard.question_type is None and second is not None and state is None:
            heard = replace(heard, question_type=second[0])  # It sounded like a flow's name, and is none.
        if state is None:
            return heard
        if plain(heard.text) in STOP:
            stopped = replace(heard, text=phrases("declined")[0], question_type="smaprat", needs=(), services=())
            return replace(stopped, danger=state.known.get("doubt") or heard.danger)
        if heard.question_type == "utenfor" and state.missed >= MOST_MISSED:
            heard = replace(heard, question_type=None)  # No question of something outside, but no answer to ours.
        # Where nothing was understood twice, nothing more is asked.
        misses = max(heard.misses, state.missed)
        return replace(_of_the_flow(heard, state, asking=False), misses=misses)


def _state(tracker: Tracker) -> State | None:
    return State.from_json(tracker.get_slot(STATE), flows())


def _begun(flow: Flow, text: str, unfinished: State | None) -> State:
    """The first step; where it was left, if the message asks to go on with a flow that was."""
    continued = unfinished is not None and unfinished.flow == flow.id
    if unfinished is not None and continued and plain(text) in map(plain, continuers(flow)):
        return replace(unfinished, missed=0)
    return start(flow)


def _go_on(state: State) -> Events:
    return [SlotSet(STATE, state.to_json()), SlotSet(REPLY, None)]


def _answered(before: State, message: Message, language: Language) -> Events:
    """What a message to a step's question leads to: the next step, the same once more, or out of the flow."""
    step = flows()[before.flow].steps[before.step]
    if not pressed(step, message.text) and _tells_more_than(step, message):
        return _leave(before)
    after = _taken(before, message, language)
    if after is not None:
        told = _spoken(said_in(step, message.text))
        return [*told, *(_leave(after) if at_end(flows()[after.flow], after) else _go_on(after))]
    if tells_only_a_place(message) or Following(message, {}).tells_only_an_age:
        return _go_on(before)  # It is remembered, and the question asked again.
    return _leave(before) if _leaves(message, before) else _go_on(in_doubt(flows()[before.flow], before))


def _tells_more_than(step: Step, message: Message) -> bool:
    """Danger, or violence and the like that no button is about: it is answered as it is told."""
    of_buttons = {need for answer in step.answers for need in answer.sets.needs}
    grave = {need.id for need in message.needs("needs") if need.confidence >= SURE_OF_ANOTHER or need.id in WATCHED}
    return assess(message.text) is not None or bool(grave & {*PRESSING} - of_buttons)


def _spoken(language: Language | None) -> Events:
    """A name or a button in one language says which is spoken, for they are too short to tell otherwise."""
    return [SlotSet("sprak", language)] if language is not None else []


def _leave(state: State | None) -> Events:
    kept = None if state is None else state.to_json()
    return [SlotSet(STATE, kept), SlotSet(REPLY, None), SlotSet(REQUESTED_SLOT, None)]


def _taken(state: State, message: Message, language: Language) -> State | None:
    """Where the message leads: by its own words, else by the age, the role or the need that was understood in it."""
    flow = flows()[state.flow]
    after = take(flow, state, message.text, language, loosely=_tells_nothing_else(message))
    understood = (take(flow, state, one, language) for one in _understood(flow, state, message))
    return after or next(filter(None, understood), None)


def _tells_nothing_else(message: Message) -> bool:
    # «På skolen mest» sounds like absence to whoever does not know the question.
    grave = message.need_ids & {*PRESSING}
    return not grave and (message.words <= FEW_WORDS_OF_A_PLACE or not Following(message, {}).tells_another_story)


def _understood(flow: Flow, state: State, message: Message) -> Iterator[str]:
    """The message as the step would have it: an age, or the button of a role or a need."""
    step = flow.steps[state.step]
    # «Hva koster SFO for en 8-åring?» is a question of its own.
    if step.asks_for == "age" and message.words <= AGE_WORDS:
        yield from (str(int(age)) for age in message.values("alder")[:1])
        yield from (str(int(grade) + FIRST_GRADE_AGE) for grade in message.values("trinn")[:1])
    if step.asks_for == "role" and message.role is not None:
        yield from (answer.say.nb for answer in step.answers if answer.sets.role == message.role)
    if message.words <= STORY_WORDS:
        told = {need.id for need in message.needs("needs")}
        about = [answer.say.nb for answer in step.answers if told.intersection(answer.sets.needs)]
        yield from about if len(about) == 1 else ()


def _leaves(message: Message, state: State) -> bool:
    """Whether what fits no answer is a question of its own, or the second in a row that fits none."""
    asks_at_once = message.intent in AT_ONCE or COORDINATOR in message.services
    sure = message.sure_of_intent >= SURE_OF_A_QUESTION or "?" in message.text
    asks = message.intent not in {None, "utenfor"} and sure
    own = asks_at_once or (asks and message.words > FEW_WORDS)
    gives_up = plain(message.text) in STOP or state.missed >= MOST_MISSED
    return own or gives_up


def _of_the_flow(heard: Query, state: State, *, asking: bool = True) -> Query:
    """A query with what the flow has been told; while it asks, nothing else of the message counts."""
    known = state.known
    told = replace(
        heard,
        role=known.get("role") or heard.role,
        age=heard.age if heard.age is not None else known.get("age"),
        danger=known.get("danger") or known.get("doubt") or heard.danger,
    )
    if not asking:
        return told
    return replace(
        told,
        question_type="finn-hjelp",
        needs=(),
        nearest=(),
        services=(),
        other_language=None,
        corrected=(),
        danger_heard=None,
    )


def _question(step: Step, state: State, language: Language) -> str:
    asked = step.ask.of(language)
    return f"{say('flow_again', language)} {asked}" if state.missed else asked


def _buttons(step: Step, language: Language) -> Clarification:
    labels = [answer.say.of(language) for answer in step.answers]
    if step.unknown is not None:
        labels.append(say("flow_unknown", language))
    return Clarification(step.asks_for, tuple(Option(label, label) for label in labels))


def _offering(found: Answer, flow: Flow, language: Language) -> Answer:
    words = say("flow_continue", language, title=flow.title.of(language))
    suggestions = (*found.suggestions, Option(words, words))
    return replace(found, suggestions=suggestions, reply=f"{found.reply}\n\n{words}")


def _doubt(state: State | None) -> dict[str, Any]:
    """Danger that was in doubt on the way, as a slot: remembered from here on, unless danger is told at the end."""
    kind = None if state is None else state.known.get("doubt")
    return {} if kind is None else {"fare": {"kind": kind, "turns": DANGER_TURNS + 1}}


def _role(state: State | None) -> Events:
    """A role that was pressed is as good as one that was written."""
    role = None if state is None else state.known.get("role")
    return [] if role in {None, "ukjent"} else [SlotSet("rolle_sagt", role)]


GUIDED: tuple[Action, ...] = (AskStep(), TakeReply(), EndOfFlow())
