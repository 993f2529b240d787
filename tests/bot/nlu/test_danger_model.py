"""The learnt half of hearing danger: `bot.nlu.danger_model` and `bot.nlu.danger_training`."""

from __future__ import annotations

import json

import numpy as np
import pytest

from bot.channels import reading
from bot.nlu import danger_features, danger_model, danger_training, ginza_vectors, word_vectors
from bot.nlu.danger_model import DangerModel, pieces, runs
from bot.nlu.danger_training import Row, RowBroken
from tests.bot.nlu.contract_texts import STRANGE_TEXTS

CRIES = (
    "もう消えてしまいたい",
    "夜になると死にたくなる",
    "生きているのがつらい",
    "誰も助けてくれない",
)
ALARMS = ("母が倒れて動きません", "家が燃えています", "血が止まらない", "子どもが川に落ちた")
CALM = (
    "家賃はいくらですか",
    "仕事を探しています",
    "雪はいつ降りますか",
    "保育園の申込方法",
    "死ぬほど寒い？",
)


@pytest.fixture(scope="module")
def model() -> DangerModel:
    word_vectors.share(ginza_vectors.known())
    rows = [Row(text, "distress", "suicide", "direct") for text in CRIES]
    rows += [Row(text, "emergency", "medical", "direct") for text in ALARMS]
    rows += [Row(text, None, None, "question") for text in CALM]
    letter = (
        "はじめまして。小樽の家賃を知りたいです。雪はいつ降りますか。仕事を探しています。もう死んで消えてしまいたい。"
    )
    rows.append(Row(letter, "distress", "suicide", "letter"))
    return danger_training.fit(rows, {}, dense_strength=10.0, spelt_strength=20.0, share=0.5, alike_weight=2.0)


def hear(model: DangerModel, text: str) -> danger_model.Heard:
    texts = pieces(text)
    chosen, spelt = model.loudest(texts)
    shown = [texts[i] for i in chosen]
    return model.hear(shown, danger_features.made(shown), spelt[chosen])


@pytest.mark.parametrize(("text", "kind"), [(t, "distress") for t in CRIES] + [(t, "emergency") for t in ALARMS])
def test_what_was_learnt_is_heard(model: DangerModel, text: str, kind: str) -> None:
    heard = hear(model, text)

    assert (heard.score > 0.5, heard.kind) == (True, kind)
    assert heard.subject == {"distress": "suicide", "emergency": "medical"}[kind]


@pytest.mark.parametrize("text", CALM)
def test_ordinary_questions_are_not(model: DangerModel, text: str) -> None:
    assert hear(model, text).score < 0.5


def test_one_sentence_of_a_letter_is_enough_and_is_named(model: DangerModel) -> None:
    heard = hear(
        model,
        "家賃はいくらですか。" * 40 + "夜になると死にたくなります。" + "雪はいつ降りますか。" * 40,
    )

    assert heard.score > 0.5
    assert "死にたく" in heard.words


def test_a_language_that_was_not_learnt_is_heard_through_the_encoder(model: DangerModel) -> None:
    assert hear(model, "I want to die").score > hear(model, "How much is the rent?").score


def test_saved_and_loaded_it_says_the_same(model: DangerModel, tmp_path) -> None:
    model.save(tmp_path)
    loaded = DangerModel.load(tmp_path)

    before, after = hear(model, CRIES[0]), hear(loaded, CRIES[0])
    assert after.score == pytest.approx(before.score, abs=1e-3)
    assert after.subject == before.subject


@pytest.mark.parametrize("text", STRANGE_TEXTS.values(), ids=list(STRANGE_TEXTS))
def test_any_text_has_pieces_of_bounded_length_and_number(model: DangerModel, text: str) -> None:
    found = pieces(text)
    chosen, logits = model.loudest(found)

    assert found
    assert max(map(len, found)) <= 2 * danger_model.MAX_CHARACTERS
    assert len(chosen) <= danger_model.MOST_ENCODED
    assert np.isfinite(logits).all()
    assert all(0 <= bucket < danger_model.BUCKETS for bucket in runs(text))


@pytest.mark.parametrize(
    ("typed", "usual"),
    [
        ("おとおさんが おふろに はいってくる", "お父さんがお風呂に入ってくる"),
        ("しやくしよは どこですか", "市役所はどこですか"),
        ("ｼﾆﾀｲ", "死にたい"),
        ("つずきを おしえて", "続きを教えて"),
    ],
)
def test_what_is_written_by_ear_sounds_as_what_is_meant(typed: str, usual: str) -> None:
    assert danger_model.sound(typed) == danger_model.sound(usual)


def test_a_cry_and_a_question_in_kana_are_told_apart_by_their_sound(model: DangerModel) -> None:
    assert hear(model, "いきて いるのが つらい").score > 0.5
    assert hear(model, "しごとを さがして います").score < 0.5


def test_rows_in_romaji_teach_as_they_will_be_read(tmp_path) -> None:
    row = {"text": "mou ikiteru imi ga wakaranai desu", "danger": "distress", "subject": "suicide"}
    (tmp_path / "a.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")

    [read] = danger_training.read(tmp_path)

    assert read.text == reading.as_read(row["text"]) != row["text"]


@pytest.mark.parametrize("row", [{"text": ""}, {"text": "a", "danger": "sad"}, {"danger": None}])
def test_a_row_that_cannot_be_used_is_named(tmp_path, row: dict) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")

    with pytest.raises(RowBroken, match=r"a\.jsonl:1"):
        danger_training.read(tmp_path)


def test_the_projects_own_rows_can_be_used_and_are_enough() -> None:
    from bot.nlu.danger_cache import PROJECT

    rows = danger_training.read(PROJECT / "data" / "danger" / "training")

    assert len(rows) >= 3_000
    assert all(row.subject for row in rows if row.kind)
    assert len({row.text for row in rows}) == len(rows)
