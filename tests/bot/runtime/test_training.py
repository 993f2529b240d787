"""Training around Rasa: what is read, cached, written, and what happens to a broken model file."""

from __future__ import annotations

import subprocess
import sys
import tarfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rasa.engine.constants import PLACEHOLDER_IMPORTER
from rasa.engine.recipes.recipe import Recipe
from rasa.shared.core.domain import Domain
from rasa.shared.data import TrainingType
from rasa.shared.importers.importer import E2EImporter, ResponsesSyncImporter
from rasa.shared.importers.rasa import RasaFileImporter

from bot.nlu import ginza_vectors
from bot.nlu.vector_cache import LARGEST, VectorCache
from bot.runtime import blas, graph_training, model_file, questions, slim
from bot.runtime.importer import ProjectImporter

PROJECT = Path(__file__).resolve().parents[3]
PLAIN = """version: "3.1"
nlu:
  - intent: housing/rent
    examples: |
      - 家賃はいくら
      -   すまい
  - intent: clarify
    examples: |
      - （聞き返し）
"""
ANNOTATED = """version: "3.1"
nlu:
  - intent: jobs/search
    examples: |
      - [小樽](place)の仕事
  - synonym: 小樽市
    examples: |
      - 小樽
"""
DOMAIN = """version: "3.1"
intents: [housing, jobs, clarify]
entities: [place]
actions: [action_answer]
"""
RULES = """version: "3.1"
rules:
  - rule: Answer
    steps:
      - intent: housing
      - action: action_answer
"""


class TestImporter:
    @pytest.fixture
    def project(self, tmp_path: Path) -> Path:
        for folder in ("nlu", "rules"):
            (tmp_path / "data" / folder).mkdir(parents=True)
        (tmp_path / "config.yml").write_text("recipe: default.v1\nlanguage: ja\nassistant_id: x\n", "utf-8")
        (tmp_path / "domain.yml").write_text(DOMAIN, "utf-8")
        (tmp_path / "data" / "nlu" / "plain.yml").write_text(PLAIN, "utf-8")
        (tmp_path / "data" / "nlu" / "annotated.yml").write_text(ANNOTATED, "utf-8")
        (tmp_path / "data" / "rules" / "rules.yml").write_text(RULES, "utf-8")
        return tmp_path

    def test_data_are_those_of_rasas_own_importers(self, project: Path) -> None:
        paths = (str(project / "config.yml"), str(project / "domain.yml"), [str(project / "data")])
        theirs = E2EImporter(ResponsesSyncImporter(RasaFileImporter(*paths)))

        ours = ProjectImporter(project)

        assert ours.get_nlu_data().fingerprint() == theirs.get_nlu_data().fingerprint()
        assert _in_order(ours.get_domain()) == _in_order(theirs.get_domain())
        assert ours.get_stories().fingerprint() == theirs.get_stories().fingerprint()
        assert len(ours.get_nlu_data().intent_examples) == 4

    def test_every_file_of_the_project_is_read_the_fast_way(self) -> None:
        for file in questions.files(PROJECT / "data" / "nlu"):
            assert questions.plain(file), f"{file.name} holds more than plain lines: training takes longer"


def _in_order(domain: Domain) -> dict[str, object]:
    """Return a domain as Rasa writes it; it merges actions as sets, whose order another process has otherwise."""
    said: dict[str, Any] = domain.as_dict()
    return said | {"actions": sorted(said["actions"])}


def test_labels_are_learnt_before_danger_which_another_process_learns_meanwhile() -> None:
    importer = ProjectImporter(PROJECT)
    recipe = Recipe.recipe_for_name(importer.get_config()["recipe"])
    schema = recipe.graph_config_for_recipe(importer.get_config(), {}, training_type=TrainingType.BOTH).train_schema
    ran: list[str] = []

    def node(name: str, needs: Iterable[str]) -> tuple[object, ...]:
        return (lambda *_: ran.append(name), *needs)

    graph = {name: node(name, one.needs.values()) for name, one in schema.nodes.items()}
    graph_training._InOrder.get(graph | {PLACEHOLDER_IMPORTER: None}, schema.target_names)

    order = [name.rpartition(".")[2].rstrip("0123456789") for name in ran if name.startswith("train_")]
    assert order.index("LabelClassifier") < order.index("DangerDetector")


