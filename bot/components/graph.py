"""What the project's components are to Rasa's graph: how they are made, and where what they learn is kept."""

from __future__ import annotations

from abc import abstractmethod
from pathlib import Path
from typing import Any, Dict, List, Text, Type, TypeVar

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Tokenizer

AnyMarker = TypeVar("AnyMarker", bound="Marker")
AnyStored = TypeVar("AnyStored", bound="Stored")


class OverTokens(GraphComponent):
    """Works on the tokens of a message."""

    @classmethod
    def required_components(cls) -> List[Type]:
        """A tokenizer must come before."""
        return [Tokenizer]


class Marker(OverTokens):
    """Reads the tokens of a message and marks it; learns nothing and keeps nothing."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """No options."""
        return {}

    @classmethod
    def create(
        cls: Type[AnyMarker],
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> AnyMarker:
        """The component."""
        return cls()


class Stored(OverTokens):
    """Learns something, and keeps it in Rasa's model storage: `train` writes what `_read` reads."""

    def __init__(self, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource) -> None:
        """Knows nothing until `train` or `load`."""
        self._config = config
        self._model_storage = model_storage
        self._resource = resource

    @classmethod
    def create(
        cls: Type[AnyStored],
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> AnyStored:
        """A component that has learnt nothing yet."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls: Type[AnyStored],
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> AnyStored:
        """The component with what it has learnt."""
        component = cls.create(config, model_storage, resource, execution_context)
        with model_storage.read_from(resource) as folder:
            component._read(folder)
        return component

    @abstractmethod
    def _read(self, folder: Path) -> None:
        """Takes up what `train` has written into the folder."""
