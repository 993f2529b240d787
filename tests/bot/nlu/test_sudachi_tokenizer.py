"""What SudachiTokenizer does besides the shared contract."""

from __future__ import annotations

import pytest
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.sudachi_tokenizer import MORPHEME, SudachiTokenizer, morphemes


def tokenizer(**options):
    return SudachiTokenizer({**SudachiTokenizer.get_default_config(), **options})


def tokens_of(text, **options):
    return tokenizer(**options).process([Message(data={"text": text})])[0].get("text_tokens")


def test_words_and_their_offsets():
    tokens = tokens_of("小樽で Wi-Fi は？")

    assert [(token.text, token.start) for token in tokens] == [
        ("小樽", 0),
        ("で", 2),
        ("Wi-Fi", 4),
        ("は", 10),
        ("？", 11),
    ]


def test_lemma_is_the_normalised_form():
    assert tokens_of("いくら")[0].lemma == "幾ら"


def test_lemma_is_the_word_as_typed_if_so_configured():
    assert tokens_of("いくら", normalised_lemma=False)[0].lemma == "いくら"


def test_long_mode_keeps_compounds():
    short, long = tokens_of("外国人参政権"), tokens_of("外国人参政権", mode="C")

    assert len(short) > len(long) == 1


def test_unknown_mode_is_refused_with_what_was_expected():
    with pytest.raises(ValueError, match="expected A, B or C, got 'D'"):
        tokenizer(mode="D")


@pytest.mark.parametrize("text", ["", " ", "\u3000\n"])
def test_text_without_words_is_one_token_without_a_morpheme(text):
    message = tokenizer().process([Message(data={"text": text})])[0]

    assert len(message.get("text_tokens")) == 1
    assert morphemes(message) == []


def test_token_carries_its_morpheme():
    token = tokens_of("家賃")[0]

    assert token.get(MORPHEME).surface == "家賃"


def test_morphemes_of_a_message_nobody_tokenized_are_none():
    assert morphemes(Message(data={"text": "家賃"})) == []


def test_message_without_text_is_left_alone():
    message = tokenizer().process([Message(data={})])[0]

    assert message.get("text_tokens") is None


def test_training_question_and_its_label_are_tokenized():
    message = Message.build(text="家賃はいくら", intent="housing/rent_cost")

    tokenizer().process_training_data(TrainingData([message]))

    assert [token.text for token in message.get("text_tokens")] == ["家賃", "は", "いくら"]
    assert [token.text for token in message.get("intent_response_key_tokens")] == [
        "housing",
        "rent_cost",
    ]
