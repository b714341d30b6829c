"""What the person wants to know: one intent a message, from the sparse features."""

from __future__ import annotations

from typing import Any, Dict, Text

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.logistic_regression_classifier import LogisticRegressionClassifier


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class QuestionTypeClassifier(LogisticRegressionClassifier):
    """Rasa's logistic regression with the strength of regularisation as an option.

    Tf-idf vectors are short, so scikit-learn's default (C = 1) holds the weights back too much.
    """

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """Rasa's options and `C`, the inverse of the regularisation strength."""
        return {**LogisticRegressionClassifier.get_default_config(), "C": 10.0}

    def __init__(self, config: Dict[Text, Any], name: Text, model_storage: ModelStorage, resource: Resource) -> None:
        """An untrained classifier."""
        super().__init__(config, name, model_storage, resource)
        self.clf.set_params(C=self.config["C"])
