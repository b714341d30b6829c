"""What the person wants to know: one intent a message, from the sparse features."""

from __future__ import annotations

from typing import Any, Dict, Text

import numpy as np
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.logistic_regression_classifier import LogisticRegressionClassifier

FILE = "weights.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class QuestionTypeClassifier(LogisticRegressionClassifier):
    """Rasa's logistic regression with the strength of regularisation as an option, kept as plain arrays.

    Tf-idf vectors are short, so scikit-learn's default (C = 1) holds the weights back too much. Rasa keeps
    its classifier with skops, whose import alone takes seven of the seconds that a start takes.
    """

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """Rasa's options and `C`, the inverse of the regularisation strength."""
        return {**LogisticRegressionClassifier.get_default_config(), "C": 10.0}

    def __init__(self, config: Dict[Text, Any], name: Text, model_storage: ModelStorage, resource: Resource) -> None:
        """An untrained classifier."""
        super().__init__(config, name, model_storage, resource)
        self.clf.set_params(C=self.config["C"])

    def persist(self) -> None:
        """Writes classes, weights and intercepts."""
        with self._model_storage.write_to(self._resource) as folder:
            np.savez_compressed(
                folder / FILE,
                classes=self.clf.classes_.astype(str),
                weights=self.clf.coef_,
                intercepts=self.clf.intercept_,
            )

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "QuestionTypeClassifier":
        """A trained classifier."""
        classifier = cls.create(config, model_storage, resource, execution_context)
        with model_storage.read_from(resource) as folder:
            stored = np.load(folder / FILE, allow_pickle=False)
            classifier.clf.classes_ = stored["classes"]
            classifier.clf.coef_ = stored["weights"]
            classifier.clf.intercept_ = stored["intercepts"]
        return classifier
