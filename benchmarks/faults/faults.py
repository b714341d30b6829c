"""The faults: what each does to what runs, how long it lasts, and what has to be done by hand after it."""

from __future__ import annotations

import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from benchmarks.faults.content import begin_loading, kill_half_way, other_content, spoil, state
from benchmarks.faults.rubbish import RUBBISH, rubbish
from benchmarks.handover.scene import KOMMUNE, SUMMARY
from benchmarks.servers import ACTIONS, AWAY_SECONDS, GATEWAY, POSTGRES, RASA, REDIS, SECOND, House
from endorinn.training import model
from foundation.settings import settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FAKETIME = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1")
NOTHING = "nothing"
STOPPED_SECONDS, HUNG_SECONDS, RUBBISH_SECONDS, JUMPED_SECONDS, FULL_SECONDS = 30, 20, 12, 20, 30
# Read anew at each look, the file would slow the gateway down.
CLOCK_SECONDS = 1


class Where(StrEnum):
    """The house that a fault needs: one gateway with a clock of its own, or a small disk."""

    SHARED = "shared"
    OWN_CLOCK = "clock"
    SMALL_SQLITE = "sqlite"
    SMALL_POSTGRES = "postgres"


type Begun = Callable[[House, list[str]], AbstractContextManager[None]]


@dataclass(frozen=True)
class Fault:
    """One fault. `begun` lasts as long as it does, and may note what it saw."""

    name: str
    begun: Begun
    seconds: float
    by_hand: str = NOTHING
    where: Where = Where.SHARED


@contextmanager
def killed(name: str, house: House, _notes: list[str]) -> Iterator[None]:
    """`kill -9`, and started again."""
    house.servers[name].kill()
    yield
    house.servers[name].start()


@contextmanager
def stopped(name: str, house: House, _notes: list[str]) -> Iterator[None]:
    """Ends in good order (PostgreSQL as `pg_ctl stop -m fast`), and is started again."""
    house.servers[name].leave(signal.SIGINT if name == POSTGRES else signal.SIGTERM)
    yield
    house.servers[name].start()


@contextmanager
def frozen(name: str, house: House, _notes: list[str]) -> Iterator[None]:
    """Takes connections, and answers nothing."""
    house.servers[name].freeze()
    yield
    house.servers[name].thaw()


@contextmanager
def replaced(what: str, house: House, _notes: list[str]) -> Iterator[None]:
    """Another server at the action server's address."""
    actions = house.servers[ACTIONS]
    actions.kill()
    with rubbish(what, settings().actions_port):
        yield
    actions.start()


def at_a_clock_of_its_own(house: House) -> None:
    """Starts the first gateway anew, with a clock that a file says how much to be wrong by."""
    gateway = house.servers[GATEWAY]
    gateway.environment |= {
        "LD_PRELOAD": str(FAKETIME),
        "FAKETIME_TIMESTAMP_FILE": str(_clock(house)),
        "FAKETIME_CACHE_DURATION": str(CLOCK_SECONDS),
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }
    _clock(house).write_text("+0", encoding="ascii")
    gateway.kill()
    gateway.start()
    house.wait_until_ready()


@contextmanager
def jumped(by: str, house: House, notes: list[str]) -> Iterator[None]:
    """The wall clock of the first gateway jumps, and back; the other's does not."""
    with _waiting_family(house) as stands:
        before = stands()
        _clock(house).write_text(by, encoding="ascii")
        time.sleep(2 * CLOCK_SECONDS)
        moved = httpx.get(f"{house.addresses[0]}/healthz", trust_env=False).headers.get("date", "no date")
        notes.append(f"the gateway's clock {moved}")
        yield
        notes.append("the queue as before" if stands() == before else f"the queue {before}, then {stands()}")
        _clock(house).write_text("+0", encoding="ascii")


def _clock(house: House) -> Path:
    return house.folder / "clock"


@contextmanager
def _waiting_family(house: House) -> Iterator[Callable[[], tuple[object, ...]]]:
    """A family that waits for a coordinator; where it stands in the queue, whenever asked."""
    with httpx.Client(base_url=house.addresses[0], trust_env=False, timeout=20) as client:
        started = client.post("/api/conversations", json={"kommune": KOMMUNE, "role": "forelder"})
        told = started.raise_for_status().json()
        client.headers["Authorization"] = f"Bearer {told['token']}"
        path = f"/api/conversations/{told['id']}"
        client.post(f"{path}/handover", json=SUMMARY).raise_for_status()

        def stands() -> tuple[object, ...]:
            view = client.get(f"{path}/handover").raise_for_status().json()
            return view["state"], view["place"], view["wait_minutes"], view["asked_at"]

        yield stands
        client.delete(path)


