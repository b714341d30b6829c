"""The house's own secret: made once, read by its owner only, and compared whatever bytes are sent."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from foundation.errors import OperatorError
from foundation.internal import bearer, internal_token, is_internal, kept_secret
from foundation.settings import ROOT, Settings

if TYPE_CHECKING:
    from pathlib import Path

TOKEN = "en-lang-nok-hemmelighet-for-huset-0123"  # noqa: S105 - of this test only
ASK = (
    "from foundation.internal import internal_token; from foundation.settings import settings; "
    "print(internal_token(settings()))"
)
AT_ONCE = 6


def settings_in(folder: Path, **chosen: Any) -> Settings:  # noqa: ANN401 - any setting
    """Settings whose folder is a test's own."""
    return Settings(var_dir=folder, _env_file=None, **chosen)


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ENDORINN_INTERNAL_TOKEN", raising=False)


def test_the_token_is_made_at_the_first_call_and_stays(tmp_path: Path) -> None:
    first = internal_token(settings_in(tmp_path / "var"))
    assert len(first) >= 43
    assert internal_token(settings_in(tmp_path / "var")) == first


def test_two_folders_have_two_tokens(tmp_path: Path) -> None:
    assert internal_token(settings_in(tmp_path / "a")) != internal_token(settings_in(tmp_path / "b"))


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_the_token_is_readable_by_its_owner_only_and_nothing_else_is_left(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        internal_token(settings_in(tmp_path))
    finally:
        os.umask(before)
    [file] = tmp_path.iterdir()
    assert (file.name, stat.S_IMODE(file.stat().st_mode)) == ("internal-token", 0o600)


def test_processes_that_start_at_once_agree(tmp_path: Path) -> None:
    environment = {**os.environ, "ENDORINN_VAR_DIR": str(tmp_path / "var")}
    command = [sys.executable, "-c", ASK]
    started = [
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(AT_ONCE)
    ]
    told = [process.communicate(timeout=120)[0].strip() for process in started]
    assert [process.returncode for process in started] == [0] * AT_ONCE
    assert set(told) == {internal_token(settings_in(tmp_path / "var"))}


def test_threads_that_start_at_once_agree(tmp_path: Path) -> None:
    for turn in range(20):
        settings = settings_in(tmp_path / str(turn))
        with ThreadPoolExecutor(8) as threads:
            told = set(threads.map(lambda _, chosen=settings: internal_token(chosen), range(8)))
        assert len(told) == 1
        assert [file.name for file in settings.var.iterdir()] == ["internal-token"]


def test_a_token_that_is_set_wins_over_the_kept_one_and_none_is_made(tmp_path: Path) -> None:
    (tmp_path / "internal-token").write_text("x" * 43, encoding="ascii")
    assert internal_token(settings_in(tmp_path, internal_token=TOKEN)) == TOKEN
    assert internal_token(settings_in(tmp_path / "new", internal_token=TOKEN)) == TOKEN
    assert not (tmp_path / "new").exists()


def test_a_token_that_was_written_with_an_editor_is_read_without_its_line_break(tmp_path: Path) -> None:
    (tmp_path / "internal-token").write_text(f"{TOKEN}\n", encoding="ascii")
    (tmp_path / "internal-token").chmod(0o600)
    assert internal_token(settings_in(tmp_path)) == TOKEN


def test_a_kept_token_that_others_may_read_is_told_to_the_operator(tmp_path: Path) -> None:
    internal_token(settings_in(tmp_path))
    (tmp_path / "internal-token").chmod(0o644)
    with pytest.raises(OperatorError, match="Let this user and no other read and write it"):
        internal_token(settings_in(tmp_path))


@pytest.mark.parametrize("kept", [b"", b"\n", b"kort", b"\xff\xfe" * 30])
def test_a_kept_token_that_is_none_is_told_to_the_operator(tmp_path: Path, kept: bytes) -> None:
    (tmp_path / "internal-token").write_bytes(kept)
    with pytest.raises(OperatorError, match=r"/internal-token cannot be used\. .*, or set ENDORINN_INTERNAL_TOKEN\.$"):
        internal_token(settings_in(tmp_path))


def test_a_folder_that_cannot_be_made_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("en fil", encoding="utf-8")
    with pytest.raises(OperatorError, match=r"/internal-token cannot be used\. .*, or set ENDORINN_INTERNAL_TOKEN\.$"):
        internal_token(settings_in(tmp_path / "var"))


def test_a_token_that_is_a_folder_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "internal-token").mkdir()
    with pytest.raises(OperatorError, match=r"cannot be used\. "):
        internal_token(settings_in(tmp_path))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read and write anything")
@pytest.mark.parametrize("mode", [0o000, 0o500])
def test_a_folder_that_may_not_be_used_says_what_to_do(tmp_path: Path, mode: int) -> None:
    folder = tmp_path / "var"
    folder.mkdir(mode=mode)
    with pytest.raises(OperatorError, match=r"cannot be used\. Let this user and no other read and write it"):
        internal_token(settings_in(folder))
    folder.chmod(0o700)


def test_each_secret_has_its_own_file_and_stays(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    made = {file: kept_secret(settings, file, "ENDORINN_SETTING") for file in ("en", "to")}
    assert len(set(made.values())) == 2
    assert {len(secret) for secret in made.values()} == {43}
    assert {file: kept_secret(settings, file, "ENDORINN_SETTING") for file in made} == made
    assert {file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()} == {"en": 0o600, "to": 0o600}


def test_the_token_is_one_of_the_kept_secrets(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    assert kept_secret(settings, "internal-token", "ENDORINN_INTERNAL_TOKEN") == internal_token(settings)


def test_a_secret_that_cannot_be_used_names_its_file_and_its_own_setting(tmp_path: Path) -> None:
    (tmp_path / "en").write_text("kort", encoding="ascii")
    with pytest.raises(OperatorError, match=r"/en cannot be used\. .*, or set ENDORINN_SETTING\.$") as raised:
        kept_secret(settings_in(tmp_path), "en", "ENDORINN_SETTING")
    assert "kort" not in str(raised.value)


def test_a_call_between_our_own_carries_the_token(tmp_path: Path) -> None:
    sent = bearer(settings_in(tmp_path, internal_token=TOKEN))
    assert sent == {"Authorization": f"Bearer {TOKEN}"}
    assert is_internal(sent["Authorization"], TOKEN)


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        TOKEN,
        "Bearer",
        "Bearer ",
        "Bearer feil",
        f"bearer {TOKEN}",
        f"Bearer  {TOKEN}",
        f"Bearer {TOKEN} ",
        f"Bearer {TOKEN[:-1]}",
        f"Bearer {TOKEN}ø",
        "Bearer blåbærtur",
        "Bearer \udcff\udcfe",
        "Bearer 😭" * 1000,
    ],
)
def test_nothing_but_the_token_itself_is_ours(header: str | None) -> None:
    assert not is_internal(header, TOKEN)
