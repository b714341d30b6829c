"""Guided flows as Rasa's form calls them: what is asked, what is kept, and what is answered at the end."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from rasa_sdk.executor import CollectingDispatcher

from actions.guided import GUIDED
from knowledge.flows import flows
from tests.actions.conftest import tracker
from tests.understanding.parsed import sure

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from rasa_sdk import Tracker

ROOT = Path(__file__).parents[2]
BY_NAME = {action.name(): action for action in GUIDED}
ASK, TAKE, END = BY_NAME
pytestmark = pytest.mark.usefixtures("on_the_shelf")


class Talk:
    """A conversation in which Rasa's form does what it does: take, then ask or end."""

    def __init__(
        self, schema: Draft202012Validator, *, kommune: str | None = "oppdal", role: str | None = None
    ) -> None:
        """Nothing is said yet."""
        self._schema = schema
        self._metadata = {"kommune": kommune, "role": role}
        self.slots: dict[str, Any] = {}

    async def say(self, text: str, **parsed: Any) -> dict[str, Any]:  # noqa: ANN401 - what Rasa parsed
        """One message, its answer."""
        if self.slots.get("requested_slot") == "veiviser_svar":
            self.slots["veiviser_svar"] = text
        await self._act(TAKE, text, parsed)
        if "requested_slot" in self.last and self.last["requested_slot"] is None:
            return await self._act(END, text, parsed)
        self.slots["requested_slot"] = "veiviser_svar"
        return await self._act(ASK, text, parsed)

    async def _act(self, name: str, text: str, parsed: dict[str, Any]) -> dict[str, Any]:
        dispatcher = CollectingDispatcher()
        asked: Tracker = tracker(text, slots=dict(self.slots), metadata=self._metadata, **dict(parsed))
        events = await BY_NAME[name].run(dispatcher, asked, {})
        self.last = {event["name"]: event["value"] for event in events}
        self.slots |= self.last
        for message in dispatcher.messages:
            self._schema.validate(message["custom"])
            assert message["text"] == message["custom"]["reply"]
        answers: list[dict[str, Any]] = [message["custom"] for message in dispatcher.messages]
        return answers[0] if answers else {}


@pytest.fixture
def talk(answer_schema: Draft202012Validator) -> Talk:
    """A conversation on Oppdal's page."""
    return Talk(answer_schema)


def labels(answer: dict[str, Any]) -> list[str]:
    """What the buttons of a question say."""
    return [option["label"] for option in answer["clarification"]["options"]]


async def test_a_flow_begins_with_its_first_question_and_its_buttons(talk: Talk) -> None:
    asked = await talk.say("Finn riktig hjelp", intent="veiviser")
    assert (asked["outcome"], asked["clarification"]["asks_for"]) == ("clarification", "age")
    assert labels(asked) == ["0–5 år", "6–12 år", "13–17 år", "18 år eller eldre", "Vet ikke"]
    assert asked["reply"].startswith("Hvor gammelt er barnet eller den unge det gjelder?")
    assert talk.slots["veiviser"] == {"flow": "finn-riktig-hjelp", "step": "alder", "known": {}, "missed": 0}


async def test_a_flow_leads_to_an_answer_with_its_sources(talk: Talk) -> None:
    await talk.say("Finn riktig hjelp", intent="veiviser")
    await talk.say("6–12 år")
    await talk.say("På skolen")
    found = await talk.say("Vil ikke på skolen", intent="finn-hjelp", needs=sure("kriminalitet"))
    assert (found["outcome"], found["question"]) == ("answered", "Vil ikke på skolen")
    assert [need["id"] for need in found["needs"]] == ["skolefravaer"]
    assert found["services"][0]["type"] == "skole"
    assert all(one["sources"] for one in (*found["services"], *found["statements"]))
    kept = {key: talk.slots[key] for key in ("veiviser", "veiviser_svar", "requested_slot", "alder")}
    assert kept == {"veiviser": None, "veiviser_svar": None, "requested_slot": None, "alder": 9}


async def test_the_answer_is_in_the_persons_written_standard(talk: Talk) -> None:
    asked = await talk.say("Finn rett hjelp", intent="veiviser", language="nn")
    assert asked["reply"].startswith("Kor gammalt er barnet")
    asked = await talk.say("0–5 år")
    assert labels(asked) == ["I barnehagen", "Heime", "Fleire stader", "Veit ikkje"]


