"""The names a message mentions: services, municipalities, levels, risk areas, arenas, roles, ages and grades.

Which names there are is data: Rasa lookup tables called `<entity>:<value>` (`service:ppt`,
`kommune:oppdal`). Those of services are written from the content before training, so that a new
nickname in a record is understood after the next `endorinn train`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any, Dict, Iterator, List, Text

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from spacy.matcher import PhraseMatcher
from spacy.tokens import Span
from spacy.util import filter_spans

from components.ages import find_ages
from components.graph import Stored
from components.normal_form import norwegian

FILE = "names.json"
SEPARATOR = ":"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class NamesExtractor(Stored, EntityExtractorMixin):
    """Finds names by their lemmas, the longest where two overlap; a name of two things gives two entities."""

    def __init__(self, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource) -> None:
        """Knows no names until `train` or `load`."""
        super().__init__(config, model_storage, resource)
        self._matcher = PhraseMatcher(norwegian().vocab, attr="LEMMA")

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """No options."""
        return {}

    def train(self, training_data: TrainingData) -> Resource:
        """Keeps the lookup tables whose name is `<entity>:<value>`."""
        tables = {
            table["name"]: list(table["elements"])
            for table in training_data.lookup_tables
            if SEPARATOR in table["name"]
        }
        with self._model_storage.write_to(self._resource) as folder:
            (folder / FILE).write_text(json.dumps(tables, ensure_ascii=False), encoding="utf-8")
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """Adds the entities to each message."""
        for message in messages:
            found = message.get(ENTITIES, []) + list(self._extract(message.get(TEXT) or ""))
            message.set(ENTITIES, found, add_to_output=True)
        return messages

    def _read(self, folder: Path) -> None:
        tables: Dict[Text, List[Text]] = json.loads((folder / FILE).read_text(encoding="utf-8"))
        nlp = norwegian()
        for name, elements in tables.items():
            self._matcher.add(name, list(nlp.pipe(element.lower() for element in elements)))

    def _extract(self, text: Text) -> Iterator[Dict[Text, Any]]:
        spans = self._matcher(norwegian()(text.lower()), as_spans=True)
        by_entity: Dict[Text, List[Span]] = defaultdict(list)
        for span in spans:
            by_entity[span.label_.partition(SEPARATOR)[0]].append(span)
        for entity, those in by_entity.items():
            # «Oppdal kommune» is the town hall, and in Oppdal.
            widest = {(span.start, span.end) for span in filter_spans(those)}
            for span in those:
                if (span.start, span.end) in widest:
                    yield _entity(entity, span.label_.partition(SEPARATOR)[2], span.start_char, span.end_char)
        for found in find_ages(text):
            yield _entity(found.entity, found.value, found.start, found.end)


def _entity(entity: Text, value: Any, start: int, end: int) -> Dict[Text, Any]:
    return {"entity": entity, "value": value, "start": start, "end": end, "extractor": "NamesExtractor"}
