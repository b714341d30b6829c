"""Where the words of a message end up: a day of all that can happen to them, then everything written is read.

A word that nobody has written before is sent each way there is, right and wrong, with parts of the assistant down, the
log at its most talkative. It may stand in the database as long as its conversation is not forgotten, and nowhere else.

There are no metrics and no traces yet: whoever adds them adds what they write to `written` below.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from foundation.settings import ROOT, settings
from tests.path.running import address_in, environment_on_free_ports, wait_until_ready

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Synthetic: nobody has them.
NATIONAL_ID, PHONE = "01819012365", "91234567"
IN_A_CONVERSATION = 15
ANSWER_SECONDS = "2"
# What each way is answered with; 0 where the assistant may break off.
WAYS = {
    "an ordinary message": 200,
    "danger": 200,
    "a stream": 200,
    "nynorsk and English": 200,
    "a message too long": 422,
    "a body too large": 413,
    "broken JSON": 400,
    "an unknown field": 422,
    "a wrong content type": 415,
    "a wrong key": 404,
    "a conversation's id": 404,
    "a page's address": 404,
    "a query string": 200,
    "headers": 200,
    "the number of the last event": 422,
    "a municipality": 422,
    "a crash of an action": 200,
    "a crash of Rasa's own": 500,
    "a message that is explained": 200,
    "an action server that does not answer": 200,
    "a database that is locked": 503,
    "danger while the database is locked": 200,
    "a flood": 429,
    "a message that was kept": 201,
    "a message before «glem meg»": 200,
    "a Rasa that is killed": 0,
}
# Ways on which the word is stored, masked, until the conversation is forgotten.
STORED = (
    "an ordinary message", "danger", "a stream", "nynorsk and English", "headers",
    "an action server that does not answer", "a message that was kept", "a Rasa that is killed",
)  # fmt: skip
AS_JSON = {"Content-Type": "application/json"}


@dataclass
class Day:
    """What was sent, what was answered, and what had been written at three times."""

    folder: Path
    marks: dict[str, str]
    begun: float = field(default_factory=time.time)
    answered: dict[str, int] = field(default_factory=dict)
    questions: list[str] = field(default_factory=list)
    before: dict[str, bytes] = field(default_factory=dict, repr=False)
    after: dict[str, bytes] = field(default_factory=dict, repr=False)
    ended: dict[str, bytes] = field(default_factory=dict, repr=False)

    def written(self) -> dict[str, bytes]:
        """Every file that the assistant can have written to since it started, by its place."""
        folders = (self.folder, ROOT / "var" / "log", ROOT / "bot" / ".rasa", ROOT / "bot" / "models")
        paths = (path for folder in folders for path in folder.rglob("*") if path.is_file())
        return {str(path): path.read_bytes() for path in paths if self._is_theirs(path)}

    def _is_theirs(self, path: Path) -> bool:
        return self.folder in path.parents or path.stat().st_mtime >= self.begun


@dataclass(frozen=True)
class Walker:
    """Sends the words, each its own way."""

    day: Day
    client: httpx.Client
    rasa: str
    token: str
    database: Path

    def go(self, way: str, response: httpx.Response) -> None:
        """Notes how a way ended."""
        self.day.answered[way] = response.status_code

    def mark(self, way: str) -> str:
        """The word of a way."""
        return self.day.marks[way]

    def talk(self) -> tuple[str, dict[str, str]]:
        """A new conversation's address, and the header that opens it."""
        started = self.client.post("/api/conversations", json={"kommune": "oppdal"}).json()
        return f"/api/conversations/{started['id']}", {"Authorization": f"Bearer {started['token']}"}

    def write(self, talk: tuple[str, dict[str, str]], text: str) -> httpx.Response:
        """Writes a message; the question of each answer is kept."""
        path, key = talk
        response = self.client.post(f"{path}/messages", headers=key, json={"text": text})
        if response.is_success:
            self.day.questions += [answer["question"] for answer in response.json()["answers"]]
        return response

    @contextmanager
    def locked(self) -> Iterator[None]:
        """The database while another program writes to it."""
        with closing(sqlite3.connect(self.database, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield
            connection.execute("ROLLBACK")


def _words() -> dict[str, str]:
    letters = "bcdfghjklmnpqrstvwxz"
    return {way: "".join(secrets.choice(letters) for _ in range(20)) for way in WAYS}


def _processes_below(pid: int) -> dict[int, str]:
    """Every process below one, with its command."""
    found: dict[int, str] = {}
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text(encoding="ascii").split()):
            with suppress(OSError):
                command = Path(f"/proc/{child}/cmdline").read_bytes().replace(b"\0", b" ").decode()
                found |= {child: command, **_processes_below(child)}
    return found


def _the_one(below: dict[int, str], words: str) -> int:
    return next(pid for pid, command in below.items() if words in command and "multiprocessing" not in command)


def _own_folder(folder: Path) -> None:
    """The model is copied; it is trained first where it is not up to date."""
    subprocess.run([sys.executable, "-m", "endorinn.main", "train"], check=True, stdout=subprocess.DEVNULL)
    for name in ("models", "names"):
        shutil.copytree(settings().var / name, folder / "var" / name)


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Day:
    """One day of an assistant of its own; it ends with Rasa killed in the middle of a turn."""
    folder = tmp_path_factory.mktemp("leaks")
    _own_folder(folder)
    database = folder / "endorinn.db"
    environment = environment_on_free_ports(database) | {
        "ENDORINN_VAR_DIR": str(folder / "var"),
        "ENDORINN_LOG_LEVEL": "DEBUG",
        "ENDORINN_RATE_PER_CONVERSATION": f"{IN_A_CONVERSATION}/day",
        "ENDORINN_ANSWER_TIMEOUT": ANSWER_SECONDS,
        "PYTHONUNBUFFERED": "1",
    }
    day = Day(folder, _words())
    command = [sys.executable, "-m", "endorinn.main", "run"]
    with (
        (folder / "stdout").open("wb") as out,
        (folder / "stderr").open("wb") as err,
        subprocess.Popen(command, env=environment, stdout=out, stderr=err) as process,
        httpx.Client(base_url=address_in(environment), timeout=30, trust_env=False) as client,
    ):
        wait_until_ready(process, address_in(environment))
        token = (folder / "var" / "internal-token").read_text(encoding="ascii")
        rasa = f"http://127.0.0.1:{environment['ENDORINN_RASA_PORT']}"
        _live(Walker(day, client, rasa, token, database), _processes_below(process.pid))
        process.wait(30)
    day.ended = day.written()
    return day


def _live(walker: Walker, below: dict[int, str]) -> None:
    kept = [*_right(walker), *_without_the_action_server(walker, below)]
    _wrong(walker)
    _crashing(walker)
    _while_the_database_is_locked(walker)
    kept.append(_flood(walker))
    _glem_meg(walker)
    walker.day.before = walker.day.written()
    for path, key in kept:
        assert walker.client.delete(path, headers=key).status_code == 204
    walker.day.after = walker.day.written()
    _rasa_is_killed(walker, below)


def _right(walker: Walker) -> Iterator[tuple[str, dict[str, str]]]:
    """What people write, and one who follows it in another tab."""
    talk = walker.talk()
    walker.go("an ordinary message", walker.write(talk, f"Hva koster SFO? {walker.mark('an ordinary message')}"))
    walker.go("danger", walker.write(talk, f"{walker.mark('danger')} jeg vil ta livet mitt"))
    walker.write(talk, f"Fnr {NATIONAL_ID}, ring {PHONE[:3]} {PHONE[3:5]} {PHONE[5:]} eller {PHONE}")
    walker.write(talk, f"Kva kostar SFO? {walker.mark('nynorsk and English')}")
    walker.go("nynorsk and English", walker.write(talk, f"Who can help my son? {walker.mark('nynorsk and English')}"))
    walker.write(talk, f"Hvem er PPT? {walker.mark('a stream')}")
    path, key = talk
    with walker.client.stream("GET", f"{path}/events", headers=key) as stream:
        walker.go("a stream", stream)
        assert any(walker.mark("a stream") in line for line in stream.iter_lines())
    yield talk
    talk = walker.talk()
    walker.write(talk, f"xyzzy {walker.mark('a message that was kept')} plugh")
    path, key = talk
    walker.go("a message that was kept", walker.client.post(f"{path}/candidate", headers=key))
    yield talk
    talk = walker.talk()
    path, key = talk
    mark = walker.mark("headers")
    everywhere = dict.fromkeys(("User-Agent", "Referer", "Origin", "Cookie", "X-Forwarded-For", "Accept", mark), mark)
    walker.go(
        "headers",
        walker.client.post(f"{path}/messages", headers=everywhere | key, json={"text": f"Hva er PPT? {mark}"}),
    )
    yield talk


def _without_the_action_server(walker: Walker, below: dict[int, str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Rasa waits for it; the gateway waits no longer than its time."""
    actions, talk = _the_one(below, "actions.server"), walker.talk()
    os.kill(actions, signal.SIGSTOP)
    way = "an action server that does not answer"
    walker.go(way, walker.write(talk, f"Hva koster SFO? {walker.mark(way)}"))
    os.kill(actions, signal.SIGCONT)
    yield talk


def _wrong(walker: Walker) -> None:
    """What cannot be used."""
    talk = path, key = walker.talk()
    address = f"{path}/messages"

    def send(way: str, **request: Any) -> None:  # noqa: ANN401 - httpx's own
        headers = key | request.pop("headers", {})
        walker.go(way, walker.client.post(request.pop("url", address), headers=headers, **request))

    mark = walker.mark
    walker.go("a message too long", walker.write(talk, f"{mark('a message too long')} " * 120))
    send("a body too large", json={"text": mark("a body too large") * 10_000})
    send("broken JSON", content=f'{{"text": "{mark("broken JSON")}', headers=AS_JSON)
    send("an unknown field", json={"text": "Hei", mark("an unknown field"): mark("an unknown field")})
    send("a wrong content type", content=mark("a wrong content type"), headers={"Content-Type": "text/plain"})
    wrong = mark("a wrong key")
    send("a wrong key", json={"text": wrong}, headers={"Authorization": f"Bearer {wrong}"})
    url = f"/api/conversations/{mark("a conversation's id")}/messages"
    send("a conversation's id", url=url, json={"text": mark("a conversation's id")})
    page, query = mark("a page's address"), mark("a query string")
    walker.go("a page's address", walker.client.get(f"/{page}", headers={"Accept": "text/html"}))
    walker.go("a query string", walker.client.get("/oppdal", params={"navn": query, query: ""}))
    last = {"Last-Event-ID": mark("the number of the last event")}
    walker.go("the number of the last event", walker.client.get(f"{path}/events", headers=key | last))
    body = {"kommune": mark("a municipality"), mark("a municipality"): 1}
    walker.go("a municipality", walker.client.post("/api/conversations", json=body))


def _crashing(walker: Walker) -> None:
    """What our gateway never sends: a place that is none crashes the action, no text at all Rasa itself."""
    headers = {"Authorization": f"Bearer {walker.token}"}

    def to_rasa(way: str, address: str, **body: object) -> None:
        walker.go(way, httpx.post(f"{walker.rasa}/webhooks/gate/{address}", json=body, headers=headers, timeout=30))

    mark = walker.mark("a crash of an action")
    metadata = {"kommune": {mark: mark}, "hidden": [{mark: mark}]}
    to_rasa("a crash of an action", "webhook", sender="krasj", message=f"Hva koster SFO? {mark}", metadata=metadata)
    mark = walker.mark("a crash of Rasa's own")
    to_rasa("a crash of Rasa's own", "webhook", sender="krasj", message={mark: mark})
    way = "a message that is explained"
    to_rasa(way, "parse", texts=[f"Hva koster SFO? {walker.mark(way)}"])


def _while_the_database_is_locked(walker: Walker) -> None:
    talk = walker.talk()
    with walker.locked():
        for way, text in (
            ("a database that is locked", "Hva koster SFO?"),
            ("danger while the database is locked", "jeg vil ta livet mitt"),
        ):
            walker.go(way, walker.write(talk, f"{text} {walker.mark(way)}"))


def _flood(walker: Walker) -> tuple[str, dict[str, str]]:
    talk = walker.talk()
    for _ in range(IN_A_CONVERSATION):
        assert walker.write(talk, "Takk").status_code == 200
    walker.go("a flood", walker.write(talk, f"Hva koster SFO? {walker.mark('a flood')}"))
    return talk


def _glem_meg(walker: Walker) -> None:
    talk = walker.talk()
    way = "a message before «glem meg»"
    walker.go(way, walker.write(talk, f"Hva koster SFO? {walker.mark(way)}"))
    assert walker.write(talk, "glem meg").json()["answers"][0]["forgotten"]


def _rasa_is_killed(walker: Walker, below: dict[int, str]) -> None:
    """While it waits for the action server; everything else stops then."""
    talk, way = walker.talk(), "a Rasa that is killed"
    walker.day.answered[way] = 0
    os.kill(_the_one(below, "actions.server"), signal.SIGSTOP)

    def write() -> None:
        with suppress(httpx.HTTPError):  # The gateway is stopped too, before or after it has answered.
            walker.write(talk, f"Hva koster SFO? {walker.mark(way)}")

    writing = threading.Thread(target=write)
    writing.start()
    _wait_for(lambda: walker.mark(way).encode() in b"".join(walker.day.written().values()))
    os.kill(_the_one(below, "rasa run"), signal.SIGKILL)
    os.kill(_the_one(below, "actions.server"), signal.SIGCONT)
    writing.join()


def _wait_for(true: Callable[[], bool], seconds: float = 10) -> None:
    give_up = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < give_up
        time.sleep(0.02)


def _holding(files: dict[str, bytes], mark: str) -> list[str]:
    """Where a word stands, in whatever letters."""
    return sorted(place for place, content in files.items() if mark.encode() in content.lower())


def _is_of_the_database(place: str) -> bool:
    return "endorinn.db" in Path(place).name


def test_every_way_was_gone_to_its_end(day: Day) -> None:
    assert day.answered == WAYS


@pytest.mark.parametrize("way", WAYS)
def test_no_word_is_written_anywhere_but_in_the_database(day: Day, way: str) -> None:
    everything = {**day.before, **{f"{place} at the end": content for place, content in day.ended.items()}}
    assert [place for place in _holding(everything, day.marks[way]) if not _is_of_the_database(place)] == []


@pytest.mark.parametrize("way", [way for way in WAYS if way not in STORED])
def test_what_is_refused_or_forgotten_is_not_in_the_database_either(day: Day, way: str) -> None:
    assert _holding(day.before, day.marks[way]) == []


@pytest.mark.parametrize("way", [way for way in STORED if way != "a Rasa that is killed"])
def test_what_is_answered_is_stored_until_it_is_forgotten(day: Day, way: str) -> None:
    assert [Path(place).name for place in _holding(day.before, day.marks[way]) if place.endswith((".db", "-wal"))] != []
    assert _holding(day.after, day.marks[way]) == []


def test_a_message_that_rasa_died_of_is_not_lost(day: Day) -> None:
    assert _holding(day.ended, day.marks["a Rasa that is killed"]) != []


@pytest.mark.parametrize("number", [NATIONAL_ID, PHONE, f"{PHONE[:3]} {PHONE[3:5]} {PHONE[5:]}"])
def test_what_points_to_a_person_is_written_nowhere_at_all(day: Day, number: str) -> None:
    assert _holding(day.before, number) == _holding(day.ended, number) == []
    assert [question for question in day.questions if number in question] == []


def test_what_was_hidden_came_to_rasa_hidden(day: Day) -> None:
    assert "Fnr [fødselsnummer], ring [telefonnummer] eller [telefonnummer]" in day.questions


def test_the_model_is_what_it_was(day: Day) -> None:
    models = [place for place in day.ended if "/models/" in place]
    assert [Path(place).name for place in models if Path(place).parent.parent == day.folder / "var"] != []
    assert [place for place in models if day.ended[place] != day.before[place]] == []


def test_the_logs_were_written(day: Day) -> None:
    logs = {Path(place).name: content for place, content in day.ended.items() if "/log/" in place}
    assert b'"event": "turn"' in logs["gateway.log"]
    assert b"unexpected_error" not in logs["gateway.log"]
    assert logs["actions.log"] != b""
    assert logs["rasa.log"] != b""
