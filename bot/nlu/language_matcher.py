"""Rasa component that scores messages in other languages by what `data/languages` knows."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, ClassVar, Optional

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot import pack
from bot.nlu import (
    dense_features,
    foreign_decision,
    foreign_lines,
    language,
    sentence_encoder,
    sentence_encoder_featurizer,
)
from bot.nlu.component import LearntComponent
from bot.nlu.decision import Decision
from bot.nlu.foreign_model import ForeignModel
from bot.nlu.known_labels import DANGERS
from bot.nlu.language import Language
from bot.nlu.ranking import fill
from bot.nlu.vector_cache import VectorCache

# The decision about a message in another language, for the gate.
FOREIGN = "foreign_decision"
PROJECT = Path(__file__).resolve().parents[2]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LanguageMatcher(LearntComponent, IntentClassifier):
    """Learns in seconds: the vectors of the Japanese questions are there already, those of the lines are kept in a cache.

    Option: `folder` of the lines and titles, from the project; a pack that has its own `languages/` is learnt from those.
    """

    DEFAULTS: ClassVar[dict[str, Any]] = {"folder": "data/languages"}

    @classmethod
    def _files(cls, config: dict[str, Any]) -> Iterable[Path]:
        """Return the files of lines and titles."""
        return foreign_lines.files(_folder(config))

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        super().__init__(config, storage, resource)
        self._model: ForeignModel | None = None

    def read_from(self, folder: Path) -> None:
        """Read the model."""
        self._model = ForeignModel.load(folder)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the lines of the folder and from the Japanese questions."""
        japanese: dict[str, list[Any]] = {}
        for message in training_data.training_examples:
            label = message.get(INTENT_RESPONSE_KEY)
            if message.get(TEXT) and label and label not in DANGERS:
                vector = dense_features.sentence_vector(message, sentence_encoder_featurizer.ORIGIN)
                if vector is not None:
                    japanese.setdefault(label, []).append(vector)
        gathered = {label: np.stack(vectors) for label, vectors in japanese.items()}
        folder = _folder(self._config)
        lines = foreign_lines.read(folder)
        if not folder.is_relative_to(pack.folder()):
            # Another city's lines teach what both cities answer.
            lines = lines.of(set(gathered))
        cache = VectorCache(sentence_encoder.CACHE / "languages", sentence_encoder.version())
        vectors = cache.vectors([text for text, _ in lines.pairs], sentence_encoder.encode_all)
        self._model = ForeignModel.fit(lines.pairs, vectors, gathered, lines.titles)
        return self._keep(self._model.save)

    def process(
        self,
        messages: list[Message],
        # Rasa compares annotations and cannot read X | None, only Optional[X].
        tracker: Optional[DialogueStateTracker] = None,  # noqa: UP045
    ) -> list[Message]:
        """Decide about each message that is not in Japanese; the tracker tells the talk's language and last answer."""
        assert self._model is not None
        before = talk_language(tracker)
        last_label = tracker.get_slot("last_label") if tracker is not None else None
        for message in messages:
            text = message.get(TEXT) or ""
            written = language.detect(text, before)
            if written not in {"ja", "romaji"} and text.strip():
                made = foreign_decision.decide(text, written, self._model, sentence_encoder.encode, last_label)
                message.set(FOREIGN, made)
                fill(message, _first(made))
        return messages


def _folder(config: dict[str, Any]) -> Path:
    own = pack.folder() / "languages"
    named = PROJECT / (config.get("folder") or LanguageMatcher.DEFAULTS["folder"])
    return own if pack.folder() != pack.SHIPPED and own.is_dir() else named


def talk_language(tracker: DialogueStateTracker | None) -> Language:
    """Return the language that the talk has been in so far."""
    return language.known(tracker.get_slot("language") if tracker is not None else None) or "ja"


def _first(made: Decision) -> list[tuple[str, float]]:
    rest = [pair for pair in made.candidates if pair[0] != made.label]
    return [(made.label, made.confidence), *rest]
