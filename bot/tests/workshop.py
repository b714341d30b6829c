"""Components made, trained and loaded as Rasa's graph does it, over one real model storage."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List

from components.featurizer import NorwegianFeaturizer
from components.tokenizer import NorwegianTokenizer
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

EXAMPLES = Path(__file__).parent / "examples.yml"


class Workshop:
    """`create` gives an untrained component, `load` the one that was trained under the same class."""

    def __init__(self, folder: Path) -> None:
        self._storage = LocalModelStorage.create(folder)

    def create(self, kind: Any, **options: Any) -> Any:
        return kind.create(*self._arguments(kind, options))

    def load(self, kind: Any, **options: Any) -> Any:
        return kind.load(*self._arguments(kind, options))

    def _arguments(self, kind: Any, options: Dict[str, Any]) -> List[Any]:
        config = {**kind.get_default_config(), **options}
        context = ExecutionContext(GraphSchema({}), node_name=kind.__name__)
        return [config, self._storage, Resource(kind.__name__), context]


class Lesson:
    """The invented examples, tokenized and featurized, and new messages read in the same way."""

    def __init__(self, workshop: Workshop) -> None:
        self._tokenizer = workshop.create(NorwegianTokenizer)
        self.featurizer = workshop.create(NorwegianFeaturizer)
        self.data: TrainingData = self._tokenizer.process_training_data(RasaYAMLReader().read(EXAMPLES))
        self.featurizer.train(self.data)
        self.featurizer.process_training_data(self.data)

    def tokenized(self, *texts: str) -> List[Message]:
        return self._tokenizer.process([Message({TEXT: text}) for text in texts])

    def read(self, *texts: str) -> List[Message]:
        return self.featurizer.process(self.tokenized(*texts))