@pytest.mark.parametrize(
    ("text", "parsed"), [("Ho er sju", {"alder": [7]}), ("andre klasse", {"trinn": [2]}), ("7", {})]
)
async def test_an_age_in_other_words_is_understood(talk: Talk, text: str, parsed: dict[str, Any]) -> None:
    await talk.say("Finn riktig hjelp", intent="veiviser")
    await talk.say(text, **parsed)
    assert talk.slots["veiviser"]["known"] == {"age": 7}


async def test_a_button_is_not_taken_for_the_age_at_its_end(talk: Talk) -> None:
    await talk.say("Finn riktig hjelp", intent="veiviser")
    await talk.say("6–12 år", alder=[12])
    assert talk.slots["veiviser"]["known"] == {"age": 9}


async def test_what_fits_nothing_is_asked_about_once_more_and_never_again(talk: Talk) -> None:
    await talk.say("Finn riktig hjelp", intent="veiviser")
    again = await talk.say("tja")
    assert again["reply"].startswith("Det kjente jeg ikke igjen. Velg det som ligner mest, eller skriv «vet ikke».")
    assert labels(again)[0] == "0–5 år"
    left = await talk.say("njaei")
    assert (left["outcome"], left["clarification"], left["services"][0]["type"]) == ("no_match", None, "koordinator")
    assert left["suggestions"][-1] == {"label": "Fortsett: Finn riktig hjelp", "payload": "Fortsett: Finn riktig hjelp"}


async def test_an_answer_that_fits_is_asked_about_anew_at_the_next_step(talk: Talk) -> None:
    await talk.say("Finn riktig hjelp", intent="veiviser")
    await talk.say("tja")
    await talk.say("0–5 år")
    assert talk.slots["veiviser"]["missed"] == 0


async def test_a_question_of_its_own_is_answered_and_the_flow_can_go_on(talk: Talk) -> None:
    await talk.say("Finn riktig hjelp", intent="veiviser")
    await talk.say("6–12 år")
    found = await talk.say("hva koster det å gå på SFO?", intent="pris", service=["sfo"])
    assert (found["question_type"], found["services"][0]["type"]) == ("pris", "sfo")
    assert found["reply"].endswith("Fortsett: Finn riktig hjelp")
    asked = await talk.say("Fortsett: Finn riktig hjelp", intent="veiviser")
    assert labels(asked)[0] == "På skolen"
    assert talk.slots["veiviser"]["known"] == {"age": 9}


async def test_a_question_of_its_own_is_answered_for_the_age_that_was_told(talk: Talk) -> None:
    await talk.say("Finn riktig hjelp", intent="veiviser")
    await talk.say("13–17 år")
    await talk.say("hun vil ikke på skolen lenger", intent="finn-hjelp", needs=sure("skolefravaer"))
    assert talk.slots["alder"] == 15


async def test_two_words_are_no_question_of_their_own(talk: Talk) -> None:
    await talk.say("Finn riktig hjelp", intent="veiviser")
    assert (await talk.say("helt umulig", intent="finn-hjelp"))["clarification"]["asks_for"] == "age"


async def test_whoever_asks_for_a_person_leaves_at_once(talk: Talk) -> None:
    await talk.say("Finn riktig hjelp", intent="veiviser")
    assert (await talk.say("koordinator", intent="menneske", service=["koordinator"]))["outcome"] == "handover"


async def test_the_word_that_leads_to_a_person_does_so_whatever_it_is_taken_for(talk: Talk) -> None:
    await talk.say("Finn riktig hjelp", intent="veiviser")
    found = await talk.say("koordinator", intent="finn-hjelp", service=["koordinator"])
    assert (found["clarification"], found["services"][0]["type"]) == (None, "koordinator")


async def test_a_role_in_other_words_is_understood(talk: Talk) -> None:
    await talk.say("Jeg er bekymret for et barn", intent="veiviser")
    await talk.say("nei")
    await talk.say("2")
    teacher = [{"entity": "rolle", "value": "ansatt", "start": 7, "end": 14}]
    await talk.say("jeg er læreren hennes", intent="finn-hjelp", entities=teacher)
    assert talk.slots["veiviser"] == {
        "flow": "bekymret-for-barn",
        "step": "vil-ansatt",
        "known": {"needs": ["overgrep"], "doubt": "vold-overgrep", "role": "ansatt"},
        "missed": 0,
    }


async def test_a_place_in_the_middle_is_remembered_and_the_question_asked_again(
    answer_schema: Draft202012Validator,
) -> None:
    talk = Talk(answer_schema, kommune=None)
    await talk.say("Finn riktig hjelp", intent="veiviser")
    asked = await talk.say("Tynset", intent="svar-kommune", kommune=["tynset"])
    assert (asked["kommune"], asked["reply"].splitlines()[0]) == (
        "tynset",
        "Hvor gammelt er barnet eller den unge det gjelder?",
    )
    assert (talk.slots["kommune"], talk.slots["veiviser"]["missed"]) == ("tynset", 0)


