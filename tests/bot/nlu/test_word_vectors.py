"""Word vectors and their weighted mean: `bot.nlu.word_vectors`."""

from __future__ import annotations

import numpy as np
import pytest

from bot.nlu import ginza_vectors
from bot.nlu.morphology import MissingPackage, analyse
from bot.nlu.word_vectors import DIMENSIONS, WordVectors


@pytest.fixture(scope="session")
def table():
    return ginza_vectors.from_spacy_package()


def vector_of(table, text):
    return table.sentence(analyse(text))


def test_keys_ascend_without_repeats(table):
    assert (np.diff(table.keys.astype(object)) > 0).all()


def test_every_word_points_at_a_row(table):
    assert table.vectors.shape[1] == DIMENSIONS
    assert table.rows.min() >= 0
    assert table.rows.max() < len(table.vectors)


@pytest.mark.parametrize("word", ["家賃", "仕事", "小樽", "アパート"])
def test_known_word_is_found(word, table):
    assert table.vectors[table.rows[table.look_up(word)]].any()


@pytest.mark.parametrize("word", ["", "ほげほげぴよ語", "\ud800", "🏠🏠🏠"])
def test_unknown_word_is_not_found(word, table):
    assert table.look_up(word) is None


def test_weights_are_shares_and_rare_words_weigh_more(table):
    def weight(word):
        return float(table.weights[table.look_up(word)])

    assert 0 < weight("する") < weight("家賃") <= 1


def test_sentence_has_unit_length(table):
    vector = vector_of(table, "小樽で仕事を探しています")

    assert vector.shape == (DIMENSIONS,)
    assert vector.dtype == np.float32
    assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize("text", ["", "は、が、を。", "🏠"])
def test_sentence_without_content_is_zeros(text, table):
    assert not vector_of(table, text).any()


def test_many_sentences_have_the_vectors_of_each_alone(table):
    texts = ["小樽で仕事を探しています", "は、が、を。", "家賃家賃", "", "ほげほげぴよ語の家賃", "仕事"]

    found = table.sentences(map(analyse, texts))

    assert np.allclose(found, [vector_of(table, text) for text in texts], atol=1e-6)
    assert found.dtype == np.float32
    assert table.sentences([]).shape == (0, DIMENSIONS)


def test_particles_change_nothing(table):
    assert np.array_equal(vector_of(table, "家賃"), vector_of(table, "家賃は"))


def test_spelling_changes_little(table):
    assert vector_of(table, "ｱﾊﾟｰﾄ") @ vector_of(table, "アパート") == pytest.approx(1.0, abs=1e-3)


def test_related_sentences_lie_nearer_than_others(table):
    rent, price, work = (vector_of(table, text) for text in ("家賃はいくら", "部屋の賃料の値段", "釣りと登山"))

    assert rent @ price > rent @ work


def test_loaded_table_gives_the_same_vectors(table, tmp_path):
    table.save(tmp_path / "vectors.npz")

    loaded = WordVectors.load(tmp_path / "vectors.npz")

    text = "小樽で仕事を探しています"
    assert np.array_equal(vector_of(loaded, text), vector_of(table, text))


def test_missing_vectors_are_a_clear_error():
    with pytest.raises(MissingPackage, match="no-such-model is not installed; run `uv sync`"):
        ginza_vectors.from_spacy_package("no_such_model")
