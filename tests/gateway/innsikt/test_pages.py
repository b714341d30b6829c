"""The page of figures and its file, over HTTP: what they tell, what they hide, and to whom."""

from __future__ import annotations

import csv
import re
from io import StringIO
from typing import TYPE_CHECKING

import pytest

from conversations.weeks import WEEK, whole_before
from foundation.clock import today
from foundation.internal import INTERNAL_HEADER, internal_token
from foundation.settings import Settings
from gateway.oppslag.addresses import of_ours
from tests.accounts.conftest import PASSWORD
from tests.gateway.innsikt.conftest import A_WEEK, ASKED
from tests.gateway.oppslag.browsing import LANGUAGES, UNFILLED, drawn, guest, problem, sent, shown
from tests.gateway.running import Talk

if TYPE_CHECKING:
    import httpx

    from tests.gateway.running import Gateway

PAGE, FILE = "/innsikt", "/innsikt/tall.csv"
OPPDAL = {"kommune": "oppdal"}


def lines(response: httpx.Response) -> list[list[str]]:
    """A file, read as a spreadsheet reads it."""
    return list(csv.reader(StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def told(client: httpx.Client, **asked: str) -> dict[tuple[str, str], tuple[str, str]]:
    """What a file tells: count and note by figure and value."""
    rows = lines(client.get(FILE, params=OPPDAL | asked).raise_for_status())
    return {(figure, value): (count, note) for figure, value, _, _, count, note in rows[1:]}


def test_a_leader_sees_what_was_asked_and_what_was_not_answered(leader: httpx.Client) -> None:
    text = shown(leader, f"{PAGE}?kommune=oppdal&uker=4").text
    assert f"Spørsmål i alt Fra {whole_before(today(), 4) - 4 * WEEK:%-d}." in text
    for said in (
        f"Nye tall kommer {whole_before(today(), 4) + 4 * WEEK:%-d}.",
        f"{4 * ASKED} Spørsmål uke for uke",
        "Vil ikke på skolen 48",
        "Hvem som kan hjelpe 24",
        "Fikk svar 36",
        "Bokmål 44 Nynorsk 24",
        "Foreldre og andre voksne i familien 40 Barn og unge 28",
        "Hvordan en når en tjeneste 12",
        "PPT i Oppdal 12",
        "Ingen ba om et menneske i disse ukene.",
    ):
        assert said in text, said


def test_a_longer_time_is_the_sum_of_what_is_shown(leader: httpx.Client) -> None:
    month, quarter, year = (told(leader, uker=weeks) for weeks in ("4", "12", "48"))
    asked = ("Spørsmål i alt", "")
    assert [one[asked] for one in (month, quarter, year)] == [(str(many * ASKED), "") for many in (4, 12, 48)]
    need = ("Hva det gjaldt", "Vil ikke på skolen")
    assert [one[need] for one in (month, quarter, year)] == [("48", ""), ("48", ""), ("192", "")]


def test_the_file_has_every_value_and_what_is_hidden_is_empty(leader: httpx.Client) -> None:
    month = told(leader, uker="4")
    # Four that lack a price, and eight that lack a number: the four are hidden, and so the eight are.
    assert month["Står ikke i kildene", "Hva det koster"] == ("", "vises ikke")
    assert month["Fare som ble møtt med hjelpetelefoner", "Selvmordstanker"] == ("", "vises ikke")
    small = {count for count, _ in month.values() if count and 0 < int(count) < 5}
    assert small == set()


def test_the_file_is_one_that_a_spreadsheet_opens(leader: httpx.Client) -> None:
    response = leader.get(FILE, params=OPPDAL)
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert response.headers["content-disposition"] == 'attachment; filename="innsikt-oppdal.csv"'
    head, *rows = lines(response)
    assert head == ["Tall", "Verdi", "Fra og med", "Til og med", "Antall", "Merknad"]
    assert {len(row) for row in rows} == {6}
    assert [cell for row in rows for cell in row if cell[:1] in {"=", "+", "-", "@"}] == []
    assert {row[5] for row in rows} <= {"", "minst", "vises ikke"}


def test_of_few_questions_nothing_is_told_and_of_none_that(leader: httpx.Client) -> None:
    few, none = (shown(leader, f"{PAGE}?kommune={one}&uker=4").text for one in ("tynset", "tolga"))
    assert "Færre enn fem spurte i hver periode på fire uker." in few
    assert "Ingen har spurt i denne tiden." in none
    counts = {count for count, _ in told(leader, kommune="tynset", uker="4").values()}
    assert counts == {""}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("uker", ["4", "12", "48"])
def test_the_page_keeps_to_what_every_page_keeps_to(leader: httpx.Client, language: str, uker: str) -> None:
    response = leader.get(PAGE, params=OPPDAL | {"lang": language, "uker": uker})
    page = drawn(response)
    assert (response.status_code, page.language, UNFILLED.findall(page.text)) == (200, language, [])
    assert page.inline == []
    assert [one for one in page.fetched if not one.startswith(("/static/", "/assets/", "/tema/"))] == []
    assert len(page.ids) == len(set(page.ids))
    assert "noindex" in response.headers["x-robots-tag"]
    assert response.headers["content-security-policy"].endswith("; frame-ancestors 'none'")
    assert response.headers["cache-control"] == "no-store"


def test_both_written_standards_say_the_same_numbers(leader: httpx.Client) -> None:
    nb, nn = (lines(leader.get(FILE, params=OPPDAL | {"lang": one})) for one in LANGUAGES)
    assert [row[2:5] for row in nb[1:]] == [row[2:5] for row in nn[1:]]
    assert "Kva det gjaldt" in {row[0] for row in nn}


def test_a_leader_of_several_chooses_among_them_and_how_many_weeks(leader: httpx.Client) -> None:
    page = shown(leader, PAGE)
    form = page.form(PAGE)
    assert form.choices == {"kommune": ["oppdal", "tolga", "tynset"], "uker": ["4", "12", "48"]}
    assert (form.fields, form.method) == ({"kommune": "oppdal", "uker": "12"}, "get")
    other = drawn(sent(leader, form, kommune="tynset", uker="48"))
    assert (other.heading, other.form(PAGE).fields) == ("Innsikt: Tynset", {"kommune": "tynset", "uker": "48"})
    [nynorsk] = [link for link in other.links if link.language == "nn"]
    assert drawn(leader.get(nynorsk.address)).form(PAGE).fields == {"lang": "nn", "kommune": "tynset", "uker": "48"}


@pytest.mark.parametrize("uker", ["", "5", "mange", "1", "-4", "4' OR 1=1"])
def test_weeks_that_nobody_can_choose_are_the_usual(leader: httpx.Client, uker: str) -> None:
    assert shown(leader, f"{PAGE}?kommune=oppdal&uker={uker}").form(PAGE).fields["uker"] == "12"


def test_whoever_leads_no_such_municipality_is_told_so_and_sees_no_number(
    coordinator_only: httpx.Client, editor_only: httpx.Client
) -> None:
    for client, places in ((coordinator_only, ["/innsikt?kommune=rendalen"]), (editor_only, [])):
        response = client.get(PAGE, params=OPPDAL)
        page = drawn(response)
        assert (response.status_code, page.heading) == (403, "Du har ikke tilgang til disse tallene")
        assert "Be den som styrer tilgangene i kommunen om rollen" in page.alerts[0]
        assert [one.address for one in page.links if "kommune=" in one.address] == places
        assert str(4 * ASKED) not in page.text
        assert problem(client.get(FILE, params=OPPDAL)) == (403, "ikke-lov")
        assert "rolla leiar" in drawn(client.get(PAGE, params=OPPDAL | {"lang": "nn"})).text


def test_a_leader_of_another_municipality_goes_to_their_own(
    coordinator_only: httpx.Client, editor_only: httpx.Client
) -> None:
    assert shown(coordinator_only, PAGE).heading == "Innsikt: Rendalen"
    assert editor_only.get(PAGE).status_code == 403


@pytest.mark.parametrize("kommune", ["atlantis", "../oppdal", "<script>", "Oppdal"])
def test_a_municipality_that_is_none_is_nobodys(leader: httpx.Client, kommune: str) -> None:
    response = leader.get(PAGE, params={"kommune": kommune})
    assert (response.status_code, kommune in response.text and "<script>" in response.text) == (403, False)
    assert leader.get(FILE, params={"kommune": kommune}).status_code == 422


def test_whoever_is_not_signed_in_signs_in_and_comes_back(counted: Gateway, leader: httpx.Client) -> None:
    assert leader.get(PAGE).status_code == 200
    with guest(counted) as client:
        assert problem(client.get(FILE, params=OPPDAL)) == (401, "logg-inn")
        refused = client.get(PAGE, params=OPPDAL | {"uker": "4"})
        form = drawn(refused).form("/oppslag/inn")
        assert (refused.status_code, form.hidden["til"]) == (401, "/innsikt?kommune=oppdal&uker=4")
        let_in = sent(client, form, login="leder", password=PASSWORD)
        assert (let_in.status_code, let_in.headers["location"]) == (303, "/innsikt?kommune=oppdal&uker=4")
        page = shown(client, let_in.headers["location"])
        assert page.heading == "Innsikt: Oppdal"
        assert sent(client, page.form("/oppslag/ut")).status_code == 303
        assert client.get(PAGE).status_code == 401


@pytest.mark.parametrize("way", ["/innsiktet", "/innsikt/../vakt", "/innsikt?x=//example\\", "/innsikt@example.com"])
def test_the_way_in_leads_to_no_address_that_only_looks_like_the_page(way: str) -> None:
    assert (of_ours(way), of_ours("/innsikt?kommune=oppdal")) == ("/oppslag", "/innsikt?kommune=oppdal")


def test_whether_the_page_is_there_may_be_asked(leader: httpx.Client) -> None:
    assert leader.head(PAGE).status_code == 200


def asked_in_sor_fron(gateway: Gateway) -> int:
    """How many messages were counted there, where no other test asks anything."""
    sql = "SELECT coalesce(sum(count), 0) FROM usage_count WHERE figure = 'outcome' AND kommune = 'sor-fron'"
    [(count,)] = gateway.rows(sql)
    return int(count)


def test_a_message_is_counted_once_when_it_is_answered_and_stays_counted(counted: Gateway) -> None:
    before, talk = asked_in_sor_fron(counted), counted.start(kommune="sor-fron")
    for _ in range(2):
        talk.write("Hva er PPT?", id_="a" * 20).raise_for_status()
    assert asked_in_sor_fron(counted) == before + 1
    talk.forget()
    assert asked_in_sor_fron(counted) == before + 1


def test_what_our_own_commands_ask_is_not_counted(counted: Gateway) -> None:
    before, ours = asked_in_sor_fron(counted), {INTERNAL_HEADER: internal_token(Settings())}
    started = counted.client.post("/api/conversations", json={"kommune": "sor-fron"}, headers=ours).json()
    talk = Talk(counted, started["id"], started["token"])
    talk.write("Hva er PPT?").raise_for_status()
    assert asked_in_sor_fron(counted) == before


def test_no_number_of_the_page_is_missing_from_the_file(leader: httpx.Client) -> None:
    page = leader.get(PAGE, params=OPPDAL | {"uker": "4"}).text
    drawn_numbers = {int(one) for one in re.findall(r'<td class="number">(\d+)</td>', page)}
    filed = {int(count) for count, _ in told(leader, uker="4").values() if count}
    assert drawn_numbers - {0} <= filed
    assert sum(A_WEEK["language"].values()) * 4 in filed
