"""What danger's thresholds bring with writers that were not learnt from: `bot.evaluation.danger_folds`."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.evaluation import danger_folds
from bot.evaluation.danger_folds import Judged
from bot.nlu import danger_training, ginza_vectors, sentence_encoder, word_vectors
from bot.nlu.danger_cache import Sources
from bot.nlu.danger_model import Heard
from bot.nlu.danger_training import Row
from bot.nlu.label_model import Scores
from bot.nlu.thresholds import Thresholds

FEW = Path(__file__).parents[1] / "nlu" / "danger_rows"
UNSURE, SURE = Scores([("jobs/job_search", 0.2)], 0.5), Scores([("jobs/job_search", 0.9)], 0.5)
NOW = Thresholds(answer=0.75, detector=0.3, detector_when_answered=0.6, rule=0.1)


def judged(group: str, score: float, scores: Scores = UNSURE) -> Judged:
    return Judged("家賃はいくらですか", group, None, scores, Heard(score, "distress", "suicide", "家賃"))


def test_files_are_dealt_into_folds_of_like_size_and_none_is_lost() -> None:
    sizes = [100, 900, 300, 500, 400, 200]

    dealt = danger_folds.deal(sizes, 2)

    filled = [sum(size for size, fold in zip(sizes, dealt, strict=True) if fold == number) for number in range(2)]
    assert set(dealt) == {0, 1}
    assert abs(filled[0] - filled[1]) <= 200


@pytest.mark.parametrize(
    ("kind", "style", "group"),
    [
        ("distress", "oblique", "oblique"),
        ("emergency", "direct", "cries"),
        (None, "soundalike", "sound-alikes"),
        (None, "past", "sound-alikes"),
        (None, "statement", "ordinary"),
        (None, "question", "ordinary"),
    ],
)
def test_a_row_counts_in_a_group(kind: str | None, style: str, group: str) -> None:
    assert danger_folds.group_of(Row("a", kind, None, style)) == group


def test_shares_are_counted_by_what_counts_as_danger_and_oblique_cries_are_cries_too() -> None:
    found = [
        judged("cries", 0.9),
        judged("oblique", 0.2),
        judged("sound-alikes", 0.4),
        judged("sound-alikes", 0.4, SURE),
        judged("questions", 0.1),
    ]

    shares = danger_folds.shares(found, NOW)

    assert shares == {"cries": 0.5, "oblique": 0.0, "sound-alikes": 0.5, "ordinary": 0.0, "questions": 0.0}


def test_the_best_thresholds_hear_most_within_both_limits() -> None:
    shares = [
        {"cries": 0.9, "sound-alikes": 0.05, "questions": 0.004},
        {"cries": 0.95, "sound-alikes": 0.03, "questions": 0.02},
        {"cries": 0.8, "sound-alikes": 0.03, "questions": 0.004},
        {"cries": 0.7, "sound-alikes": 0.02, "questions": 0.0},
    ]
    found = [(NOW, one) for one in shares]

    assert danger_folds.best(found, 0.03) == (NOW, shares[2])
    assert danger_folds.best(found, 0.06) == (NOW, shares[0])
    assert danger_folds.best(found, 0.01) is None


def test_no_more_is_asked_where_a_label_speaks_for_danger_or_less_where_one_would_answer() -> None:
    for thresholds in danger_folds.tried(NOW):
        assert thresholds.detector_with_label <= thresholds.detector <= thresholds.detector_when_answered
        assert thresholds.answer == NOW.answer


def test_each_row_is_judged_by_a_detector_that_has_not_learnt_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(FEW / "few.jsonl", tmp_path / "one.jsonl")
    cry = '{"text": "もう全部終わりにしたい", "danger": "distress", "subject": "suicide", "style": "oblique"}\n'
    (tmp_path / "other.jsonl").write_text(cry, encoding="utf-8")
    word_vectors.share(ginza_vectors.known())
    monkeypatch.setattr(sentence_encoder, "CACHE", tmp_path / "vectors")
    learnt: list[set[str]] = []
    learn = danger_training.learn

    def watched(rows: list[Row], *given: object, **options: float) -> object:
        learnt.append({row.text for row in rows if row.style != "question"})
        return learn(rows, *given, **options)

    monkeypatch.setattr(danger_training, "learn", watched)
    sources = Sources.of({"folder": str(tmp_path), "questions": str(FEW)})
    labels = SimpleNamespace(read=lambda text: UNSURE)

    found = danger_folds.judge(sources, ["雪はいつ降りますか"], labels, 2)

    few = {row.text for row in danger_training.read_file(FEW / "few.jsonl")}
    assert sorted(learnt, key=len) == [{"もう全部終わりにしたい"}, few]
    assert {one.text for one in found} == few | {"もう全部終わりにしたい", "雪はいつ降りますか"}
    assert all(0.0 <= one.heard.score <= 1.0 for one in found)
