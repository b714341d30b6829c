"""The mail server's address is understood, and a message is handed over encrypted to whom its certificate names."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

import pytest
from aiosmtplib import SMTPAuthenticationError, SMTPConnectError, SMTPException, SMTPRecipientsRefused

from foundation.errors import OperatorError
from foundation.settings import Settings
from notices.due import Notice
from notices.smtp import Server, Smtp
from notices.words import Letterhead
from tests.notices.mail_server import HOST, SIGNED_IN, certificate, free_port, mail_server

if TYPE_CHECKING:
    from pathlib import Path

    from tests.notices.mail_server import Certificate

HEAD = Letterhead("endorinn@oppdal.kommune.no", "https://endorinn.oppdal.kommune.no/vakt")
NOTICE = Notice("waiting:17", "oppdal", "waiting", ("vakt@example.org", "leder@example.org"), {})
WRONG = (
    "ENDORINN_SMTP_URL is no address of a mail server. Write it as smtp://user:password@host:587 (STARTTLS), "
    "smtps://user:password@host:465 (TLS at once) or, within a closed network, smtp+plain://host:25. Write special "
    "characters of user and password as %40 and the like."
)


@pytest.fixture
def own(tmp_path: Path) -> Certificate:
    """A certificate for where the server listens."""
    return certificate(tmp_path)


@pytest.fixture
def port() -> int:
    """Where a server may listen."""
    return free_port()


def to(address: str, own: Certificate | None = None) -> Smtp:
    """A way to a server, which believes the test's own certificate if it is given."""
    return Smtp(Server.of(address), HEAD, own.trust if own else None)


@pytest.mark.parametrize(
    ("address", "server"),
    [
        ("smtp://smtp.example.org", Server("smtp.example.org", 587, "starttls")),
        ("smtp://u:p@smtp.example.org:2525", Server("smtp.example.org", 2525, "starttls", "u", "p")),
        ("smtps://u:p@smtp.example.org/", Server("smtp.example.org", 465, "at once", "u", "p")),
        ("smtp+plain://10.0.0.7", Server("10.0.0.7", 25, "none")),
        ("SMTP+plain://mail:26", Server("mail", 26, "none")),
        ("smtp://[fd00::5]:587", Server("fd00::5", 587, "starttls")),
        (f"smtp://{SIGNED_IN}@h", Server("h", 587, "starttls", "vakt@example.org", "p@ss/ord:#1")),
    ],
)
def test_an_address_says_where_the_server_is_how_to_encrypt_and_who_we_are(address: str, server: Server) -> None:
    assert Server.of(address) == server


@pytest.mark.parametrize(
    "address",
    [
        *("", "smtp.example.org", "smtp.example.org:587", "smtp://", "http://smtp.example.org", "smtp://u:p@"),
        *("smtp://h:mange", "smtp://h:99999", "smtp://u@h", "smtp://:p@h", "smtp://h/sti", "smtp://h?starttls=0"),
        *("smtp://h#x", "smtp://[fd00", "smtp://u:hysj#hysj@h", "smtp://u:hysj/hysj@h"),
    ],
)
def test_what_is_no_such_address_is_refused_without_telling_it(address: str) -> None:
    with pytest.raises(OperatorError) as error:
        Server.of(address)
    assert str(error.value) == WRONG
    # What Python says of an address may hold it.
    assert error.value.__context__ is None or error.value.__suppress_context__


def test_no_password_is_told_where_a_server_is_shown() -> None:
    assert "hemmelig" not in repr(Server.of("smtp://u:hemmelig@h"))


def test_the_settings_say_which_server_and_where_the_link_leads() -> None:
    set_ = Settings(
        _env_file=None,
        smtp_url="smtps://smtp.example.org",
        mail_from="endorinn@oppdal.kommune.no",
        public_url="https://endorinn.oppdal.kommune.no/",
    )
    made = Smtp.of(set_)
    assert made is not None
    assert (made._server, made._head) == (Server("smtp.example.org", 465, "at once"), HEAD)  # noqa: SLF001 - what it read


def test_without_a_server_in_the_settings_there_is_none() -> None:
    assert Smtp.of(Settings(_env_file=None)) is None


