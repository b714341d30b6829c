"""Who writes: parent, young person or employee, from the same features as the question type.

Labels stand in the training data as `metadata: {role: ...}`; messages that do not tell are left out.
"""

from __future__ import annotations

from typing import Any, Dict, List, Text, Tuple

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import METADATA, METADATA_EXAMPLE
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix

from components.question_type import QuestionTypeClassifier

ROLE = "role"
UNKNOWN = "ukjent"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class RoleClassifier(QuestionTypeClassifier):
    """Sets `role` to `{"id": role, "confidence": 0..1}`; the reader decides how sure is sure."""

    def _create_training_matrix(self, training_data: TrainingData) -> Tuple[csr_matrix, List[Text]]:
        told = [message for message in training_data.intent_examples if _role_of(message) != UNKNOWN]
        return self._create_X(told), [_role_of(message) for message in told]

    def process(self, messages: List[Message]) -> List[Message]:
        """Adds `role` to each message; the intent stays as it is."""
        for message, confidences in zip(messages, self.clf.predict_proba(self._create_X(messages)), strict=True):
            best = int(confidences.argmax())
            role = {"id": str(self.clf.classes_[best]), "confidence": round(float(confidences[best]), 4)}
            message.set(ROLE, role, add_to_output=True)
        return messages


def _role_of(message: Message) -> Text:
    metadata: Dict[Text, Any] = message.get(METADATA) or {}
    return (metadata.get(METADATA_EXAMPLE) or {}).get(ROLE, UNKNOWN)
