"""New content and a new model for a town in which families write: one instance after the other, as an upgrade does."""

from __future__ import annotations

import gzip
import hashlib
import threading
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.servers import RASA
from benchmarks.topology.town import instances
from endorinn.training import model
from foundation.database import make_engine
from foundation.settings import settings
from knowledge.content import read_content
from knowledge.store import load_content

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.topology.town import Town
    from knowledge.content import Content

# What stands in every title of a source then.
MARK = "ny utgave i prøve"


class _Handler(SimpleHTTPRequestHandler):
    """Serves files, and writes nothing of it."""

    def log_message(self, *_: object) -> None:
        """Says nothing."""


def renew(built: Town) -> None:
    """Loads changed content and starts all anew, the Rasas with another model, fetched over HTTP by its checksum.

    Those behind come first: who asks them may be told something new by them, and not the other way round.
    """
    load_content(make_engine(settings().database_url), changed(read_content()))
    with served_model() as (address, digest):
        for name in instances():
            server = built.servers[name]
            if name.startswith(RASA):
                server.environment |= {"ENDORINN_MODEL": address, "ENDORINN_MODEL_SHA256": digest}
            server.leave()
            server.start()
            built.wait_for(name)


def changed(content: Content) -> Content:
    """The same content, with another title for each of its sources."""
    documents = {
        key: one.model_copy(update={"title": f"{one.title} ({MARK})"}) for key, one in content.documents.items()
    }
    return replace(content, documents=documents)


@contextmanager
def served_model() -> Iterator[tuple[str, str]]:
    """The address of a model that is the trained one packed anew, and its SHA-256."""
    with TemporaryDirectory() as folder:
        packed = Path(folder) / "model.tar.gz"
        packed.write_bytes(gzip.compress(gzip.decompress(model().read_bytes()), compresslevel=1))
        digest = hashlib.sha256(packed.read_bytes()).hexdigest()
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=folder))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/{packed.name}", digest
        finally:
            server.shutdown()
            server.server_close()
            model().with_name(f"{digest}.tar.gz").unlink(missing_ok=True)
