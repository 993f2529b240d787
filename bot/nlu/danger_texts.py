"""What the detector sees of the pieces that it learns from: vectors, and runs of characters."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.nlu import many_runs, morphology, sentence_encoder, word_vectors
from bot.nlu.vector_cache import VectorCache

Floats = npt.NDArray[np.float32]
_PART = 500


@dataclasses.dataclass(frozen=True)
class Texts:
    """All pieces, each once: its number, its row of `danger_features`, its row of runs of characters."""

    numbers: dict[str, int]
    dense: Floats
    spelt: Any

    @classmethod
    def of(cls, texts: Sequence[str], vectors: Mapping[str, Floats]) -> Texts:
        """Return the distinct texts; `vectors` are sentence vectors that are known, the others are made."""
        from scipy import sparse

        distinct = list(dict.fromkeys(texts))
        numbers = {text: number for number, text in enumerate(distinct)}
        worded, spelt = [], []
        # In parts of which `morphology` remembers the words: they are found once for both.
        for start in range(0, len(distinct), _PART):
            part = distinct[start : start + _PART]
            worded.append(word_vectors.shared().sentences(map(morphology.analyse, part)))
            spelt.append(many_runs.matrix(part))
        dense = np.hstack([_encoded(distinct, vectors), np.vstack(worded)])
        return cls(numbers, dense, sparse.vstack(spelt, format="csr"))


def _encoded(texts: Sequence[str], vectors: Mapping[str, Floats]) -> Floats:
    missing = [text for text in texts if text not in vectors]
    if not missing:
        return np.stack([vectors[text] for text in texts])
    # Apart from the questions' vectors: both are encoded at the same time, each by a process of its own.
    cache = VectorCache(sentence_encoder.CACHE / "danger", sentence_encoder.version())
    made = dict(zip(missing, cache.vectors(missing, sentence_encoder.encode_all), strict=True))
    return np.stack([vectors[text] if text in vectors else made[text] for text in texts])
