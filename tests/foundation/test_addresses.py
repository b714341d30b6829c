"""Streets and e-mail are hidden however they are written; what only looks like one stays."""

import pytest

from foundation.masking import Masked, mask


@pytest.mark.parametrize(
    "written",
    [
        "kari at gmail.com",
        "kari.nordmann (at) skole.no",
        "kari[at]skole.no",
        "kari krøllalfa gmail punktum com",
        "kari @ gmail.com",
        "kari@gmail",
        "kari2009 at skole.no",
    ],
)
def test_an_email_address_is_hidden_though_it_is_written_oddly(written: str) -> None:
    assert mask(f"Skriv til {written}, takk") == Masked("Skriv til [e-post], takk", ("e-post",))


@pytest.mark.parametrize(
    "text", ["Han sa at vg.no er nede.", "Jeg ser at helsenorge.no er nede.", "@kari på Snapchat", "5 @ 6"]
)
def test_what_is_no_email_address_stays(text: str) -> None:
    assert mask(text) == Masked(text, ())


@pytest.mark.parametrize(
    "written",
    [
        "Øvre Berg 12",
        "Bjørkelia 33C",
        "Torvmyrane 15",
        "Furu alle 27",
        "Gamle Kongeveg 5",
        "Storgata 12 b",
        "Storgata nr. 12",
        "Storgata 5-7",
        "Mølleveien12",
        "St. Olavs gate 3",
        "H. N. Hauges gate 5",
        "Peder Aas' vei 7",
        "Storgt. 5",
        "Kirkevn. 3",
        "kongens gate 4",
        "lillevegen 3 b",
    ],
)
def test_a_street_is_known_by_its_name(written: str) -> None:
    assert mask(f"Møtet er i {written}, takk") == Masked("Møtet er i [adresse], takk", ("adresse",))


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Vi bor i Furuberg 12 nå", "Vi bor i [adresse] nå"),
        ("jeg bor i bjørkelia 3b", "jeg bor i [adresse]"),
        ("Adressen er Nordbygda 112", "Adressen er [adresse]"),
        ("Send det til Neby 4, 2500 Tynset", "Send det til [adresse], 2500 Tynset"),
    ],
)
def test_any_name_is_a_street_where_the_words_about_it_say_so(text: str, masked: str) -> None:
    assert mask(text) == Masked(masked, ("adresse",))


@pytest.mark.parametrize(
    "text",
    [
        "Vi bor i leilighet 3.",
        "Vi bor på Oppdal 3 barn og 2 voksne.",
        "Jeg bor i kollektiv med 3 gutter.",
        "De bor i Trysil og han går i 10. klasse.",
        "Barnehagen 3 er full.",
        "Møtet er i Fjellvegen.",
        "Opplæringslova 12 og kapittel 4",
        "I live with 4 other boys.",
    ],
)
def test_what_is_no_address_stays(text: str) -> None:
    assert mask(text) == Masked(text, ())
