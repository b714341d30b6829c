"""A municipality's own server does not start with what is only safe on a developer's machine."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from foundation import hardening
from foundation.errors import OperatorError
from foundation.hardening import refuse_unsafe
from foundation.settings import Settings, variable

if TYPE_CHECKING:
    from pathlib import Path

TOKEN = "vZ3kq-Y1mH8_dPw0sLr5TtNfXc7aBeJu9iGo2hRx4E"  # noqa: S105 - of this test  # pragma: allowlist secret
ELSEWHERE = {"rasa_url": "http://10.0.0.5:5005", "actions_url": "http://actions:5055"}
MAIL = {
    "smtp_url": "smtp://endorinn:f8Zq0Lw@smtp.oppdal.kommune.no:587",  # pragma: allowlist secret
    "mail_from": "Én dør inn <endorinn@oppdal.kommune.no>",
    "public_url": "https://endorinn.oppdal.kommune.no",
}
PROVIDER = {
    "issuer": "https://id.example.org",
    "client_id": "endorinn",
    "client_secret": "hemmelig",
    "roles": {"vakt": [{"kommune": "oppdal", "role": "koordinator"}]},
}
# What each setting is refused for: the setting that the sentence begins with, and what it says to do.
REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "debug": ({"log_level": "DEBUG"}, r"ENDORINN_LOG_LEVEL is DEBUG, .* Set it to INFO\."),
    "a simple token": (
        {"internal_token": "a1" * 20},
        r"ENDORINN_INTERNAL_TOKEN is too simple\. Set it to the output of `python3 -c '.*'`, or leave it out\.",
    ),
    "Rasa elsewhere without a token": (
        {"rasa_url": "http://10.0.0.5:5005"},
        r"ENDORINN_RASA_URL is another machine, so ENDORINN_INTERNAL_TOKEN must be set, to the same on each machine\.",
    ),
    "both elsewhere without a token": (
        ELSEWHERE,
        r"ENDORINN_RASA_URL and ENDORINN_ACTIONS_URL is another machine, so ENDORINN_INTERNAL_TOKEN must be set, .*\.",
    ),
    "Rasa in public": (
        {"rasa_url": "http://rasa.oppdal.kommune.no:5005", "internal_token": TOKEN},
        r"ENDORINN_RASA_URL is http://rasa\.oppdal\.kommune\.no:5005, .*\. Let it listen on .*, and set that address\.",
    ),
    "the actions in public": (
        {"actions_url": "http://93.184.216.34:5055", "internal_token": TOKEN},
        r"ENDORINN_ACTIONS_URL is http://93\.184\.216\.34:5055, an address that others may reach\. .*\.",
    ),
    "Rasa everywhere": (
        {"rasa_url": "http://0.0.0.0:5005", "internal_token": TOKEN},
        r"ENDORINN_RASA_URL is http://0\.0\.0\.0:5005, an address that others may reach\. .* set that address\.",
    ),
    "an inner address of IPv6 in public": (
        {"rasa_url": "http://[2606:2800:220:1::1]:5005", "internal_token": TOKEN},
        r"ENDORINN_RASA_URL is .*, an address that others may reach\. .* set that address\.",
    ),
    "a page without TLS": (
        {"allowed_origins": ["https://oppdal.kommune.no", "http://tynset.kommune.no"]},
        r"ENDORINN_ALLOWED_ORIGINS holds http://tynset\.kommune\.no\. Name each page in full, with https://\.",
    ),
    "any page": (
        {"allowed_origins": ["https://*.kommune.no"]},
        r"ENDORINN_ALLOWED_ORIGINS holds https://\*\.kommune\.no\. Name each page in full, with https://\.",
    ),
    "a frame in any page": (
        {"frame_ancestors": ["https://*", "http://oppdal.kommune.no"]},
        r"ENDORINN_FRAME_ANCESTORS holds https://\* http://oppdal\.kommune\.no\. Name each page in full, .*\.",
    ),
    "any proxy": ({"trusted_proxies": "*"}, r"ENDORINN_TRUSTED_PROXIES is \*: .* Name the web server's address\."),
    "a proxy among any": (
        {"trusted_proxies": "127.0.0.1, *"},
        r"ENDORINN_TRUSTED_PROXIES is 127\.0\.0\.1, \*: .* Name the web server's address\.",
    ),
    "a net that holds every proxy": (
        {"trusted_proxies": "127.0.0.1,0.0.0.0/0"},
        r"ENDORINN_TRUSTED_PROXIES is 127\.0\.0\.1,0\.0\.0\.0/0: .* Name the web server's address\.",
    ),
    "a net that holds every proxy of IPv6": (
        {"trusted_proxies": "::/0"},
        r"ENDORINN_TRUSTED_PROXIES is ::/0: .* Name the web server's address\.",
    ),
    "a database in memory": (
        {"database_url": "sqlite://"},
        r"DATABASE_URL is a database in memory: all is lost at a stop\. Set a file, or PostgreSQL\.",
    ),
    "a database in memory, by name": (
        {"database_url": "sqlite:///:memory:"},
        r"DATABASE_URL is a database in memory: all is lost at a stop\. Set a file, or PostgreSQL\.",
    ),
    "no database at all": (
        {"database_url": "ikke en adresse"},
        r"DATABASE_URL is no database address that can be used here\. Write it as sqlite:///var/endorinn\.db\.",
    ),
}
REFUSED |= {
    "a public address without TLS": (
        {"public_url": "http://assistent.oppdal.kommune.no"},
        r"ENDORINN_PUBLIC_URL is http://assistent\.oppdal\.kommune\.no/: .* Set it to the address with https://\.",
    ),
    "a provider without TLS": (
        {"public_url": "https://assistent.oppdal.kommune.no", "oidc": {**PROVIDER, "issuer": "http://id.example.org"}},
        r"ENDORINN_OIDC has the issuer http://id\.example\.org: .* Name a provider with https://\.",
    ),
    "a provider that can send nobody back": (
        {"oidc": PROVIDER},
        r"ENDORINN_OIDC is set and ENDORINN_PUBLIC_URL is not, .* Set it to the address that people reach .*\.",
    ),
}
REFUSED |= {
    f"the gateway on {host or 'nothing'}": (
        {"gateway_host": host},
        rf"ENDORINN_GATEWAY_HOST is {re.escape(host)}: the gateway itself speaks no TLS\. Set it to 127\.0\.0\.1, .*",
    )
    for host in ("0.0.0.0", "::", "", "0", "0:0:0:0:0:0:0:0", "::0")  # noqa: S104 - refused
}
REFUSED |= {
    f"{name} on {host or 'nothing'}": (
        {f"{name}_host": host, f"{name}_url": f"http://{name}.internal:5005", "internal_token": TOKEN},
        rf"ENDORINN_{name.upper()}_HOST is {re.escape(host)}, where others may reach it\. Set it to 127\.0\.0\.1, .*\.",
    )
    for name in ("rasa", "actions")
    for host in ("0.0.0.0", "::", "", "93.184.216.34", "2606:2800:220:1::1", "rasa.oppdal.kommune.no")  # noqa: S104 - refused
}
REFUSED |= {
    f"mail without encryption to {host}": (
        {**MAIL, "smtp_url": f"SMTP+plain://{host}:25"},
        r"ENDORINN_SMTP_URL is smtp\+plain:// to an address that others may reach: .*\. Write smtp:// .* smtps:// .*\.",
    )
    for host in ("smtp.oppdal.kommune.no", "93.184.216.34", "[2606:2800:220:1::1]")
}
REFUSED |= {
    f"Redis without encryption at {host}": (
        {"redis_url": f"redis://:f8Zq0Lw@{host}:6379/0"},  # pragma: allowlist secret
        r"ENDORINN_REDIS_URL is redis:// to an address that others may reach: .*\. Write rediss:// .*\.",
    )
    for host in ("redis.oppdal.kommune.no", "93.184.216.34")
}
REFUSED |= {
    f"mail from {sender}": (
        {**MAIL, "mail_from": sender},
        rf"ENDORINN_MAIL_FROM is {re.escape(sender)}, which no mail server takes\. Set it to an address of the .*\.",
    )
    for sender in ("endorinn@localhost", "endorinn", "Én dør inn <endorinn@gateway.local>", "endorinn@")
}
REFUSED |= {
    "mail that links to this machine": (
        {**MAIL, "public_url": None},
        r"ENDORINN_PUBLIC_URL must be set .*: links in e-mails would lead to http://127\.0\.0\.1:8000\. Set it to .*\.",
    )
}
REFUSED |= {
    f"the password {password}": (
        {"database_url": f"postgresql+psycopg://endorinn:{password}@127.0.0.1/endorinn"},
        r"DATABASE_URL has a password that anyone would guess\. Give the database's user another one\.",
    )
    for password in ("password", "Passord", "postgres", "endorinn", "ADMIN", "secret", "changeme", "test")
}
GOOD: dict[str, dict[str, Any]] = {
    "as it comes": {},
    "one machine": {
        "database_url": "postgresql+psycopg://endorinn:f8Zq0Lw@127.0.0.1/endorinn",  # pragma: allowlist secret
        "internal_token": TOKEN,
        "allowed_origins": "https://oppdal.kommune.no https://www.oppdal.kommune.no",
        "frame_ancestors": "https://oppdal.kommune.no:8443",
        "trusted_proxies": "127.0.0.1,10.0.0.0/24",
        "log_level": "WARNING",
    },
    "containers": {**ELSEWHERE, "internal_token": TOKEN, "gateway_host": "10.0.0.4"},
    "several on a private network": {
        "rasa_host": "10.0.0.5",
        "actions_host": "fd00::5",
        "rasa_url": "http://rasa.internal:5005",
        "internal_token": TOKEN,
    },
    "a private network": {
        "rasa_url": "http://rasa.internal:5005",
        "actions_url": "http://[fd00::5]:5055",
        "internal_token": TOKEN,
    },
    "loopback in other words": {"rasa_url": "http://localhost:5005", "actions_url": "http://[::1]:5055"},
    "Redis with TLS": {"redis_url": "rediss://redis.oppdal.kommune.no/0"},
    "Redis within a closed network": {"redis_url": "redis://10.0.0.8:6379/0"},
    "Redis at a socket": {"redis_url": "unix:///run/redis/redis.sock"},
    "mail": MAIL,
    "mail with TLS at once": {**MAIL, "smtp_url": "smtps://smtp.oppdal.kommune.no"},
    "mail within a closed network": {**MAIL, "smtp_url": "smtp+plain://10.0.0.7:25"},
    "mail to a container": {**MAIL, "smtp_url": "smtp+plain://mail:25"},
    "no mail, and no address to send it from": {"mail_from": "endorinn@localhost"},
    "a provider": {"public_url": "https://assistent.oppdal.kommune.no", "oidc": PROVIDER},
    "PostgreSQL without a password": {"database_url": "postgresql+psycopg://endorinn@/endorinn"},
}


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for field in Settings.model_fields:
        monkeypatch.delenv(variable(field), raising=False)


def in_production(**chosen: Any) -> Settings:  # noqa: ANN401 - any setting
    """Settings of a municipality's own server."""
    return Settings(env="production", _env_file=None, **chosen)


