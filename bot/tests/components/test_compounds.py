from __future__ import annotations

import time
from typing import Tuple

import pytest
from components.compounds import parts_of


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("skolevegringsproblematikk", ("skolevegring", "problematikk")),
        ("foreldresamarbeidsavtale", ("foreldre", "samarbeid", "avtale")),
        ("barnehagebetaling", ("barnehage", "betaling")),
        ("barnehageloven", ("barnehage", "lov")),
        ("barnehagefakturaen", ("barnehage", "faktura")),
        ("barnevernsmeldinger", ("barnevern", "melding")),
        ("barnevernstiltak", ("barnevern", "tiltak")),
        ("avlastningsbolig", ("avlastning", "bolig")),
        ("avlastningsfamilie", ("avlastning", "familie")),
        ("avlastningssøknaden", ("avlastning", "søknad")),
        ("autismevurdering", ("autisme", "vurdering")),
        ("dysleksiutredningen", ("dysleksi", "utredning")),
        ("lesetrening", ("lese", "trening")),
        ("skrivevansker", ("skriv", "vansker")),
        ("mattelekse", ("matte", "lekse")),
        ("morsmålsopplæring", ("morsmål", "opplæring")),
        ("språkutvikling", ("språk", "utvikling")),
        ("talepedagogen", ("tale", "pedagog")),
        ("fraværsperioder", ("fravær", "periode")),
        ("mobbesaker", ("mobbe", "sak")),
        ("klassemiljø", ("klasse", "miljø")),
        ("eksamensangst", ("eksamen", "angst")),
        ("selvmordsplaner", ("selvmord", "plan")),
        ("helseundersøkelse", ("helse", "undersøkelse")),
        ("svangerskapsomsorg", ("svangerskap", "omsorg")),
        ("fødselsdepresjon", ("fødsel", "depresjon")),
        ("barseldepresjon", ("barsel", "depresjon")),
        ("spedbarnskolikk", ("spedbarn", "kolikk")),
        ("vaksineprogrammet", ("vaksine", "program")),
        ("søvnproblemer", ("søvn", "problemer")),
        ("spisevegring", ("spise", "vegring")),
        ("slanketrang", ("slanke", "trang")),
        ("sinneproblemer", ("sinne", "problemer")),
        ("dataspillavhengighet", ("data", "spillavhengighet")),
        ("skjermbilder", ("skjerm", "bilde")),
        ("rusmistanke", ("rus", "mistanke")),
        ("voldssaker", ("vold", "sak")),
        ("samværssak", ("samvær", "sak")),
        ("skilsmissebarn", ("skilsmisse", "barn")),
        ("pårørendegruppe", ("pårørende", "gruppe")),
        ("husleiekontrakt", ("husleie", "kontrakt")),
        ("strømprisen", ("strøm", "pris")),
        ("fotballkontingenten", ("fotball", "kontingent")),
        ("sosialhjelpsavslag", ("sosialhjelp", "avslag")),
        ("tolkesamtale", ("tolk", "samtale")),
        ("sykehjemsplass", ("syke", "hjem", "plass")),
        ("nabobarnehagen", ("nabo", "barnehage")),
        ("barnenavn", ("barn", "navn")),
    ],
)
def test_a_compound_is_its_parts_the_last_in_dictionary_form(word: str, parts: Tuple[str, ...]) -> None:
    assert parts_of(word) == parts


@pytest.mark.parametrize("word", ["barnevern", "skolevegring", "helsestasjon", "helsestasjonen", "bekymringsmelding"])
def test_a_word_of_the_domain_stays_whole(word: str) -> None:
    assert parts_of(word) == ()


@pytest.mark.parametrize(
    "word",
    ["skole", "matbit", "", "å", "lekse", "jeg", "etterretning", "universitet", "sjokoladekake", "plasseringa"],
)
def test_a_short_word_and_one_that_the_domain_does_not_make_up_have_no_parts(word: str) -> None:
    assert parts_of(word) == ()


@pytest.mark.parametrize("word", ["hjelpxyzkurs", "barnex", "xbarnehage", "barnehage-plass", "12345678", "ааааааааааа"])
def test_what_is_only_in_part_of_the_domains_words_has_no_parts(word: str) -> None:
    assert parts_of(word) == ()


def test_fewest_parts_win() -> None:
    assert parts_of("barnehageplassering") == ("barnehage", "plassering")


@pytest.mark.parametrize(
    "word",
    ["barne" * 12, "skolebarnehage" * 4, "a" * 60, "b" * 10_000, "barn" * 2_500],
    ids=["a part again and again", "two words again and again", "one letter", "too long", "too long a part"],
)
def test_the_longest_of_words_take_no_time(word: str) -> None:
    started = time.perf_counter()
    parts_of(word)
    assert time.perf_counter() - started < 1.0
