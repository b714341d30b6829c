"""Reads the training data once, fast, and without checking its form anew.

Stock Rasa reads all messages twice for one training (for the data and for the domain), with a YAML reader in Python,
checks every example against a schema each time, copies all of them nine times, and goes through every word and every
feature before and after each component for the fingerprints of a cache that this project never uses (it trains with
`--force`): with thirty thousand messages most of the time of a training. `endorinn validate`, part of `make check`,
sets `ENDORINN_VALIDATE` and lets Rasa check everything.
"""

from __future__ import annotations

import os
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Any, Dict, Optional, Text, Tuple
from uuid import uuid4

import yaml
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

VALIDATE = "ENDORINN_VALIDATE"
# A random number for every message took seconds.
RUN, NUMBERS = uuid4().hex, count()


class TrainingMessage(Message):
    """A message that is like no other, and that is not copied."""

    def fingerprint(self) -> Text:
        """Something that nothing else has; to be the same again, for the cache, is not asked of it."""
        if self._cached_fingerprint is None:
            self._cached_fingerprint = f"{RUN}{next(NUMBERS):x}"
        return self._cached_fingerprint

    def __deepcopy__(self, memo: Dict[int, Any]) -> "TrainingMessage":
        """Itself: Rasa copies when it joins the messages with those of the stories, and uses the joined ones only."""
        return self


class CheckedReader(RasaYAMLReader):
    """Reads YAML that has been checked before, with the reader in C."""

    def reads(self, string: Text, **kwargs: Any) -> TrainingData:  # noqa: ARG002 - Rasa's signature
        """The messages and lookup tables of one file."""
        self._parse_nlu(yaml.load(string, Loader=yaml.CSafeLoader)["nlu"])
        messages = [TrainingMessage(message.data) for message in self.training_examples]
        return TrainingData(messages, lookup_tables=self.lookup_tables)


class MessagesImporter(RasaFileImporter):
    """Rasa's own importer, but for how often and how carefully it reads the messages."""

    _messages: Optional[TrainingData] = None

    def get_nlu_data(self, language: Optional[Text] = "en") -> TrainingData:
        """All messages and names."""
        if not os.environ.get(VALIDATE):
            return _read_all(tuple(self._nlu_files))
        if self._messages is None:
            self._messages = super().get_nlu_data(language)
        return self._messages


@lru_cache(maxsize=1)
def _read_all(paths: Tuple[Text, ...]) -> TrainingData:
    """For every importer of a process the same: `rasa train` makes one to look at the data, and another to train."""
    return TrainingData().merge(*(_read(Path(path)) for path in paths))


def _read(path: Path) -> TrainingData:
    reader = CheckedReader()
    reader.filename = str(path)
    return reader.reads(path.read_text(encoding="utf-8"))
