"""Who writes: parent, young person or employee.

Labels stand in the training data as `metadata: {role: ...}`; messages that do not tell are left out.
"""

from __future__ import annotations

from typing import List, Sequence, Text, Tuple

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.classifier import LinearClassifier, metadata_of

ROLE = "role"
UNKNOWN = "ukjent"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class RoleClassifier(LinearClassifier):
    """Sets `role` to `{"id": role, "confidence": 0..1}`; the reader decides how sure is sure."""

    def _lesson(self, training_data: TrainingData) -> Tuple[List[Message], List[Sequence[Text]]]:
        told = [message for message in training_data.intent_examples if _role_of(message) != UNKNOWN]
        return told, [[_role_of(message)] for message in told]

    def process(self, messages: List[Message]) -> List[Message]:
        """Adds `role` to each message; None where nothing tells."""
        for message in messages:
            ranked = self._ranked(message, share=True)
            message.set(ROLE, ranked[0] if ranked else None, add_to_output=True)
        return messages


def _role_of(message: Message) -> Text:
    role: Text = metadata_of(message).get(ROLE, UNKNOWN)
    return role
