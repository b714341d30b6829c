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

from components.classifier import LinearClassifier, metadata_of, vector_of
from components.featurizer import CLAUSES
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
        """`threshold`: least confidence of a need that is told beside another; the nearest needs `threshold_of_first`.

        Half the F1 that is reached is where confidences that mean what they say give the best F1 (Lipton et al.,
        Optimal thresholding of classifiers, 2014).
        A `watchful` need is told from `watchful_threshold` on: to miss it is worse than to ask in vain.
        `sign_weight`: what signs of a need that are as good as certain add to its log-odds. They are weighed here and
        not learnt, since whoever writes them knows the training messages, where they are right too often.
        `clause_weight`: how much of a need's log-odds in a long message its clearest clause decides.
        """
        return {
            **LinearClassifier.get_default_config(),
            "threshold": 0.43,
            "threshold_of_first": 0.35,
            "sign_weight": 1.0,
            "clause_weight": 0.3,
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
            message.set(NEEDS, self._told(ranked)[: self._config["max_needs"]], add_to_output=True)
            message.set(RANKING, ranked[: self._config["ranking_length"]], add_to_output=True)
        return messages

    def _evidence(self, message: Message) -> Dict[Text, float]:
        beside: Dict[Text, float] = defaultdict(float, self._from_clauses(message))
        strengths: Dict[Text, List[Text]] = defaultdict(list)
        for sign in message.get(SIGNS) or []:
            strengths[sign["need"]].append(sign["strength"])
        for need, found in strengths.items():
            beside[need] += self._config["sign_weight"] * evidence(found)
        return beside

    def _from_clauses(self, message: Message) -> Dict[Text, float]:
        """What moves the log-odds of each need from those of the whole message towards those of its clearest clause."""
        clauses = message.get(CLAUSES)
        if clauses is None or self._model is None:
            return {}
        clearest = self._model.log_odds(clauses).max(axis=0)
        moved = self._config["clause_weight"] * (clearest - self._model.log_odds(vector_of(message))[0])
        return dict(zip(self._model.labels, moved.tolist(), strict=True))

    def _told(self, ranked: List[Dict[Text, Any]]) -> List[Dict[Text, Any]]:
        least = [self._config["threshold_of_first"], *(self._config["threshold"] for _ in ranked[1:])]
        return [
            need
            for need, share in zip(ranked, least, strict=False)
            if need["confidence"] >= self._least(need["id"], share)
        ]

    def _least(self, need: Text, otherwise: float) -> float:
        return self._config["watchful_threshold"] if need in self._config["watchful"] else otherwise
