"""Whether a turn costs the same once a hundred thousand conversations are stored. Part of `make bench`.

Measured is the database's part of a turn, as `gateway.turn` asks for it, on SQLite and, where it is installed, on
PostgreSQL. The stored conversations hold messages as people write them and a whole Answer of the library to each.
"""

from __future__ import annotations

import json
import sys
import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta
from itertools import batched
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from rich.console import Console
from rich.table import Table
from sqlalchemy import func, insert, make_url, select, text

from benchmarks.servers import POSTGRES, postgres_alone, wait_for
from conversations.retention import TALK
from conversations.service import ASSISTANT, PERSON, Conversations
from conversations.store import ConversationRow, MessageRow
from endorinn.progress import working
from foundation.clock import now, utc_now
from foundation.database import explained, make_engine
from foundation.errors import OperatorError
from foundation.settings import ROOT
from knowledge import Library, Query, answer, to_json
from knowledge.content import read_content

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Engine

REPORT = ROOT / "reports" / "bench-growth.json"
FEW, MANY = 1_000, 100_000
TURNS_EACH = 2
# So many conversations are played in each database, the first of them to warm up, and through all questions so often.
TALKS_PLAYED, WARMING, TIMES = 50, 3, 2
BATCH = 2_000
LIMIT = 1.5
EARLIER = 10
KOMMUNE: Final = "oppdal"
ROLE: Final = "forelder"
QUESTIONS = (
    "Gutten vår på 9 i Oppdal vil ikke på skolen lenger, han gråter hver morgen",
    "Hva koster SFO?",
    "Må vi ha henvisning til PPT?",
    "Hvem kan hjelpe oss med økonomien?",
)


@dataclass(frozen=True, slots=True)
class Measured:
    """The database's part of a turn, in milliseconds, with so many conversations stored, and how large that is."""

    database: str
    stored: int
    median_ms: float
    p95_ms: float
    megabytes: float


def fill(engine: Engine, talks: int, answers: Sequence[dict[str, Any]]) -> None:
    """Stores so many conversations of `TURNS_EACH` turns, whose last message came within the last thirty days."""
    with engine.begin() as connection:
        for some in batched(range(talks), BATCH):
            connection.execute(insert(ConversationRow), [_talk(number, talks) for number in some])
            connection.execute(insert(MessageRow), [row for number in some for row in _messages(number, answers)])


def _talk(number: int, talks: int) -> dict[str, Any]:
    last = utc_now() - timedelta(days=29) * (number / talks)
    return {
        "id": f"{number:032x}",
        "token_hash": f"{number:064x}",
        "kommune": KOMMUNE,
        "role": ROLE,
        "language": "nb",
        "created_at": last,
        "keep_as": TALK,
        "last_at": last,
        "is_counted": True,
    }


