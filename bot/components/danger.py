"""Whether a message tells of danger, learnt from messages: what the safety net's phrases do not hold.

The second of two nets. The first (`knowledge/safety`) stands without any model; this one hears what nobody has listed:
sober words of employees, hints, English. It is never certain, and only adds help lines beside an answer.
"""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Sequence, Text, Tuple

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.classifier import LinearClassifier, metadata_of

DANGER = "danger"
NONE = "ingen"
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
    """Sets `danger` to the kinds of emergency with a confidence of at least `threshold`, most certain first."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """`threshold`: least confidence at which help lines stand beside the answer."""
        return {**LinearClassifier.get_default_config(), "threshold": 0.1}

    def _lesson(self, training_data: TrainingData) -> Tuple[List[Message], List[Sequence[Text]]]:
        taught = [(message, _kinds(message)) for message in training_data.intent_examples]
        known = [(message, kinds) for message, kinds in taught if kinds is not None]
        return [message for message, _ in known], [kinds for _, kinds in known]

    def process(self, messages: List[Message]) -> List[Message]:
        """Adds `danger` to each message."""
        for message in messages:
            heard = [one for one in self._ranked(message) if one["confidence"] >= self._config["threshold"]]
            message.set(DANGER, heard, add_to_output=True)
        return messages


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
