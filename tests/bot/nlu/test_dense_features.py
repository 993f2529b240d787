"""Sentence vectors on a message: `bot.nlu.dense_features`."""

from __future__ import annotations

import numpy as np
from rasa.shared.nlu.training_data.message import Message

from bot.nlu import dense_features
from bot.nlu.sudachi_tokenizer import SudachiTokenizer

VECTOR = np.arange(3, dtype=np.float32)


def tokenized(text):
    tokenizer = SudachiTokenizer(SudachiTokenizer.get_default_config())
    return tokenizer.process([Message(data={"text": text})])[0]


def test_vector_is_found_by_its_origin():
    message = tokenized("家賃は")
    dense_features.add(message, VECTOR + 1, "other")
    dense_features.add(message, VECTOR, "mine")

    assert np.array_equal(dense_features.sentence_vector(message, "mine"), VECTOR)


def test_vector_of_a_featurizer_that_is_not_there_is_none():
    assert dense_features.sentence_vector(tokenized("家賃は"), "mine") is None
