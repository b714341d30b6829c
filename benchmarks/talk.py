"""What a long conversation costs: whether its end is as quick as its beginning. Part of `make bench`.

The whole assistant is started, on free ports and with a database of its own. Every conversation tells a need, goes
through nine other kinds of messages in an order of its own, and begins again. So its beginning and its end hold the
same messages, each after the same one as before, and message is compared with message.
"""

from __future__ import annotations

import json
import os
import sys
import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import chain
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import httpx
from rich.console import Console
from rich.table import Table

from endorinn.asking import PATIENCE, free_ports, running
from endorinn.progress import working
from foundation.errors import OperatorError
from foundation.internal import INTERNAL_HEADER, internal_token
from foundation.settings import ROOT, settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

REPORT = ROOT / "reports" / "bench-talk.json"
TURNS = 200
# Turns are counted from 1. The first is left out: it alone knows nothing of before.
BEGINNING, END = range(2, 12), range(191, TURNS + 1)
LIMIT = 1.5
# The first answers of an assistant that has just started are slower: what is read once is read then.
WARMING = 20
KOMMUNE: Final = "oppdal"
ROLE: Final = "forelder"
NEED = "need"
# The need tells age and place too, so that what another age and place have changed is as it was.
WORDS = {
    NEED: "Gutten vår på 9 i Oppdal vil ikke på skolen lenger, han gråter hver morgen",
    "price": "Hva koster SFO?",
    "referral": "Må vi ha henvisning til PPT?",
    "outside": "Hvordan blir været i helga?",
    "number": "Hva er telefonnummeret til helsestasjonen?",
    "flow started": "Finn riktig hjelp",
    "flow left": "avbryt",
    "age": "Enn for en på 14?",
    "thanks": "Tusen takk for hjelpen",
    "municipality": "Og i Tynset?",
}
STEPS = (
    ("price",),
    ("referral",),
    ("outside",),
    ("number",),
    ("flow started", "flow left"),
    ("age",),
    ("thanks",),
    ("municipality",),
)
FIRST_STEPS = (0, 2)


@dataclass(frozen=True, slots=True)
class Turn:
    """A message of a kind, what was answered, and after how many milliseconds."""

    kind: str
    reply: str
    ms: float


@dataclass(frozen=True, slots=True)
class Compared:
    """A kind's messages at the beginning and at the end: medians, their ratio, and the median of each pair's ratio."""

    kind: str
    pairs: int
    beginning_ms: float
    end_ms: float
    ratio: float
    pair_ratio: float

    @property
    def is_within(self) -> bool:
        """Whether the end costs no more than it may, counted either way."""
        return max(self.ratio, self.pair_ratio) <= LIMIT


type Pair = tuple[Turn, Turn]


def orders() -> list[tuple[str, ...]]:
    """The kinds of every conversation, in order: forwards and backwards, so that each first one is another's last."""
    turned = (STEPS[first:] + STEPS[:first] for first in FIRST_STEPS)
    return [(NEED, *chain.from_iterable(steps)) for one in turned for steps in (one, one[::-1])]


def kind_of(order: Sequence[str], number: int) -> str:
    """The kind of a turn, counted from 1."""
    return order[(number - 1) % len(order)]


def pairs_of(talk: Sequence[Turn]) -> list[Pair]:
    """Each message of the beginning with the same one of the end.

    Raises:
        OperatorError: when the two were not answered alike, for then their times tell nothing.
    """
    last = {talk[number - 1].kind: talk[number - 1] for number in END}
    pairs = [(talk[number - 1], last[talk[number - 1].kind]) for number in BEGINNING]
    if unlike := [first.kind for first, then in pairs if first.reply != then.reply]:
        message = (
            "The same message was answered otherwise at the end of the conversation than at its beginning, so the "
            f"times cannot be compared: {', '.join(unlike)}. Look in benchmarks/talk.py, and whether Rasa was down."
        )
        raise OperatorError(message)
    return pairs


def compare(kind: str, pairs: Sequence[Pair]) -> Compared:
    """The figures of some pairs."""
    beginning, end = (median(pair[side].ms for pair in pairs) for side in (0, 1))
    paired = median(then.ms / first.ms for first, then in pairs)
    return Compared(kind, len(pairs), round(beginning, 1), round(end, 1), round(end / beginning, 3), round(paired, 3))


