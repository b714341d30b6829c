"""Many who write to one SQLite file, from many threads of two processes: nobody is told that it is locked."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from sqlite3 import connect
from typing import TYPE_CHECKING

from conversations.service import Conversations
from foundation.database import make_engine
from foundation.settings import ROOT
from tests.conversations.house import reply

if TYPE_CHECKING:
    from pathlib import Path

THREADS, TURNS, PROCESSES = 32, 8, 2


def play(address: str) -> None:
    """As many talks at once as threads, each of some turns."""
    engine = make_engine(address)
    conversations = Conversations(engine)

    def talk(_: int) -> None:
        started, token = conversations.start("oppdal", "forelder", "nb")
        for turn in range(TURNS):
            conversations.open(started.id, token)
            message = conversations.write(started.id, "Hei", f"melding-nummer-{turn}")
            conversations.told(started.id, message.number, 10)
            conversations.reply(started.id, message.number, [reply("Hei")])

    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(talk, range(THREADS)))
    engine.dispose()


def test_of_a_crowd_that_writes_from_two_processes_everybody_gets_a_turn(database: Path) -> None:
    address = f"sqlite:///{database}"
    command = [sys.executable, "-m", "tests.conversations.test_crowd", address]
    # They make the tables at the same time, too.
    crowds = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) for _ in range(PROCESSES)]
    said = [crowd.communicate(timeout=300)[1] for crowd in crowds]
    assert said == [""] * PROCESSES
    with closing(connect(database)) as plain:
        counted = plain.execute("SELECT max(number), count(*) FROM message GROUP BY conversation_id").fetchall()
    assert counted == [(2 * TURNS, 2 * TURNS)] * THREADS * PROCESSES


if __name__ == "__main__":
    play(sys.argv[1])
