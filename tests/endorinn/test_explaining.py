"""Why a message was understood so: of a Rasa that is played over real HTTP, and reads by rules made for the test."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from endorinn.asking import free_ports
from endorinn.explaining import MAX_WORDS, NEAREST, REASONS, Explained, Explanation, Reason, explain, lines
from foundation.errors import OperatorError
from foundation.settings import settings
from tests.gateway.played_rasa import PlayedRasa

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.endorinn.conftest import Ran
    from tests.gateway.running import Gateway

NOTHING: dict[str, Any] = {
    "intent": None,
    "intent_ranking": [],
    "needs": [],
    "needs_ranking": [],
    "signs": [],
    "entities": [],
    "role": None,
    "language": None,
    "other_language": None,
}


def reading(text: str) -> dict[str, Any]:
    """A made-up understanding: each telling word adds its own part to how sure it is."""
    words = text.lower().split()
    asks = 0.4 + 0.3 * ("hvem" in words) + 0.2 * ("hjelper" in words) + 0.01 * ("oss" in words)
    school = round(0.2 + 0.4 * ("skolen" in words) + 0.1 * ("nekter" in words), 3)
    ranked = [{"id": "skolefravaer", "confidence": school}]
    ranked += [{"id": need, "confidence": 0.1} for need in ("sfo", "vold", "bolig", "fritid")]
    return {
        **NOTHING,
        "text": text,
        "intent": {"name": "finn-hjelp", "confidence": asks},
        "intent_ranking": [{"name": "finn-hjelp", "confidence": asks}, {"name": "pris", "confidence": 1 - asks}],
        "needs": ranked[:1],
        "needs_ranking": ranked,
        "signs": [
            {"need": "skolefravaer", "sign": "nekter * skolen", "strength": "strong"},
            {"need": "skolefravaer", "sign": "nekter * skolen", "strength": "strong"},
            {"need": "vold", "sign": "slår", "strength": "weak"},
        ],
        "entities": [{"entity": "kommune", "value": "oppdal", "start": 0, "end": 6}],
        "role": {"id": "forelder", "confidence": 0.9},
        "language": "nb",
    }


@pytest.fixture
def rasa() -> Iterator[PlayedRasa]:
    """Rasa, as it reads here."""
    with PlayedRasa() as played:
        played.reads = reading
        yield played


MESSAGE = "Hvem hjelper oss når han nekter skolen"


def test_the_words_that_made_it_surer_are_its_reasons_the_weightiest_first(rasa: PlayedRasa) -> None:
    found = explain(rasa.address, MESSAGE)
    assert found.question_type is not None
    assert found.question_type.what == "finn-hjelp"
    assert found.question_type.confidence == pytest.approx(0.91)
    assert found.question_type.reasons == (Reason("Hvem", 0.3), Reason("hjelper", 0.2))
    assert found.needs[0].reasons == (Reason("skolen", 0.4), Reason("nekter", 0.1))


def test_what_changes_next_to_nothing_is_no_reason(rasa: PlayedRasa) -> None:
    found = explain(rasa.address, MESSAGE)
    assert found.question_type is not None
    assert "oss" not in {reason.word for reason in found.question_type.reasons}


def test_a_need_is_told_with_its_own_signs_each_once(rasa: PlayedRasa) -> None:
    [need] = explain(rasa.address, MESSAGE).needs
    assert need.signs == ("nekter * skolen (strong)",)


def test_the_nearest_needs_that_were_not_told_are_named_too(rasa: PlayedRasa) -> None:
    nearest = explain(rasa.address, MESSAGE).nearest
    assert [one.what for one in nearest] == ["sfo", "vold", "bolig"]
    assert len(nearest) == NEAREST


def test_names_role_and_language_are_told(rasa: PlayedRasa) -> None:
    found = explain(rasa.address, MESSAGE)
    assert (found.text, found.entities, found.role, found.language) == (
        MESSAGE,
        ("kommune: oppdal",),
        "forelder",
        "nb",
    )


def test_another_language_goes_before_the_written_standard(rasa: PlayedRasa) -> None:
    rasa.reads = lambda text: {**reading(text), "other_language": "pl"}
    assert explain(rasa.address, MESSAGE).language == "pl"


def test_of_many_reasons_the_weightiest_are_told(rasa: PlayedRasa) -> None:
    weights = dict(zip("abcdef", (0.1, 0.15, 0.05, 0.2, 0.12, 0.08), strict=True))
    rasa.reads = lambda text: {
        **NOTHING,
        "intent": {"name": "pris"},
        "intent_ranking": [{"name": "pris", "confidence": sum(weights[word] for word in text.split())}],
    }
    found = explain(rasa.address, "a b c d e f").question_type
    assert found is not None
    assert "".join(reason.word for reason in found.reasons) == "dbea"
    assert len(found.reasons) == REASONS


def test_rasa_reads_the_message_and_the_message_without_each_word(rasa: PlayedRasa) -> None:
    explain(rasa.address, "han nekter skolen")
    assert rasa.heard == [{"texts": ["han nekter skolen", "nekter skolen", "han skolen", "han nekter"]}]


def test_a_message_of_one_word_is_read_without_it_too(rasa: PlayedRasa) -> None:
    found = explain(rasa.address, "skolen")
    assert found.needs[0].reasons == (Reason("skolen", 0.4),)


def test_an_empty_message_is_explained_by_nothing(rasa: PlayedRasa) -> None:
    found = explain(rasa.address, "")
    assert found.question_type is not None
    assert found.question_type.reasons == ()


def test_only_the_first_words_of_a_long_message_are_left_out(rasa: PlayedRasa) -> None:
    explain(rasa.address, " ".join(map(str, range(200))))
    assert len(rasa.heard[0]["texts"]) == 1 + MAX_WORDS


def test_personal_data_is_masked_before_rasa_reads_it(rasa: PlayedRasa) -> None:
    found = explain(rasa.address, "Ring meg på 912 34 567")
    assert found.text == "Ring meg på [telefonnummer]"
    assert "912" not in json.dumps(rasa.heard)


@pytest.mark.parametrize("text", ["/finn-hjelp nå", "  /finn-hjelp nå", "nå /finn-hjelp", "/", "//"])
def test_no_slash_makes_a_command_of_what_rasa_reads(rasa: PlayedRasa, text: str) -> None:
    explain(rasa.address, text)
    assert [one for one in rasa.heard[0]["texts"] if one.lstrip().startswith("/")] == []


@pytest.mark.parametrize("intent", [None, {"name": None}])
def test_a_message_that_no_question_type_stands_out_in(rasa: PlayedRasa, intent: dict[str, Any] | None) -> None:
    rasa.reads = lambda _: {**NOTHING, "intent": intent}
    assert explain(rasa.address, "hm") == Explanation("hm", None, (), (), (), None, None)


def test_a_rasa_that_is_not_there_is_told() -> None:
    address = f"http://127.0.0.1:{free_ports(1)[0]}"
    with pytest.raises(OperatorError, match=f"Rasa at {address} did not read the message: .*Is it running"):
        explain(address, MESSAGE)


def test_a_rasa_that_fails_is_told(rasa: PlayedRasa) -> None:
    rasa.status = 500
    with pytest.raises(OperatorError, match="did not read the message"):
        explain(rasa.address, MESSAGE)


def test_an_answer_that_is_no_json_is_told(rasa: PlayedRasa) -> None:
    rasa.reads = None
    rasa.body = b"<html>"
    with pytest.raises(OperatorError, match="did not read the message"):
        explain(rasa.address, MESSAGE)


def test_the_message_goes_to_rasa_and_to_no_proxy(rasa: PlayedRasa, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{free_ports(1)[0]}")
    monkeypatch.delenv("NO_PROXY", raising=False)
    assert explain(rasa.address, MESSAGE).role == "forelder"


def test_an_explanation_is_written_for_people() -> None:
    school = Explained("skolefravaer", 0.7, (Reason("skolen", 0.4), Reason("nekter", 0.1)), ("nekter (strong)",))
    found = Explanation(
        "Han nekter skolen",
        Explained("finn-hjelp", 0.9, (Reason("hvem", 0.3),)),
        (school,),
        (Explained("sfo", 0.1, ()),),
        ("kommune: oppdal", "alder: 9"),
        "forelder",
        "nb",
    )
    assert list(lines(found)) == [
        "read as       Han nekter skolen",
        "language      nb    role: forelder",
        "names         kommune: oppdal, alder: 9",
        "question type finn-hjelp 0.90   words: hvem (-0.30 without)",
        "need          skolefravaer 0.70   words: skolen (-0.40 without), nekter (-0.10 without)",
        "              signs: nekter (strong)",
        "not told      sfo 0.10",
    ]


def test_what_was_not_understood_is_said_so() -> None:
    assert list(lines(Explanation("hm", None, (), (), (), None, None))) == [
        "read as       hm",
        "language      does not tell    role: does not tell",
        "names         none",
        "question type none stood out",
    ]


@pytest.fixture
def running(rasa: PlayedRasa, gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001 - goes first
    """A whole assistant, as the settings have it."""
    monkeypatch.setenv("ENDORINN_RASA_PORT", rasa.address.rpartition(":")[2])
    settings.cache_clear()


@pytest.mark.usefixtures("running")
def test_ask_explains_and_then_answers(endorinn: Callable[..., Ran]) -> None:
    ran = endorinn("ask", "--kommune", "oppdal", "--explain", "Hvem er PPT?")
    assert ran.code == 0
    assert ran.out.startswith("read as       Hvem er PPT?\n")
    assert "\n\nAkkurat nå forstår jeg ikke like godt" in ran.out


@pytest.mark.usefixtures("running")
def test_explained_for_machines_the_answer_stands_alone(endorinn: Callable[..., Ran]) -> None:
    ran = endorinn("ask", "--kommune", "oppdal", "--explain", "--json", "Hvem er PPT?")
    assert json.loads(ran.out)["question"] == "Hvem er PPT?"
    assert "read as       Hvem er PPT?" in ran.err


@pytest.mark.usefixtures("running")
def test_nothing_is_explained_unless_asked(endorinn: Callable[..., Ran], rasa: PlayedRasa) -> None:
    assert "read as" not in endorinn("ask", "--kommune", "oppdal", "Hvem er PPT?").out
    assert rasa.heard == []