def faults_of(settings: Settings) -> list[str]:
    """What the settings are refused for, a sentence a fault."""
    with pytest.raises(OperatorError) as error:
        refuse_unsafe(settings)
    head, *faults = str(error.value).split("\n")
    assert head == "ENDORINN_ENV=production does not start with these settings:"
    return faults


@pytest.mark.parametrize(("chosen", "said"), REFUSED.values(), ids=REFUSED)
def test_what_is_unsafe_is_refused_with_what_to_set(chosen: dict[str, Any], said: str) -> None:
    [fault] = faults_of(in_production(**chosen))
    assert re.fullmatch(said, fault)


def test_all_that_is_unsafe_is_told_at_once() -> None:
    unsafe = in_production(
        log_level="DEBUG", gateway_host="::", trusted_proxies="*", database_url="sqlite://", **ELSEWHERE
    )
    assert [re.split(r"[ :]", fault, maxsplit=1)[0] for fault in faults_of(unsafe)] == [
        "ENDORINN_LOG_LEVEL",
        "ENDORINN_RASA_URL",
        "ENDORINN_GATEWAY_HOST",
        "ENDORINN_TRUSTED_PROXIES",
        "DATABASE_URL",
    ]


@pytest.mark.parametrize(("chosen", "said"), REFUSED.values(), ids=REFUSED)
def test_in_development_nothing_is_refused(chosen: dict[str, Any], said: str) -> None:  # noqa: ARG001 - of the table
    refuse_unsafe(Settings(_env_file=None, **chosen))


