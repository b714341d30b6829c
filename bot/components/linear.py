"""A linear support vector machine a label, with confidences that mean what they say.

Margins are turned into confidences by Platt's sigmoid, fitted on messages that the machine had not seen (cross
validation): of the labels told with 0.8, eight in ten are right (`make eval` measures it). Kept as plain arrays;
the sigmoid is folded into the weights, so that reading a message is one product of a sparse row with a matrix.

Sources: Fan et al., LIBLINEAR (JMLR 2008); Platt, Probabilistic outputs for support vector machines (1999).
"""

from __future__ import annotations

from pathlib import Path
from typing import List, Sequence, Union

import numpy as np
from scipy.sparse import csr_matrix
from scipy.special import expit
from sklearn.calibration import CalibratedClassifierCV
from sklearn.multiclass import OneVsRestClassifier
from sklearn.svm import LinearSVC

SEED = 20
FOLDS = 3
# How near its optimum a machine must come. With scikit-learn's own thousandth of this the same needs are told,
# after four times as long.
TOLERANCE = 0.1


class LinearModel:
    """`labels` in column order; `weights` of shape (labels, features); `intercepts` of shape (labels,)."""

    def __init__(self, labels: Sequence[str], weights: np.ndarray, intercepts: np.ndarray) -> None:
        """Weights are kept in single precision: the confidences are the same in four digits."""
        self.labels: List[str] = list(labels)
        # Features by labels, row after row: a matrix that lies otherwise, or is of another precision than the features,
        # SciPy would copy, fourteen megabytes a message.
        self._weights = np.ascontiguousarray(weights.astype(np.float32).T)
        self._intercepts = intercepts.astype(np.float32)

    @classmethod
    def fit(cls, features: csr_matrix, targets: np.ndarray, labels: Sequence[str], C: float) -> "LinearModel":  # noqa: N803 - scikit-learn's name
        """One machine a column of `targets`, an array of noughts and ones of shape (messages, labels).

        `C`: inverse regularisation strength.

        Raises:
            ValueError: when a label has fewer than three messages.
        """
        machine = LinearSVC(C=C, tol=TOLERANCE, random_state=SEED)
        calibrated = CalibratedClassifierCV(machine, cv=FOLDS, ensemble=False)
        fitted = OneVsRestClassifier(calibrated, n_jobs=-1).fit(features, targets)
        # Of each: P(label) = 1 / (1 + exp(a * margin + b)), and margin = weights . features + intercept.
        inner = [one.calibrated_classifiers_[0] for one in fitted.estimators_]
        slopes = np.array([one.calibrators[0].a_ for one in inner])
        shifts = np.array([one.calibrators[0].b_ for one in inner])
        weights = np.vstack([one.base_estimator.coef_ for one in inner])
        intercepts = np.concatenate([one.base_estimator.intercept_ for one in inner])
        return cls(labels, -slopes[:, None] * weights, -(slopes * intercepts + shifts))

    def confidences(self, features: csr_matrix, evidence: Union[np.ndarray, float] = 0.0) -> np.ndarray:
        """Of each label by itself: shape (messages, labels), each between 0 and 1.

        `evidence`: what else speaks for each label, in log-odds; of the same shape, or one number for all.
        """
        return expit(self.log_odds(features) + evidence)

    def log_odds(self, features: csr_matrix) -> np.ndarray:
        """Of each label by itself, by the words alone: shape (messages, labels)."""
        return np.array([self._product(features, row) for row in range(features.shape[0])]) + self._intercepts

    def _product(self, features: csr_matrix, row: int) -> np.ndarray:
        """Of one row with the weights; of few rows, SciPy's checks would take longer than its product."""
        own = slice(*features.indptr[row : row + 2])
        return features.data[own].astype(np.float32) @ self._weights.take(features.indices[own], axis=0)

    def save(self, path: Path) -> None:
        """Writes one `.npz`."""
        np.savez_compressed(path, labels=np.array(self.labels), weights=self._weights.T, intercepts=self._intercepts)

    @classmethod
    def load(cls, path: Path) -> "LinearModel":
        """Reads what `save` wrote; nothing is unpickled."""
        stored = np.load(path, allow_pickle=False)
        return cls(stored["labels"].tolist(), stored["weights"], stored["intercepts"])
