"""What is wrong with a flow is said with its file and its step; broken examples, one fault each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from knowledge.content import ContentError
from knowledge.flows import read_flows
from tests.knowledge.flows.conftest import said, small

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.knowledge.flows.conftest import Folder

LONG = " ".join(["ord"] * 26)


def _sted(raw: dict[str, Any]) -> Any:  # noqa: ANN401 - YAML
    return raw["steps"]["sted"]


def _leads_nowhere(raw: dict[str, Any]) -> None:
    _sted(raw)["answers"][0]["to"] = "borte"


def _does_not_know_where(raw: dict[str, Any]) -> None:
    raw["steps"]["alder"]["unknown"] = "borte"


def _starts_nowhere(raw: dict[str, Any]) -> None:
    raw["start"] = "borte"
    raw["steps"] = {"sted": _sted(raw)}


def _goes_round(raw: dict[str, Any]) -> None:
    _sted(raw)["answers"][0]["to"] = "alder"


def _is_never_reached(raw: dict[str, Any]) -> None:
    raw["ends"]["ingen"] = {"question_type": "pris"}


def _is_both(raw: dict[str, Any]) -> None:
    raw["ends"]["sted"] = {"question_type": "pris"}


def _has_six_answers(raw: dict[str, Any]) -> None:
    _sted(raw)["answers"] += [{"say": said(f"Sted {one}"), "to": "hjelp"} for one in "abc"]


def _has_two_ways_out(raw: dict[str, Any]) -> None:
    _sted(raw)["unknown"] = "hjelp"


def _has_no_way_out(raw: dict[str, Any]) -> None:
    del raw["steps"]["alder"]["unknown"]


def _asks_at_length(raw: dict[str, Any]) -> None:
    _sted(raw)["ask"]["nn"] = LONG


def _also_means_the_same_twice(raw: dict[str, Any]) -> None:
    _sted(raw)["answers"][1]["also"] = ["Klassen"]


def _says_the_same_twice(raw: dict[str, Any]) -> None:
    _sted(raw)["answers"][1]["say"]["nb"] = "på skolen!"


def _tells_a_number(raw: dict[str, Any]) -> None:
    _sted(raw)["ask"]["nb"] = "Har du ringt 116 111?"


def _sets_an_age_of_another_button(raw: dict[str, Any]) -> None:
    raw["steps"]["alder"]["answers"][0]["sets"]["age"] = 8


def _has_an_unknown_need(raw: dict[str, Any]) -> None:
    _sted(raw)["answers"][0]["sets"]["needs"] = ["skulk"]


def _has_an_unknown_service(raw: dict[str, Any]) -> None:
    raw["ends"]["hjelp"]["services"] = ["ppp"]


def _has_an_unknown_danger(raw: dict[str, Any]) -> None:
    _sted(raw)["answers"][2]["sets"]["danger"] = "fare"


def _has_an_unknown_question_type(raw: dict[str, Any]) -> None:
    raw["ends"]["hjelp"]["question_type"] = "hjelp"


def _is_called_something_else(raw: dict[str, Any]) -> None:
    raw["id"] = "stor"


BROKEN: dict[str, tuple[Callable[[dict[str, Any]], None], str]] = {
    "an answer that leads nowhere": (_leads_nowhere, "steps.sted.answers.0: There is no step or end borte."),
    "not to know leads nowhere": (_does_not_know_where, "steps.alder.unknown: There is no step or end borte."),
    "it starts nowhere": (_starts_nowhere, "start: There is no step borte."),
    "it goes round": (_goes_round, "steps.alder: The steps go round: alder → sted → alder."),
    "an end that is never reached": (
        _is_never_reached,
        "ends.ingen: No answer leads here. Take it out, or lead to it.",
    ),
    "a step and an end of one name": (_is_both, "sted is a step and an end. Rename one."),
    "six answers": (_has_six_answers, "steps.sted: 6 answers; a step has 2 to 5."),
    "two ways for who does not know": (
        _has_two_ways_out,
        "steps.sted: 2 ways for «vet ikke». Mark one answer with unknown: true, or write unknown: <step>.",
    ),
    "no way for who does not know": (
        _has_no_way_out,
        "steps.alder: 0 ways for «vet ikke». Mark one answer with unknown: true, or write unknown: <step>.",
    ),
    "a long question": (_asks_at_length, "steps.sted.ask.nn: 26 words; 25 is the most. Ask shorter."),
    "two answers that say the same": (_says_the_same_twice, "steps.sted.answers: Two answers say «på skolen» in nb."),
    "two answers that also mean the same": (
        _also_means_the_same_twice,
        "steps.sted.answers: Two answers also mean «klassen». Take it out of one.",
    ),
    "a number": (_tells_a_number, "steps.sted.ask.nb: A number, address or paragraph is a fact. Put it in a record."),
    "an age of another button": (
        _sets_an_age_of_another_button,
        "steps.alder.answers.0.sets.age: It must be one of the ages of the button.",
    ),
    "an unknown need": (
        _has_an_unknown_need,
        "steps.sted.answers.0.sets.needs: Unknown need: skulk. See knowledge/ontology.yml.",
    ),
    "an unknown service": (
        _has_an_unknown_service,
        "ends.hjelp.services: Unknown service: ppp. See knowledge/ontology.yml.",
    ),
    "an unknown danger": (
        _has_an_unknown_danger,
        "steps.sted.answers.2.sets.danger: Unknown kind of danger: fare. See knowledge/ontology.yml.",
    ),
    "an unknown question type": (
        _has_an_unknown_question_type,
        "ends.hjelp.question_type: Unknown question type: hjelp.",
    ),
    "a file of another name": (
        _is_called_something_else,
        "The file is called liten.yml, but the id is stor. Call it stor.yml.",
    ),
}


@pytest.mark.parametrize(("fault", "message"), BROKEN.values(), ids=BROKEN)
def test_a_fault_is_named(folder: Folder, fault: Callable[[dict[str, Any]], None], message: str) -> None:
    raw = small()
    fault(raw)
    folder.write(raw)
    assert f"liten.yml: {message}" in folder.faults()


def test_a_language_that_is_missing_is_named_with_its_line(folder: Folder) -> None:
    raw = small()
    del raw["steps"]["sted"]["ask"]["nn"]
    folder.write(raw)
    with pytest.raises(ContentError) as caught:
        read_flows(folder.root)
    lines = (folder.root / "liten.yml").read_text(encoding="utf-8").splitlines()
    line = next(n for n, text in enumerate(lines, 1) if text == "    ask:" and lines[n] == "      nb: Hvor?")
    assert str(caught.value) == f"liten.yml:{line}: steps.sted.ask.nn: It is missing. Add it."


def test_an_unknown_role_and_an_unknown_key_are_faults_at_once(folder: Folder) -> None:
    raw = small()
    raw["steps"]["sted"]["answers"][0]["sets"]["role"] = "nabo"
    raw["steps"]["sted"]["answers"][1]["too"] = "hjelp"
    folder.write(raw)
    places = [fault.split(": ")[1] for fault in folder.faults()]
    assert places == ["steps.sted.answers.0.sets.role", "steps.sted.answers.1.too"]


def test_a_name_that_starts_two_flows_is_a_fault_of_both(folder: Folder) -> None:
    folder.write(small())
    folder.write(
        {**small(), "id": "annen", "title": said("En annen"), "aliases": {"nb": ["Vis meg den lille."]}}, "annen.yml"
    )
    message = "«vis meg den lille» starts another flow too. Take it out of one of them."
    assert folder.faults() == [f"annen.yml: {message}", f"liten.yml: {message}"]


def test_a_flow_without_a_fault_is_read(folder: Folder) -> None:
    folder.write(small())
    assert list(read_flows(folder.root)) == ["liten"]