async def test_whoever_stops_is_offered_nothing_more_of_it(talk: Talk) -> None:
    await talk.say("Finn riktig hjelp", intent="veiviser")
    found = await talk.say("Stopp!", intent="utenfor")
    assert (found["outcome"], found["suggestions"], talk.slots["veiviser"]) == ("smalltalk", [], None)


async def test_danger_that_is_told_in_the_middle_goes_before_everything(talk: Talk) -> None:
    await talk.say("Finn riktig hjelp", intent="veiviser")
    found = await talk.say("jeg vil ta livet mitt")
    assert (found["outcome"], found["acute"]["contacts"][0]["value"]) == ("acute", "113")
    assert found["suggestions"] == []
    assert talk.slots["fare"] == {"kind": "selvmord", "turns": 5}


async def test_the_button_for_danger_gives_the_lines_first_and_the_danger_is_remembered(talk: Talk) -> None:
    await talk.say("Jeg er bekymret for et barn", intent="veiviser")
    found = await talk.say("Ja, noen er i fare nå")
    assert (found["outcome"], found["acute"]["contacts"][0]["value"]) == ("acute", "112")
    assert found["reply"].startswith("Det du skriver, er alvorlig")
    assert found["services"] != []
    assert talk.slots["fare"] == {"kind": "barn-i-fare", "turns": 5}


async def test_whoever_does_not_know_whether_there_is_danger_sees_the_lines_beside_every_question(talk: Talk) -> None:
    first = await talk.say("Jeg er bekymret for et barn", intent="veiviser")
    asked = await talk.say("vet ikke")
    assert (first["acute"], asked["outcome"]) == (None, "clarification")
    assert asked["acute"]["contacts"][0]["value"] == "112"


async def test_the_first_question_says_that_nothing_is_reported_here(talk: Talk) -> None:
    for title in ("Jeg er bekymret for et barn", "Hva gjør jeg som ansatt?"):
        asked = await talk.say(title, intent="veiviser")
        assert asked["reply"].startswith("Du kan ikke melde fra her i chatten")


async def test_a_role_that_is_pressed_goes_before_the_pages(answer_schema: Draft202012Validator) -> None:
    talk = Talk(answer_schema, role="forelder")
    await talk.say("Hva gjør jeg som ansatt?", intent="veiviser")
    found = await talk.say("Jeg er usikker")
    assert (found["role"], talk.slots["rolle_sagt"]) == ("ansatt", "ansatt")


async def test_another_flow_that_is_named_begins(talk: Talk) -> None:
    await talk.say("Finn riktig hjelp", intent="veiviser")
    await talk.say("Jeg er bekymret for et barn", intent="veiviser")
    assert talk.slots["veiviser"]["flow"] == "bekymret-for-barn"


async def test_what_only_sounds_like_a_flow_is_answered_as_what_it_sounds_like_second(talk: Talk) -> None:
    ranking = [{"name": "veiviser", "confidence": 0.6}, {"name": "finn-hjelp", "confidence": 0.3}]
    text = "jeg er veldig bekymret for et barn i gata"
    found = await talk.say(text, intent="veiviser", intent_ranking=ranking, needs=sure("bekymring-for-barn"))
    assert (found["outcome"], found["question_type"], found["suggestions"]) == ("answered", "finn-hjelp", [])


async def test_where_the_municipality_is_not_known_it_is_asked_for_at_the_end(
    answer_schema: Draft202012Validator,
) -> None:
    talk = Talk(answer_schema, kommune=None)
    for text in ("Finn riktig hjelp", "13–17 år", "I fritiden"):
        await talk.say(text, intent="veiviser")
    found = await talk.say("Noe å være med på")
    assert (found["outcome"], found["clarification"]["asks_for"]) == ("answered", "kommune")


def read(path: str) -> Any:  # noqa: ANN401 - YAML
    """A file of the project."""
    return yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))


def test_rasas_domain_has_the_form_and_fills_its_slot_only_when_it_asks() -> None:
    domain = read("bot/domain.yml")
    assert domain["forms"] == {"veiviser_skjema": {"required_slots": ["veiviser_svar"]}}
    [mapping] = domain["slots"]["veiviser_svar"]["mappings"]
    assert mapping["conditions"] == [{"active_loop": "veiviser_skjema", "requested_slot": "veiviser_svar"}]


