"""People's names are hidden where they are clearly names; words, places and organisations are not."""

import pytest
import yaml

from foundation.masking import Masked, mask
from foundation.names import LISTS, Phrases, names_in


@pytest.mark.parametrize(
    "text",
    [
        "Kari Nordmann står som kontaktperson.",
        "Hanne Lise Moen-Dahl sa det.",
        "Linda von Krogh har signert.",
        "Omar al-Khatib går i klassen.",
        "Anne-Grete Saxlund er syk.",
        "Kari M. Hansen svarte ikke.",
        "Agnieszka Wiśniewska flytter.",
        "Danute Petrauskiene flytter.",
        "Abdirahman Yusuf Warsame flytter.",
        "Ánte Mihkkal Sara flytter.",
        "Oleksandr Kovalenko flytter.",
        "Sivakumar Rajaratnam flytter.",
        "Nguyen Thi Lan flytter.",
        "Tran Van Duc flytter.",
        "Emine Yıldırım flytter.",
        "A\N{COMBINING RING ABOVE}se Hansen flytter.",
        "Ståle vestby nekter oss det.",
    ],
)
def test_a_full_name_is_hidden_of_whatever_language(text: str) -> None:
    start, end = names_in(text)[0]
    assert start == 0
    assert mask(text).text == f"[navn]{text[end:]}"
    assert text[end:].split(maxsplit=1)[0] in {
        "står", "sa", "har", "går", "er", "svarte", "flytter.", "nekter"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Jenta mi heter Tuva og er seks.", "Jenta mi heter [navn] og er seks."),
        ("jeg heter sara og er 14", "jeg heter [navn] og er 14"),
        ("sønnen min heter ola nordmann og vil ikke", "sønnen min heter [navn] og vil ikke"),
        ("datra mi nora elise kjos har angst", "datra mi [navn] har angst"),
        ("læreren rune skogli er urettferdig", "læreren [navn] er urettferdig"),
        ("takk mvh tone merete aasheim", "takk mvh [navn]"),
        ("Hilsen Kari", "Hilsen [navn]"),
        ("Rektor Aasen svarer ikke", "Rektor [navn] svarer ikke"),
        ("Rektoren, Borghild Navdal-Steine, nekter", "Rektoren, [navn], nekter"),
        ("Dr. Hansen ringte", "Dr. [navn] ringte"),
        ("Jeg er faren til Xhevdet Abcdqi, hei", "Jeg er faren til [navn], hei"),
        ("Hun heter Håp.", "Hun heter [navn]."),
        ("Sønnen min Even går i 4. klasse", "Sønnen min [navn] går i 4. klasse"),
        ("De heter Kari og Xhevdet.", "De heter [navn] og [navn]."),
        ("My name is Priya Chandrasekaran and I", "My name is [navn] and I"),
        ("Hans Olsen ringte", "[navn] ringte"),
        ("Yngve Ulvestads bror", "[navn] bror"),
        ("HEI DETTE ER WENKE BRÅTHEN JEG TRENGER HJELP", "HEI DETTE ER [navn] JEG TRENGER HJELP"),
        ("Min Sønn Emma Sover Ikke Og Jeg Er Sliten", "Min Sønn [navn] Sover Ikke Og Jeg Er Sliten"),
    ],
)
def test_a_cue_tells_a_name(text: str, masked: str) -> None:
    assert mask(text) == Masked(masked, ("navn", "navn")[:1])


@pytest.mark.parametrize(
    "text",
    [
        "Erik på ni er lei seg.",
        "Håp er alt. Sol og sommer. Liv og helse. Bjørn og ulv. Stein på stein.",
        "Tor ho å seie frå? Er det even tuelt noen? To ganger per uke.",
        "Jeg Tror Hun Har Angst Men Legen Sier Nei",
        "HJELP JEG VET IKKE HVA JEG SKAL GJØRE",
        "Harry Potter, Pippi Langstrømpe og Luke Skywalker",
        "May is hard for us, and June will be worse.",
        "Kirkens Bymisjon, Røde Kors og Stine Sofies Stiftelse",
        "Ole Vigs videregående skole og Kari Nordmann barnehage",
        "Hva heter tilbudet? Kurset heter Marte Meo, noe som heter Kaospilotene.",
        "Hilsen en sliten mor. Mvh Mamma",
        "mora mi les og søsteren asks, dotter vår elles",
        "Læreren med HPV-vaksine og legen i HSA-gruppa",
        "Snakket med Trygghetssirkelen om Tidlig Innsats",
        "Mamma og Pappa, Far og Mor.",
    ],
)
def test_what_is_nobodys_name_stays(text: str) -> None:
    assert mask(text) == Masked(text, ())


def test_public_names_stay_whatever_stands_before_them() -> None:
    text = "Læreren på Emma Huset skole, mvh Emma Hjorth"
    assert "[navn]" in mask(text).text
    assert mask(text, Phrases(["Emma Hjorth", "EMMA HUSET"])) == Masked(text, ())


def test_a_public_name_does_not_hide_its_neighbour() -> None:
    assert mask("Kari Hansen på Oppdal Aktiv", Phrases(["Oppdal aktiv"])).text == "[navn] på Oppdal Aktiv"


def test_phrases_are_found_in_any_capitals_and_with_a_genitive() -> None:
    phrases = Phrases(["Link til livet", "Nav", "", "12"])
    assert phrases.places(["navs", "link", "TIL", "Livets", "hus"]) == {0, 1, 2, 3}


def test_names_that_are_words_too_are_among_the_given_names() -> None:
    lists = yaml.safe_load(LISTS.read_text(encoding="utf-8"))
    assert set(lists["also_words"]) <= set(lists["given"])
    assert [name for name, words in lists.items() if not all(isinstance(word, str) and word for word in words)] == []
