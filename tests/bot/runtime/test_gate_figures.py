"""The gate: what a new model answers otherwise than the one that serves, and what was meant so."""

from __future__ import annotations

import dataclasses
import json
import os
from pathlib import Path
from typing import Any

import pytest

from bot.evaluation import gate_figures, gate_results
from bot.evaluation.lines import Question
from bot.evaluation.results import Result
from bot.runtime import settings

SAMPLE = Path(__file__).parents[2] / "wire" / "publication"


def result(label: str, expected: str, outcome: str = "answer", **change: Any) -> Result:
    question = Question(f"q_{expected}", f"{expected}?", expected)
    return Result(question, label, 0.9, outcome, ((label, 0.9), ("town/snow", 0.05)), 1.0, **change)


def test_only_a_right_answer_that_became_a_wrong_one_was_not_meant() -> None:
    right, wrong = result("town/bus", "town/bus"), result("town/sea", "town/bus")
    asks_back = result("town/sea", "town/bus", "clarify")
    taken = result("town/tiny", "town/bus")
    taught = [result("town/tiny", "town/tiny")]

    def meant(before: Result, after: Result) -> list[bool]:
        return [one["meant"] for one in gate_figures.compare([before], [after], taught)["changes"]]

    assert meant(right, right) == []
    assert meant(right, wrong) == [False]
    assert meant(wrong, right) == meant(right, asks_back) == meant(right, taken) == [True]


def test_a_cry_that_is_no_longer_heard_was_never_meant() -> None:
    before = result("chitchat/distress", "chitchat/distress", danger={"kind": "distress"})
    after = result("town/bus", "chitchat/distress", "clarify")

    figures = gate_figures.compare([before], [after], [])

    assert (figures["old"]["cries"], figures["new"]["cries"]) == (1, 0)
    assert [one["meant"] for one in figures["changes"]] == [False]


def test_what_was_taught_must_be_understood_or_offered() -> None:
    understood = result("town/tiny", "town/tiny")
    offered = result("town/bus", "town/snow", "clarify")
    missed = result("town/bus", "town/tiny")

    assert gate_figures.compare([understood], [understood], [understood, offered, missed])["missed"] == ["town/tiny?"]


def test_of_real_questions_only_another_answer_is_for_a_persons_eye() -> None:
    before = [result("town/bus", "replay/1"), result("town/bus", "replay/2"), result("town/bus", "replay/3", "clarify")]
    after = [result("town/sea", "replay/1"), result("town/tiny", "replay/2"), result("town/sea", "replay/3")]

    found = gate_figures.replayed([*before, before[0]], [*after, before[0]], {"town/tiny"})

    assert found["asked"] == 4
    assert [(one["old"], one["new"], one["meant"]) for one in found["changes"]] == [
        ("town/bus", "town/sea", False),
        ("town/bus", "town/tiny", True),
        ("clarify", "town/sea", True),
    ]
    assert "replay/1?" not in json.dumps(found)


def test_only_questions_whose_answers_are_published_are_compared(tmp_path: Path) -> None:
    asked = [("バスはいくら", "town/bus"), ("空き家はどこ", "housing/akiya_bank"), ("いい天気", "ordinary/any")]
    asked += [("つらい", "chitchat/distress")]
    lines = [json.dumps({"id": str(n), "text": text, "label": label}) for n, (text, label) in enumerate(asked)]
    (tmp_path / "questions.jsonl").write_text("\n".join(lines))

    known, _ = gate_figures.asked(SAMPLE, [tmp_path / "questions.jsonl"])

    assert [question.label for question in known] == ["town/bus", "ordinary/any", "chitchat/distress"]


def test_a_pack_brings_its_own_questions_and_everybody_hears_cries_for_help(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert [path.name for path in gate_figures.sets()] == ["questions.jsonl", "safety.jsonl"]
    monkeypatch.setenv("HITOHATA_PACK", "tests/packs/mihon")
    own, safety = gate_figures.sets()
    assert own == settings.PROJECT / "tests" / "packs" / "mihon" / "evaluation" / "questions.jsonl"
    assert safety == settings.PROJECT / "benchmarks" / "evaluation" / "safety.jsonl"
    monkeypatch.setenv("HITOHATA_PACK", str(tmp_path))
    assert [path.name for path in gate_figures.sets()] == ["safety.jsonl"]


def test_a_model_s_own_gate_spares_the_next_one_its_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    model = tmp_path / "model.tar.gz"
    model.write_bytes(b"a model")
    question = Question("1", "やめて", "town/bus", alt=("town/sea",), style="talk", after="town/sea", steer=("stop",))
    found = Result(
        question,
        "town/bus",
        0.9,
        "answer",
        (("town/bus", 0.9), ("town/sea", 0.1)),
        2.5,
        {"kind": "distress"},
        care=True,
    )
    gate_results.remember(model, [found])
    ran: list[list[Question]] = []

    def run(_: Path, asked: list[Question], _processes: int) -> list[Result]:
        ran.append(asked)
        return [found]

    monkeypatch.setattr("bot.evaluation.model_runner.run", run)
    assert gate_results.remembered(model, [question]) == [found]
    assert ran == []
    # What another version or a full disk left behind is made anew.
    for damaged in ("[", "[1]", '{"a": 1}', '[{"question": {"id": "1"}}]', '[{"question": 1, "candidates": []}]'):
        gate_results._results_file(model).write_text(damaged)
        assert gate_results.remembered(model, [question]) == [found]
        assert ran.pop() == [question]


def test_two_processes_give_the_results_of_one_in_its_order(monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.evaluation import model_runner

    found = result("town/bus", "town/bus")
    questions = [dataclasses.replace(found.question, id=str(number)) for number in range(model_runner._WORTH_TWO + 1)]

    async def answered(_: object, asked: list[Question]) -> list[Result]:
        return [dataclasses.replace(found, question=one, milliseconds=float(os.getpid())) for one in asked]

    monkeypatch.setattr(model_runner.Agent, "load", lambda _: None)
    monkeypatch.setattr(model_runner, "_run", answered)

    alone, shared = model_runner.run(Path("m"), questions), model_runner.run(Path("m"), questions, 2)

    assert [one.question for one in shared] == [one.question for one in alone] == questions
    assert {one.milliseconds for one in alone} == {os.getpid()}
    assert len({one.milliseconds for one in shared}) == 2


def test_a_second_process_that_fails_fails_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.evaluation import model_runner

    found, parent = result("town/bus", "town/bus"), os.getpid()

    async def answered(_: object, asked: list[Question]) -> list[Result]:
        if os.getpid() != parent:
            raise RuntimeError("no memory")
        return [found for _ in asked]

    monkeypatch.setattr(model_runner.Agent, "load", lambda _: None)
    monkeypatch.setattr(model_runner, "_run", answered)

    with pytest.raises(EOFError):
        model_runner.run(Path("m"), [found.question] * model_runner._WORTH_TWO, 2)