@pytest.mark.parametrize("chosen", GOOD.values(), ids=GOOD)
def test_a_good_setting_starts(chosen: dict[str, Any]) -> None:
    refuse_unsafe(in_production(**chosen))


def test_no_secret_is_told() -> None:
    told = faults_of(
        in_production(
            internal_token="hemmelighet" * 4,
            database_url="postgresql+psycopg://endorinn:postgres@10.0.0.9/endorinn",  # pragma: allowlist secret
            smtp_url="smtp+plain://endorinn:hysjhysj@smtp.oppdal.kommune.no",  # pragma: allowlist secret
            mail_from="endorinn@oppdal.kommune.no",
            public_url="https://endorinn.oppdal.kommune.no",
        )
    )
    assert len(told) == 3
    assert [word for word in ("hemmelighet", "10.0.0.9", "hysjhysj") if word in "".join(told)] == []


@pytest.fixture
def mounts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A table of mounts: the disk, and beneath the test's folder one of a network and one of this machine."""
    table = tmp_path / "mounts"
    table.write_text(
        "/dev/sda1 / ext4 rw 0 0\n"
        f"server:/export {tmp_path}/nett nfs4 rw 0 0\n"
        f"/dev/sdb1 {tmp_path}/nett/disk xfs rw 0 0\n"
        f"//server/felles {tmp_path}/felles\\040mappe cifs rw 0 0\n"
        f"server:/fil {tmp_path}/en/endorinn.db nfs rw 0 0\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(hardening, "MOUNTS", table)
    return tmp_path


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("nett/endorinn.db", "nfs4"),
        ("nett/dypt/nede/endorinn.db", "nfs4"),
        ("felles mappe/endorinn.db", "cifs"),
        ("en/endorinn.db", "nfs"),
    ],
)
def test_sqlite_on_a_network_path_is_refused(mounts: Path, place: str, kind: str) -> None:
    [fault] = faults_of(in_production(database_url=f"sqlite:///{mounts}/{place}"))
    assert fault == (
        f"DATABASE_URL is SQLite on a network path ({kind}), where its locks do not hold. "
        "Set a file on a disk of this machine, or PostgreSQL."
    )


@pytest.mark.parametrize("place", ["endorinn.db", "nett/disk/endorinn.db", "nettside/endorinn.db"])
def test_sqlite_on_a_disk_of_this_machine_starts(mounts: Path, place: str) -> None:
    refuse_unsafe(in_production(database_url=f"sqlite:///{mounts}/{place}"))


def test_a_link_to_a_network_path_is_followed(mounts: Path) -> None:
    (mounts / "endorinn.db").symlink_to(mounts / "nett" / "endorinn.db")
    (mounts / "mappe").symlink_to(mounts / "nett")
    for place in ("endorinn.db", "mappe/endorinn.db"):
        [fault] = faults_of(in_production(database_url=f"sqlite:///{mounts}/{place}"))
        assert "SQLite on a network path (nfs4)" in fault


def test_where_mounts_cannot_be_told_nothing_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hardening, "MOUNTS", tmp_path / "borte")
    refuse_unsafe(in_production(database_url=f"sqlite:///{tmp_path}/endorinn.db"))
