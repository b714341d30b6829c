"""Both written standards, dialect and everyday misspellings come to the same word."""

import pytest

from knowledge.words import stem, stems, telling_stems


@pytest.mark.parametrize(
    ("bokmal", "nynorsk"),
    [
        ("skole", "skule"),
        ("uke", "veke"),
        ("skolefravær", "skulefråvær"),
        ("helsesykepleier", "helsesjukepleiar"),
        ("søsken", "sysken"),
        ("hjelp", "hjelp"),
        ("vold", "vald"),
        ("spørsmål", "spørsmål"),
    ],
)
def test_bokmal_and_nynorsk_are_the_same_word(bokmal: str, nynorsk: str) -> None:
    assert stem(bokmal) == stem(nynorsk)


@pytest.mark.parametrize(("one", "other"), [("barnet", "barn"), ("skolen", "skole"), ("søker", "søke")])
def test_forms_of_a_word_are_the_same_word(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_words_keep_their_order_and_case_says_nothing() -> None:
    assert stems("SFO, skole og SFO!") == ("sfo", "skole", "og", "sfo")


@pytest.mark.parametrize("text", ["", "   ", "🙂", "?!,.", "–"])
def test_a_text_without_words_has_no_stems(text: str) -> None:
    assert stems(text) == ()


def test_numbers_paragraphs_and_hyphens_stay_readable() -> None:
    assert stems("1. trinn, COS-P, 17 år") == ("1", "trinn", "cos-p", "17", "år")


def test_function_words_and_single_letters_tell_nothing() -> None:
    assert telling_stems("og det er jo ikke å i") == ()
    assert telling_stems("Hva er leksehjelp?") == ("leksehjelp",)


def test_what_stands_for_hidden_data_is_no_word() -> None:
    assert stems("Ring [telefonnummer] til [navn], [e-post]") == stems("Ring til")
