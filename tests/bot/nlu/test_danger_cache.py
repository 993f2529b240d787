"""The danger detector as an artefact of its own: `bot.nlu.danger_cache`."""

from __future__ import annotations

import ast
import dataclasses
import json
import shutil
import tarfile
from pathlib import Path

import numpy as np
import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu import (
    danger_cache,
    danger_features,
    danger_model,
    danger_passes,
    danger_training,
    ginza_vectors,
    sentence_encoder,
    word_vectors,
)
from bot.nlu.danger_cache import Sources
from bot.nlu.danger_detector import DangerDetector
from bot.nlu.danger_model import DangerModel
from bot.runtime import train
from tests.bot.nlu.component_contract import context

FEW = Path(__file__).parent / "danger_rows"


@pytest.fixture(scope="module")
def learnt_once(tmp_path_factory: pytest.TempPathFactory) -> DangerModel:
    word_vectors.share(ginza_vectors.known())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sentence_encoder, "CACHE", tmp_path_factory.mktemp("vectors"))
        sources = Sources.of({"folder": str(FEW), "questions": str(FEW)})
        return danger_passes.learnt(sources.read(), sources.options, sources.origin(), tmp_path_factory.mktemp("cache"))


class Learning:
    """Stands for the fit, which takes seconds: gives what was learnt once and counts how often it is asked."""

    def __init__(self, model: DangerModel) -> None:
        self.model, self.times = model, 0

    def learnt(self, *_: object, **__: object) -> DangerModel:
        self.times += 1
        return self.model


