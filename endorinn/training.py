"""Trains the Rasa model, if anything it is made from has changed."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from endorinn import annex
from foundation.settings import ROOT, settings
from knowledge.content import read_content
from knowledge.flows import flow_names, flows
from knowledge.names import lookup_tables

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DATA = ROOT / "data"
NLU = DATA / "nlu"
# The written forms that a message is labelled with, and what they are called.
VARIETIES = {"nb": "bokmål", "nn": "nynorsk", "dialekt": "dialect", "skrivefeil": "misspelt", "en": "English"}
NAME = "endorinn"
# Each of some hundred fits takes and frees two hundred megabytes. Told so, the C library (glibc) keeps them for the
# next one; to get them from the system anew, page by page, took a fifth of a training's processor time.
KEEP_MEMORY = {"MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": str(2**33)}
SERVICE_NAMES, FLOW_NAMES = "service.yml", "veiviser.yml"
INGREDIENTS = ("data/**/*.yml", "bot/components/**/*.py", "bot/config.yml", "bot/domain.yml", "bot/uv.lock")


def model() -> Path:
    """Where the trained model lies."""
    return settings().var / "models" / f"{NAME}.tar.gz"


def data_folders() -> tuple[str, ...]:
    """Everything Rasa is trained from; the names out of the content and of the flows are written first.

    Raises:
        ContentError: when the content or a flow has faults.
    """
    _names().mkdir(parents=True, exist_ok=True)
    write_names(_names())
    return _folders()


def _folders() -> tuple[str, ...]:
    return str(NLU), str(DATA / "rules"), str(_names())


def _names() -> Path:
    return settings().var / "names"


def write_names(folder: Path) -> None:
    """Writes the names of services, as the content has them, and of guided flows, for Rasa to learn.

    Raises:
        ContentError: when the content or a flow has faults.
    """
    names = {SERVICE_NAMES: lookup_tables(read_content().records), FLOW_NAMES: flow_names(flows())}
    for name, text in names.items():
        path = folder / name
        # Another command may be reading it.
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def is_current() -> bool:
    """Whether the model was trained from what lies here now."""
    stamp = _stamp()
    return model().exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == _digest()


def train() -> None:
    """Trains, and notes from what.

    Raises:
        OperatorError: when the annex cannot be installed or Rasa refuses the data.
        ContentError: when the content or a flow has faults.
    """
    annex.install()
    digest = _digest()  # Before training: what is changed meanwhile is not in the model.
    arguments = ["train", "--data", *_folders(), "--domain", "domain.yml", "--config", "config.yml"]
    # Rasa's cache knows a component by its own file only: a change in what it builds on would go unseen.
    arguments += ["--out", str(model().parent), "--fixed-model-name", NAME, "--force"]
    annex.run(arguments, settings().var / "log" / "train.log", **KEEP_MEMORY)
    _stamp().write_text(digest, encoding="utf-8")


def validate() -> None:
    """Lets Rasa validate data, rules and domain.

    Raises:
        OperatorError: when Rasa finds a fault; with what it says.
        ContentError: when the content or a flow has faults.
    """
    annex.install()
    arguments = ["data", "validate", "--fail-on-warnings", "--data", *data_folders(), "--domain", "domain.yml"]
    arguments += ["--config", "config.yml"]
    # Without this the annex' importer trusts the form of the data, to train in half the time.
    annex.run(arguments, settings().var / "log" / "validate.log", ENDORINN_VALIDATE="1")


def _stamp() -> Path:
    return settings().var / "models" / f"{NAME}.digest"


def _digest() -> str:
    data_folders()  # Writes the names, which are among the ingredients.
    whole = hashlib.sha256()
    for path in _ingredients():
        whole.update(path.name.encode())
        whole.update(path.read_bytes())
    return whole.hexdigest()


def _ingredients() -> Iterator[Path]:
    yield from (path for pattern in INGREDIENTS for path in sorted(ROOT.glob(pattern)))
    yield from (_names() / name for name in (SERVICE_NAMES, FLOW_NAMES))
