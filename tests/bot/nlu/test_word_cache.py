"""The words of the training questions, kept between trainings: `bot.nlu.word_cache`."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.nlu import morphology, word_cache

TEXTS = ["空き家バンクはありますか", "雪 かきは　大変？", "I want a house", "", "１２３ｶﾞｲﾄﾞ", "空き家"]


class Asked:
    """Counts the texts that Sudachi is asked for."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.texts: list[str] = []
        analyse = morphology.analyse
        monkeypatch.setattr(morphology, "analyse", lambda text, mode: (self.texts.append(text), analyse(text, mode))[1])


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    return Asked(monkeypatch)


@pytest.mark.parametrize("mode", ["A", "C"])
def test_words_are_those_of_the_analysis(mode: morphology.Mode, asked: Asked, tmp_path: Path) -> None:
    first = word_cache.analyse(TEXTS, mode, tmp_path)
    again = word_cache.analyse(TEXTS, mode, tmp_path)

    assert asked.texts == TEXTS
    assert first == again == {text: tuple(morphology.analyse(text, mode)) for text in TEXTS}
    assert all(type(one) is int for words in again.values() for word in words for one in (word.begin, word.end))


def test_only_what_is_new_is_asked_for(asked: Asked, tmp_path: Path) -> None:
    word_cache.analyse(TEXTS, "A", tmp_path)

    found = word_cache.analyse([*TEXTS[:2], "除雪車は来ますか"], "A", tmp_path)

    assert asked.texts == [*TEXTS, "除雪車は来ますか"]
    assert list(found) == [*TEXTS[:2], "除雪車は来ますか"]
    word_cache.analyse(TEXTS, "A", tmp_path)  # the others are still there
    assert len(asked.texts) == len(TEXTS) + 1


def test_a_few_new_texts_are_not_worth_a_new_file(asked: Asked, tmp_path: Path) -> None:
    many = [f"家賃は{number}円ですか" for number in range(200)]
    word_cache.analyse(many, "A", tmp_path)
    [file] = tmp_path.glob("*.npz")
    written = file.read_bytes()

    found = word_cache.analyse([*many, "雪は"], "A", tmp_path)

    assert found["雪は"] == tuple(morphology.analyse("雪は", "A"))
    assert file.read_bytes() == written
    word_cache.analyse([*many, *TEXTS], "A", tmp_path)
    assert file.read_bytes() != written


def test_a_full_file_forgets_what_was_not_asked_for(
    asked: Asked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word_cache, "LARGEST", 3)
    word_cache.analyse(TEXTS[:3], "A", tmp_path)
    word_cache.analyse(TEXTS[3:5], "A", tmp_path)
    asked.texts.clear()

    word_cache.analyse(TEXTS[2:5], "A", tmp_path)
    assert asked.texts == []
    word_cache.analyse(TEXTS[:1], "A", tmp_path)
    assert asked.texts == TEXTS[:1]


@pytest.mark.parametrize("damage", [b"hello", None])
def test_a_broken_file_costs_only_time(damage: bytes | None, asked: Asked, tmp_path: Path) -> None:
    first = word_cache.analyse(TEXTS, "A", tmp_path)
    [file] = tmp_path.glob("*.npz")
    file.write_bytes(file.read_bytes()[:-100] if damage is None else damage)

    assert word_cache.analyse(TEXTS, "A", tmp_path) == first
    assert asked.texts == TEXTS * 2


def test_another_dictionary_has_words_of_its_own(asked: Asked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    word_cache.analyse(TEXTS, "A", tmp_path)
    for other in range(4):
        monkeypatch.setattr(morphology, "fingerprint", lambda other=other: f"other {other}")
        word_cache.analyse(TEXTS, "A", tmp_path)

    assert asked.texts == TEXTS * 5
    assert len(list(tmp_path.glob("*.npz"))) == 3


def test_a_folder_that_cannot_be_written_costs_only_time(asked: Asked, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("no folder")

    for _ in range(2):
        word_cache.analyse(TEXTS[:2], "A", tmp_path / "cache")

    assert asked.texts == TEXTS[:2] * 2
