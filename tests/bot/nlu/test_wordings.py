"""How alike messages are written: `bot.nlu.wordings`."""

from __future__ import annotations

import numpy as np
import pytest

from bot.nlu.morphology import analyse
from bot.nlu.wordings import Wordings

TEXTS = ["家賃はいくら", "駐車場の料金", "やちん、いくらですか", "学校は近い"]


@pytest.fixture(scope="module")
def known():
    return Wordings.learn([analyse(text) for text in TEXTS])


def cosines(known, text):
    return dict(zip(TEXTS, known.cosines(analyse(text)), strict=True))


def test_a_message_is_most_like_itself_and_not_at_all_like_what_shares_nothing(known):
    found = cosines(known, "駐車場の料金")

    assert found["駐車場の料金"] == pytest.approx(1.0, abs=1e-5)
    assert found["学校は近い"] < 0.05


def test_what_is_spelt_otherwise_is_heard(known):
    found = cosines(known, "家賃いくら")

    assert found["家賃はいくら"] > found["やちん、いくらですか"] > 0.2
    assert max(found["駐車場の料金"], found["学校は近い"]) < 0.1


def test_words_that_no_line_has_make_a_message_less_like_any(known):
    assert (
        cosines(known, "家賃はいくら")["家賃はいくら"]
        > cosines(known, "冬の北海道の家賃はいくら")["家賃はいくら"]
        > 0.0
    )


def test_rare_words_count_for_more():
    known = Wordings.learn([analyse(text) for text in ("猫は", "犬は", "鳥は", "猫が")])
    _, dog, _, cat = known.cosines(analyse("犬が"))

    assert dog > cat


def test_nothing_is_like_no_lines_and_no_words_are_like_nothing(known):
    assert Wordings.learn([]).cosines(analyse("家賃")).shape == (0,)
    assert not known.cosines(analyse("？")).any()


def test_what_was_learnt_is_built_again_from_its_arrays(known, tmp_path):
    np.savez(tmp_path / "kept.npz", **known.as_arrays())
    with np.load(tmp_path / "kept.npz") as arrays:
        again = Wordings.of_arrays(arrays)

    assert np.array_equal(again.cosines(analyse("家賃は")), known.cosines(analyse("家賃は")))
