"""A number is shown only where somebody has confirmed it, and stands only where it can be confirmed apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.knowledge.conftest import Folder

DAY = "2026-11-25"
SAID = "stor-elvdal/tiltak.yml"
CONTACT = "stor-elvdal/kontakt.yml"
PROOF = "A number is shown only with its proof: give the source a `quote` or a `url`."
LABEL = {"nb": "Telefon", "nn": "Telefon"}


@pytest.mark.parametrize("place", ["nb", "nn"])
@pytest.mark.parametrize(
    "number",
    [
        *("62 48 51 60", "62485160", "+47 62 48 51 60", "815 55 201", "62\N{NO-BREAK SPACE}48\N{NO-BREAK SPACE}51 60"),
        *("02800", "116 111", "116117", "110", "112", "113"),
    ],
)
def test_a_number_outside_contacts_is_named(folder: Folder, number: str, place: str) -> None:
    text = f"Ring {number}."
    folder.put("measure", "stor-elvdal/tiltak", cost={"nb": "Gratis.", "nn": "Gratis.", place: text})
    message = f"«{number}» looks like a phone number. Move it to a contact or a help line."
    assert folder.faults() == [folder.said(SAID, text, message)]


@pytest.mark.parametrize(
    "text",
    [
        "Planen gjelder 2025-2028.",
        "Planen gjelder årene 2026 2027.",
        "Lest 20.11.2026.",
        "Se § 11-2 og § 112.",
        "Plassen koster 3 112 kroner, maten 110 kr.",
        "12 timer for 1. til 3. trinn.",
        "I alt 10 000 000 kroner.",
        "15 % av 1160 elever.",
    ],
)
def test_what_is_no_phone_number_is_left_alone(folder: Folder, text: str) -> None:
    folder.put("measure", "stor-elvdal/tiltak", cost={"nb": text, "nn": text})
    assert folder.faults_on(DAY) == []


def test_a_number_may_stand_in_the_text_of_a_contact_or_a_help_line(folder: Folder) -> None:
    text = {"nb": "Ring 62 48 51 60.", "nn": "Ring 62 48 51 60."}
    folder.put("contact", "stor-elvdal/kontakt", service="stor-elvdal/skole", hours=text)
    folder.put("helpline", "nasjonal/politi", type="politi", text=text)
    assert folder.faults_on(DAY) == []


@pytest.mark.parametrize("channel", ["telefon", "sms"])
@pytest.mark.parametrize("proof", [{}, {"fields": ["value"]}, {"fields": ["label"], "url": "https://example.no/annet"}])
def test_a_number_without_a_quote_or_an_address_is_named(folder: Folder, channel: str, proof: dict[str, Any]) -> None:
    sources = [{"document": "dokument", "locator": "Side 1", "checked": "2026-11-01", **proof}]
    folder.put("contact", "stor-elvdal/kontakt", service="stor-elvdal/skole", channel=channel, sources=sources)
    place = "sources:" if proof.get("fields") == ["label"] else "- document"
    assert folder.faults() == [folder.said(CONTACT, place, PROOF)]


@pytest.mark.parametrize("fields", [{"status": "unconfirmed"}, {"channel": "nettside", "value": "https://example.no"}])
def test_what_is_not_shown_or_no_number_needs_no_proof_of_a_number(folder: Folder, fields: dict[str, str]) -> None:
    sources = [{"document": "dokument", "locator": "Side 1", "checked": "2026-11-01"}]
    folder.put("contact", "stor-elvdal/kontakt", service="stor-elvdal/skole", sources=sources, **fields)
    assert folder.faults_on(DAY) == []


def test_one_source_may_prove_what_another_only_repeats(folder: Folder) -> None:
    bare = {"document": "dokument", "locator": "Side 1", "checked": "2026-11-01"}
    sources = [bare, {**bare, "quote": "Ring oss på 61 00 00 00."}]
    folder.put("contact", "stor-elvdal/kontakt", service="stor-elvdal/skole", sources=sources)
    assert folder.faults_on(DAY) == []


@pytest.mark.parametrize("written", ["62 48 51 60", "62485160", "+47 62 48 51 60"])
def test_a_number_that_another_record_says_nobody_confirmed_is_named(folder: Folder, written: str) -> None:
    folder.put("contact", "stor-elvdal/a", service="stor-elvdal/skole", value="62 48 51 60", status="unconfirmed")
    folder.put("contact", "stor-elvdal/b", service="stor-elvdal/skole", value=written)
    message = f"{written} is shown, but stor-elvdal/a says that it is not confirmed. Confirm it, or hide both."
    assert folder.faults() == [folder.said("stor-elvdal/b.yml", "value:", message)]


def test_a_help_line_that_shows_an_unconfirmed_number_is_named_on_that_line(folder: Folder) -> None:
    folder.put("contact", "nasjonal/kontakt", service="nasjonal/politi", value="02800", status="unconfirmed")
    lines = [{"channel": "telefon", "value": value, "label": dict(LABEL)} for value in ("22 00 00 00", "02800")]
    folder.put("helpline", "nasjonal/politi", type="politi", lines=lines)
    message = "02800 is shown, but nasjonal/kontakt says that it is not confirmed. Confirm it, or hide both."
    assert folder.faults() == [folder.said("nasjonal/politi.yml", "02800", message)]


def test_a_contact_that_shows_an_unconfirmed_help_lines_number_is_named(folder: Folder) -> None:
    lines = [{"channel": "telefon", "value": "02800", "label": dict(LABEL)}]
    folder.put("helpline", "nasjonal/politi", type="politi", lines=lines, status="unconfirmed")
    folder.put("contact", "oppdal/kontakt", service="nasjonal/politi", value="02800")
    message = "02800 is shown, but nasjonal/politi says that it is not confirmed. Confirm it, or hide both."
    assert folder.faults() == [folder.said("oppdal/kontakt.yml", "value:", message)]


@pytest.mark.parametrize("other", [{"service": "stor-elvdal/ppt"}, {"value": "62 48 51 61"}, {"status": "superseded"}])
def test_an_unconfirmed_number_of_something_else_is_allowed(folder: Folder, other: dict[str, str]) -> None:
    doubtful = {"service": "stor-elvdal/skole", "value": "62 48 51 60", "status": "unconfirmed"}
    folder.put("contact", "stor-elvdal/a", **{**doubtful, **other})
    folder.put("contact", "stor-elvdal/b", service="stor-elvdal/skole", value="62 48 51 60")
    assert folder.faults_on(DAY) == []
