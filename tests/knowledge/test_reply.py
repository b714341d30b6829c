"""Three hundred replies, walked back to the content: nothing in them is without a record."""

from __future__ import annotations

import json
import random
import re
from typing import TYPE_CHECKING, Any

import pytest

from knowledge import to_json
from knowledge.ontology import ontology
from knowledge.records import Contact, Helpline
from knowledge.texts import say, topic
from tests.knowledge.reading import contacts_of, sources_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from knowledge import Answer, Library
    from knowledge.content import Content
    from knowledge.library import View

HOW_MANY = 300
# How people ask, for each question type; the blank takes a topic. None: nothing was understood for certain.
ASKING: dict[str | None, str] = {
    "finn-hjelp": "Hvem kan hjelpe oss? Det gjelder: {}",
    "kontakt": "Hva er telefonnummeret og adressen til dem som hjelper med {}?",
    "terskel": "Hva skal til for å få hjelp med {}? Må vi ha henvisning?",
    "ansvar": "Hvem har ansvaret for {}?",
    "niva": "Hva gjør dere på rødt nivå ved {}?",
    "plikt": "Hva plikter de ansatte å gjøre ved {}?",
    "prosess": "Hva skjer, og hvor lang tid tar det, ved {}?",
    "moteplass": "Hvilke møter har tjenestene om {}?",
    "rettighet": "Hvilke rettigheter har vi ved {}? Kan vi klage?",
    "pris": "Hva koster det å få hjelp med {}?",
    "definisjon": "Hva betyr {}?",
    "om-planen": "Hva sier planen om {}, og hvilke tall har den?",
    "menneske": "Jeg vil snakke med noen om {}",
    "personvern": "Hva lagrer dere når jeg skriver om {}?",
    "utenfor": "Hva er været i dag, og {}?",
    None: "{}",
}
# So many messages in which no need was understood.
NOTHING = 0.1
CHECKED = re.compile(r"\((?:sjekket|sjekka|checked) (\d+)\.(\d+)\.(\d{4})\)")
NUMBER = re.compile(r"\d{2,3}(?: \d{2,3}){1,3}|\d{3,}(?:[.,]\d+)?|\d+(?:[.,]\d+)? ?(?:%|prosent)")
ADDRESS = re.compile(r"https?://[^\s,;)»]+|[\w.+-]+@[\w.-]+\w")
QUOTATION = re.compile(r"«([^«»]+)»")
# Words that the assistant itself puts in quotation marks: what to write, and what to press.
OWN_WORDS = {"koordinator", "Glem meg", "glem meg", "gløym meg"}
# A line of a list, a plan, a table or steps, and so of every card that a reply shows.
LISTED = re.compile(r"^(?:–|\d+\.) ", re.MULTILINE)
SOURCES = re.compile(r"^(?:Kilder|Kjelder|Sources): .*$", re.MULTILINE)
# So many words in a row are the most that somebody worried reads (docs/stemme.md).
LONGEST = 120


def questions() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield questions over needs, municipalities, roles and question types, the same ones every time."""
    pick = random.Random(8)  # noqa: S311 - a fixed seed, so that a fault can be found again
    needs = list(ontology().needs)
    for number in range(HOW_MANY):
        kind = list(ASKING)[number % len(ASKING)]
        need = needs[number % len(needs)]
        understood = () if pick.random() < NOTHING else (need, *pick.sample(needs, pick.randrange(3)))
        yield (
            ASKING[kind].format(topic(need, "nb").lower() if understood else "det der"),
            {
                "question_type": kind,
                "needs": understood,
                "services": tuple(pick.sample(list(ontology().services), pick.randrange(3))),
                "kommune": pick.choice([None, "oppdal", "stor-elvdal", *ontology().municipalities]),
                "role": pick.choice(ontology().roles),
                "language": pick.choice(["nb", "nn"]),
                "age": pick.choice([None, None, 1, 4, 7, 12, 15, 17, 22]),
                "levels": tuple(pick.sample(list(ontology().levels), pick.randrange(2))),
                "alone": pick.random() < 0.05,
            },
        )


@pytest.fixture(scope="module")
def answers(ask: Callable[..., Answer]) -> list[Answer]:
    """The replies, each of which keeps the contract."""
    return [ask(text, **understood) for text, understood in questions()]


def parts_of(answer: Answer) -> str:
    """Return everything in an answer but its reply and the question, as text."""
    body = to_json(answer)
    kept = ("services", "statements", "acute", "plan", "process", "responsibility", "clarification")
    return json.dumps([body[key] for key in kept], ensure_ascii=False)


def own_address(view: View) -> str:
    """Return the municipality's own web address, which a reply may end with."""
    return " ".join(one.value for one in view.contacts("servicetorg") if one.channel == "nettside")


def told_by(view: View) -> str:
    """Return every word of the records that a municipality may be told, but for numbers nobody has confirmed."""
    titles = " ".join(f"{one.title} {one.url}" for one in view.documents.values())
    records = (one for one in view.records if not (isinstance(one, Contact | Helpline) and one.status == "unconfirmed"))
    return titles + " ".join(one.model_dump_json() for one in records)


def without_check_days(reply: str) -> str:
    """Return a reply without the days on which its sources were checked."""
    return CHECKED.sub("", reply)


def prose(answer: Answer) -> str:
    """Return what a reply tells, without its sources, the closing offer, and that a part of the system is down."""
    beside = (say("coordinator", answer.language), say("technical", answer.language))
    reply = SOURCES.sub("", answer.reply)
    for text in beside:
        reply = reply.replace(text, "")
    return reply


