"""How a text sounds: `bot.nlu.reading_model`."""

from __future__ import annotations

import numpy as np
import pytest

from bot.nlu.morphology import analyse
from bot.nlu.reading_model import ReadingModel, reading, terms

QUESTIONS = {
    "housing/rental_search": ["家を借りたい", "借家を探す", "家を探しています", "部屋を借りる"],
    "life/snow_removal": ["除雪が心配", "雪かきは大変", "除雪車は来ますか", "雪かきをしたくない"],
    "subsidy/subsidy_amount": ["支援金の額", "支援金はいくら", "いくらもらえる", "支援金の金額"],
}
LABELS = sorted(QUESTIONS)


def spoken(text):
    return reading(analyse(text))


@pytest.fixture(scope="module")
def model():
    pairs = [(spoken(text), label) for label, texts in QUESTIONS.items() for text in texts]
    readings, labels = zip(*pairs, strict=True)
    return ReadingModel.fit(readings, labels, 0.5)


@pytest.mark.parametrize(
    ("text", "sounds"),
    [("家を、借りたい！", "いえをかりたい"), ("アパート", "あぱーと"), ("", ""), ("!?", "")],
)
def test_reading_is_hiragana_without_marks(text, sounds):
    assert spoken(text) == sounds


def test_terms_are_all_runs_of_one_to_four_characters():
    assert terms("あいう") == {"あ": 1, "い": 1, "う": 1, "あい": 1, "いう": 1, "あいう": 1}


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("いえをさがす", "housing/rental_search"),
        ("ゆきかきがしんぱい", "life/snow_removal"),
        ("しえんきん いくら", "subsidy/subsidy_amount"),
        ("支縁金はいくら", "subsidy/subsidy_amount"),
    ],
    ids=["kana", "kana of another sentence", "with a space", "wrong kanji"],
)
def test_what_sounds_like_a_question_has_its_label(model, text, label):
    assert LABELS[int(model.logits(spoken(text)).argmax())] == label


@pytest.mark.parametrize("text", ["", "XYZ", "ぬぬ"])
def test_what_sounds_like_nothing_known_tells_nothing(model, text):
    assert model.logits(text).tolist() == [0.0] * len(LABELS)


def test_two_labels_have_opposite_margins():
    model = ReadingModel.fit(["ああ", "ああい", "うう", "ううえ"], ["a", "a", "b", "b"], 1.0)

    first, second = model.logits("ああ")
    assert first == pytest.approx(-second, abs=1e-2)
    assert first > 0


def test_loaded_model_says_the_same(model, tmp_path):
    model.save(tmp_path)

    loaded = ReadingModel.load(tmp_path)
    for text in ("いえをかりたい", "じょせつ", ""):
        np.testing.assert_array_equal(loaded.logits(text), model.logits(text))
