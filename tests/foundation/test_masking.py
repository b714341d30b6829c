"""What can point to a person is hidden; what belongs to everyone stays."""

from itertools import pairwise
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.masking import Masked, mask, pieces_of
from knowledge.content import Content
from knowledge.records import Contact, Helpline

# Synthetic numbers (month + 80), a D-number (day + 40) and an H-number (month + 40): nobody has them.
SYNTHETIC, D_NUMBER, H_NUMBER = "01819012365", "41019012393", "01419012382"


@pytest.mark.parametrize("number", [SYNTHETIC, D_NUMBER, H_NUMBER])
def test_a_national_id_with_right_check_digits_is_called_by_its_name(number: str) -> None:
    assert mask(f"Hun har {number} nå") == Masked("Hun har [fødselsnummer] nå", ("fødselsnummer",))


@pytest.mark.parametrize(
    "written",
    [
        "018190 12365",
        "018190-12365",
        "018190.12365",
        "0181 90 12365",
        "01.81.90 12365",
        "01 81 90 12365",
        "01 81 90 123 65",
        "018190\N{NO-BREAK SPACE}12365",
        "018190\N{EN DASH}12365",
    ],
)
def test_a_national_id_is_seen_however_it_is_grouped(written: str) -> None:
    assert mask(f"fnr {written}, takk") == Masked("fnr [fødselsnummer], takk", ("fødselsnummer",))


@pytest.mark.parametrize("number", ["01819012366", "010190 12344", "1234.56.78901", "00000000001"])
def test_eleven_digits_with_wrong_check_digits_are_hidden_all_the_same(number: str) -> None:
    assert mask(f"Nummeret er {number}.") == Masked("Nummeret er [nummer].", ("nummer",))


@pytest.mark.parametrize(
    "written",
    [
        "98765432",
        "98 76 54 32",
        "987 65 432",
        "98-76-54-32",
        "987.65.432",
        "+47 98765432",
        "+47 987 65 432",
        "0047 98765432",
        "62 48 51 60",
    ],
)
def test_a_phone_number_is_hidden_in_every_form(written: str) -> None:
    assert mask(f"Ring {written}!") == Masked("Ring [telefonnummer]!", ("telefonnummer",))


@pytest.mark.parametrize(
    "written", ["kari@example.no", "Kari.N+skole@skolen.kommune.no", "kari_n@blåbær.example.org", "a-b@a.example.com"]
)
def test_an_email_address_is_hidden(written: str) -> None:
    assert mask(f"Skriv til {written}, takk") == Masked("Skriv til [e-post], takk", ("e-post",))


@pytest.mark.parametrize(
    "written",
    [
        "Storgata 12",
        "Storgata 12B",
        "Storgata 12 B",
        "storgata 12b",
        "Jernbaneveien 3",
        "jernbaneveien 3",
        "Trondheimsvegen 45",
        "Kongens gate 5",
        "Nedre Gate 4",
        "Peder Aas vei 7",
        "Sentrumsplassen 2",
    ],
)
def test_a_street_address_is_hidden_and_the_words_about_it_stay(written: str) -> None:
    assert mask(f"Vi bor i {written} og trives") == Masked("Vi bor i [adresse] og trives", ("adresse",))


@pytest.mark.parametrize(
    "text",
    [
        "Ring 110, 112, 113 eller 116 117.",
        "116111 og 116 123 og 116 006",
        "Politiet har 02800.",
        "Barnevernvakta har 40 40 40 15.",
        "Giftinformasjonen: 22 59 13 00",
        "+47 22 59 13 00",
        "Nav: 55 55 33 33",
    ],
)
def test_a_line_that_everyone_shares_stays(text: str) -> None:
    assert mask(text) == Masked(text, ())


@pytest.mark.parametrize(
    "text",
    [
        "Han er 9 år og går i 3. klasse, født i 2015.",
        "Skoleåret 2024-2025, og 2025-2026 etterpå.",
        "Det kostet 1200 kr, 12 000 kr og 615 590 kroner.",
        "kl. 08.30-15.00, eller kl 0830-1500",
        "Møtet er 12.03.2026 klokka 10.15.",
        "Karakterene er 4 3 5 2 6 4 4 3.",
        "Barna er 4, 6, 8 og 11 år.",
        "12 konsultasjoner på 18 måneder, 20 timer og 6 %",
        "§ 13-2 og § 12-4",
        "Ho veg 41 kilo og fryser.",
        "Jeg er på vei 2 ganger i uka.",
        "skoleveien 4 km, og veien 3 ganger",
        "Vi bor i 2480 Koppang.",
        "",
        "🙂🙂",
    ],
)
def test_what_points_to_nobody_stays(text: str) -> None:
    assert mask(text) == Masked(text, ())