@pytest.fixture
def learning(learnt_once: DangerModel, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Learning:
    learning = Learning(learnt_once)
    monkeypatch.setattr(sentence_encoder, "CACHE", tmp_path / "vectors")
    monkeypatch.setattr(sentence_encoder, "encode_all", lambda texts: np.zeros((len(texts), 512), np.float32))
    monkeypatch.setattr(danger_passes, "learnt", learning.learnt)
    return learning


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    shutil.copytree(FEW, tmp_path / "rows")
    return Sources.of({"folder": str(tmp_path / "rows"), "questions": str(tmp_path / "rows")})


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def known(sources: Sources, cache: Path) -> DangerModel:
    return danger_cache.known(sources, cache, cache.parent / "models")


def same(one: DangerModel, other: DangerModel) -> bool:
    fields = [(getattr(one, field.name), getattr(other, field.name)) for field in dataclasses.fields(DangerModel)]
    return all(np.array_equal(left, right) for left, right in fields)


def test_what_is_kept_is_what_was_learnt(learning: Learning, sources: Sources, cache: Path) -> None:
    found = known(sources, cache)

    assert same(known(sources, cache), found)
    assert learning.times == 1
    assert same(found, dataclasses.replace(learning.model, learnt_from=sources.version()))


@pytest.mark.parametrize("damage", ["cut off", "no file of ours", "of other rows", "of other sizes", "not numbers"])
def test_a_file_that_cannot_be_used_is_learnt_anew(
    damage: str, learning: Learning, sources: Sources, cache: Path
) -> None:
    learnt = known(sources, cache)
    [file] = cache.glob("*.npz")
    if damage == "cut off":
        file.write_bytes(file.read_bytes()[:-50])
    elif damage == "no file of ours":
        file.write_bytes(b"hello")
    else:
        changes = {
            "of other rows": {"learnt_from": "other"},
            "of other sizes": {"dense": learnt.dense[:, 1:]},
            "not numbers": {"dense": learnt.dense * np.float32("nan")},
        }
        dataclasses.replace(learnt, **changes[damage]).save(cache)
        (cache / DangerModel.FILE).replace(file)

    assert same(known(sources, cache), learnt)
    assert same(DangerModel.read(file), learnt)
    assert learning.times == 2


def test_a_folder_that_cannot_be_written_costs_only_time(learning: Learning, sources: Sources, cache: Path) -> None:
    cache.write_text("no folder")

    found = [known(sources, cache), known(sources, cache)]

    assert same(*found)
    assert learning.times == 2


@pytest.mark.parametrize("changed", ["a row", "a question", "an option"])
@pytest.mark.usefixtures("learning")
def test_what_it_is_learnt_from_makes_another_one(changed: str, sources: Sources) -> None:
    before = sources.version()
    if changed == "a row":
        row = {"text": "息ができません", "danger": "emergency", "subject": "medical", "style": "direct"}
        with (sources.rows / "few.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    elif changed == "a question":
        with (sources.questions / "few.yml").open("a", encoding="utf-8") as file:
            file.write("      - 海は近いですか\n")
    else:
        sources = dataclasses.replace(sources, options={**sources.options, "share": sources.options["share"] + 0.1})

    assert sources.version() != before


@pytest.mark.usefixtures("learning")
def test_only_the_newest_are_kept(sources: Sources, cache: Path) -> None:
    model = known(sources, cache)
    for number in range(danger_passes.KEPT + 2):
        danger_passes.write(model, cache / f"danger-detector-{number}.npz")

    assert len(list(cache.glob("danger-detector-*.npz"))) == danger_passes.KEPT
    assert {path.suffix for path in cache.iterdir()} <= {".npz", ".lock"}


def test_a_trained_model_gives_it_where_the_cache_is_gone(
    learning: Learning, sources: Sources, cache: Path, tmp_path: Path
) -> None:
    learnt = known(sources, cache)
    shutil.rmtree(cache)
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "broken.tar.gz").write_bytes(b"hello")
    learnt.save(tmp_path)
    with tarfile.open(tmp_path / "models" / "a.tar.gz", "w:gz") as archive:
        archive.add(tmp_path / DangerModel.FILE, f"components/train_DangerDetector4/{DangerModel.FILE}")

    assert same(known(sources, cache), learnt)
    assert learning.times == 1
    assert len(list(cache.glob("*.npz"))) == 1


class TestPublications:
    @pytest.fixture
    def detector(
        self, learning: Learning, sources: Sources, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> DangerDetector:
        monkeypatch.setattr(danger_cache.known, "__defaults__", (cache, tmp_path / "models"))
        (tmp_path / "storage").mkdir()
        storage = LocalModelStorage.create(tmp_path / "storage")
        config = DangerDetector.get_default_config() | {
            "folder": str(sources.rows),
            "questions": str(sources.questions),
        }
        return DangerDetector.create(config, storage, Resource("detector"), context())

    def test_the_words_of_an_office_move_nothing(self, detector: DangerDetector, learning: Learning) -> None:
        """A phrasing that takes a cry for an ordinary question teaches the labels, never what is heard as danger."""
        detector.train(TrainingData([]))
        before = detector._model

        detector.train(TrainingData([Message.build("もう消えてしまいたい", "housing/rent_cost")] * 50))

        assert before is not None
        assert same(detector._model or before, before)
        assert learning.times == 1

    def test_a_pack_learns_it_from_the_shipped_rows_and_questions(self, monkeypatch: pytest.MonkeyPatch) -> None:
        shipped = Sources.of({}).files()
        monkeypatch.setenv("HITOHATA_PACK", "tests/packs/mihon")

        assert Sources.of({}).files() == shipped
        # So a change of them makes another model of the pack too, and the pack's questions are in it as before.
        assert set(shipped) <= set(train.sources())
        assert Path(train.PROJECT / "tests/packs/mihon/nlu") in {path.parent for path in train.sources()}

    def test_the_code_of_models_does_not_follow_questions(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A publication's model is loaded after the shipped questions changed: its labels are the office's."""
        for pack in ("", "tests/packs/mihon"):
            monkeypatch.setenv("HITOHATA_PACK", pack)
            counted: list[Path] = []
            monkeypatch.setattr(train, "fingerprint", lambda files, _, counted=counted: str(counted.extend(files)))
            train.code()

            assert train.PROJECT / "data/danger/training/direct.jsonl" in counted
            questions = [path for path in counted if path.suffix == ".yml" and path.parent.name == "nlu"]
            assert {path.name for path in questions} == {train.COMMANDS}


def test_the_questions_are_read_as_the_labels_learn_them() -> None:
    rows = [row for row in Sources.of({}).read() if row.style == "question"]

    assert len(rows) > 20_000
    assert {row.kind for row in rows} == {None, "distress", "emergency"}


@pytest.mark.usefixtures("learnt_once")
@pytest.mark.parametrize(
    ("text", "sound", "buckets", "words"),
    [
        (
            "おとおさんが おふろに はいってくる。たすけて！",
            "おとおさんがおふろにはいってくるたすけて",
            (166, 10695369),
            [-0.003665, -0.015867, 0.048894],
        ),
        ("ｼﾆﾀｲ", "しにたい", (36, 2408338), [-0.060279, -0.047768, 0.040414]),
        (
            "I want to rent a house 小樽市",
            "iwanttorentahouseおたるし",
            (158, 10418980),
            [0.059259, -0.05089, 0.026797],
        ),
    ],
)
def test_features_are_what_they_were(text: str, sound: str, buckets: tuple[int, int], words: list[float]) -> None:
    """A model hears by the features that it learnt by: a change that is meant to save time changes none of them."""
    found = danger_model.runs(text)

    assert danger_model.sound(text) == sound
    assert (len(found), sum(found)) == buckets
    assert danger_features.worded_of(text)[:3] == pytest.approx(words, abs=1e-5)


# They keep things under versions of their own, or say where; nothing of what is learnt is theirs.
_WHERE_THINGS_ARE_KEPT = {"bot.nlu.file_lock", "bot.nlu.vector_cache", "bot.nlu.word_cache", "bot.pack"}


def test_all_that_decides_what_is_learnt_is_in_the_version() -> None:
    """A detector that is kept must not outlive a change of what the learning imports, at whatever distance."""
    fingerprinted = {module.__name__ for module in (*danger_cache.HELPERS, *sentence_encoder.HELPERS)}
    # `morphology.fingerprint` and `sentence_encoder.version` read the files of these.
    fingerprinted |= {
        f"bot.nlu.{name}" for name in ("morphology", "sudachi_pieces", "user_dictionary", "sentence_encoder")
    }

    used = _imported_from(danger_passes.__name__, danger_training.__name__)

    assert used - fingerprinted == _WHERE_THINGS_ARE_KEPT
    assert {"bot.nlu.language_words", "bot.nlu.logistic"} <= used, "the imports of imports are followed"


def _imported_from(*modules: str) -> set[str]:
    """Return the project's modules that these import, and those import."""
    found: set[str] = set()
    waiting = list(modules)
    while waiting:
        name = waiting.pop()
        if name in found or not (file := _file(name)).exists():
            continue
        found.add(name)
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("bot"):
                waiting += [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
            elif isinstance(node, ast.Import):
                waiting += [alias.name for alias in node.names if alias.name.startswith("bot")]
    return found


def _file(module: str) -> Path:
    return train.PROJECT / f"{module.replace('.', '/')}.py"
