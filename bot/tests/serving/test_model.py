from __future__ import annotations

import gzip
import hashlib
import os
import socket
import threading
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Dict, Iterator, List

import pytest
from serving.model import ModelError, model_of

MODEL = gzip.compress(b"modell" * 1000)
DIGEST = hashlib.sha256(MODEL).hexdigest()
OTHER = "0" * 64


class Shop:
    """A web server that serves one model, wholly or half."""

    def __init__(self) -> None:
        self.body = MODEL
        self.promised = len(MODEL)
        self.asked: List[str] = []
        self.server = HTTPServer(("127.0.0.1", 0), partial(Serving, self))

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/modell.tar.gz"


class Serving(BaseHTTPRequestHandler):
    """One request to the shop."""

    def __init__(self, shop: Shop, *request: object) -> None:
        self._shop = shop
        super().__init__(*request)

    def do_GET(self) -> None:
        self._shop.asked.append(self.path)
        self.send_response(404 if "borte" in self.path else 200)
        self.send_header("Content-Length", str(self._shop.promised))
        self.end_headers()
        self.wfile.write(self._shop.body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def shop() -> Iterator[Shop]:
    opened = Shop()
    serving = threading.Thread(target=opened.server.serve_forever)
    serving.start()
    yield opened
    opened.server.shutdown()
    opened.server.server_close()
    serving.join()


@pytest.fixture(autouse=True)
def var(tmp_path: Path) -> Path:
    (tmp_path / "models").mkdir()
    return tmp_path


def settings(var: Path, model: str = "", digest: str = "") -> Dict[str, str]:
    return {"ENDORINN_VAR_DIR": str(var), "ENDORINN_MODEL": model, "ENDORINN_MODEL_SHA256": digest}


def refusal(var: Path, model: str = "", digest: str = "") -> str:
    with pytest.raises(ModelError) as error:
        model_of(settings(var, model, digest))
    return str(error.value)


def models(var: Path) -> List[str]:
    return sorted(path.name for path in (var / "models").iterdir())


def put(path: Path, content: bytes = MODEL, age: float = 0.0) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (1_000_000 - age, 1_000_000 - age))
    return path


@pytest.mark.parametrize("digest", ["", DIGEST, DIGEST.upper()])
def test_without_another_it_is_the_model_that_was_trained_here(var: Path, digest: str) -> None:
    trained = put(var / "models" / "endorinn.tar.gz")
    assert model_of(settings(var, digest=digest)) == trained


@pytest.mark.parametrize("digest", ["", DIGEST])
def test_a_file_is_used_as_it_lies_there(var: Path, digest: str) -> None:
    there = put(var / "annet" / "m.tar.gz")
    assert model_of(settings(var, str(there), digest)) == there


def test_of_a_folder_the_newest_is_used(var: Path) -> None:
    put(var / "flere" / "a.tar.gz", age=5)
    newest = put(var / "flere" / "b.tar.gz", age=1)
    put(var / "flere" / "c.tar.gz", age=9)
    assert model_of(settings(var, str(var / "flere"))) == newest


def test_of_a_folder_with_a_checksum_the_one_that_has_it_is_used(var: Path) -> None:
    put(var / "flere" / "ny.tar.gz", gzip.compress(b"ny"))
    old = put(var / "flere" / "gammel.tar.gz", age=9)
    assert model_of(settings(var, str(var / "flere"), DIGEST)) == old


@pytest.mark.parametrize(("digest", "told"), [("", "no model (*.tar.gz) in"), (DIGEST, "that ENDORINN_MODEL_SHA256")])
def test_a_folder_without_the_model_is_refused(var: Path, digest: str, told: str) -> None:
    put(var / "tom" / "lesmeg.txt")
    assert told in refusal(var, str(var / "tom"), digest)


def test_a_file_that_is_not_there_is_named(var: Path) -> None:
    assert refusal(var, str(var / "borte.tar.gz")).startswith(f"There is no model at {var}/borte.tar.gz. Train one")


