"""What the two dense featurizers share: putting one sentence vector and its word rows on a message."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from rasa.nlu.constants import TOKENS_NAMES
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, FEATURE_TYPE_SEQUENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message


def add(message: Message, vector: npt.NDArray[np.float32], origin: str, rows: bool) -> None:
    """Add a sentence feature and, if asked, the same vector for each token (DIET needs a sequence)."""
    message.add_features(Features(vector[None, :], FEATURE_TYPE_SENTENCE, TEXT, origin))
    if rows:
        count = len(message.get(TOKENS_NAMES[TEXT]) or [None])
        sequence = np.repeat(vector[None, :], count, axis=0)
        message.add_features(Features(sequence, FEATURE_TYPE_SEQUENCE, TEXT, origin))


def sentence_vector(message: Message, origin: str) -> npt.NDArray[np.float32] | None:
    """Return the sentence vector that the featurizer named `origin` put on a message."""
    for feature in message.features:
        if feature.origin == origin and feature.type == FEATURE_TYPE_SENTENCE and feature.attribute == TEXT:
            return np.asarray(feature.features, dtype=np.float32)[0]
    return None
