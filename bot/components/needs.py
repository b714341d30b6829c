"""What the message is about: every need in it.

A worried parent's message carries two or three needs at once, so this is a decision apart from the
intent: one classifier a need. Labels stand in the training data as `metadata: {needs: [...]}`.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Dict, List, Sequence, Text, Tuple

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.classifier import LinearClassifier, metadata_of
from components.lexicon import evidence
from components.signs import SIGNS

NEEDS = "needs"
RANKING = "needs_ranking"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class NeedsClassifier(LinearClassifier):
    """Sets `needs` (those above the threshold) and `needs_ranking` (the nearest, sure or not).

    Both are lists of `{"id": need, "confidence": 0..1}`, most certain first.
    """

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """`threshold`: least confidence of a need that is told.

        A `watchful` need is told from `watchful_threshold` on: to miss it is worse than to ask in vain.
        `sign_weight`: what signs of a need that are as good as certain add to its log-odds. They are weighed here and
        not learnt, since whoever writes them knows the training messages, where they are right too often.
        """
        return {
            **LinearClassifier.get_default_config(),
            "threshold": 0.35,
            "sign_weight": 1.0,
            "watchful": ["selvmordstanker", "selvskading"],
            "watchful_threshold": 0.25,
            "max_needs": 5,
            "ranking_length": 5,
        }

    def _lesson(self, training_data: TrainingData) -> Tuple[List[Message], List[Sequence[Text]]]:
        messages = training_data.intent_examples
        return messages, [metadata_of(message).get(NEEDS, ()) for message in messages]

    def process(self, messages: List[Message]) -> List[Message]:
        """Adds both lists to each message."""
        for message in messages:
            ranked = self._ranked(message, evidence=self._evidence(message))
            sure = [need for need in ranked if need["confidence"] >= self._least(need["id"])]
            message.set(NEEDS, sure[: self._config["max_needs"]], add_to_output=True)
            message.set(RANKING, ranked[: self._config["ranking_length"]], add_to_output=True)
        return messages

    def _evidence(self, message: Message) -> Dict[Text, float]:
        strengths: Dict[Text, List[Text]] = defaultdict(list)
        for sign in message.get(SIGNS) or []:
            strengths[sign["need"]].append(sign["strength"])
        return {need: self._config["sign_weight"] * evidence(found) for need, found in strengths.items()}

    def _least(self, need: Text) -> float:
        return self._config["watchful_threshold" if need in self._config["watchful"] else "threshold"]
