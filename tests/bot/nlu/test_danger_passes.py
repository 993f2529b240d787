"""Learning danger in two passes: `bot.nlu.danger_passes`."""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from bot.nlu import danger_first, danger_passes, danger_training, ginza_vectors, sentence_encoder, word_vectors
from bot.nlu.danger_cache import Sources
from bot.nlu.danger_features import DIMENSIONS
from bot.nlu.danger_first import FirstPass
from bot.nlu.danger_model import BUCKETS, DangerModel

FEW = Path(__file__).parent / "danger_rows"
QUIET, LOUD = "仕事を探しています", "死にたいです。役場の窓口はどこですか"


@pytest.fixture(scope="module", autouse=True)
def vectors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    word_vectors.share(ginza_vectors.known())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sentence_encoder, "CACHE", tmp_path_factory.mktemp("vectors"))
        # With eleven rows all that is no cry is heard a little.
        patch.setattr(danger_first, "LOUD", 0.5)
        yield


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    shutil.copytree(FEW, tmp_path / "rows")
    return Sources.of({"folder": str(tmp_path / "rows"), "questions": str(tmp_path / "rows")})


class Passes:
    """Counts how often each pass is learnt."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.made: list[str] = []
        for name in ("begin", "finish"):
            monkeypatch.setattr(danger_training, name, self._counted(name, getattr(danger_training, name)))

    def _counted(self, name: str, learn):
        return lambda *given: (self.made.append(name), learn(*given))[1]


@pytest.fixture
def passes(monkeypatch: pytest.MonkeyPatch) -> Passes:
    return Passes(monkeypatch)


def learnt(sources: Sources, cache: Path) -> DangerModel:
    """Learn, and keep it as `danger_cache` does."""
    cache.mkdir(exist_ok=True)
    model = danger_passes.learnt(sources.read(), sources.options, sources.origin(), cache)
    danger_passes.write(model, cache / f"danger-detector-{sources.version()}.npz")
    return model


def same(one: DangerModel, other: DangerModel) -> bool:
    fields = [(getattr(one, field.name), getattr(other, field.name)) for field in dataclasses.fields(DangerModel)]
    return all(np.array_equal(left, right) for left, right in fields)


def ask(sources: Sources, question: str, label: str = "jobs/job_search") -> None:
    text = f'version: "3.1"\n\nnlu:\n  - intent: {label}\n    examples: |\n      - {question}\n'
    (sources.questions / "more.yml").write_text(text, encoding="utf-8")


def test_a_quiet_question_leaves_the_detector_as_it_is(sources: Sources, passes: Passes, tmp_path: Path) -> None:
    before = learnt(sources, tmp_path / "cache")
    ask(sources, "求人はどこで見られますか")

    assert same(learnt(sources, tmp_path / "cache"), before)
    assert passes.made == ["begin", "finish"]
    assert same(learnt(sources, tmp_path / "empty"), before)


def test_a_question_in_which_danger_is_heard_teaches_and_its_removal_goes_back(
    sources: Sources, passes: Passes, tmp_path: Path
) -> None:
    before = learnt(sources, tmp_path / "cache")
    ask(sources, LOUD)
    taught = learnt(sources, tmp_path / "cache")

    assert passes.made == ["begin", "finish", "finish"]
    assert not same(taught, before)
    assert same(learnt(sources, tmp_path / "empty"), taught)

    (sources.questions / "more.yml").unlink()
    assert same(learnt(sources, tmp_path / "cache"), before)
    assert passes.made[3:] == ["begin", "finish"]  # of the empty folder


@pytest.mark.parametrize("changed", ["a row", "a cry among the questions"])
def test_what_teaches_in_any_case_is_learnt_from_the_beginning(
    changed: str, sources: Sources, passes: Passes, tmp_path: Path
) -> None:
    learnt(sources, tmp_path / "cache")
    if changed == "a row":
        row = {"text": "息ができません", "danger": "emergency", "subject": "medical", "style": "direct"}
        with (sources.rows / "few.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    else:
        ask(sources, "もう生きていたくない", "chitchat/distress")

    found = learnt(sources, tmp_path / "cache")

    assert passes.made == ["begin", "finish"] * 2
    assert same(found, learnt(sources, tmp_path / "empty"))


@pytest.mark.parametrize("damage", ["none", "cut off", "of other rows", "of other sizes", "not numbers"])
def test_a_first_pass_that_cannot_be_used_is_none(damage: str, tmp_path: Path) -> None:
    weights = np.ones((3, DIMENSIONS + 1), np.float32), np.ones((3, BUCKETS + 1), np.float32)
    kept = FirstPass(*weights, 0.4, "these rows", np.ones((2, 16), np.uint8), np.ones(2, np.float32))
    changes = {
        "of other rows": {"learnt_from": "other"},
        "of other sizes": {"dense": kept.dense[:, 1:]},
        "not numbers": {"chances": kept.chances * np.float32("nan")},
    }
    file = tmp_path / "danger-first-a.npz"
    danger_passes.write(dataclasses.replace(kept, **changes.get(damage, {})), file)
    if damage == "cut off":
        file.write_bytes(file.read_bytes()[:-50])

    found = danger_passes._first(file, "these rows")

    assert (found is not None) == (damage == "none")
    assert found is None or found.loud([]) == set()


def test_questions_alone_all_teach() -> None:
    rows = [danger_training.Row(text, None, None, "question") for text in (QUIET, LOUD)]

    assert danger_training.parted(rows) == (rows, [])
