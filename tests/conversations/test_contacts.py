"""Contacts for a call-back: sealed with the newest key, opened with any, and shown by their end only."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest
from cryptography.fernet import Fernet

from conversations.contacts import Contact, Contacts
from foundation.errors import OperatorError
from foundation.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))
PHONE = Contact("phone", "+4741234567", "etter klokka 16, så ikke på fredag")
MAIL = Contact("email", "kari.ås@example.org")


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ENDORINN_CONTACT_KEY", raising=False)


@pytest.mark.parametrize("contact", [PHONE, MAIL])
def test_what_is_sealed_can_be_opened_and_not_be_read(contact: Contact) -> None:
    sealed = Contacts((NEW,)).seal(contact)
    assert Contacts((NEW,)).unseal(sealed) == contact
    for word in (contact.value, contact.value[1:-1], contact.kind, contact.when or "kari"):
        assert word not in sealed


def test_the_same_contact_is_never_sealed_the_same_way() -> None:
    contacts = Contacts((NEW,))
    assert len({contacts.seal(PHONE) for _ in range(5)}) == 5


def test_an_older_key_still_opens_and_the_newest_one_seals() -> None:
    kept = Contacts((OLD,)).seal(PHONE)
    both = Contacts((NEW, OLD))
    assert both.unseal(kept) == PHONE
    assert Contacts((NEW,)).unseal(both.seal(MAIL)) == MAIL
    with pytest.raises(OperatorError):
        Contacts((OLD,)).unseal(both.seal(MAIL))


@pytest.mark.parametrize("sealed", ["", "ikke forseglet", Contacts((OLD,)).seal(PHONE)])
def test_what_no_key_opens_is_told_to_the_operator_without_a_word_of_it(sealed: str) -> None:
    with pytest.raises(OperatorError, match=r"Put the key .* back in ENDORINN_CONTACT_KEY") as raised:
        Contacts((NEW,)).unseal(sealed)
    assert not sealed or sealed not in str(raised.value)


def test_what_was_changed_on_the_way_does_not_open() -> None:
    sealed = Contacts((NEW,)).seal(PHONE)
    changed = sealed[:50] + ("A" if sealed[50] != "A" else "B") + sealed[51:]
    with pytest.raises(OperatorError):
        Contacts((NEW,)).unseal(changed)


@pytest.mark.parametrize(
    "keys",
    [(), ("",), ("kort",), ("ø" * 44,), (NEW[:-2],), (NEW, "kort")],
    ids=["none", "", "short", "ø", "cut", "one"],
)
def test_a_key_that_is_none_is_told_to_the_operator_and_not_repeated(keys: tuple[str, ...]) -> None:
    with pytest.raises(OperatorError, match="ENDORINN_CONTACT_KEY holds no usable key") as raised:
        Contacts(keys)
    assert NEW[:20] not in str(raised.value)


def test_the_command_that_the_operator_is_told_makes_a_key(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(OperatorError) as raised:
        Contacts(())
    [command] = [part for part in str(raised.value).split("`") if part.startswith("python3 -c ")]
    exec(command.removeprefix("python3 -c ").strip("'"), {})  # noqa: S102 - our own words
    key = capsys.readouterr().out.strip()
    assert Contacts((key,)).unseal(Contacts((key,)).seal(PHONE)) == PHONE


def test_the_keys_of_the_settings_are_used_and_none_is_made(tmp_path: Path) -> None:
    chosen = Settings(var_dir=tmp_path / "var", contact_key=f"{NEW} {OLD}", _env_file=None)
    assert Contacts.of(chosen).unseal(Contacts((OLD,)).seal(PHONE)) == PHONE
    assert not (tmp_path / "var").exists()


def test_where_none_is_set_one_is_made_and_kept_for_its_owner_only(tmp_path: Path) -> None:
    settings = Settings(var_dir=tmp_path, _env_file=None)
    sealed = Contacts.of(settings).seal(PHONE)
    assert Contacts.of(settings).unseal(sealed) == PHONE
    [file] = tmp_path.iterdir()
    assert (file.name, stat.S_IMODE(file.stat().st_mode)) == ("contact-key", 0o600)


def test_a_kept_key_can_be_moved_into_the_settings(tmp_path: Path) -> None:
    sealed = Contacts.of(Settings(var_dir=tmp_path, _env_file=None)).seal(PHONE)
    key = f"{(tmp_path / 'contact-key').read_text(encoding='ascii')}="
    assert Contacts.of(Settings(contact_key=key, _env_file=None)).unseal(sealed) == PHONE


@pytest.mark.parametrize(
    ("contact", "hint"),
    [
        (PHONE, "…67"),
        (Contact("phone", "41 23 45 67"), "…67"),
        (MAIL, "k…@…rg"),
        (Contact("email", "a@b.no"), "a…@…no"),
    ],
)
def test_a_hint_is_known_again_by_whoever_left_it_and_by_nobody_else(contact: Contact, hint: str) -> None:
    assert contact.hint == hint
