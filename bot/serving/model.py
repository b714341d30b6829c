"""The model that Rasa is started with: a file, one in a folder, or one over HTTP that is what its checksum says.

Rasa can fetch models itself, but takes whatever comes.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import tempfile
import zlib
from http.client import HTTPException
from pathlib import Path
from typing import BinaryIO, Mapping, Optional, Text
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
NAME = "endorinn.tar.gz"
SHA256 = re.compile(r"[0-9a-f]{64}")
# Seconds that a server may be silent.
PATIENCE = 30
CHUNK = 1 << 20


class ModelError(Exception):
    """There is no model that may be used; the message says what to do."""


def model_of(settings: Mapping[Text, Text]) -> Path:
    """The model that ENDORINN_MODEL and ENDORINN_MODEL_SHA256 name; without them, the one that was trained here.

    Raises:
        ModelError: when it is not there, cannot be fetched, is damaged or another one.
    """
    models = ROOT / settings.get("ENDORINN_VAR_DIR", "var") / "models"
    named = settings.get("ENDORINN_MODEL", "")
    digest = settings.get("ENDORINN_MODEL_SHA256", "").lower()
    if digest and not SHA256.fullmatch(digest):
        error = "ENDORINN_MODEL_SHA256 is no SHA-256. Set it to the 64 characters that `sha256sum` prints of the model."
        raise ModelError(error)
    if "://" in named:
        return _fetched(named, digest, models)
    path = ROOT / named if named else models / NAME
    return _one_in(path, digest) if path.is_dir() else _verified(path, digest)


def _fetched(address: Text, digest: Text, models: Path) -> Path:
    if urlsplit(address).scheme not in {"http", "https"}:
        error = "ENDORINN_MODEL must be a file, a folder, or an address that begins with https:// or http://."
        raise ModelError(error)
    if not digest:
        error = (
            "ENDORINN_MODEL is an address, so ENDORINN_MODEL_SHA256 must be set: to what `sha256sum` prints of the "
            "model where it was trained."
        )
        raise ModelError(error)
    kept = models / f"{digest}.tar.gz"
    if not kept.exists() or _sha256(kept) != digest:
        _fetch(address, digest, kept)
    return kept


def _fetch(address: Text, digest: Text, kept: Path) -> None:
    """Puts a model in its place once it is verified: nobody ever finds half a one there."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    number, name = tempfile.mkstemp(dir=kept.parent, suffix=".part")
    fresh = Path(name)
    try:
        with os.fdopen(number, "wb") as file:
            _copy(address, file)
        if _sha256(fresh) != digest:
            error = (
                f"What came from {_shown(address)} is not the model that ENDORINN_MODEL_SHA256 names, or is damaged. "
                "It is not used. Try again; if that does not help, set the checksum of the model that lies there."
            )
            raise ModelError(error)
        fresh.replace(kept)
    finally:
        fresh.unlink(missing_ok=True)


def _copy(address: Text, file: BinaryIO) -> None:
    try:
        with urlopen(address, timeout=PATIENCE) as response:  # noqa: S310 - http or https
            while chunk := response.read(CHUNK):
                file.write(chunk)
    except (OSError, HTTPException) as error:
        # Not its text, which may hold a password out of the address.
        why = f"HTTP {error.code}" if isinstance(error, HTTPError) else type(getattr(error, "reason", error)).__name__
        told = (
            f"The model could not be fetched from {_shown(address)} ({why}). Look whether it can be reached from here."
        )
        raise ModelError(told) from None


def _one_in(folder: Path, digest: Text) -> Path:
    """Of a folder the model with the checksum or, without one, the newest."""
    models = sorted(folder.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime, reverse=True)
    if not digest and models:
        return _verified(models[0], "")
    found = next((path for path in models if _sha256(path) == digest), None)
    if found is None:
        which = "that ENDORINN_MODEL_SHA256 names" if digest else "(*.tar.gz)"
        error = f"There is no model {which} in {folder}. Put it there, or mend ENDORINN_MODEL."
        raise ModelError(error)
    return found


def _verified(path: Path, digest: Text) -> Path:
    if not path.is_file():
        error = (
            f"There is no model at {path}. Train one with `endorinn train`, or set ENDORINN_MODEL to a file, a folder "
            "or an address."
        )
        raise ModelError(error)
    if digest and _sha256(path) != digest:
        error = f"{path} is not the model that ENDORINN_MODEL_SHA256 names, or it is damaged. Put the right one there."
        raise ModelError(error)
    fault = None if digest else _fault_in(path)
    if fault:
        error = f"{path} is damaged ({fault}). Copy it anew, or train with `endorinn train --force`."
        raise ModelError(error)
    return path


def _fault_in(path: Path) -> Optional[Text]:
    """What is wrong with a packed file: Rasa would serve without a model, and answer nothing."""
    if not path.stat().st_size:
        return "it is empty"
    try:
        with gzip.open(path) as file:
            while file.read(CHUNK):
                pass
    except (OSError, EOFError, zlib.error) as error:
        return type(error).__name__
    return None


def _sha256(path: Path) -> Text:
    whole = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            whole.update(chunk)
    return whole.hexdigest()


def _shown(address: Text) -> Text:
    """An address without what may be secret in it."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
