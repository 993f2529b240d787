"""The linear model over all labels: `bot.nlu.label_model`."""

from __future__ import annotations

import numpy as np
import pytest

from bot.nlu.label_model import LabelModel


def learnt(labels=("a", "b", "c"), *, examples=8, sharpness=1.0, dimensions=4):
    """Return a model of labels that lie along one axis each, with a little noise."""
    noise = np.random.default_rng(0).normal(scale=0.1, size=(len(labels), examples, dimensions))
    dense = (np.eye(len(labels), dimensions)[:, None, :] + noise).reshape(-1, dimensions)
    dense /= np.linalg.norm(dense, axis=1, keepdims=True)
    names = [label for label in labels for _ in range(examples)]
    dense = dense.astype(np.float32)
    return LabelModel.fit(dense, names, 10.0, sharpness)


def axis(number, dimensions=4):
    return np.eye(dimensions, dtype=np.float32)[number]


@pytest.mark.parametrize("labels", [("a", "b"), ("a", "b", "c")], ids=["two labels", "three labels"])
@pytest.mark.parametrize("number", [0, 1])
def test_text_near_a_label_gets_that_label(labels, number):
    scores = learnt(labels).scores(axis(number))

    assert scores.label == labels[number]
    assert scores.confidence > 0.8


@pytest.mark.parametrize("labels", [("a", "b"), ("a", "b", "c")], ids=["two labels", "three labels"])
def test_probabilities_are_those_of_scikit_learn(labels):
    from sklearn.linear_model import LogisticRegression

    dense = np.random.default_rng(1).normal(size=(30, 4)).astype(np.float32)
    names = [labels[row % len(labels)] for row in range(30)]
    theirs = LogisticRegression(C=3.0, max_iter=500, tol=1e-8).fit(dense, names)

    ours = LabelModel.fit(dense, names, 3.0, 1.0)

    expected = dict(zip(theirs.classes_, theirs.predict_proba(dense[:1])[0], strict=True))
    assert dict(ours.scores(dense[0]).ranking) == pytest.approx(expected, abs=1e-4)


def test_ranking_holds_every_label_best_first():
    ranking = learnt().scores(axis(1)).ranking

    assert sorted(label for label, _ in ranking) == ["a", "b", "c"]
    assert ranking == sorted(ranking, key=lambda pair: -pair[1])
    assert sum(chance for _, chance in ranking) == pytest.approx(1.0, abs=1e-5)


def test_sharpness_makes_the_same_label_surer():
    plain, sharp = (
        learnt().scores(axis(0)),
        learnt(sharpness=3.0).scores(axis(0)),
    )

    assert sharp.label == plain.label
    assert sharp.confidence > plain.confidence


def test_text_at_a_centre_is_near():
    model = learnt()

    assert model.scores(model.centres[2]).nearness == pytest.approx(1.0, abs=1e-5)


def test_foreign_text_is_far():
    assert abs(learnt().scores(axis(3)).nearness) < 0.2


def test_nearness_does_not_depend_on_length():
    model = learnt()

    assert model.scores(axis(0) * 7).nearness == pytest.approx(model.scores(axis(0)).nearness, abs=1e-5)


def test_text_without_a_vector_is_farthest_and_still_ranked():
    scores = learnt().scores(np.zeros(4, dtype=np.float32))

    assert scores.nearness == -1.0
    assert len(scores.ranking) == 3


def test_huge_logits_do_not_overflow():
    scores = learnt(sharpness=1e4).scores(axis(0))

    assert scores.confidence == pytest.approx(1.0)


@pytest.mark.parametrize("labels", [["a", "a"], []], ids=["one label", "no question"])
def test_fewer_than_two_labels_cannot_be_learnt(labels):
    dense = np.zeros((len(labels), 4), dtype=np.float32)

    with pytest.raises(ValueError, match="at least two labels are needed to learn"):
        LabelModel.fit(dense, labels, 1.0, 1.0)


def test_loaded_model_scores_as_the_saved_one(tmp_path):
    model = learnt(sharpness=1.7)
    model.save(tmp_path)

    assert LabelModel.load(tmp_path).scores(axis(1)) == model.scores(axis(1))


def test_another_model_is_heard_as_far_as_its_share():
    model = learnt()
    heard = np.array([0.0, 0.0, 50.0], dtype=np.float32)

    alone = model.scores(axis(0))
    assert model.scores(axis(0), heard, 0.0) == alone
    assert model.scores(axis(0), heard, 1.0).label == model.labels[2] != alone.label