def test_every_rule_of_the_flows_runs_the_form_or_its_end() -> None:
    rules = read("data/rules/veiviser.yml")["rules"]
    run = {step["action"] for rule in rules for step in rule["steps"] if "action" in step}
    assert run == {"veiviser_skjema", END}


def test_every_flow_has_a_title_to_press() -> None:
    assert [flow.title.nb for flow in flows().values()] == [
        "Hva gjør jeg som ansatt?",
        "Jeg er bekymret for et barn",
        "Finn riktig hjelp",
    ]


async def test_an_age_and_what_is_hardly_understood_do_not_end_a_flow(talk: Talk) -> None:
    await talk.say("Jeg er bekymret for et barn", intent="veiviser")
    asked = await talk.say("hun er 7", intent="utenfor", alder=[7])
    assert labels(asked)[0] == "Ja, noen er i fare nå"
    assert (talk.slots["alder"], talk.slots["veiviser"]["missed"]) == (7, 0)
    asked = await talk.say("det var som søren", intent="utenfor")
    assert asked["reply"].startswith("Det kjente jeg ikke igjen.")


async def test_a_short_story_means_the_button_that_it_is_about(talk: Talk) -> None:
    await talk.say("Jeg er bekymret for et barn", intent="veiviser")
    await talk.say("tror nok ikke det", intent="utenfor")
    await talk.say("faren drikker hver helg", intent="finn-hjelp", needs=sure("rus-foresatt"))
    assert talk.slots["veiviser"]["known"]["needs"] == ["rus-foresatt"]


async def test_no_with_a_story_of_its_own_is_no_button(talk: Talk) -> None:
    await talk.say("Jeg er bekymret for et barn", intent="veiviser")
    found = await talk.say("nei han slår henne", intent="finn-hjelp", needs=sure("vold"))
    assert (found["outcome"], found["services"][0]["type"]) == ("answered", "barnevern")


@pytest.mark.parametrize("text", ["han er 8 og pappa slår meg", "vet ikke, pappa slår meg"])
async def test_danger_beside_an_answer_is_not_taken_for_the_answer(talk: Talk, text: str) -> None:
    await talk.say("Finn riktig hjelp", intent="veiviser")
    found = await talk.say(text, intent="finn-hjelp", alder=[8])
    assert found["acute"] is not None
    assert talk.slots["requested_slot"] is None


async def test_violence_that_no_button_is_about_is_answered_as_it_is_told(talk: Talk) -> None:
    await talk.say("Finn riktig hjelp", intent="veiviser")
    told = {"intent": "finn-hjelp", "needs": sure("selvskading"), "alder": [14]}
    found = await talk.say("datteren min på 14 gjør seg vondt", **told)
    assert [need["id"] for need in found["needs"]] == ["selvskading"]


async def test_what_fits_nothing_where_danger_is_asked_about_is_doubt(talk: Talk) -> None:
    await talk.say("Jeg er bekymret for et barn", intent="veiviser")
    asked = await talk.say("tja", intent="utenfor")
    assert asked["acute"] is not None


async def test_doubt_is_remembered_after_the_flow(talk: Talk) -> None:
    await talk.say("Jeg er bekymret for et barn", intent="veiviser")
    await talk.say("Jeg er ikke helt sikker", intent="utenfor")
    stopped = await talk.say("stopp", intent="smaprat")
    assert talk.slots["fare"] == {"kind": "barn-i-fare", "turns": 5}
    assert (stopped["outcome"], stopped["acute"]["kind"]) == ("smalltalk", "barn-i-fare")


async def test_danger_that_is_told_at_the_end_is_remembered_and_not_the_doubt_before_it(talk: Talk) -> None:
    await talk.say("Jeg er bekymret for et barn", intent="veiviser")
    await talk.say("Jeg er ikke helt sikker", intent="utenfor")
    await talk.say("jeg vil ta livet mitt", intent="finn-hjelp")
    assert talk.slots["fare"] == {"kind": "selvmord", "turns": 5}


async def test_the_number_of_a_button_is_nobodys_age(talk: Talk) -> None:
    await talk.say("Jeg er bekymret for et barn", intent="veiviser")
    await talk.say("2", intent="utenfor")
    assert talk.slots.get("alder") is None


async def test_a_question_with_an_age_in_it_is_no_age(talk: Talk) -> None:
    await talk.say("Finn riktig hjelp", intent="veiviser")
    found = await talk.say("Hva koster det å gå på SFO for en 8-åring?", intent="pris", service=["sfo"], alder=[8])
    assert found["question_type"] == "pris"
