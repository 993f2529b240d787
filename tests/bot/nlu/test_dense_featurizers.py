"""What the two dense featurizers do besides the shared contract."""

from __future__ import annotations

import numpy as np
import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.nlu import morphology, word_vectors
from bot.nlu.dense_features import sentence_vector
from bot.nlu.sudachi_tokenizer import morphemes
from bot.nlu.word_vector_featurizer import WordVectorFeaturizer
from tests.bot.nlu.component_contract import training_data

FEATURIZERS = ["WordVectorFeaturizer", "SentenceEncoderFeaturizer"]


@pytest.mark.parametrize("featurizer", FEATURIZERS)
def test_training_question_has_the_vector_of_the_same_message(featurizer, assistant):
    data = training_data()
    assistant.components["SudachiTokenizer"].process_training_data(data)

    assistant.components[featurizer].process_training_data(data)

    question = data.training_examples[0]
    asked = assistant.read(question.get("text"), until=featurizer)
    assert np.allclose(sentence_vector(question, featurizer), sentence_vector(asked, featurizer), atol=1e-5)


@pytest.mark.parametrize("featurizer", FEATURIZERS)
def test_training_example_without_text_has_no_vector(featurizer, assistant):
    data = training_data()
    data.training_examples.append(Message(data={"action_name": "action_listen"}))

    assistant.components[featurizer].process_training_data(data)

    assert sentence_vector(data.training_examples[-1], featurizer) is None


def test_classifier_finds_the_word_vectors_that_the_featurizer_uses(assistant):
    message = assistant.read("家賃はいくらですか", until="WordVectorFeaturizer")

    shared = word_vectors.shared().sentence(morphemes(message))

    assert np.array_equal(shared, sentence_vector(message, "WordVectorFeaturizer"))


def test_vectors_of_another_package_have_another_fingerprint():
    known = WordVectorFeaturizer.fingerprint_addon({"package": "ja_ginza"})

    assert known != WordVectorFeaturizer.fingerprint_addon({"package": "spacy"})


def test_missing_vector_package_is_named_by_the_fingerprint():
    with pytest.raises(morphology.MissingPackage, match="no-such-model is not installed"):
        WordVectorFeaturizer.fingerprint_addon({"package": "no_such_model"})