def test_another_file_than_the_checksum_names_is_refused(var: Path) -> None:
    there = put(var / "m.tar.gz", gzip.compress(b"en annen"))
    assert refusal(var, str(there), DIGEST).startswith(f"{there} is not the model that ENDORINN_MODEL_SHA256 names")


@pytest.mark.parametrize("content", [MODEL[:-20], MODEL[:30] + b"x" + MODEL[31:], b"ikke pakket", b""])
def test_a_damaged_file_is_refused_without_a_checksum_too(var: Path, content: bytes) -> None:
    there = put(var / "m.tar.gz", content)
    assert refusal(var, str(there)).startswith(f"{there} is damaged (")


def test_a_model_is_fetched_and_kept_by_its_checksum(var: Path, shop: Shop) -> None:
    fetched = model_of(settings(var, shop.address, DIGEST.upper()))
    assert (fetched, fetched.read_bytes()) == (var / "models" / f"{DIGEST}.tar.gz", MODEL)
    assert (models(var), shop.asked) == ([fetched.name], ["/modell.tar.gz"])


def test_what_was_fetched_before_is_used_without_the_network(var: Path, shop: Shop) -> None:
    first = model_of(settings(var, shop.address, DIGEST))
    shop.body = b""
    assert model_of(settings(var, shop.address, DIGEST)) == first
    assert len(shop.asked) == 1


def test_what_was_fetched_before_and_is_damaged_is_fetched_anew(var: Path, shop: Shop) -> None:
    put(var / "models" / f"{DIGEST}.tar.gz", b"skadet")
    assert model_of(settings(var, shop.address, DIGEST)).read_bytes() == MODEL


def test_something_else_than_the_checksum_names_is_refused_and_not_kept(var: Path, shop: Shop) -> None:
    told = refusal(var, shop.address, OTHER)
    assert told.startswith(f"What came from {shop.address} is not the model that ENDORINN_MODEL_SHA256 names")
    assert models(var) == []


@pytest.mark.parametrize("promised", [len(MODEL), len(MODEL) // 2])
def test_half_a_model_is_refused_and_not_kept(var: Path, shop: Shop, promised: int) -> None:
    shop.body, shop.promised = MODEL[: len(MODEL) // 2], promised
    assert refusal(var, shop.address, DIGEST).startswith(f"What came from {shop.address} is not the model")
    assert models(var) == []


def test_a_server_that_has_no_such_model_is_named_without_what_is_secret(var: Path, shop: Shop) -> None:
    address = shop.address.replace("modell", "borte") + "?signatur=hysj"
    told = refusal(var, address, DIGEST)
    assert told.startswith(f"The model could not be fetched from {address.partition('?')[0]} (HTTP 404).")
    assert (models(var), "hysj" in told) == ([], False)


def test_a_server_that_is_not_there_is_named_without_what_is_secret(var: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    told = refusal(var, f"http://127.0.0.1:{port}/m?signatur=hysj", DIGEST)
    assert told.startswith(f"The model could not be fetched from http://127.0.0.1:{port}/m (ConnectionRefusedError).")
    assert "hysj" not in told


def test_a_password_in_the_address_is_not_repeated(var: Path) -> None:
    told = refusal(var, "http://kari:hysj@127.0.0.1:1/m", DIGEST)
    assert told.startswith("The model could not be fetched from http://127.0.0.1:1/m (")
    assert "hysj" not in told


def test_an_address_needs_a_checksum(var: Path, shop: Shop) -> None:
    assert refusal(var, shop.address).startswith("ENDORINN_MODEL is an address, so ENDORINN_MODEL_SHA256 must be set")
    assert shop.asked == []


@pytest.mark.parametrize("address", ["ftp://modeller/m.tar.gz", "file:///etc/passwd"])
def test_other_addresses_are_refused(var: Path, address: str) -> None:
    assert refusal(var, address, DIGEST).startswith("ENDORINN_MODEL must be a file, a folder, or an address")


@pytest.mark.parametrize("digest", ["abc", "g" * 64, DIGEST + "0"])
def test_what_is_no_checksum_is_refused(var: Path, digest: str) -> None:
    assert refusal(var, digest=digest).startswith("ENDORINN_MODEL_SHA256 is no SHA-256.")
