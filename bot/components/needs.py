"""What the message is about: every need in it, from the same features as the question type.

A worried parent's message carries two or three needs at once, so this is a decision apart from the
intent: one logistic regression a need. Labels stand in the training data as `metadata: {needs: [...]}`.
"""

from __future__ import annotations

from typing import Any, Dict, List, Text, Tuple, Type

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import METADATA, METADATA_EXAMPLE, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, vstack
from scipy.special import expit
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.preprocessing import MultiLabelBinarizer

NEEDS = "needs"
RANKING = "needs_ranking"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class NeedsClassifier(GraphComponent):
    """Sets `needs` (those above the threshold) and `needs_ranking` (the nearest, sure or not).

    Both are lists of `{"id": need, "confidence": 0..1}`, most certain first.
    """

    def __init__(self, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource) -> None:
        """Holds no weights until `train` or `load`."""
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._labels: List[Text] = []
        self._weights = np.empty((0, 0), dtype=np.float32)
        self._intercepts = np.empty(0, dtype=np.float32)

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """The thresholds of a need that is told, and the classifiers' own numbers.

        `threshold`: least confidence. A story of at least `story_words` words tells of several things, each in few of
        them, so `story_threshold` holds there. A `watchful` need is told from `watchful_threshold` on: to miss it is
        worse than to ask in vain. `C`: inverse regularisation strength.
        """
        return {
            "threshold": 0.65,
            "story_words": 25,
            "story_threshold": 0.45,
            "watchful": ["selvmordstanker", "selvskading"],
            "watchful_threshold": 0.4,
            "C": 10.0,
            "max_needs": 5,
            "ranking_length": 5,
        }

    @classmethod
    def required_components(cls) -> List[Type]:
        """A featurizer must come before."""
        return [Featurizer]

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "NeedsClassifier":
        """An untrained classifier."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "NeedsClassifier":
        """A trained classifier."""
        classifier = cls.create(config, model_storage, resource, execution_context)
        with model_storage.read_from(resource) as folder:
            stored = np.load(folder / "needs.npz", allow_pickle=False)
            classifier._labels = stored["labels"].tolist()
            classifier._weights = stored["weights"]
            classifier._intercepts = stored["intercepts"]
        return classifier

    def train(self, training_data: TrainingData) -> Resource:
        """Fits one classifier a need on all messages that have a question type."""
        examples = training_data.intent_examples
        binarizer = MultiLabelBinarizer()
        labels = binarizer.fit_transform([_needs_of(message) for message in examples])
        estimator = LogisticRegression(C=self._config["C"], class_weight="balanced", solver="liblinear")
        fitted = OneVsRestClassifier(estimator).fit(_features(examples), labels)
        self._labels = binarizer.classes_.tolist()
        self._weights = np.vstack([one.coef_ for one in fitted.estimators_]).astype(np.float32)
        self._intercepts = np.concatenate([one.intercept_ for one in fitted.estimators_]).astype(np.float32)
        self._persist()
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """Adds both lists to each message."""
        for message in messages:
            ranked = self._rank(message)
            story = len(message.get(TOKENS_NAMES[TEXT]) or ()) >= self._config["story_words"]
            sure = [need for need in ranked if need["confidence"] >= self._least(need["id"], story=story)]
            message.set(NEEDS, sure[: self._config["max_needs"]], add_to_output=True)
            message.set(RANKING, ranked[: self._config["ranking_length"]], add_to_output=True)
        return messages

    def _least(self, need: Text, *, story: bool) -> float:
        watchful = need in self._config["watchful"]
        return self._config["watchful_threshold" if watchful else "story_threshold" if story else "threshold"]

    def _rank(self, message: Message) -> List[Dict[Text, Any]]:
        features = _features([message])
        if not features.nnz:
            return []
        confidences = expit((features @ self._weights.T)[0] + self._intercepts)
        order = np.argsort(-confidences)
        return [{"id": self._labels[i], "confidence": round(float(confidences[i]), 4)} for i in order]

    def _persist(self) -> None:
        with self._model_storage.write_to(self._resource) as folder:
            np.savez_compressed(
                folder / "needs.npz",
                labels=np.array(self._labels),
                weights=self._weights,
                intercepts=self._intercepts,
            )


def _needs_of(message: Message) -> Tuple[Text, ...]:
    metadata = message.get(METADATA) or {}
    return tuple((metadata.get(METADATA_EXAMPLE) or {}).get(NEEDS, ()))


def _features(messages: List[Message]) -> csr_matrix:
    return vstack([message.get_sparse_features(TEXT)[1].features for message in messages], format="csr")
