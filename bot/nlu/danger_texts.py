"""What the detector sees of the pieces that it learns from: vectors, and runs of characters."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.nlu import danger_kana, danger_model, many_runs, morphology, sentence_encoder, word_vectors
from bot.nlu.morphology import Morpheme
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
    def of(
        cls,
        texts: Sequence[str],
        vectors: Mapping[str, Floats],
        words: Mapping[str, Sequence[Morpheme]] | None = None,
    ) -> Texts:
        """Return the distinct texts; `vectors` are sentence vectors that are known, `words` likewise, the others are made."""
        from scipy import sparse

        distinct = list(dict.fromkeys(texts))
        numbers = {text: number for number, text in enumerate(distinct)}
        worded, spelt = [], []
        seen: list[str] = []
        read = _Read(words or {})
        # In parts of which `morphology` remembers the words: they are found once for both.
        for start in range(0, len(distinct), _PART):
            part = distinct[start : start + _PART]
            usual = [danger_kana.usual(text) for text in part]
            worded.append(
                word_vectors.shared().sentences(
                    read.words(text) if text == typed else iter(morphology.analyse(text))
                    for text, typed in zip(usual, part, strict=True)
                )
            )
            spelt.append(many_runs.matrix(part, read.sound))
            seen += usual
        dense = np.hstack([_encoded(seen, vectors), np.vstack(worded)])
        return cls(numbers, dense, sparse.vstack(spelt, format="csr"))


class _Read:
    """Reads pieces sentence by sentence: each stands in the whole, alone and with both of its neighbours.

    Where two sentences meet, Sudachi finds other words in one of two hundred pieces; a message is read as a whole.
    """

    def __init__(self, known: Mapping[str, Sequence[Morpheme]]) -> None:
        self._known = known
        self._sounds: dict[str, str] = {}

    def words(self, piece: str) -> Iterator[Morpheme]:
        """Yield the words of a piece; where they stand in it is not told."""
        for sentence in danger_model.sentences(piece):
            yield from self._of(sentence)

    def sound(self, piece: str) -> str:
        """Return what `danger_model.sound` does."""
        return "".join(map(self._sound, danger_model.sentences(piece[: danger_model.MAX_CHARACTERS])))

    def _of(self, sentence: str) -> Sequence[Morpheme]:
        known = self._known.get(sentence)
        return morphology.analyse(sentence) if known is None else known

    def _sound(self, sentence: str) -> str:
        found = self._sounds.get(sentence)
        if found is None:
            found = self._sounds[sentence] = danger_model.spoken(self._of(sentence))
        return found


def _encoded(texts: Sequence[str], vectors: Mapping[str, Floats]) -> Floats:
    missing = [text for text in texts if text not in vectors]
    if not missing:
        return np.stack([vectors[text] for text in texts])
    # Apart from the questions' vectors: both are encoded at the same time, each by a process of its own.
    cache = VectorCache(sentence_encoder.CACHE / "danger", sentence_encoder.version())
    made = dict(zip(missing, cache.vectors(missing, sentence_encoder.encode_all), strict=True))
    return np.stack([vectors[text] if text in vectors else made[text] for text in texts])