def _messages(number: int, answers: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for turn in range(TURNS_EACH):
        said = answers[(number + turn) % len(answers)]
        asked, given = 2 * turn + 1, 2 * turn + 2
        both = {"conversation_id": f"{number:032x}", "created_at": utc_now(), "replaces": None, "event": None}
        yield both | {
            "number": asked,
            "author": PERSON,
            "text": said["question"],
            "answer": None,
            "client_id": f"{number:016x}-{turn}",
            "reply_to": None,
            "place": None,
            "addressee": ASSISTANT,
        }
        yield both | {
            "number": given,
            "author": ASSISTANT,
            "text": said["reply"],
            "answer": said,
            "client_id": None,
            "reply_to": asked,
            "place": 0,
            "addressee": None,
        }


def answers_of_the_library() -> list[dict[str, Any]]:
    """What is stored of real answers to `QUESTIONS`."""
    content = read_content()
    library = Library(content.records, content.documents)
    return [to_json(answer(Query(one, kommune=KOMMUNE, role=ROLE), library, now())) for one in QUESTIONS]


def play(conversations: Conversations, answers: Sequence[dict[str, Any]]) -> list[float]:
    """A conversation of so many turns as there are answers; milliseconds of each."""
    talk, token = conversations.start(KOMMUNE, ROLE, "nb")
    taken = []
    for turn, said in enumerate(answers):
        client_id = f"melding-nummer-{turn}"
        begun = time.perf_counter()
        conversations.open(talk.id, token)
        conversations.written(talk.id, client_id)
        message = conversations.write(talk.id, said["question"], client_id)
        conversations.told(talk.id, message.number, EARLIER)
        conversations.reply(talk.id, message.number, [said])
        taken.append(1000 * (time.perf_counter() - begun))
    return taken


def measure(engines: Mapping[int, Engine], answers: Sequence[dict[str, Any]]) -> list[Measured]:
    """Fills empty databases, each with as many conversations as it is named by, and plays turns in them.

    They take turns, so that whatever else the machine does holds up the one as the other.
    """
    rooms = {stored: Conversations(engine) for stored, engine in engines.items()}
    sizes = {stored: _filled(engine, stored, answers) for stored, engine in engines.items()}
    taken: dict[int, list[float]] = {stored: [] for stored in engines}
    for talk in range(WARMING + TALKS_PLAYED):
        for stored, conversations in rooms.items():
            played = play(conversations, [*answers] * TIMES)
            taken[stored] += played if talk >= WARMING else []
    return [
        Measured(
            engines[stored].dialect.name,
            stored,
            round(median(times), 2),
            round(quantiles(times, n=20)[-1], 2),
            round(sizes[stored], 1),
        )
        for stored, times in taken.items()
    ]


def _filled(engine: Engine, stored: int, answers: Sequence[dict[str, Any]]) -> float:
    """Fills a database; how large it is then, in megabytes."""
    fill(engine, stored, answers)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # As the databases do by themselves sooner or later; what was just written is on the disk then.
        for statement in _settling(engine):
            connection.execute(text(statement))
    return _megabytes(engine)


def _settling(engine: Engine) -> tuple[str, ...]:
    is_file = engine.dialect.name == "sqlite"
    return ("PRAGMA wal_checkpoint(TRUNCATE)",) if is_file else ("VACUUM ANALYZE", "CHECKPOINT")


def _megabytes(engine: Engine) -> float:
    if engine.dialect.name == "sqlite":
        return Path(str(engine.url.database)).stat().st_size / 1e6
    with engine.connect() as connection:
        return float(connection.scalar(select(func.pg_database_size(func.current_database()))) or 0) / 1e6


def measure_all() -> list[Measured]:
    """Few and many on each database that there is.

    Raises:
        OperatorError: when a database cannot be used.
    """
    answers = answers_of_the_library()
    measured = []
    with TemporaryDirectory(prefix="endorinn-growth-") as folder, working(f"{MANY:,} conversations on SQLite"):
        measured += _measured({stored: f"sqlite:///{folder}/{stored}.db" for stored in (FEW, MANY)}, answers)
    with postgresql() as server:
        if server is not None:
            with working(f"{MANY:,} conversations on PostgreSQL"):
                measured += _measured({stored: _new_database(server, stored) for stored in (FEW, MANY)}, answers)
    return measured


def _measured(addresses: Mapping[int, str], answers: Sequence[dict[str, Any]]) -> list[Measured]:
    engines = {stored: make_engine(address, seconds=None) for stored, address in addresses.items()}
    try:
        with explained(engines[FEW]):
            return measure(engines, answers)
    finally:
        for engine in engines.values():
            engine.dispose()


@contextmanager
def postgresql() -> Iterator[str | None]:
    """The address of a PostgreSQL of its own; None where it is not installed."""
    with TemporaryDirectory(prefix="endorinn-growth-") as folder:
        try:
            server, address = postgres_alone(Path(folder))
        except OperatorError:
            yield None
            return
        try:
            server.start()
            wait_for(lambda: _is_up(address), f"{POSTGRES} was not ready")
            yield address
        finally:
            server.stop()


def _new_database(server: str, stored: int) -> str:
    engine = make_engine(server)
    name = f"stored_{stored}"
    with explained(engine), engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return str(make_url(server).set(database=name))


def _is_up(address: str) -> bool:
    engine = make_engine(address)
    try:
        with explained(engine), engine.connect():
            return True
    except OperatorError:
        return False
    finally:
        engine.dispose()


def ratios(measured: Sequence[Measured]) -> dict[str, float]:
    """How many times as long a turn takes with many conversations as with few, by database, of the medians."""
    few = {one.database: one.median_ms for one in measured if one.stored == FEW}
    return {one.database: round(one.median_ms / few[one.database], 2) for one in measured if one.stored == MANY}


def main() -> None:
    """Prints few and many in one table, and writes the same as JSON; exits with 1 when many cost too much.

    Raises:
        OperatorError: when a database cannot be used.
    """
    measured = measure_all()
    ratio = ratios(measured)
    table = Table("database", "conversations", "a turn, median ms", "95th percentile", "size, MB", "ratio")
    for one in measured:
        told = f"{ratio[one.database]:.2f}" if one.stored == MANY else ""
        table.add_row(
            one.database, f"{one.stored:,}", f"{one.median_ms:.1f}", f"{one.p95_ms:.1f}", f"{one.megabytes:,.0f}", told
        )
    Console().print(table)
    is_within = all(one <= LIMIT for one in ratio.values())
    Console().print(f"The ratios are {'within' if is_within else 'ABOVE'} {LIMIT}.")
    REPORT.parent.mkdir(exist_ok=True)
    body = {"limit": LIMIT, "is_within": is_within, "ratios": ratio, "measured": [asdict(one) for one in measured]}
    REPORT.write_text(json.dumps(body, indent=2), encoding="utf-8")
    if not is_within:
        sys.exit(1)


if __name__ == "__main__":
    try:
        main()
    except OperatorError as error:
        sys.exit(str(error))
