"""A person's numbers are told apart by their check digits; none of those here was ever given to anybody."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.no import fodselsnummer, kontonr

from foundation.masking import mask
from foundation.numbers import is_national_id

days, months = st.integers(1, 28), st.integers(1, 12)
years, individuals = st.integers(0, 99), st.integers(0, 999)
ACCOUNT_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def national_id(day: int, month: int, year: int, individual: int, remainder: int = 0) -> str | None:
    """A number with right check digits, the first of them with a remainder; None where there is no such."""
    nine = f"{day:02}{month:02}{year:02}{individual:03}"
    first = (
        11 - sum(weight * int(digit) for weight, digit in zip((3, 7, 6, 1, 8, 9, 4, 5, 2), nine, strict=True))
    ) % 11
    first = (first + remainder) % 11
    ten = f"{nine}{first}"
    second = -sum(weight * int(digit) for weight, digit in zip(ACCOUNT_WEIGHTS, ten[:10], strict=True)) % 11
    return None if 10 in {first, second} else f"{ten}{second}"


@given(days, months, years, individuals, st.sampled_from([0, 40]), st.sampled_from([0, 40, 65, 80]), st.integers(0, 3))
def test_every_kind_of_national_id_is_known_by_the_old_rules_and_the_new(  # noqa: PLR0913, PLR0917 - its parts
    day: int, month: int, year: int, individual: int, more_days: int, more_months: int, remainder: int
) -> None:
    number = national_id(day + more_days, month + more_months, year, individual, remainder)
    assume(number is not None)
    assert number is not None
    assert is_national_id(number)
    assert mask(f"Hun har {number}.").text == "Hun har [fødselsnummer]."


@given(days, months, years, individuals, st.integers(4, 10))
def test_other_remainders_are_no_national_id(day: int, month: int, year: int, individual: int, remainder: int) -> None:
    number = national_id(day, month, year, individual, remainder)
    assume(number is not None)
    assert number is not None
    assert not is_national_id(number)


@pytest.mark.parametrize("number", ["02013299997", "30108299920", "30108299939"])
def test_the_examples_of_skatteetaten_for_2032_are_known(number: str) -> None:
    assert is_national_id(number)


@pytest.mark.parametrize("number", ["32018299920", "00018299920", "01138299920", "01938299920"])
def test_a_date_that_no_calendar_has_is_no_national_id(number: str) -> None:
    whole = number[:9] + fodselsnummer.calc_check_digit1(number)
    assert not is_national_id(whole + fodselsnummer.calc_check_digit2(whole))


@given(st.integers(1000, 9999), st.integers(0, 99), st.integers(0, 9999))
def test_a_bank_account_is_called_by_its_name(bank: int, kind: int, customer: int) -> None:
    ten = f"{bank}{kind:02}{customer:04}"
    check = -sum(weight * int(digit) for weight, digit in zip(ACCOUNT_WEIGHTS, ten, strict=True)) % 11
    assume(check != 10)
    number = f"{ten}{check}"
    assert kontonr.is_valid(number)
    assert mask(f"konto {number[:4]}.{number[4:6]}.{number[6:]}").text == "konto [kontonummer]"
    # Every national id has the check digit of an account, too: without the dots its date decides.
    called = "fødselsnummer" if is_national_id(number) else "kontonummer"
    assert mask(f"konto {number[:4]} {number[4:6]} {number[6:]}").text == f"konto [{called}]"
    assert mask(f"konto {number}").text == f"konto [{called}]"


@pytest.mark.parametrize(
    "written",
    [
        "+46 70 174 06 12",
        "0046 70 174 06 12",
        "+44 7700 900142",
        "+1 (202) 555-0123",
        "+48 512 345 678",
        "+380 44 123 4567",
        "(+47) 98 76 54 32",
        "9 8 7 6 5 4 3 2",
    ],
)
def test_a_phone_number_is_hidden_from_abroad_and_however_it_is_spaced(written: str) -> None:
    assert mask(f"Ring {written}, takk") == mask("Ring 98765432, takk")


@pytest.mark.parametrize(
    "written", ["AB12345", "AB 12345", "EK 12 345", "el 48213", "bt51207", "Ek 12345", "EN 45123", "AB 1234"]
)
def test_a_car_plate_is_hidden(written: str) -> None:
    assert mask(f"Bilen {written}, den hvite").text == "Bilen [bilnummer], den hvite"


@pytest.mark.parametrize(
    "text",
    [
        "Det koster ca 12000, kr 12 345 og NOK 45000.",
        "Vi er 12 000 her, og prisen er 45 000 kr.",
        "Han kjørte på Rv 3 og E6 i 2024.",
        "Prosent av 24 900",
        "Firmaet AS 2480 Koppang",
        "PPT 2024, BUP 2025 og SFO 2026",
        "Karakterene er 4 3 5 2 6 4 4 3.",
    ],
)
def test_what_only_looks_like_one_stays(text: str) -> None:
    assert mask(text).text == text
