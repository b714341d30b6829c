"""Every number and every rule of access in Stor-Elvdal's plan, asked for as a parent or an employee would ask."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.knowledge.reading import facts_of, sources_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from knowledge import Answer

type Asked = dict[str, Any]

SFO: Asked = {"services": ("sfo",), "needs": ("sfo",)}
HOMEWORK: Asked = {"services": ("leksehjelp",), "needs": ("leksehjelp",)}
FEES: Asked = {"services": ("barnehage",), "needs": ("foreldrebetaling",)}
CLINIC: Asked = {"services": ("helsestasjon",)}
MIND: Asked = {"services": ("psykisk-helse-barn-unge",), "needs": ("psykisk-helse",)}
ALLOT: Asked = {"services": ("tildeling",), "needs": ("avlastning",)}
# Question, question type, what else was understood, what must be said, and the words of the plan it stands on.
TOLD: list[tuple[str, str, Asked, list[str], str]] = [
    (
        "Hvor mange timer gratis SFO får andreklassingen vår?",
        "pris",
        SFO,
        ["12 timer i uka er gratis for alle på 1.–3. trinn"],
        "Alle elever på 1. - 3. trinn får 12 timer gratis SFO pr uke.",
    ),
    (
        "kva kostar SFO for ein som går i 2. klasse",
        "pris",
        {**SFO, "language": "nn"},
        ["12 timar i veka er gratis for alle på 1.–3. trinn"],
        "Alle elever på 1. - 3. trinn får 12 timer gratis SFO pr uke.",
    ),
    (
        "Er det leksehjelp for fjerdeklassinger?",
        "finn-hjelp",
        HOMEWORK,
        ["3. til 7. trinn", "én time i uka, med lærer"],
        "Alle elever fra 3. - 7. trinn har gratis leksehjelp én time per uke med lærer.",
    ),
    (
        "Kva kostar leksehjelpa?",
        "pris",
        {**HOMEWORK, "language": "nn"},
        ["Leksehjelpa er gratis"],
        "Alle elever fra 3. - 7. trinn har gratis leksehjelp én time per uke med lærer.",
    ),
    (
        "Vi har lav inntekt og en treåring. Hvor mange timer i barnehagen er gratis?",
        "pris",
        {**FEES, "age": 3},
        ["2-, 3-, 4- og 5-åringer i husholdninger med lav inntekt", "20 timer gratis kjernetid i uka"],
        "har rett til å få 20 timer gratis kjernetid i barnehagen pr uke",
    ),
    (
        "Må vi søke om gratis kjernetid på nytt hvert år?",
        "terskel",
        FEES,
        ["Du må søke kommunen for hvert barnehageår"],
        "må det søkes kommunen for hvert barnehageår",
    ),
    (
        "Hvor mye av inntekten må vi betale for barnehagen på det meste?",
        "pris",
        FEES,
        ["Ingen skal betale mer enn 6 % av husstandens samlede inntekt"],
        "ingen skal betale mer enn 6 % av husstandens samlede",
    ),
    (
        "Kor mykje av inntekta må vi betale for SFO på det meste?",
        "pris",
        {**SFO, "language": "nn"},
        ["Ingen skal betale meir enn 6 % av den samla inntekta"],
        "ingen skal betale mer enn 6 % av husstandens samlede",
    ),
    (
        "Hvor mange konsultasjoner er det på helsestasjonen?",
        "om-planen",
        {**CLINIC, "needs": ("helsekontroll-vaksine",)},
        ["12 faste konsultasjoner", "de første 18 månedene", "ekstra konsultasjoner"],
        "12 faste konsultasjoner de første 18 månedene",
    ),
    (
        "Kommer helsestasjonen hjem til oss etter fødselen?",
        "prosess",
        {**CLINIC, "needs": ("barsel-spedbarn",)},
        ["Helsestasjonen gjør hjemmebesøk"],
        "Det gjennomføres hjemmebesøk fra helsestasjonen",
    ),
    (
        "Hvem organiserer barselgruppe?",
        "ansvar",
        {**CLINIC, "needs": ("barsel-spedbarn",)},
        ["via helsestasjonen og gjennom frivillighetssentralen"],
        "Det gis tilbud om barselgruppe via helsestasjonen og gjennom frivillighetssentralen.",
    ),
    (
        "Når er det helsesamtaler på skolen?",
        "prosess",
        {"services": ("skolehelsetjeneste",), "needs": ("helsekontroll-vaksine",)},
        ["Alle elever i 1. og 8. klasse har helsesamtale"],
        "helsesamtaler med alle elever i 1. og 8. klasse",
    ),
    (
        "Trenger vi henvisning til psykisk helsetjeneste for en på 24?",
        "terskel",
        {**MIND, "age": 24},
        ["Du trenger ikke henvisning", "0 til 25 år", "milde til moderate"],
        "En lavterskeltjeneste uten krav om henvisning.",
    ),
    (
        "Treng vi tilvising til psykisk helse?",
        "terskel",
        {**MIND, "language": "nn"},
        ["Du treng ikkje tilvising", "føresette", "milde til moderate"],
        "En lavterskeltjeneste uten krav om henvisning.",
    ),
    (
        "Hører psykisk helsetjeneste til Fagnettverk Nord-Østerdal?",
        "ansvar",
        MIND,
        ["Fagnettverk Nord-Østerdal sammen med BUP Tynset", "Kommunens psykiske helsetjeneste"],
        "Tjenesten er en del av Fagnettverk Nord-Østerdal sammen med BUP Tynset.",
    ),
    (
        "Hvordan søker vi om avlastning?",
        "terskel",
        ALLOT,
        ["Tildelerenheten: Du må søke", "kommunens tjenestebeskrivelse og tildelingskriterier"],
        "støttekontakt og avlastning kan etter søknad tildeles",
    ),
    (
        "Kven tildeler støttekontakt?",
        "ansvar",
        {**ALLOT, "language": "nn"},
        ["Du kan søkje Tildelerenheten om støttekontakt"],
        "støttekontakt og avlastning kan etter søknad tildeles",
    ),
    (
        "Hvem har rett på individuell plan?",
        "rettighet",
        {"services": ("koordinerende-enhet",), "needs": ("koordinering",)},
        ["behov for langvarige og koordinerte helse- og omsorgstjenester"],
        "Alle som har behov for langvarige og koordinerte helse- og omsorgstjenester, har rett til",
    ),
    (
        "Er foreldreveiledningskurset obligatorisk?",
        "terskel",
        {"services": ("introduksjonsprogram",), "needs": ("flyktning-minoritet",)},
        ["obligatorisk", "introduksjonsprogrammet", "barn under 18 år"],
        "Foreldreveiledning er en obligatorisk del av introduksjonsprogrammet",
    ),
    (
        "Hva er COS-P?",
        "definisjon",
        {"services": ("foreldreveiledning",)},
        ["Trygghetssirkelen"],
        "COS-P (Circle of Security/ Trygghetssirkelen)",
    ),
    (
        "Har kommunen logoped?",
        "finn-hjelp",
        {"services": ("logoped",), "needs": ("sprak-tale",)},
        ["Kommunen har egen logoped"],
        "Kommunen har egen logopedtjeneste.",
    ),
    (
        "Hvem underviser om vold i nære relasjoner på mellomtrinnet?",
        "ansvar",
        {"services": ("krisesenter",)},
        ["Krisesenteret underviser om vold i nære relasjoner på mellomtrinnet", "Kommunen kjøper"],
        "Krisesenteret gjennomfører undervisning om vold i nære relasjoner på mellomtrinnet.",
    ),
    (
        "Hvor mange unge står utenfor?",
        "om-planen",
        {"needs": ("frafall-arbeid",)},
        ["17,1 %", "10,5 %", "9,9 %"],
        "med en prosent på 17,1% mot fylket på 10,5% og landet på 9,9%",
    ),
    (
        "Hva lærer barnehagebarna om kroppen?",
        "om-planen",
        {"services": ("barnehage",)},
        ["«Meg selv og kroppen» er tema i barnehagen hvert år"],
        "Barnehagen har “Meg selv og kroppen” som årlig tema.",
    ),
    (
        "Er hjelpetiltak fra barnevernet frivillige?",
        "rettighet",
        {"services": ("barnevern",)},
        ["De fleste som får hjelp av barnevernet, får frivillige hjelpetiltak"],
        "De fleste som får hjelp av barnevernet, mottar frivillige hjelpetiltak",
    ),
    (
        "Hva er hovedmålet i planen?",
        "om-planen",
        {},
        ["tidlig innsats", "forebygge omsorgssvikt og atferdsvansker"],
        "skal vi forebygge omsorgssvikt og atferdsvansker",
    ),
]


@pytest.mark.parametrize(("text", "kind", "understood", "said", "quote"), TOLD, ids=[row[0] for row in TOLD])
def test_what_the_plan_says_is_told_with_its_words(  # noqa: PLR0913, PLR0917 - the columns of the table
    ask: Callable[..., Answer], text: str, kind: str, understood: Asked, said: list[str], quote: str
) -> None:
    answer = ask(text, kommune="stor-elvdal", role="forelder", question_type=kind, **understood)
    assert answer.outcome == "answered"
    assert [part for part in said if part not in facts_of(answer)] == []
    assert [part for part in said if part not in answer.reply] == []
    assert any(quote in (one.quote or "") for one in sources_of(answer) if one.title.startswith("Stor-Elvdal"))


@pytest.mark.parametrize(
    ("text", "kind", "understood"),
    [
        ("Hvor lang er ventetida hos psykisk helse?", "prosess", MIND),
        ("Kor lang er ventetida hos PPT?", "prosess", {"services": ("ppt",), "language": "nn"}),
        ("Hva er telefonnummeret til helsestasjonen?", "kontakt", CLINIC),
        ("Hva er inntektsgrensa i kroner for gratis kjernetid?", "terskel", FEES),
        ("Når går neste COS-P-kurs?", "finn-hjelp", {"services": ("foreldreveiledning",)}),
        ("Hvem har ansvar på gult nivå ved mobbing?", "ansvar", {"role": "ansatt", "levels": ("gul",)}),
    ],
)
def test_what_the_plan_does_not_say_is_not_made_up(
    ask: Callable[..., Answer], text: str, kind: str, understood: Asked
) -> None:
    answer = ask(text, kommune="stor-elvdal", question_type=kind, **understood)
    assert answer.outcome == "not_stated"
    assert answer.handover.offered
    assert "https://www.stor-elvdal.kommune.no" in answer.reply


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("En elev i 6. klasse sier at mamma tar piller. Hva må jeg gjøre?", "rus-foresatt"),
        ("En elev i 6. klasse er mye borte. Hva må jeg gjøre?", "skolefravaer"),
        ("En elev på 8. trinn er mye borte. Hva må jeg gjøre?", "skolefravaer"),
    ],
)
def test_the_grade_of_a_pupil_is_no_question_for_what_the_plan_leaves_out(
    ask: Callable[..., Answer], text: str, need: str
) -> None:
    answer = ask(text, kommune="stor-elvdal", role="ansatt", question_type="plikt", needs=(need,))
    assert answer.outcome == "answered"


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("Hva koster en ekstra time på SFO?", SFO),
        ("Hva koster barnehageplassen i måneden?", FEES),
        ("Hva er inntektsgrensa i kroner for gratis kjernetid?", FEES),
    ],
)
def test_no_price_in_kroner_is_told_because_the_plan_tells_none(
    ask: Callable[..., Answer], text: str, understood: Asked
) -> None:
    answer = ask(text, kommune="stor-elvdal", question_type="pris", **understood)
    assert "Planen oppgir ingen andre priser." in answer.reply
    assert not re.search(r"\d[\d ]* ?(?:kr|kroner)\b", answer.reply)


def test_the_service_for_the_mind_is_first_and_is_the_municipalitys_own(ask: Callable[..., Answer]) -> None:
    answer = ask("Jenta vår på 12 er trist", kommune="stor-elvdal", question_type="finn-hjelp", age=12, **MIND)
    first = answer.services[0]
    assert (first.id, first.level) == ("stor-elvdal/psykisk-helse-barn-unge", ("rod",))
    assert first.access is not None
    assert first.access.startswith("Du trenger ikke henvisning.")


def test_the_service_for_the_mind_is_not_offered_to_those_who_are_too_old(ask: Callable[..., Answer]) -> None:
    answer = ask("Jeg er 26 og trist", kommune="stor-elvdal", question_type="finn-hjelp", age=26, needs=MIND["needs"])
    assert "psykisk-helse-barn-unge" not in [one.type for one in answer.services]


@pytest.mark.parametrize(
    ("text", "understood", "quote"),
    [
        (
            "Må vi ha henvisning for å få time hos psykisk helse for jenta vår på 12?",
            {"question_type": "terskel", "age": 12, **MIND},
            "«En lavterskeltjeneste uten krav om henvisning.",
        ),
        (
            "kva kostar SFO for ein som går i 2. klasse",
            {"question_type": "pris", "language": "nn", **SFO},
            "«Alle elever på 1. - 3. trinn får 12 timer gratis SFO pr uke.»",
        ),
    ],
)
def test_the_questions_of_issue_two_show_the_plans_own_words_in_the_reply(
    ask: Callable[..., Answer], text: str, understood: Asked, quote: str
) -> None:
    answer = ask(text, kommune="stor-elvdal", role="forelder", **understood)
    assert quote in answer.reply
    assert "Stor-Elvdal kommunes forebyggende plan" in answer.reply
