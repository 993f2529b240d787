"""Sentence vectors on a message: `bot.nlu.dense_features`."""

from __future__ import annotations

import numpy as np
import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.nlu import dense_features
from bot.nlu.sudachi_tokenizer import SudachiTokenizer

VECTOR = np.arange(3, dtype=np.float32)


def tokenized(text):
    tokenizer = SudachiTokenizer(SudachiTokenizer.get_default_config())
    return tokenizer.process([Message(data={"text": text})])[0]


def test_vector_is_found_by_its_origin():
    message = tokenized("家賃は")
    dense_features.add(message, VECTOR + 1, "other", rows=False)
    dense_features.add(message, VECTOR, "mine", rows=False)

    assert np.array_equal(dense_features.sentence_vector(message, "mine"), VECTOR)


def test_vector_of_a_featurizer_that_is_not_there_is_none():
    assert dense_features.sentence_vector(tokenized("家賃は"), "mine") is None


@pytest.mark.parametrize(("text", "count"), [("家賃は", 2), ("", 1), (" ", 1)])
def test_rows_are_one_per_token(text, count):
    message = tokenized(text)

    dense_features.add(message, VECTOR, "mine", rows=True)

    shapes = {feature.type: feature.features.shape for feature in message.features}
    assert shapes == {"sentence": (1, 3), "sequence": (count, 3)}
