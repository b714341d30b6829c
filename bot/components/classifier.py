"""What the four classifiers share: a linear model over the features, as a component of Rasa's graph."""

from __future__ import annotations

from abc import abstractmethod
from pathlib import Path
from typing import Any, Dict, List, Mapping, Optional, Sequence, Text, Tuple, Type

import numpy as np
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import METADATA, METADATA_EXAMPLE, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, vstack
from sklearn.preprocessing import MultiLabelBinarizer

from components.graph import Stored
from components.linear import LinearModel

FILE = "model.npz"


class LinearClassifier(Stored):
    """Trains, keeps and reads a `LinearModel`; what is learnt and what is told, the classifier itself says."""

    def __init__(self, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource) -> None:
        """Holds no model until `train` or `load`."""
        super().__init__(config, model_storage, resource)
        self._model: Optional[LinearModel] = None

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """`C`: inverse of the regularisation strength."""
        return {"C": 1.0}

    @classmethod
    def required_components(cls) -> List[Type]:
        """A featurizer must come before."""
        return [Featurizer]

    def train(self, training_data: TrainingData) -> Resource:
        """Fits the model to the messages that `_lesson` chooses."""
        messages, labels = self._lesson(_meant_for(self.teaches, training_data))
        binarizer = MultiLabelBinarizer()
        targets = binarizer.fit_transform(labels)
        self._model = LinearModel.fit(features_of(messages), targets, binarizer.classes_.tolist(), self._config["C"])
        with self._model_storage.write_to(self._resource) as folder:
            self._model.save(folder / FILE)
        return self._resource

    # What a message may be marked to teach alone (`teaches: danger`); others do not learn from it.
    teaches: Optional[Text] = None

    def _read(self, folder: Path) -> None:
        self._model = LinearModel.load(folder / FILE)

    @abstractmethod
    def _lesson(self, training_data: TrainingData) -> Tuple[List[Message], List[Sequence[Text]]]:
        """The messages to learn from, and the labels of each."""

    def _ranked(
        self, message: Message, *, share: bool = False, evidence: Optional[Mapping[Text, float]] = None
    ) -> List[Dict[Text, Any]]:
        """`{"id", "confidence"}` of every label, most certain first; none where the message has no known feature.

        `share`: exactly one label is right, so that the confidences add up to one.
        `evidence`: what else speaks for a label, in log-odds.
        """
        features = vector_of(message)
        if not features.nnz or self._model is None:
            return []
        beside = np.array([(evidence or {}).get(label, 0.0) for label in self._model.labels])
        confidences = self._model.confidences(features, beside)[0]
        if share:
            confidences = confidences / confidences.sum()
        order = np.argsort(-confidences, kind="stable")
        return [{"id": self._model.labels[i], "confidence": round(float(confidences[i]), 4)} for i in order]


def _meant_for(teaches: Optional[Text], training_data: TrainingData) -> TrainingData:
    """The messages that are marked for nobody, or for this classifier."""
    own = {None, teaches}
    return TrainingData([one for one in training_data.intent_examples if metadata_of(one).get("teaches") in own])


def metadata_of(message: Message) -> Dict[Text, Any]:
    """What the training data says of a message besides its question type: `needs`, `role`, `variety` and so on."""
    metadata: Dict[Text, Any] = (message.get(METADATA) or {}).get(METADATA_EXAMPLE) or {}
    return metadata


def features_of(messages: List[Message]) -> csr_matrix:
    """The featurizer's vectors: shape (messages, features)."""
    return vstack([vector_of(message) for message in messages], format="csr")


def vector_of(message: Message) -> csr_matrix:
    """The featurizer's vector of one message: shape (1, features). It is Rasa's own, which whoever asks Rasa copies."""
    (vector,) = [one.features for one in message.features if one.attribute == TEXT]
    return vector
