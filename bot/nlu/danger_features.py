"""What the detector's dense model sees of a text: the encoder's sentence vector and the mean of its word vectors.

The encoder knows paraphrases and languages; the words tell what a Japanese sentence is about (終活, 保険, 介護) where its form
is that of a cry. A text in kana alone is seen in its usual spelling (`danger_kana`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from bot.nlu import danger_kana, morphology, sentence_encoder, word_vectors

DIMENSIONS = sentence_encoder.DIMENSIONS + word_vectors.DIMENSIONS

Floats = npt.NDArray[np.float32]


def made(
    texts: Sequence[str], encode: Callable[[Sequence[str]], Sequence[Floats]] = sentence_encoder.encode_each
) -> Floats:
    """Return the rows of texts, (texts, DIMENSIONS); `encode` gives their sentence vectors.

    Raises:
        RuntimeError: This process has loaded no word vectors (`word_vectors.shared`).
    """
    if not texts:
        return np.zeros((0, DIMENSIONS), dtype=np.float32)
    spelt = [danger_kana.usual(text) for text in texts]
    worded = np.stack([worded_of(text) for text in spelt])
    return np.hstack([np.stack(encode(spelt)), worded]).astype(np.float32)


def worded_of(text: str) -> Floats:
    """Return the part of a row that comes from the words, (`word_vectors.DIMENSIONS`,).

    Raises:
        RuntimeError: See `made`.
    """
    return word_vectors.shared().sentence(morphology.analyse(text))
