"""A classifier without some of the questions: `bot.evaluation.held_out`."""

from __future__ import annotations

import numpy as np
import pytest

from bot.evaluation import held_out
from bot.evaluation.folds import Questions
from bot.nlu import reading_model, sentence_encoder, word_vectors
from bot.nlu.morphology import analyse

ASKED = {
    "housing/rent_cost": ["家賃はいくらですか", "家賃の相場", "敷金は要りますか", "礼金はいくら"],
    "jobs/job_search": ["求人はありますか", "仕事を探したい", "転職できますか", "どんな仕事がある"],
    "life/school": ["学校はどこ", "転校の手続き", "小学校の数", "中学校はありますか"],
}


@pytest.fixture
def questions():
    texts = [text for asked in ASKED.values() for text in asked]
    labels = [label for label, asked in ASKED.items() for _ in asked]
    random = np.random.default_rng(0)
    centres = {label: random.normal(size=word_vectors.DIMENSIONS + sentence_encoder.DIMENSIONS) for label in ASKED}
    dense = np.stack([centres[label] + 0.1 * random.normal(size=centres[label].shape) for label in labels])
    encoded, worded = np.split(dense.astype(np.float32), [sentence_encoder.DIMENSIONS], axis=1)
    words = [analyse(text) for text in texts]
    return Questions(texts, labels, encoded, worded, words, [reading_model.reading(w) for w in words])


def test_what_is_left_out_is_not_learnt_and_the_rest_is(questions):
    left_out = np.zeros(len(questions.texts), dtype=bool)
    left_out[::4] = True

    found = held_out.without(questions, left_out).follow_ups()

    learnt = "\n".join(found.words.index.texts)
    assert found.labels == sorted(ASKED)
    for text, is_left_out in zip(questions.texts, left_out, strict=True):
        assert (text not in learnt) == is_left_out
