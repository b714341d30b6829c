"""A library of the size of the whole country, generated from the real one: 357 municipalities."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import yaml

from foundation.yaml_files import read_yaml
from knowledge import ontology as vocabulary
from knowledge.content import Content
from knowledge.ontology import NATIONAL, Municipality, ontology
from knowledge.records import Contact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.records import AnyRecord

SIZE = 357


@contextmanager
def country(content: Content) -> Iterator[Content]:
    """The national records once, and those of the real municipalities and plan areas again and again.

    While it lasts, the vocabulary knows the generated municipalities instead of the real ones.
    """
    originals = list(islice(cycle(ontology().municipalities.values()), SIZE))
    places = {_letters(number): original for number, original in enumerate(originals)}
    records = [record for record in content.records if record.owner == NATIONAL]
    for letters, original in places.items():
        records += _copied(content, original, letters)
    with _known(dict(_entry(original, letters) for letters, original in places.items())):
        yield Content(content.documents, tuple(records))


def _letters(number: int) -> str:
    return "".join("abcdefghij"[int(digit)] for digit in f"{number:03}")


def _entry(original: Municipality, letters: str) -> tuple[str, dict[str, str]]:
    own, plan = _owners(original, letters)
    return own, {"name": f"Kommune {letters}", "plan": plan}


def _owners(original: Municipality, letters: str) -> tuple[str, str]:
    own = f"kommune-{letters}"
    return own, own if original.plan == original.id else f"plan-{letters}"


def _copied(content: Content, original: Municipality, letters: str) -> Iterator[AnyRecord]:
    owners = dict(zip((original.id, original.plan), _owners(original, letters), strict=True))
    for record in content.records:
        if owner := owners.get(record.owner):
            changed = {"id": f"{owner}/{record.id.partition('/')[2]}"}
            if isinstance(record, Contact):
                changed["service"] = f"{owner}/{record.service.partition('/')[2]}"
            yield record.model_copy(update=changed)


@contextmanager
def _known(municipalities: dict[str, dict[str, str]]) -> Iterator[None]:
    real = vocabulary.PATH
    raw = read_yaml(real)
    with TemporaryDirectory() as folder:
        generated = Path(folder) / "ontology.yml"
        generated.write_text(yaml.safe_dump({**raw, "municipalities": municipalities}), encoding="utf-8")
        try:
            vocabulary.PATH = generated
            ontology.cache_clear()
            yield
        finally:
            vocabulary.PATH = real
            ontology.cache_clear()
