"""Whether a message tells of danger, learnt from messages: what the safety net's phrases do not hold.

The second of two nets. The first (`knowledge/safety`) stands without any model; this one hears what nobody has listed:
sober words of employees, hints, English. It is never certain, and only adds help lines beside an answer.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence, Text, Tuple

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.classifier import LinearClassifier, features_of, metadata_of, vector_of
from components.linear import LinearModel

DANGER, CALM = "danger", "calm"
NONE = "ingen"
SECOND = "second.npz"
# Where a message is not labelled by itself, a story of these needs is danger of the kind, and one of others is none.
KIND_OF = {
    "selvmordstanker": "selvmord",
    "selvskading": "selvskading",
    "vold": "vold-overgrep",
    "overgrep": "vold-overgrep",
}
# Of these needs some messages tell of danger and some do not; unlabelled they teach nothing.
UNCLEAR = frozenset({"omsorgssvikt", "sosial-kontroll", "rus-foresatt", "bekymring-for-barn", *KIND_OF})


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class DangerClassifier(LinearClassifier):
    """Sets `danger` to the kinds of emergency that are told, most certain first, and `calm` to whether none is.

    Two models. One has learnt from all messages, and tells danger from everyday worries; the other only from those
    that are labelled, half of which sound like danger and are not, and tells danger from what sounds like it. A kind
    is heard where the first is sure enough of it and the second does not speak against it.
    """

    teaches = DANGER

    def __init__(self, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource) -> None:
        """Holds no model until `train` or `load`."""
        super().__init__(config, model_storage, resource)
        self._second: Optional[LinearModel] = None

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """Confidences of the first model and of the second.

        `threshold` and `agrees`: danger is heard where they are at least this sure.
        `calm` and `denies`: there is none where either is less sure than this, and the first less than `threshold`.
        """
        return {**LinearClassifier.get_default_config(), "threshold": 0.1, "agrees": 0.3, "calm": 0.03, "denies": 0.2}

    def train(self, training_data: TrainingData) -> Resource:
        """Fits both models."""
        super().train(training_data)
        labelled = [one for one in training_data.intent_examples if metadata_of(one).get(DANGER) is not None]
        told = np.array([[metadata_of(one)[DANGER] != NONE] for one in labelled], dtype=int)
        self._second = LinearModel.fit(features_of(labelled), told, [DANGER], self._config["C"])
        with self._model_storage.write_to(self._resource) as folder:
            self._second.save(folder / SECOND)
        return self._resource

    def _read(self, folder: Path) -> None:
        super()._read(folder)
        self._second = LinearModel.load(folder / SECOND)

    def _lesson(self, training_data: TrainingData) -> Tuple[List[Message], List[Sequence[Text]]]:
        taught = [(message, _kinds(message)) for message in training_data.intent_examples]
        known = [(message, kinds) for message, kinds in taught if kinds is not None]
        return [message for message, _ in known], [kinds for _, kinds in known]

    def process(self, messages: List[Message]) -> List[Message]:
        """Adds `danger` and `calm` to each message; one of which nothing is known is neither."""
        for message in messages:
            ranked = self._ranked(message)
            sure = self._second_opinion(message) if ranked else 0.0
            heard = [one for one in ranked if one["confidence"] >= self._config["threshold"]]
            message.set(DANGER, heard if sure >= self._config["agrees"] else [], add_to_output=True)
            message.set(CALM, bool(ranked) and self._is_calm(ranked[0]["confidence"], sure), add_to_output=True)
        return messages

    def _is_calm(self, first: float, second: float) -> bool:
        """Whether no danger is likely; never where the first model hears one, whatever the second says."""
        unlikely = first < self._config["calm"] or second < self._config["denies"]
        return unlikely and first < self._config["threshold"]

    def _second_opinion(self, message: Message) -> float:
        """How sure the second model is that danger is told, between 0 and 1."""
        return float(self._second.confidences(vector_of(message))[0, 0]) if self._second is not None else 0.0


def _kinds(message: Message) -> Optional[Sequence[Text]]:
    metadata = metadata_of(message)
    label = metadata.get(DANGER)
    if label is not None:
        return [] if label == NONE else [label]
    needs = metadata.get("needs") or []
    if not UNCLEAR.intersection(needs):
        return []
    tells = metadata.get("kind") == "scene" and message.get("intent") == "finn-hjelp" and needs[0] in KIND_OF
    return [KIND_OF[needs[0]]] if tells else None
