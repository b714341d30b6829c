"""The questions of the first capability, asked of the running assistant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.path.conftest import Assistant


def types(answer: dict[str, Any]) -> list[str]:
    return [service["type"] for service in answer["services"]]


def test_no_referral_is_needed_for_the_psychological_service_of_stor_elvdal(assistant: Assistant) -> None:
    question = "Må vi ha henvisning for å få time hos psykisk helse for jenta vår på 12?"
    answer = assistant.answer(question, kommune="stor-elvdal")
    quotes = {source["quote"] for statement in answer["statements"] for source in statement["sources"]}
    assert answer["outcome"] == "answered"
    assert answer["services"][0]["id"] == "stor-elvdal/psykisk-helse-barn-unge"
    assert "Du trenger ikke henvisning." in answer["reply"]
    assert any("En lavterskeltjeneste uten krav om henvisning." in (quote or "") for quote in quotes)


def test_the_price_of_sfo_is_told_in_nynorsk_with_its_source(assistant: Assistant) -> None:
    answer = assistant.answer("kva kostar SFO for ein som går i 2. klasse", kommune="stor-elvdal")
    quotes = {source["quote"] for statement in answer["statements"] for source in statement["sources"]}
    assert (answer["outcome"], answer["language"]) == ("answered", "nn")
    assert "12 timar i veka er gratis for alle på 1.–3. trinn" in answer["reply"]
    assert "Alle elever på 1. - 3. trinn får 12 timer gratis SFO pr uke." in quotes


def test_a_cell_of_oppdals_table_is_given_whole(assistant: Assistant) -> None:
    question = "hvem har ansvar på rødt nivå når det er rus i familien?"
    answer = assistant.answer(question, kommune="oppdal", role="ansatt")
    [cell] = answer["responsibility"]
    assert (cell["level"], cell["risk_area"]) == ("rod", "rus-psykisk-lidelse")
    assert cell["services"] == ["barnevern", "psykisk-helse-rus", "politi", "fastlege"]
    assert "Barnevern, Psykisk helse og rus, Politi, Fastlege" in answer["reply"]


def test_a_number_that_no_source_gives_is_not_invented(assistant: Assistant) -> None:
    answer = assistant.answer("hva er telefonnummeret til PPT?", kommune="oppdal")
    told, _, _sources = answer["reply"].partition("Kilder:")
    assert answer["outcome"] == "not_stated"
    assert answer["handover"]["offered"] is True
    assert not any(character.isdigit() for character in told)


def test_a_worried_mothers_one_message_gives_one_first_step_and_the_right_services(assistant: Assistant) -> None:
    question = (
        "sønnen min på 9 er mye lei seg, går alene i friminuttene og vil ikke på skolen lenger, "
        "og jeg er aleine og sliten"
    )
    answer = assistant.answer(question, kommune="oppdal")
    assert len(answer["needs"]) >= 3
    assert {"skole", "skolehelsetjeneste", "ppt"} <= set(types(answer))
    assert types(answer)[0] != "barnevern"
    assert "\n1. " in answer["reply"]


def test_the_weather_is_outside(assistant: Assistant) -> None:
    assert assistant.answer("hva er været i morgen")["outcome"] == "out_of_scope"


def test_a_person_is_offered_to_who_asks_for_one(assistant: Assistant) -> None:
    answer = assistant.answer("jeg vil snakke med et menneske", kommune="oppdal")
    assert answer["outcome"] == "handover"
    assert answer["handover"]["offered"] is True


def test_a_child_that_is_beaten_gets_the_lines_first(assistant: Assistant) -> None:
    answer = assistant.answer("pappa slår meg når han er full", kommune="oppdal", role="ungdom")
    assert answer["outcome"] == "acute"
    assert [contact["value"] for contact in answer["acute"]["contacts"]][:2] == ["112", "116 111"]
    assert answer["reply"].startswith("Det du skriver, er alvorlig")


def test_mowing_a_lawn_is_not_violence(assistant: Assistant) -> None:
    answer = assistant.answer("Kan kommunen slå gresset for en enslig mann på 82?", kommune="oppdal")
    assert answer["acute"] is None
    assert "krisesenter" not in types(answer)


def test_the_municipality_is_asked_for_once_and_the_question_then_answered(assistant: Assistant) -> None:
    asked, answered = assistant.answers("Hvem har ansvar på gult nivå for levekår?", "vi bor i Oppdal", role="ansatt")
    assert (asked["outcome"], asked["clarification"]["asks_for"]) == ("clarification", "kommune")
    assert (answered["kommune"], answered["outcome"]) == ("oppdal", "answered")
    assert answered["responsibility"][0]["services"] == ["nav", "barnevern", "bolig"]


def test_a_follow_up_goes_on_about_the_same_service(assistant: Assistant) -> None:
    _, follow_up = assistant.answers("Hvor mye SFO får vi gratis?", "må vi søke?", kommune="stor-elvdal")
    assert types(follow_up)[:1] == ["sfo"]


def test_a_fodselsnummer_is_hidden_and_the_person_told(assistant: Assistant) -> None:
    answer = assistant.answer("Gutten har nummer 13097248022 og vil ikke på skolen", kommune="oppdal")
    assert "13097248022" not in str(answer)
    assert "[fødselsnummer]" in answer["question"]
    assert "fødselsnummer" in answer["notices"][0]


def test_a_slash_is_no_command_to_rasa(assistant: Assistant) -> None:
    first, second = assistant.answers("/restart", "/utenfor", kommune="oppdal")
    assert {first["outcome"], second["outcome"]} <= {
        "no_match",
        "out_of_scope",
        "smalltalk",
        "clarification",
        "answered",
    }


def test_emoji_and_other_alphabets_are_met_with_a_question_not_a_guess(assistant: Assistant) -> None:
    assert assistant.answer("😭😭😭", kommune="oppdal")["outcome"] == "no_match"
    assert assistant.answer("ابني لا يريد الذهاب إلى المدرسة", kommune="oppdal")["outcome"] == "no_match"
