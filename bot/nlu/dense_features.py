"""What the two dense featurizers share: putting one sentence vector on a message."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message


def add(message: Message, vector: npt.NDArray[np.float32], origin: str) -> None:
    """Add a sentence feature."""
    message.add_features(Features(vector[None, :], FEATURE_TYPE_SENTENCE, TEXT, origin))


def sentence_vector(message: Message, origin: str) -> npt.NDArray[np.float32] | None:
    """Return the sentence vector that the featurizer named `origin` put on a message."""
    for feature in message.features:
        if feature.origin == origin and feature.type == FEATURE_TYPE_SENTENCE and feature.attribute == TEXT:
            return np.asarray(feature.features, dtype=np.float32)[0]
    return None
