"""LIX as Björnsson counted it, with sentences that end where Norwegian sentences end."""

from __future__ import annotations

import pytest

from knowledge.readability import lix, sentences_of


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, without its marks."""
    return [" ".join(words) for words in sentences_of(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ring oss. Vi svarer!", ["Ring oss", "Vi svarer"]),
        ("Hva nå? Ring oss ...", ["Hva nå", "Ring oss"]),
        ("Du kan: ringe oss", ["Du kan", "ringe oss"]),
        ("ringe oss\nskrive til oss", ["ringe oss", "skrive til oss"]),
        (
            "«Kom inn.» Det sier vi. (Alle kan komme.) Velkommen.",
            ["Kom inn", "Det sier vi", "Alle kan komme", "Velkommen"],
        ),
        ("SFO er for 1. til 4. trinn. Alle kan søke.", ["SFO er for 1 til 4 trinn", "Alle kan søke"]),
        ("På 1. - 3. trinn er det gratis.", ["På 1 3 trinn er det gratis"]),
        ("Planen er fra 2026. Den gjelder nå.", ["Planen er fra 2026", "Den gjelder nå"]),
        ("Det er gratis. 12 timer i uka.", ["Det er gratis", "12 timer i uka"]),
        ("Ring kl. 15. Vi svarer.", ["Ring kl 15", "Vi svarer"]),
        ("Du får f.eks. hjelp, bl.a. med ca. 12 lekser, jf. § 3.", ["Du får f eks hjelp bl a med ca 12 lekser jf 3"]),
        ("Spør om BUP f.eks. PPT.", ["Spør om BUP f eks PPT"]),
        ("PP-tjenesten og mor's barne- og ungdomsteam.", ["PP-tjenesten og mor's barne og ungdomsteam"]),
        ("…", []),
        ("", []),
    ],
)
def test_a_text_is_cut_where_its_sentences_end(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("…", 0),
        ("Kom inn.", 2),
        ("Kom inn. Vi er her.", 2.5),
        ("Barnehagen hjelper.", 102),
        ("Skolen er her for deg.", 5),
        ("Skolene er her for deg.", 25),
    ],
)
def test_lix_is_words_a_sentence_and_the_share_of_words_of_more_than_six_letters(text: str, expected: float) -> None:
    assert lix(text) == pytest.approx(expected)


def test_shorter_sentences_and_shorter_words_are_easier() -> None:
    heavy = "Kommunen iverksetter forebyggende tiltak, og barnehagen samarbeider med foreldrene."
    split = heavy.replace(", og", ". Og")
    plain = "Kommunen hjelper tidlig. Og barnehagen snakker med foreldrene."
    assert lix(heavy) > lix(split) > lix(plain)
