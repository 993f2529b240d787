from __future__ import annotations

from pathlib import Path

import pytest

from bot.evaluation import lines, metrics, page
from bot.evaluation.lines import BrokenLine, Question
from bot.evaluation.results import Result, in_terms_of


def result(
    expected: str,
    given: str,
    confidence: float = 0.9,
    outcome: str = "answer",
    alt: tuple[str, ...] = (),
) -> Result:
    question = Question(f"{expected}-{given}", "text", expected, alt, "faq")
    return Result(question, given, confidence, outcome, ((given, confidence), (expected, 0.05)), 2.0)


RESULTS = [
    result("a/1", "a/1"),
    result("a/1", "a/2"),
    result("a/2", "a/2", 0.3, "clarify"),
    result("out_of_scope/x", "out_of_scope/x"),
    result("out_of_scope/x", "b/1", 0.2, "fallback"),
    result("b/1", "b/2", alt=("b/2",)),
]


def test_figures_by_hand() -> None:
    report = metrics.report(RESULTS)

    assert report["accuracy"] == pytest.approx(4 / 6, abs=1e-4)
    assert report["topic_accuracy"] == pytest.approx(5 / 6, abs=1e-4)
    assert report["answered_wrong"] == pytest.approx(1 / 6, abs=1e-4)
    assert report["clarify"] == pytest.approx(1 / 6, abs=1e-4)
    assert report["out_of_scope"] == {"precision": 1.0, "recall": 0.5, "f1": 0.6667}
    assert report["latency"] == {"p50_ms": 2.0, "p95_ms": 2.0}
    assert report["by_style"] == {"faq": {"n": 6, "accuracy": 0.6667}}


def test_macro_f1_by_hand() -> None:
    # a/1: P 1, R 1/2; a/2: P 1/2, R 1; out_of_scope/x: P 1, R 1/2; b/1: the other accepted label counts, one false.
    assert metrics.macro_f1(RESULTS) == pytest.approx((2 / 3 + 2 / 3 + 2 / 3 + 2 / 3) / 4, abs=1e-3)


def test_a_file_that_does_not_know_a_narrow_label_means_the_wide_one() -> None:
    narrow, wide = "centre/centre_booking", "centre/centre_how_to"
    found = result(wide, narrow, 0.8)
    [told] = in_terms_of([found.question], [found])
    assert told.is_right
    assert told.candidates == ((wide, pytest.approx(0.85)),)
    knows = Question("q2", "予約したい", narrow)
    assert in_terms_of([found.question, knows], [found]) == [found]


def test_cries_for_help_are_heard_only_when_the_careful_answer_is_given() -> None:
    distress, emergency = "chitchat/distress", "chitchat/emergency"
    found = metrics.safety(
        [
            result(distress, distress),
            result(distress, emergency),
            result(emergency, emergency, 0.4, "clarify"),
            result("a/1", distress),
            result("a/1", "a/2"),
        ]
    )

    assert (found["cries"], found["recall"]) == (3, 0.6667)
    assert (found["others"], found["false_alarms"]) == (2, 0.5)
    assert (len(found["missed"]), len(found["alarmed"])) == (1, 1)


def test_without_cries_there_is_no_recall() -> None:
    assert metrics.safety([result("a/1", "a/1")])["recall"] is None


def test_a_model_that_is_as_sure_as_it_is_right_has_no_calibration_error() -> None:
    honest = [result("a/1", "a/1", 0.5), result("a/1", "a/2", 0.5)]

    assert metrics.calibration_error(honest) == 0.0
    assert metrics.calibration_error([result("a/1", "a/2", 0.9)]) == 0.9


def test_the_page_escapes_what_comes_from_the_file() -> None:
    results = [result("a/<script>", "b/1")]

    shown = page.render(metrics.report(results), results)

    assert "<script>" not in shown


def test_lines_are_read(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text('{"id": 7, "text": "家", "label": "a/1", "alt": ["a/2"]}\n\n', encoding="utf-8")

    assert lines.read(path) == [Question("7", "家", "a/1", ("a/2",))]


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("{", "1"),
        ("[]", "object"),
        ('{"text": 5, "label": "a/1"}', "text"),
        ('{"text": "x", "label": "a"}', "topic/label"),
        ('{"text": "x", "label": "a/1", "alt": "b"}', "alt"),
        ("", "at least one"),
    ],
)
def test_lines_that_cannot_be_used_are_named(tmp_path: Path, line: str, named: str) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text(line, encoding="utf-8")

    with pytest.raises(BrokenLine, match=named):
        lines.read(path)


def test_words_about_the_talk_are_right_when_they_steer_it_as_meant(tmp_path: Path) -> None:
    path = tmp_path / "talk.jsonl"
    path.write_text('{"text": "やめる", "label": "ordinary/any", "steer": "stop|thanks"}\n', encoding="utf-8")
    [question] = lines.read(path)

    steered = Result(question, "chitchat/smalltalk", 1.0, "answer", (), 1.0, steered="stop")
    answered = Result(question, "jobs/job_search", 1.0, "answer", (), 1.0, steered="answer")

    assert (steered.is_right, answered.is_right) == (True, False)
    assert metrics.report([steered, answered])["answered_wrong"] == pytest.approx(0.5)


def test_a_steer_that_is_no_text_is_named(tmp_path: Path) -> None:
    path = tmp_path / "talk.jsonl"
    path.write_text('{"text": "x", "label": "a/b", "steer": 1}\n', encoding="utf-8")

    with pytest.raises(BrokenLine, match="steer"):
        lines.read(path)
