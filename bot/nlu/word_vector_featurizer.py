"""Rasa featurizer: the weighted mean of GiNZA's word vectors."""

from __future__ import annotations

import hashlib
import inspect
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu import dense_features, morphology, word_vectors
from bot.nlu.sudachi_tokenizer import morphemes
from bot.nlu.word_vectors import WordVectors

ORIGIN = "WordVectorFeaturizer"
_HELPERS = (word_vectors, dense_features)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class WordVectorFeaturizer(GraphComponent):
    """Gives each message one vector of 300 numbers; keeps its own compact table inside the model.

    Options: `package` of the spaCy model that the vectors are taken from; `sequence` whether each token
    gets a row as well (for DIET).
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the defaults."""
        return {"package": "ja_ginza", "sequence": False}

    @classmethod
    def required_components(cls) -> list[type]:
        """Name what must come before in the pipeline."""
        return [Tokenizer]

    @staticmethod
    def required_packages() -> list[str]:
        """Name the packages that must be installed; the vectors' own is an option, see `package`."""
        return ["spacy", "wordfreq"]

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Cover the helper modules and the vectors' version."""
        sources = "".join(inspect.getsource(module) for module in _HELPERS)
        version = morphology.installed_version(config.get("package", "ja_ginza").replace("_", "-"))
        return f"{hashlib.sha256(sources.encode()).hexdigest()[:16]}-{version}"

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._table: WordVectors | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> WordVectorFeaturizer:
        """Create the component before training."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> WordVectorFeaturizer:
        """Load the component from a trained model."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component._use(WordVectors.load(folder / "vectors.npz"))
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Build the table; the training data are not needed for it."""
        table = WordVectors.known(self._config["package"])
        with self._storage.write_to(self._resource) as folder:
            table.save(folder / "vectors.npz")
        self._use(table)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Featurize the training questions."""
        self.process([m for m in training_data.training_examples if m.get(TEXT)])
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Featurize messages."""
        assert self._table is not None
        for message in messages:
            vector = self._table.sentence(morphemes(message))
            dense_features.add(message, vector, ORIGIN, self._config["sequence"])
        return messages

    def _use(self, table: WordVectors) -> None:
        self._table = table
        word_vectors.share(table)
