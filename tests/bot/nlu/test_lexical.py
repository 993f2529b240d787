"""Words and characters as a vector: `bot.nlu.lexical`."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from bot.nlu.lexical import LexicalSpace, main_directions, terms
from bot.nlu.morphology import analyse

TEXTS = [
    "家賃はいくらですか",
    "家賃の相場",
    "仕事を探しています",
    "仕事はありますか",
    "家賃はいくら",
    "仕事探し",
]


def terms_of(text):
    return terms(text, analyse(text))


@pytest.fixture(scope="module")
def space():
    return LexicalSpace.fit([terms_of(text) for text in TEXTS], 4)


def test_terms_are_words_synonym_groups_and_character_runs():
    found = terms_of("住居は")

    assert found == Counter(
        {"w:住居": 1, "s:13442": 1, "c:^住": 1, "c:住居": 1, "c:居は": 1, "c:は$": 1}
        | {"c:^住居": 1, "c:住居は": 1, "c:居は$": 1}
    )


def test_terms_leave_particles_out_of_the_words():
    assert "w:は" not in terms_of("家賃は")


def test_terms_of_two_spellings_share_their_words_and_runs():
    assert terms_of("ｱﾊﾟｰﾄ") == terms_of("アパート")


def test_terms_count_repeated_words():
    assert terms_of("家賃と家賃")["w:家賃"] == 2


def test_vector_has_unit_length(space):
    assert np.linalg.norm(space.vector(terms_of("家賃は高いですか"))) == pytest.approx(1.0, abs=1e-5)


def test_texts_of_the_same_words_lie_nearer_than_others(space):
    rent, again, work = (space.vector(terms_of(text)) for text in ("家賃はいくら", "家賃の相場はいくら", "仕事を探す"))

    assert rent @ again > rent @ work


@pytest.mark.parametrize("text", ["", "🏠", "xyz"])
def test_text_without_known_terms_is_zeros(text, space):
    vector = space.vector(terms_of(text))

    assert vector.shape == (space.projection.shape[1],)
    assert not vector.any()


def test_term_of_one_question_alone_is_forgotten(space):
    assert "w:相場" not in space.index
    assert "w:家賃" in space.index


def test_fit_gives_the_same_space_twice(space):
    again = LexicalSpace.fit([terms_of(text) for text in TEXTS], 4)

    assert again.index == space.index
    assert np.array_equal(again.projection, space.projection)


def test_dimensions_are_no_more_than_the_questions_allow():
    space = LexicalSpace.fit([terms_of(text) for text in TEXTS], 300)

    assert 0 < space.projection.shape[1] <= len(TEXTS)


@pytest.mark.parametrize("documents", [[], [Counter(a=1), Counter(b=1)], [Counter(a=1), Counter(a=1)]])
def test_questions_with_nothing_in_common_give_an_empty_space(documents):
    space = LexicalSpace.fit(documents, 4)

    assert space.vector(Counter(a=1)).shape == (0,)


def test_loaded_space_gives_the_same_vectors(space, tmp_path):
    space.save(tmp_path)

    loaded = LexicalSpace.load(tmp_path)

    assert loaded.index == space.index
    assert np.array_equal(loaded.projection, space.projection)


def test_loaded_empty_space_is_empty(tmp_path):
    LexicalSpace.fit([], 4).save(tmp_path)

    assert LexicalSpace.load(tmp_path).vector(Counter(a=1)).shape == (0,)


def test_many_texts_at_once_have_the_vectors_of_each(space):
    documents = [terms_of(text) for text in (*TEXTS, "まったく知らない")] + [Counter()]

    many = space.vectors(documents)

    assert many.shape == (len(documents), space.projection.shape[1])
    for row, document in zip(many, documents, strict=True):
        assert row == pytest.approx(space.vector(document), abs=1e-6)


def test_directions_are_those_of_a_full_decomposition():
    random = np.random.default_rng(1)
    dense = (random.normal(size=(60, 6)) * [9, 7, 5, 3, 1, 0.1]) @ random.normal(size=(6, 40))
    dense[np.abs(dense) < 3] = 0
    expected = np.linalg.svd(dense)[2][:4].T

    found = main_directions(csr_matrix(dense.astype(np.float32)), 4)

    assert found.T @ found == pytest.approx(np.eye(4), abs=1e-4)
    # The same directions, whichever way they point.
    assert np.abs(np.sum(found * expected, axis=0)) == pytest.approx(np.ones(4), abs=1e-3)


def test_directions_that_a_matrix_does_not_have_are_no_numbers_gone_wild():
    one = csr_matrix(np.outer(np.ones(5), [1, 2, 3, 4]).astype(np.float32))

    found = main_directions(one, 3)

    assert np.isfinite(found).all()
    assert np.abs(found[:, 0] @ np.array([1, 2, 3, 4]) / np.sqrt(30)) == pytest.approx(1.0, abs=1e-4)
