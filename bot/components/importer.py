"""Reads the training data once, fast, and without checking its form anew.

Stock Rasa reads all messages twice for one training (for the data and for the domain), with a YAML reader in Python,
and checks every example against a schema each time: with ten thousand messages a minute and a half of a training of
two. `endorinn validate`, part of `make check`, sets `ENDORINN_VALIDATE` and lets Rasa check everything.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Optional, Text

import yaml
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader
from rasa.shared.nlu.training_data.training_data import TrainingData

VALIDATE = "ENDORINN_VALIDATE"


class CheckedReader(RasaYAMLReader):
    """Reads YAML that has been checked before, with the reader in C."""

    def reads(self, string: Text, **kwargs: Any) -> TrainingData:  # noqa: ARG002 - Rasa's signature
        """The messages and lookup tables of one file."""
        self._parse_nlu(yaml.load(string, Loader=yaml.CSafeLoader)["nlu"])
        return TrainingData(self.training_examples, lookup_tables=self.lookup_tables)


class MessagesImporter(RasaFileImporter):
    """Rasa's own importer, but for how often and how carefully it reads the messages."""

    _messages: Optional[TrainingData] = None

    def get_nlu_data(self, language: Optional[Text] = "en") -> TrainingData:
        """All messages and names."""
        if os.environ.get(VALIDATE):
            return super().get_nlu_data(language)
        if self._messages is None:
            self._messages = TrainingData().merge(*(_read(Path(path)) for path in self._nlu_files))
        return self._messages


def _read(path: Path) -> TrainingData:
    reader = CheckedReader()
    reader.filename = str(path)
    return reader.reads(path.read_text(encoding="utf-8"))
