"""What the person wants to know: one intent a message."""

from __future__ import annotations

from typing import Any, Dict, List, Sequence, Text, Tuple

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.classifier import LinearClassifier


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class QuestionTypeClassifier(LinearClassifier):
    """Sets Rasa's `intent` and `intent_ranking`; the confidences of all question types add up to one."""

    def _lesson(self, training_data: TrainingData) -> Tuple[List[Message], List[Sequence[Text]]]:
        messages = training_data.intent_examples
        return messages, [[message.get(INTENT)] for message in messages]

    def process(self, messages: List[Message]) -> List[Message]:
        """Adds both to each message; a message without a known feature has no intent."""
        for message in messages:
            ranking = [_as_intent(one) for one in self._ranked(message, share=True)]
            best = ranking[0] if ranking else {INTENT_NAME_KEY: None, PREDICTED_CONFIDENCE_KEY: 0.0}
            message.set(INTENT, best, add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages


def _as_intent(one: Dict[Text, Any]) -> Dict[Text, Any]:
    return {INTENT_NAME_KEY: one["id"], PREDICTED_CONFIDENCE_KEY: one["confidence"]}