async def test_over_starttls_with_a_password_a_message_arrives(port: int, own: Certificate) -> None:
    with mail_server(port, "starttls", own, asks_for_password=True) as postbox:
        assert await to(f"smtp://{SIGNED_IN}@{HOST}:{port}", own).send(NOTICE) == 0
    assert (postbox.envelopes, postbox.over_tls) == (
        [("endorinn@oppdal.kommune.no", ("vakt@example.org", "leder@example.org"))],
        [True],
    )
    [letter] = postbox.letters
    assert letter["Subject"] == "En samtale venter / Ein samtale ventar"
    assert letter.get_content().startswith("Noen ber om å få snakke med en koordinator. ")


async def test_over_tls_at_once_with_a_password_a_message_arrives(port: int, own: Certificate) -> None:
    with mail_server(port, "at once", own, asks_for_password=True) as postbox:
        await to(f"smtps://{SIGNED_IN}@{HOST}:{port}", own).send(NOTICE)
    assert (len(postbox.letters), postbox.over_tls) == (1, [True])


async def test_without_tls_a_message_arrives_where_the_operator_wants_it_so(port: int) -> None:
    with mail_server(port) as postbox:
        await to(f"smtp+plain://{HOST}:{port}").send(NOTICE)
    assert (len(postbox.letters), postbox.over_tls) == (1, [False])


async def test_a_server_without_starttls_gets_nothing(port: int, own: Certificate) -> None:
    with mail_server(port) as postbox:
        with pytest.raises(SMTPException):
            await to(f"smtp://{HOST}:{port}", own).send(NOTICE)
        assert postbox.letters == []


@pytest.mark.parametrize(("scheme", "tls"), [("smtp", "starttls"), ("smtps", "at once")])
async def test_a_certificate_that_nobody_vouches_for_is_not_believed(
    port: int, own: Certificate, scheme: str, tls: str
) -> None:
    with mail_server(port, "starttls" if tls == "starttls" else "at once", own) as postbox:
        with pytest.raises((SMTPException, ssl.SSLError)):
            await to(f"{scheme}://{HOST}:{port}").send(NOTICE)
        assert postbox.letters == []


async def test_a_certificate_of_another_name_is_not_believed(port: int, tmp_path: Path) -> None:
    other = certificate(tmp_path, "smtp.example.org")
    with mail_server(port, "at once", other) as postbox:
        with pytest.raises((SMTPException, ssl.SSLError)):
            await to(f"smtps://{HOST}:{port}", other).send(NOTICE)
        assert postbox.letters == []


async def test_a_wrong_password_is_a_fault(port: int, own: Certificate) -> None:
    with mail_server(port, "starttls", own, asks_for_password=True) as postbox:
        with pytest.raises(SMTPAuthenticationError):
            await to(f"smtp://vakt%40example.org:hemmelig@{HOST}:{port}", own).send(NOTICE)
        assert postbox.letters == []


async def test_a_server_that_is_down_is_a_fault(port: int) -> None:
    with pytest.raises(SMTPConnectError):
        await to(f"smtp+plain://{HOST}:{port}").send(NOTICE)


async def test_a_recipient_that_is_refused_does_not_keep_it_from_the_others(port: int) -> None:
    with mail_server(port) as postbox:
        postbox.refused.add("leder@example.org")
        assert await to(f"smtp+plain://{HOST}:{port}").send(NOTICE) == 1
        assert [recipients for _, recipients in postbox.envelopes] == [("vakt@example.org",)]
        postbox.refused.add("vakt@example.org")
        with pytest.raises(SMTPRecipientsRefused):
            await to(f"smtp+plain://{HOST}:{port}").send(NOTICE)


async def test_greeting_signs_in_and_sends_nothing(port: int, own: Certificate) -> None:
    with mail_server(port, "starttls", own, asks_for_password=True) as postbox:
        await to(f"smtp://{SIGNED_IN}@{HOST}:{port}", own).greet()
        with pytest.raises(SMTPAuthenticationError):
            await to(f"smtp://vakt%40example.org:hemmelig@{HOST}:{port}", own).greet()
        assert postbox.letters == []
