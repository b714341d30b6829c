"""Loading other content than what is there: whole, with a fault in it, or killed half way."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from sqlalchemy import Engine, text

from foundation.database import make_engine
from foundation.errors import OperatorError
from foundation.settings import ROOT, settings
from knowledge.content import FOLDER, ContentError, read_content
from knowledge.store import load_content

if TYPE_CHECKING:
    from collections.abc import Iterator

CHECKED = re.compile(r"(?<=checked: )\d{4}-\d\d-\d\d")
STATE = text(
    "SELECT md5(string_agg(id || since || body, '' ORDER BY id)), (SELECT count(*) FROM knowledge_history), "
    "(SELECT count(*) FROM knowledge_load) FROM (SELECT id, since::text, body::text FROM knowledge_record) AS record"
)
# A loading that has written something and is not done.
HALF_WAY = text(
    "SELECT count(*) FROM pg_stat_activity WHERE backend_xid IS NOT NULL AND query LIKE '%INTO knowledge_%'"
)
# Days that facts were checked earlier: other each time, so that every record is changed.
_days = iter(range(1, 100))


@contextmanager
def other_content() -> Iterator[Path]:
    """A copy of the content in which every fact was checked on another day."""
    with TemporaryDirectory(prefix="endorinn-content-") as made:
        folder, earlier = Path(made) / "content", timedelta(days=next(_days))
        shutil.copytree(FOLDER, folder)
        for path in folder.rglob("*.yml"):
            said = path.read_text(encoding="utf-8")
            path.write_text(
                CHECKED.sub(lambda found: str(date.fromisoformat(found[0]) - earlier), said), encoding="utf-8"
            )
        yield folder


def spoil(folder: Path) -> None:
    """Takes the name from one record."""
    path = next(folder.rglob("ppt.yml"))
    path.write_text(path.read_text(encoding="utf-8").replace("name:", "nmae:", 1), encoding="utf-8")


def begin_loading(folder: Path) -> subprocess.Popen[bytes]:
    """What `endorinn knowledge load` does, with the content of a folder, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.faults.content", str(folder)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)  # noqa: S603 - ours


def kill_half_way(loading: subprocess.Popen[bytes], database_url: str) -> None:
    """`kill -9` once it has written something and is not done.

    Raises:
        OperatorError: when it was too quick.
    """
    engine = make_engine(database_url)
    try:
        while not _is_half_way(engine):
            if loading.poll() is not None:
                message = "The content was loaded before it could be killed half way. Run the fault again."
                raise OperatorError(message)
            time.sleep(0.01)
        loading.kill()
        loading.wait()
    finally:
        engine.dispose()


def _is_half_way(engine: Engine) -> bool:
    with engine.connect() as connection:
        return bool(connection.scalar(HALF_WAY))


def state(database_url: str) -> tuple[object, ...]:
    """A digest of all records, and how much history and how many loadings there are."""
    engine = make_engine(database_url)
    try:
        with engine.connect() as connection:
            return tuple(connection.execute(STATE).one())
    finally:
        engine.dispose()


def main() -> None:
    """Loads the content of the folder that is the first argument."""
    content = read_content(Path(sys.argv[1]))
    load_content(make_engine(settings().database_url), content)


if __name__ == "__main__":
    try:
        main()
    except (ContentError, OperatorError) as error:
        sys.exit(str(error))