def whole_numbers(text: str) -> set[str]:
    """Return every whole number of a text, but for those that only count the lines of a list."""
    return set(re.findall(r"\d+", re.sub(r"^\d+\. ", "", text, flags=re.MULTILINE)))


def test_the_questions_lead_to_every_kind_of_answer(answers: list[Answer]) -> None:
    assert len(answers) == HOW_MANY
    seen = {answer.outcome for answer in answers}
    assert seen >= {"answered", "clarification", "not_stated", "no_match", "out_of_scope", "acute", "handover"}
    assert {answer.language for answer in answers} == {"nb", "nn"}
    assert sum(bool(NUMBER.search(answer.reply)) for answer in answers) > HOW_MANY / 2


@pytest.mark.parametrize("pattern", [NUMBER, ADDRESS], ids=["number", "address"])
def test_no_number_or_address_in_a_reply_is_outside_its_facts(
    answers: list[Answer], library: Library, moment: datetime, pattern: re.Pattern[str]
) -> None:
    loose = [
        (answer.question, answer.kommune, found)
        for answer in answers
        for found in pattern.findall(without_check_days(answer.reply))
        if found not in parts_of(answer) + own_address(library.view(answer.kommune, moment.date()))
    ]
    assert loose == []


def test_no_whole_number_however_small_is_outside_the_facts(
    answers: list[Answer], library: Library, moment: datetime
) -> None:
    loose = [
        (answer.question, answer.kommune, strange)
        for answer in answers
        if (
            strange := whole_numbers(without_check_days(answer.reply))
            - whole_numbers(parts_of(answer) + own_address(library.view(answer.kommune, moment.date())))
        )
    ]
    assert loose == []


@pytest.mark.parametrize("pattern", [NUMBER, ADDRESS], ids=["number", "address"])
def test_every_number_and_address_stands_in_a_record_that_the_municipality_may_be_told(
    answers: list[Answer], library: Library, moment: datetime, pattern: re.Pattern[str]
) -> None:
    told = {answer.kommune: told_by(library.view(answer.kommune, moment.date())) for answer in answers}
    loose = [
        (answer.question, answer.kommune, found)
        for answer in answers
        for found in pattern.findall(without_check_days(answer.reply))
        if found not in told[answer.kommune]
    ]
    assert loose == []


def test_every_quotation_in_a_reply_is_one_of_its_sources_or_of_its_facts(answers: list[Answer]) -> None:
    loose = [
        (answer.question, quoted)
        for answer in answers
        for quoted in QUOTATION.findall(answer.reply)
        if quoted not in OWN_WORDS and json.dumps(quoted, ensure_ascii=False)[1:-1] not in parts_of(answer)
    ]
    assert loose == []


def test_every_source_of_an_answer_is_a_source_in_the_content(answers: list[Answer], content: Content) -> None:
    known = {
        (content.documents[one.document].title, one.locator, one.quote, one.checked.isoformat())
        for record in content.records
        for one in record.sources
    }
    given = {(ref.title, ref.locator, ref.quote, ref.checked) for answer in answers for ref in sources_of(answer)}
    assert len(given) > 200
    assert given <= known


def test_every_fact_has_a_source(answers: list[Answer]) -> None:
    assert [one for answer in answers for one in answer.statements if not one.sources] == []
    assert [one for answer in answers for one in answer.services if not one.sources] == []
    assert [one for answer in answers for one in answer.plan if not one.sources] == []


def test_every_contact_of_an_answer_is_a_confirmed_one(answers: list[Answer], content: Content) -> None:
    confirmed = [one for one in content.records if one.status == "confirmed"]
    lines = {line.value for one in confirmed if isinstance(one, Helpline) for line in one.lines}
    contacts = {one.value for one in confirmed if isinstance(one, Contact)}
    given = {one.value for answer in answers for one in contacts_of(answer)}
    assert given <= lines | contacts


def test_a_number_that_nobody_confirmed_is_never_shown(answers: list[Answer], content: Content) -> None:
    confirmed = {one.status: set[str]() for one in content.records}
    for one in content.records:
        values = [line.value for line in one.lines] if isinstance(one, Helpline) else [getattr(one, "value", "")]
        confirmed[one.status].update(values)
    hidden = {value for value in confirmed["unconfirmed"] - confirmed["confirmed"] if re.search(r"\d{2}|@", value)}
    assert len(hidden) > 15
    shown = [
        (answer.question, value)
        for answer in answers
        for value in hidden
        if value in json.dumps(to_json(answer), ensure_ascii=False)
    ]
    assert shown == []


def test_the_day_a_source_was_checked_is_told_as_it_is(answers: list[Answer]) -> None:
    wrong = [
        (answer.question, day)
        for answer in answers
        for day in CHECKED.findall(answer.reply)
        if f"{day[2]}-{int(day[1]):02}-{int(day[0]):02}" not in {ref.checked for ref in sources_of(answer)}
    ]
    assert wrong == []


def test_statements_stand_word_for_word_in_the_reply(answers: list[Answer]) -> None:
    plain = [answer for answer in answers if answer.outcome in {"answered", "not_stated"}]
    missing = [
        (answer.question, one.text) for answer in plain for one in answer.statements if one.text not in answer.reply
    ]
    assert missing == []


def test_no_reply_without_a_list_is_longer_than_somebody_worried_reads(answers: list[Answer]) -> None:
    in_a_row = [answer for answer in answers if not LISTED.search(answer.reply)]
    assert len(in_a_row) > HOW_MANY / 5
    too_long = [
        (answer.question, answer.kommune, words)
        for answer in in_a_row
        if (words := len(prose(answer).split())) > LONGEST
    ]
    assert too_long == []
