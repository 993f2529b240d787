"""Rasa featurizer: the weighted mean of GiNZA's word vectors."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu import dense_features, ginza_vectors, morphology, word_vectors
from bot.nlu.component import LearntComponent
from bot.nlu.sudachi_tokenizer import morphemes
from bot.nlu.word_vectors import WordVectors

ORIGIN = "WordVectorFeaturizer"
_FILE = "vectors.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class WordVectorFeaturizer(LearntComponent):
    """Gives each message one vector of 300 numbers; keeps its own compact table inside the model.

    Option: `package` of the spaCy model that the vectors are taken from, which must be installed too.
    """

    DEFAULTS: ClassVar[dict[str, Any]] = {"package": "ja_ginza"}
    # spaCy and wordfreq, which only a table that is not there yet needs, are not named: Rasa would import both to see that they
    # are there, for a second of each training.
    PACKAGES = ()

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Cover the helper modules and the vectors' version."""
        version = morphology.installed_version(config.get("package", cls.DEFAULTS["package"]).replace("_", "-"))
        return f"{super().fingerprint_addon(config)}-{version}"

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        super().__init__(config, storage, resource)
        self._table: WordVectors | None = None

    def read_from(self, folder: Path) -> None:
        """Read the table."""
        self._use(WordVectors.load(folder / _FILE))

    def train(self, training_data: TrainingData) -> Resource:
        """Build the table; the training data are not needed for it."""
        table = ginza_vectors.known(self._config["package"])
        self._use(table)
        return self._keep(lambda folder: table.save(folder / _FILE))

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Featurize the training questions, all together."""
        assert self._table is not None
        examples = [m for m in training_data.training_examples if m.get(TEXT)]
        vectors = self._table.sentences(map(morphemes, examples))
        for message, vector in zip(examples, vectors, strict=True):
            dense_features.add(message, vector, ORIGIN)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Featurize messages."""
        assert self._table is not None
        for message in messages:
            vector = self._table.sentence(morphemes(message))
            dense_features.add(message, vector, ORIGIN)
        return messages

    def _use(self, table: WordVectors) -> None:
        self._table = table
        word_vectors.share(table)