class TestVectorCache:
    def encode(self, texts):
        self.asked.append(list(texts))
        return np.array([[len(text), 1.0] for text in texts], dtype=np.float32).reshape(-1, 2)

    @pytest.fixture(autouse=True)
    def _asked(self) -> None:
        self.asked: list[list[str]] = []

    def test_a_text_is_encoded_once(self, tmp_path: Path) -> None:
        VectorCache(tmp_path, "1").vectors(["a", "bb"], self.encode)

        rows = VectorCache(tmp_path, "1").vectors(["bb", "ccc", "bb"], self.encode)

        assert rows.tolist() == [[2, 1], [3, 1], [2, 1]]
        assert self.asked == [["a", "bb"], ["ccc"]]

    def test_another_version_begins_anew_and_removes_the_old(self, tmp_path: Path) -> None:
        VectorCache(tmp_path, "1").vectors(["a"], self.encode)
        VectorCache(tmp_path, "2").vectors(["a"], self.encode)

        assert self.asked == [["a"], ["a"]]
        assert [path.name for path in tmp_path.glob("*.npz")] == ["sentence-vectors-2.npz"]

    def test_a_broken_file_is_computed_anew(self, tmp_path: Path) -> None:
        (tmp_path / "sentence-vectors-1.npz").write_bytes(b"PK\x03\x04 cut off")

        assert VectorCache(tmp_path, "1").vectors(["abc"], self.encode).tolist() == [[3, 1]]

    def test_a_folder_that_cannot_be_written_costs_only_time(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("no folder")

        assert VectorCache(tmp_path / "file", "1").vectors(["abc"], self.encode).tolist() == [[3, 1]]

    @pytest.mark.slow
    def test_it_does_not_grow_without_end(self, tmp_path: Path) -> None:
        cache = VectorCache(tmp_path, "1")
        cache.vectors([f"{n}" for n in range(LARGEST)], self.encode)
        cache.vectors(["new"], self.encode)
        cache.vectors(["new"], self.encode)

        with np.load(tmp_path / "sentence-vectors-1.npz") as file:
            assert len(file["keys"]) == LARGEST
        assert self.asked.count(["new"]) == 1


@pytest.mark.slow
def test_the_word_table_is_built_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built = ginza_vectors.known(folder=tmp_path)
    monkeypatch.setattr(ginza_vectors, "from_spacy_package", lambda package: pytest.fail("built again"))

    read = ginza_vectors.known(folder=tmp_path)

    assert np.array_equal(read.keys, built.keys)
    assert np.array_equal(read.vectors, built.vectors)


class TestModelFile:
    @pytest.fixture
    def package(self, tmp_path: Path) -> Path:
        folder = tmp_path / "package"
        (folder / "components").mkdir(parents=True)
        (folder / "metadata.json").write_text("{}")
        (folder / "components" / "weights").write_bytes(bytes(range(256)) * 400)
        return folder

    def test_a_written_model_is_whole(self, package: Path, tmp_path: Path) -> None:
        model_file.write(package, tmp_path / "models" / "m.tar.gz")

        assert model_file.is_whole(tmp_path / "models" / "m.tar.gz")
        assert [path.name for path in (tmp_path / "models").iterdir()] == ["m.tar.gz"]

    def test_nothing_lies_under_the_name_when_writing_fails(
        self, package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_: object, **__: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(tarfile.TarFile, "add", full)
        with pytest.raises(OSError, match="No space left"):
            model_file.write(package, tmp_path / "models" / "m.tar.gz")

        assert list((tmp_path / "models").iterdir()) == []

    @pytest.mark.parametrize("damage", ["truncated", "empty", "other bytes", "no archive"])
    def test_a_broken_model_is_told(self, damage: str, package: Path, tmp_path: Path) -> None:
        model = tmp_path / "m.tar.gz"
        model_file.write(package, model)
        content = model.read_bytes()
        middle = len(content) // 2
        model.write_bytes(
            {
                "truncated": content[:-9],
                "empty": b"",
                "other bytes": content[:middle] + bytes(16) + content[middle + 16 :],
                "no archive": b"hello",
            }[damage]
        )

        assert not model_file.is_whole(model)

    def test_a_broken_model_is_set_aside_under_another_name(self, tmp_path: Path) -> None:
        (tmp_path / "m.tar.gz").write_bytes(b"x")

        aside = model_file.set_aside(tmp_path / "m.tar.gz")

        assert aside.read_bytes() == b"x"
        assert not (tmp_path / "m.tar.gz").exists()


class TestSlim:
    def test_the_projects_pipeline_needs_no_tensorflow(self) -> None:
        assert slim.suits(PROJECT / "config.yml")

    @pytest.mark.parametrize(("line", "suits"), [("- name: DIETClassifier", False), ("# as DIETClassifier did", True)])
    def test_a_component_of_tensorflow_is_seen(self, line: str, suits: bool, tmp_path: Path) -> None:
        (tmp_path / "config.yml").write_text(f"pipeline:\n  {line}\n", "utf-8")

        assert slim.suits(tmp_path / "config.yml") is suits

    @pytest.mark.slow
    def test_training_imports_no_tensorflow(self) -> None:
        code = (
            "import sys; from bot.runtime import slim; slim.register(); slim.hide_tensorflow();"
            "from bot.runtime import graph_training; import rasa.engine.recipes.default_components;"
            "sys.exit(any(name.startswith('tensorflow.') for name in sys.modules))"
        )
        done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=PROJECT, check=False)

        assert done.returncode == 0


class TestKernels:
    FLAGS = "model name : x\nflags\t\t: fpu sse2 fma avx2"

    @pytest.mark.parametrize(
        ("flags", "name"),
        [
            (FLAGS, "Haswell"),
            (FLAGS + " avx512f avx512dq avx512cd avx512bw avx512vl", "SkylakeX"),
            ("flags\t\t: fpu sse2", None),
            ("Features : neon", None),
        ],
    )
    def test_they_fit_the_processor(self, flags: str, name: str | None) -> None:
        assert blas.kernels_for(flags) == name

    def test_a_choice_that_was_made_stays(self, tmp_path: Path) -> None:
        (tmp_path / "cpuinfo").write_text(self.FLAGS)
        chosen: dict[str, str] = {"OPENBLAS_CORETYPE": "Nehalem"}
        blas.choose_kernels(chosen, tmp_path / "cpuinfo")

        assert chosen == {"OPENBLAS_CORETYPE": "Nehalem"}

    def test_they_are_named_for_the_processes_that_follow(self, tmp_path: Path) -> None:
        (tmp_path / "cpuinfo").write_text(self.FLAGS)
        chosen: dict[str, str] = {}
        blas.choose_kernels(chosen, tmp_path / "cpuinfo")

        assert chosen == {"OPENBLAS_CORETYPE": "Haswell"}
