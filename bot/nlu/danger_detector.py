"""Rasa component that scores every message for danger; what it learnt from and when: `bot.nlu.danger_cache`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu import (
    danger_cache,
    danger_features,
    danger_kana,
    danger_model,
    dense_features,
    sentence_encoder_featurizer,
    word_vector_featurizer,
)
from bot.nlu.component import LearntComponent
from bot.nlu.danger_model import DangerModel

# What the detector made of a message: a `danger_model.Heard`.
HEARD = "danger_heard"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class DangerDetector(LearntComponent, IntentClassifier):
    """Learns from rows and the shipped questions, never from what an office publishes: no words of an office can move it.

    Options: `folder` of JSONL files and folder of `questions`, from the project; `dense_strength` and `spelt_strength` (scikit-learn's C of the two models);
    `share` of the dense model; `alike_weight` of ordinary rows written to sound like cries.
    """

    DEFAULTS: ClassVar[dict[str, Any]] = danger_cache.DEFAULTS
    PACKAGES = ("scipy",)

    @classmethod
    def _files(cls, config: dict[str, Any]) -> Iterable[Path]:
        """Return the rows and the questions."""
        return danger_cache.Sources.of(config).files()

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        super().__init__(config, storage, resource)
        self._model: DangerModel | None = None

    def read_from(self, folder: Path) -> None:
        """Read the detector."""
        self._model = DangerModel.load(folder)

    def train(self, training_data: TrainingData) -> Resource:
        """Take the detector of the shipped rows and questions; what is trained on besides teaches it nothing."""
        self._model = danger_cache.known(danger_cache.Sources.of(self._config))
        return self._keep(self._model.save)

    def process(self, messages: list[Message]) -> list[Message]:
        """Score each message by its most dangerous piece."""
        assert self._model is not None
        for message in messages:
            text = message.get(TEXT) or ""
            if text.strip():
                message.set(HEARD, self._hear(self._model, message, text))
        return messages

    def _hear(self, model: DangerModel, message: Message, text: str) -> danger_model.Heard:
        pieces = danger_model.pieces(text)
        chosen, spelt = model.loudest(pieces)
        whole = _features(message)
        texts = [pieces[i] for i in chosen]
        # The features of a long message tell more than its first piece, and were not learnt; those of kana alone are of
        # its usual spelling.
        if whole is None or len(text) > danger_model.MAX_CHARACTERS or danger_kana.usual(text) != text:
            vectors = danger_features.made(texts)
        else:
            vectors = np.vstack([whole[None, :], danger_features.made(texts[1:])])
        return model.hear(texts, vectors, spelt[chosen])


def _features(message: Message) -> danger_features.Floats | None:
    """Return what the featurizers put on a message as `danger_features.made` would; None where one of them did not."""
    encoded = dense_features.sentence_vector(message, sentence_encoder_featurizer.ORIGIN)
    worded = dense_features.sentence_vector(message, word_vector_featurizer.ORIGIN)
    return None if encoded is None or worded is None else np.concatenate([encoded, worded])
