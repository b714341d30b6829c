from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from components.linear import FOLDS, SEED, TOLERANCE, LinearModel
from scipy.sparse import csr_matrix
from scipy.sparse import random as random_array
from scipy.special import expit
from sklearn.calibration import CalibratedClassifierCV
from sklearn.svm import LinearSVC

LABELS = ["rain", "sun", "wind"]
# How often each label is right of the messages with each of four features.
SHARES = np.array([[0.1, 0.9, 0.5], [0.5, 0.3, 0.1], [0.9, 0.1, 0.3], [0.3, 0.5, 0.9]])
TIMES = 200


@pytest.fixture(scope="module")
def features() -> csr_matrix:
    return csr_matrix(np.repeat(np.eye(4), TIMES, axis=0))


@pytest.fixture(scope="module")
def targets() -> np.ndarray:
    return np.vstack([np.arange(TIMES)[:, None] < shares * TIMES for shares in SHARES]).astype(int)


@pytest.fixture(scope="module")
def model(features: csr_matrix, targets: np.ndarray) -> LinearModel:
    shuffled = np.random.default_rng(SEED).permutation(len(targets))
    return LinearModel.fit(features[shuffled], targets[shuffled], LABELS, C=1.0)


def log_odds(confidences: np.ndarray) -> np.ndarray:
    return np.log(confidences / (1.0 - confidences))


def test_each_message_has_a_confidence_of_each_label_between_nought_and_one(
    model: LinearModel, features: csr_matrix
) -> None:
    confidences = model.confidences(features)
    assert confidences.shape == (4 * TIMES, 3)
    assert ((confidences > 0.0) & (confidences < 1.0)).all()


def test_a_label_told_with_nine_tenths_is_right_nine_times_of_ten(model: LinearModel) -> None:
    assert model.confidences(csr_matrix(np.eye(4))) == pytest.approx(SHARES, abs=0.1)


def test_the_labels_confidences_are_no_shares_of_one(model: LinearModel) -> None:
    assert model.confidences(csr_matrix(np.eye(4))).sum(axis=1).max() > 1.2


def test_the_folded_weights_tell_what_scikit_learn_tells() -> None:
    rng = np.random.default_rng(SEED)
    features = csr_matrix(rng.random((120, 6)))
    targets = (features.toarray()[:, :2] + rng.normal(0.0, 0.2, (120, 2)) > 0.5).astype(int)
    expected = [
        CalibratedClassifierCV(LinearSVC(C=1.0, tol=TOLERANCE, random_state=SEED), cv=FOLDS, ensemble=False)
        .fit(features, column)
        .predict_proba(features)[:, 1]
        for column in targets.T
    ]
    told = LinearModel.fit(features, targets, ["one", "two"], C=1.0).confidences(features)
    assert told == pytest.approx(np.array(expected).T, abs=1e-4)


def test_a_read_model_tells_what_the_written_one_told(tmp_path: Path, model: LinearModel, features: csr_matrix) -> None:
    model.save(tmp_path / "model.npz")
    read = LinearModel.load(tmp_path / "model.npz")
    assert read.labels == LABELS
    assert read.confidences(features).tolist() == model.confidences(features).tolist()


def test_two_fits_of_the_same_messages_are_equal(features: csr_matrix, targets: np.ndarray) -> None:
    one, other = (LinearModel.fit(features, targets, LABELS, C=1.0) for _ in range(2))
    assert one.confidences(features).tolist() == other.confidences(features).tolist()


@pytest.mark.parametrize("beside", [0.0, 0.5, -2.0])
def test_evidence_is_added_to_the_log_odds_of_every_label(model: LinearModel, beside: float) -> None:
    features = csr_matrix(np.eye(4))
    without = log_odds(model.confidences(features))
    assert log_odds(model.confidences(features, beside)) == pytest.approx(without + beside, abs=1e-4)


def test_evidence_for_one_label_leaves_the_others_as_they_are(model: LinearModel) -> None:
    features = csr_matrix(np.eye(4))
    more = model.confidences(features, np.array([1.0, 0.0, 0.0])) - model.confidences(features)
    assert (more[:, 0] > 0.0).all()
    assert more[:, 1:] == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize("messages", [1, 2])
def test_a_label_of_fewer_than_three_messages_cannot_be_learnt(features: csr_matrix, messages: int) -> None:
    few = np.zeros((features.shape[0], 2), dtype=int)
    few[::2, 0] = 1
    few[:messages, 1] = 1
    with pytest.raises(ValueError, match="less than 3 examples"):
        LinearModel.fit(features, few, ["many", "few"], C=1.0)


def test_the_confidences_are_those_of_the_product_of_the_whole_matrices() -> None:
    rng = np.random.default_rng(SEED)
    features = random_array(40, 500, density=0.1, format="csr", random_state=SEED)
    features[7] = 0.0
    weights, intercepts = rng.normal(size=(3, 500)), rng.normal(size=3)
    expected = expit(features.toarray() @ weights.T + intercepts)
    assert LinearModel(LABELS, weights, intercepts).confidences(features) == pytest.approx(expected, abs=1e-6)


def test_a_message_without_features_has_the_confidences_of_the_intercepts() -> None:
    model = LinearModel(["one", "two"], np.ones((2, 4)), np.array([0.0, -100.0]))
    assert model.confidences(csr_matrix((1, 4))).tolist()[0] == pytest.approx([0.5, 0.0])
