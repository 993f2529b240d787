"""What the detector sees of the pieces that it learns from: vectors, and runs of characters."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.nlu import morphology, sentence_encoder, word_vectors
from bot.nlu.danger_model import BUCKETS, runs
from bot.nlu.morphology import Morpheme
from bot.nlu.vector_cache import VectorCache

Floats = npt.NDArray[np.float32]


@dataclasses.dataclass(frozen=True)
class Texts:
    """All pieces, each once: its number, its row of `danger_features`, its row of runs of characters."""

    numbers: dict[str, int]
    dense: Floats
    spelt: Any

    @classmethod
    def of(cls, texts: Sequence[str], vectors: Mapping[str, Floats]) -> Texts:
        """Return the distinct texts; `vectors` are sentence vectors that are known, the others are made."""
        distinct = list(dict.fromkeys(texts))
        numbers = {text: number for number, text in enumerate(distinct)}
        found: list[list[int]] = []

        def words() -> Iterator[list[Morpheme]]:
            for text in distinct:
                yield morphology.analyse(text)
                # Beside each other: the words of a text are found once for both.
                found.append(runs(text))

        worded = word_vectors.shared().sentences(words())
        return cls(numbers, np.hstack([_encoded(distinct, vectors), worded]), _matrix(found))


def _matrix(found: Sequence[Sequence[int]]) -> Any:
    from scipy import sparse

    columns = np.concatenate([np.asarray(buckets, dtype=np.int32) for buckets in found])
    values = np.concatenate([np.full(len(b), 1.0 / np.sqrt(max(1, len(b))), dtype=np.float32) for b in found])
    ends = np.cumsum([0, *(len(buckets) for buckets in found)])
    return sparse.csr_matrix((values, columns, ends), shape=(len(found), BUCKETS))


def _encoded(texts: Sequence[str], vectors: Mapping[str, Floats]) -> Floats:
    missing = [text for text in texts if text not in vectors]
    # Apart from the questions' vectors: both are encoded at the same time, each by a process of its own.
    cache = VectorCache(sentence_encoder.CACHE / "danger", sentence_encoder.version())
    made = dict(zip(missing, cache.vectors(missing, sentence_encoder.encode_all), strict=True))
    return np.stack([vectors[text] if text in vectors else made[text] for text in texts])