def test_each_kind_is_named_once_in_the_order_it_was_found() -> None:
    text = f"Kari, {SYNTHETIC}, 98765432, {D_NUMBER}, kari@example.no, Storgata 1"
    assert mask(text) == Masked(
        "Kari, [fødselsnummer], [telefonnummer], [fødselsnummer], [e-post], [adresse]",
        ("fødselsnummer", "telefonnummer", "e-post", "adresse"),
    )


def test_masking_what_is_masked_changes_nothing() -> None:
    once = mask(f"Jeg heter Kari, {SYNTHETIC}, Storgata 12, 98765432").text
    assert mask(once) == Masked(once, ())


def test_no_national_line_of_the_content_is_taken_for_a_persons_number(content: Content) -> None:
    lines = [line.value for one in content.records if isinstance(one, Helpline) for line in one.lines]
    national = [one for one in content.records if isinstance(one, Contact) and one.owner == "nasjonal"]
    contacts = [one.value for one in national if one.channel in {"telefon", "sms"}]
    # Lines for calls from abroad are ordinary mobile numbers, which may be anybody's.
    hidden = [value for value in (*lines, *contacts) if mask(value).hidden and not value.startswith("+47 9")]
    assert hidden == []


PIECES = ["Kari Nordmann", SYNTHETIC, "98765432", "kari@example.no", "Storgata 12", "AB 12345", "1234.56.78903"]
WORDS = [
    "heter",
    "Læreren",
    "mvh",
    "bor i",
    "at",
    "og",
    "Oppdal",
    "hei",
    "Jeg",
    "ER",
    "xyzqa",
    "Xyzqa",
    "Berg",
    "12",
    ".",
]
messages = st.one_of(
    st.text(max_size=80),
    st.text(alphabet="aA1 .-@+Å\N{COMBINING ACUTE ACCENT}\n[]", max_size=80),
    st.lists(st.sampled_from(PIECES + WORDS), max_size=14).map(" ".join),
    st.lists(st.sampled_from(PIECES + WORDS + [", ", "\n", ": "]), max_size=14).map("".join),
)


@given(messages)
def test_any_text_is_masked_and_what_is_masked_stays_as_it_is(text: str) -> None:
    once = mask(text)
    assert mask(once.text) == Masked(once.text, ())


@given(messages)
def test_the_text_outside_the_pieces_is_not_touched(text: str) -> None:
    pieces = pieces_of(text)
    ends = [0, *(piece.end for piece in pieces)]
    starts = [*(piece.start for piece in pieces), len(text)]
    between = [text[end:start] for end, start in zip(ends, starts, strict=True)]
    words = [f"[{piece.kind}]" for piece in pieces]
    assert mask(text).text == "".join(part for pair in zip(between, [*words, ""], strict=True) for part in pair)
    assert all(one.end <= other.start for one, other in pairwise(pieces))


@given(st.lists(st.sampled_from(["hei", "og", "ring", "barnet", "?"])), st.sampled_from(PIECES[1:]))
def test_no_digit_of_a_hidden_number_is_left(around: list[str], number: str) -> None:
    masked = mask(" ".join([*around, number, *around])).text
    assert not any(letter.isdigit() for letter in masked)


HOSTILE = {
    "digits": "1" * 2000,
    "spaced digits": "1 " * 1000,
    "phone numbers": "98765432 " * 222,
    "dates": "1/2/" * 500,
    "capitals": "A" * 2000,
    "names": "Aa " * 666,
    "given names": "Kari " * 400,
    "initials": "A. " * 666,
    "spaces": " " * 2000,
    "combining marks": "a\N{COMBINING ACUTE ACCENT}" * 1000,
    "only marks": "\N{COMBINING ACUTE ACCENT}" * 2000,
    "hyphens": "A-" * 1000,
    "cues": "heter Xqzz " * 180,
    "at": "a at " * 400,
    "@": "a@" * 1000,
    "dots": "a." * 1000,
    "+": "+1 " * 666,
    "streets": "Øvre " * 400,
    "roads": "aveien" * 333,
    "brackets": "[navn]" * 333,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_takes_no_time(text: str) -> None:
    mask("Hun heter ukjent-xyz, 98765432")  # reads the word lists
    begun = process_time()
    mask(text)
    # Some fifty milliseconds at most; the bound is for a machine that does other things too.
    assert process_time() - begun < 0.3
