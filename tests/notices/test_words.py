"""What an e-mail says: both written standards, a link, and nothing about a family."""

from __future__ import annotations

import re
from datetime import datetime
from email import message_from_bytes
from email.policy import SMTP
from string import Formatter
from typing import get_args

import pytest

from foundation.clock import NORWAY
from notices.due import Kind, Notice
from notices.words import Letterhead, letter, texts

HEAD = Letterhead("Én dør inn <endorinn@oppdal.kommune.no>", "https://endorinn.oppdal.kommune.no/vakt")
NOON = datetime(2026, 11, 27, 12, 0, tzinfo=NORWAY)
KINDS: tuple[Kind, ...] = get_args(Kind.__value__)
# What a text may be filled with: counts only.
BLANKS: dict[Kind, set[str]] = {
    "waiting": set(),
    "escalated": set(),
    "unanswered": set(),
    "digest": {"open", "late"},
    "callback-acute": set(),
    "callback-unclaimed": {"open"},
    "callback-late": {"late"},
}


def notice(kind: Kind) -> Notice:
    """A notice of a kind."""
    data = {"open": 3, "late": 1} if BLANKS[kind] else {}
    return Notice(f"{kind}:17", "oppdal", kind, ("vakt@example.org", "leder@example.org"), data)


def test_a_conversation_that_waits_is_told_like_this() -> None:
    made = letter(notice("waiting"), HEAD, NOON)
    assert made.get_content() == (
        "Noen ber om å få snakke med en koordinator. Logg inn for å ta samtalen.\n"
        "\n"
        "https://endorinn.oppdal.kommune.no/vakt\n"
        "\n"
        "E-posten er sendt automatisk og kan ikke besvares. Det står aldri noe om familien i den.\n"
        "\n"
        "* * *\n"
        "\n"
        "Nokon ber om å få snakke med ein koordinator. Logg inn for å ta samtalen.\n"
        "\n"
        "https://endorinn.oppdal.kommune.no/vakt\n"
        "\n"
        "E-posten er send automatisk, og du kan ikkje svare på han. Det står aldri noko om familien i han.\n"
    )


def test_its_headers_say_whom_it_is_from_and_that_a_machine_wrote_it() -> None:
    made = letter(notice("waiting"), HEAD, NOON)
    number = made["Message-ID"]
    assert re.fullmatch(r"<[0-9a-f]{32}@oppdal\.kommune\.no>", number)
    assert dict(made.items()) == {
        "From": "Én dør inn <endorinn@oppdal.kommune.no>",
        "To": "vakt@example.org, leder@example.org",
        "Subject": "En samtale venter / Ein samtale ventar",
        "Date": "Fri, 27 Nov 2026 12:00:00 +0100",
        "Message-ID": number,
        "Auto-Submitted": "auto-generated",
        "Content-Type": 'text/plain; charset="utf-8"',
        "Content-Transfer-Encoding": "quoted-printable",
        "MIME-Version": "1.0",
        "Content-Language": "nb, nn",
    }


def test_the_same_notice_is_the_same_message_and_another_one_is_not() -> None:
    numbers = [letter(notice(kind), HEAD, NOON)["Message-ID"] for kind in KINDS]
    assert [letter(notice(kind), HEAD, NOON)["Message-ID"] for kind in KINDS] == numbers
    assert len(set(numbers)) == len(KINDS)


def test_a_subject_that_is_the_same_in_both_is_said_once() -> None:
    assert letter(notice("callback-late"), HEAD, NOON)["Subject"] == "Fristen for å ta kontakt er ute"


def test_a_digest_tells_how_many() -> None:
    told = letter(notice("digest"), HEAD, NOON).get_content()
    assert "Avtaler om å ta kontakt: 3. Over fristen: 1. Logg inn for å se dem.\n" in told
    assert "Avtalar om å ta kontakt: 3. Over fristen: 1. Logg inn for å sjå dei.\n" in told


def test_every_kind_has_its_texts() -> None:
    assert list(texts().kinds) == list(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_text_is_filled_with_counts_only_and_the_same_in_both(kind: Kind) -> None:
    text = texts().kinds[kind]
    for said in (text.body.nb, text.body.nn):
        assert {blank for _, blank, _, _ in Formatter().parse(said) if blank is not None} == BLANKS[kind]
    for said in (text.subject.nb, text.subject.nn):
        assert [blank for _, blank, _, _ in Formatter().parse(said) if blank is not None] == []


@pytest.mark.parametrize("kind", KINDS)
def test_what_arrives_is_what_was_written(kind: Kind) -> None:
    made = letter(notice(kind), HEAD, NOON)
    wire = made.as_bytes(policy=SMTP)
    assert b"Subject:\r\n" not in wire  # Some servers take a subject that begins on the next line for none.
    arrived = message_from_bytes(wire, policy=SMTP)
    assert (arrived["Subject"], arrived["From"]) == (made["Subject"], made["From"])
    assert arrived.get_content().replace("\r\n", "\n") == made.get_content()
