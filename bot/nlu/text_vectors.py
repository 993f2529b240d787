"""The pretrained blocks of a text, side by side, as the classifier of labels learns them."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from rasa.shared.nlu.training_data.message import Message

from bot.nlu import (
    dense_features,
    morphology,
    sentence_encoder,
    sentence_encoder_featurizer,
    word_vector_featurizer,
    word_vectors,
)

# In the order in which the model learns them.
_ORIGINS = (sentence_encoder_featurizer.ORIGIN, word_vector_featurizer.ORIGIN)

Floats = npt.NDArray[np.float32]


@dataclasses.dataclass(frozen=True)
class TextVectors:
    """Vectors of texts outside of a pipeline, of the blocks that a model was trained on: those whose figures are `size` in all."""

    size: int

    def of(self, piece: str, encoded: Floats | None = None) -> Floats:
        """Return the vector of a text, (size,); `encoded` is its sentence vector, if known."""
        blocks = []
        if self.has_sentences:
            blocks.append(sentence_encoder.encode(piece) if encoded is None else encoded)
        if self._has(word_vectors.DIMENSIONS):
            blocks.append(word_vectors.shared().sentence(morphology.analyse(piece)))
        return np.concatenate(blocks)

    def of_each(self, pieces: Sequence[str]) -> Floats:
        """Return the vectors of texts that are read more than once, (pieces, size)."""
        encoded = sentence_encoder.encode_known(pieces)
        return np.stack([self.of(piece, vector) for piece, vector in zip(pieces, encoded, strict=True)])

    @property
    def has_sentences(self) -> bool:
        """Whether the sentence encoder's block is among them."""
        return self._has(sentence_encoder.DIMENSIONS)

    def _has(self, block: int) -> bool:
        return self.size in {block, sentence_encoder.DIMENSIONS + word_vectors.DIMENSIONS}


def of_message(message: Message) -> Floats:
    """Return the blocks that the featurizers have left on a message."""
    blocks = [dense_features.sentence_vector(message, origin) for origin in _ORIGINS]
    known = [block for block in blocks if block is not None]
    if not known:
        raise RuntimeError("LabelClassifier needs a dense featurizer before it in config.yml.")
    return np.concatenate(known)
