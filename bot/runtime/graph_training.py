"""Runs Rasa's training graph without its fingerprints: the model's name already says what it was made of.

`rasa.model_training` fingerprints every message after every component, so that a later training may skip a component
whose input did not change. A changed question changes the input of them all; what does help is kept elsewhere
(`bot.nlu.vector_cache`, `ginza_vectors.known`).
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import dask.core
import rasa.engine.runner.dask
import rasa.engine.validation
from rasa.engine.constants import PLACEHOLDER_IMPORTER
from rasa.engine.graph import ExecutionContext, GraphNodeHook
from rasa.engine.recipes.recipe import Recipe
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import (
    MODEL_ARCHIVE_COMPONENTS_DIR,
    LocalModelStorage,
)
from rasa.shared.data import TrainingType

from bot.runtime import model_file
from bot.runtime.importer import ProjectImporter

# What a node of the graph does, in the words of the progress lines; all others are quick.
_STAGES = {
    "schema_validator": "read the questions and rules",
    "run_bot.nlu.sudachi_tokenizer.SudachiTokenizer": "words of the questions",
    "train_bot.nlu.word_vector_featurizer.WordVectorFeaturizer": "word vectors",
    "run_bot.nlu.sentence_encoder_featurizer.SentenceEncoderFeaturizer": "sentence vectors",
    "train_bot.nlu.label_classifier.LabelClassifier": "learnt the labels",
    "train_bot.nlu.danger_detector.DangerDetector": "what danger sounds like",
}


def train(project: Path, target: Path, say: Callable[[str], None], asked: Path | None = None) -> None:
    """Train on the project's sources and write the model file.

    Args:
        project: Folder of config.yml, domain.yml and data/.
        target: The model file.
        say: Takes a line of progress after each stage that takes a while.
        asked: Folder of the questions, where they are not the project's own.

    Raises:
        RasaException: Configuration, domain or data are not what Rasa can train on.
        OSError: The model cannot be written.
    """
    importer = ProjectImporter(project, asked)
    config = importer.get_config()
    recipe = Recipe.recipe_for_name(config.get("recipe"))
    configuration = recipe.graph_config_for_recipe(config, {}, training_type=TrainingType.BOTH)
    rasa.engine.validation.validate(configuration)
    with tempfile.TemporaryDirectory() as temporary:
        package = Path(temporary)
        components = package / MODEL_ARCHIVE_COMPONENTS_DIR
        components.mkdir()
        storage = LocalModelStorage.create(components)
        runner = DaskGraphRunner.create(
            graph_schema=configuration.train_schema,
            model_storage=storage,
            execution_context=ExecutionContext(graph_schema=configuration.train_schema),
            hooks=[_Progress(say)],
        )
        domain = importer.get_domain()
        rasa.engine.runner.dask.dask = _InOrder
        runner.run(inputs={PLACEHOLDER_IMPORTER: importer})
        metadata = storage._create_model_metadata(domain, configuration)
        storage._persist_metadata(metadata, package)
        started = time.monotonic()
        model_file.write(package, target)
        say(f"written ({time.monotonic() - started:.0f} s)")


class _InOrder:
    """The one function of dask that Rasa's runner uses: components learn in the pipeline's order, not in their names'.

    So the labels are learnt while another process still learns the danger detector (`danger_ahead`).
    """

    @staticmethod
    def get(graph: dict[str, Any], targets: list[str]) -> Any:
        """Return the results of the targets, each node run once after those that it needs."""
        return dask.core.get(graph, targets)  # type: ignore[no-untyped-call]


class _Progress(GraphNodeHook):
    """Says how long each stage took."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say

    def on_before_node(
        self,
        node_name: str,
        execution_context: ExecutionContext,
        config: dict[str, Any],
        received_inputs: dict[str, Any],
    ) -> dict[str, Any]:
        """See base class."""
        return {"started": time.monotonic()}

    def on_after_node(
        self,
        node_name: str,
        execution_context: ExecutionContext,
        config: dict[str, Any],
        output: Any,
        input_hook_data: dict[str, Any],
    ) -> None:
        """See base class."""
        stage = _STAGES.get(node_name.rstrip("0123456789"))
        if stage is not None:
            self._say(f"{stage} ({time.monotonic() - input_hook_data['started']:.0f} s)")