@contextmanager
def damaged_model(house: House, notes: list[str]) -> Iterator[None]:
    """Rasa is started anew with the first half of its model, and then with the whole."""
    rasa = house.servers[RASA]
    whole = model().read_bytes()
    with tempfile.NamedTemporaryFile(suffix=".tar.gz") as half:
        half.write(whole[: len(whole) // 2])
        half.flush()
        rasa.environment["ENDORINN_MODEL"] = half.name
        rasa.leave()
        since = rasa.log.stat().st_size
        rasa.start()
        assert rasa.process is not None  # noqa: S101 - it was just started
        code = rasa.process.wait(timeout=60)
        said = rasa.log.read_bytes()[since:].decode().replace(half.name, "MODEL").strip()
        notes.append(f"Rasa ended with {code}: {said}")
        yield
        del rasa.environment["ENDORINN_MODEL"]
        rasa.start()


@contextmanager
def half_a_loading(house: House, notes: list[str]) -> Iterator[None]:
    """A loading of content is killed half way."""
    before = state(house.database_url)
    with other_content() as folder:
        kill_half_way(begin_loading(folder), house.database_url)
    time.sleep(1)
    notes.append("the content as before" if state(house.database_url) == before else "THE CONTENT IS ANOTHER")
    yield


@contextmanager
def faulty_content(house: House, notes: list[str]) -> Iterator[None]:
    """Content with a fault is loaded."""
    before = state(house.database_url)
    with other_content() as folder:
        spoil(folder)
        _, said = (loading := begin_loading(folder)).communicate()
        notes.append(f"the loading ended with {loading.returncode}: {said.decode().strip().splitlines()[0]}")
    notes.append("the content as before" if state(house.database_url) == before else "THE CONTENT IS ANOTHER")
    yield


@contextmanager
def rolled(house: House, notes: list[str]) -> Iterator[None]:
    """New content is loaded, then each process is started anew when the one before it is ready."""
    before = state(house.database_url)
    with other_content() as folder:
        loading = begin_loading(folder)
        loading.communicate()
    notes.append("new content" if not loading.returncode and state(house.database_url) != before else "NO NEW CONTENT")
    for name in (ACTIONS, RASA, GATEWAY, SECOND):
        begun = time.monotonic()
        house.servers[name].leave()
        house.servers[name].start()
        house.wait_until_ready()
        notes.append(f"{name} {time.monotonic() - begun:.0f} s")
    yield


@contextmanager
def small_disk(megabytes: int) -> Iterator[Path]:
    """A folder on a file system of its own (tmpfs), which root may mount."""
    with tempfile.TemporaryDirectory(prefix="endorinn-disk-") as folder:
        options = f"size={megabytes}m,mode=1777"
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=True)  # noqa: S603, S607 - ours
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)  # noqa: S603, S607 - ours


@contextmanager
def full_disk(house: House, notes: list[str]) -> Iterator[None]:
    """Something else fills the disk that the database lies on, and is deleted again."""
    path = house.folder.parent / "something-else"
    _fill(path)
    notes.append(f"{shutil.disk_usage(path).free} bytes free")
    yield
    path.unlink()


def _fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12):
            try:
                while file.write(bytes(size)) == size:
                    pass
            except OSError:
                continue


FAULTS = (
    *(
        Fault(f"{name}-killed", partial(killed, name), AWAY_SECONDS)
        for name in (GATEWAY, RASA, ACTIONS, POSTGRES, REDIS)
    ),
    Fault("postgres-stopped", partial(stopped, POSTGRES), STOPPED_SECONDS),
    Fault("postgres-hangs", partial(frozen, POSTGRES), STOPPED_SECONDS),
    Fault("redis-stopped", partial(stopped, REDIS), STOPPED_SECONDS),
    Fault("redis-hangs", partial(frozen, REDIS), STOPPED_SECONDS),
    Fault("rasa-hangs", partial(frozen, RASA), HUNG_SECONDS),
    Fault("actions-hang", partial(frozen, ACTIONS), HUNG_SECONDS),
    *(Fault(f"actions-{what.replace(' ', '-')}", partial(replaced, what), RUBBISH_SECONDS) for what in RUBBISH),
    Fault("model-damaged", damaged_model, RUBBISH_SECONDS, "put the right model in its place, start Rasa"),
    Fault("loading-killed", half_a_loading, 5, "load again"),
    Fault("content-faulty", faulty_content, 5, "mend what the loading says, load again"),
    Fault("rolling-update", rolled, 0),
    Fault("clock-forward", partial(jumped, "+3h"), JUMPED_SECONDS, where=Where.OWN_CLOCK),
    Fault("clock-back", partial(jumped, "-3h"), JUMPED_SECONDS, where=Where.OWN_CLOCK),
    Fault("disk-full-sqlite", full_disk, FULL_SECONDS, "make room", Where.SMALL_SQLITE),
    Fault("disk-full-postgres", full_disk, FULL_SECONDS, "make room", Where.SMALL_POSTGRES),
)