def compare_all(talks: Sequence[Sequence[Turn]]) -> list[Compared]:
    """The figures of each kind of message, and last those of all.

    Raises:
        OperatorError: when a message was not answered alike at the beginning and at the end.
    """
    pairs = [pair for talk in talks for pair in pairs_of(talk)]
    kinds = [compare(kind, [pair for pair in pairs if pair[0].kind == kind]) for kind in WORDS]
    return [*kinds, compare("all", pairs)]


@contextmanager
def own_assistant() -> Iterator[str]:
    """The gateway of an assistant that is started for this, whatever else runs."""
    with TemporaryDirectory() as folder:
        # Before the settings are read: nothing runs at this port, so that one is started.
        os.environ["ENDORINN_GATEWAY_PORT"] = str(free_ports(1)[0])
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.db"
        with running() as addresses:
            yield addresses.gateway


def play(address: str, order: Sequence[str], turns: int) -> list[Turn]:
    """One conversation, forgotten at its end.

    Raises:
        OperatorError: when the gateway does not answer or refuses.
    """
    try:
        ours = {INTERNAL_HEADER: internal_token(settings())}
        with httpx.Client(base_url=address, timeout=PATIENCE, trust_env=False, headers=ours) as client:
            path = _started(client)
            talk = [_turn(client, path, kind_of(order, number)) for number in range(1, turns + 1)]
            client.delete(path).raise_for_status()
    except httpx.HTTPError as error:
        message = f"The assistant at {address} did not answer to the end of the conversation: {error}"
        raise OperatorError(message) from error
    return talk


def _started(client: httpx.Client) -> str:
    started = client.post("/api/conversations", json={"kommune": KOMMUNE, "role": ROLE}).raise_for_status().json()
    client.headers["Authorization"] = f"Bearer {started['token']}"
    return f"/api/conversations/{started['id']}"


def _turn(client: httpx.Client, path: str, kind: str) -> Turn:
    begun = time.perf_counter()
    response = client.post(f"{path}/messages", json={"text": WORDS[kind]})
    ms = 1000 * (time.perf_counter() - begun)
    return Turn(kind, response.raise_for_status().json()["answers"][-1]["reply"], ms)


def play_all() -> list[list[Turn]]:
    """Every conversation, one after the other.

    Raises:
        OperatorError: when the assistant cannot be started or does not answer.
    """
    with working(f"{len(orders())} conversations of {TURNS} turns"), own_assistant() as address:
        for order in orders():
            play(address, order, WARMING)
        return [play(address, order, TURNS) for order in orders()]


def main() -> None:
    """Prints beginning and end in one table, and writes the same as JSON; exits with 1 when the end costs too much.

    Raises:
        OperatorError: when the assistant cannot be started or does not answer, or answers the same otherwise.
    """
    compared = compare_all(play_all())
    whole = compared[-1]
    _print(compared)
    REPORT.parent.mkdir(exist_ok=True)
    body = {"turns": TURNS, "limit": LIMIT, "is_within": whole.is_within, "compared": [asdict(one) for one in compared]}
    REPORT.write_text(json.dumps(body, indent=2), encoding="utf-8")
    if not whole.is_within:
        sys.exit(1)


def _print(compared: Sequence[Compared]) -> None:
    begins, ends = (f"{turns[0]}-{turns[-1]}, ms" for turns in (BEGINNING, END))
    table = Table("message", "pairs", begins, ends, "ratio", "ratio of pairs")
    for one in compared:
        figures = (f"{one.beginning_ms:.1f}", f"{one.end_ms:.1f}", f"{one.ratio:.2f}", f"{one.pair_ratio:.2f}")
        table.add_row(one.kind, str(one.pairs), *figures)
    console = Console()
    console.print(table)
    console.print(f"The ratio of all is {'within' if compared[-1].is_within else 'ABOVE'} {LIMIT}.")


if __name__ == "__main__":
    try:
        main()
    except OperatorError as error:
        sys.exit(str(error))
