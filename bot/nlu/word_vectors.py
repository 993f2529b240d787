"""Word vectors of GiNZA as a compact table that needs neither spaCy nor a pipeline at run time.

480,000 words share 20,000 rows (`bot.nlu.ginza_vectors`). A message's vector is the mean of its content words, each weighted
by a / (a + p(word)) (smooth inverse frequency: Arora et al., ICLR 2017, with wordfreq's frequencies).
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.nlu.morphology import Morpheme

DIMENSIONS = 300
_MOST_FOUND = 20_000

Floats = npt.NDArray[np.float32]


@dataclasses.dataclass(frozen=True)
class WordVectors:
    """Words by hash, in ascending order, with their row and weight.

    Attributes:
        keys: uint64 (words,), ascending.
        rows: int32 (words,), index into `vectors`.
        weights: float16 (words,), smooth inverse frequency of each word.
        vectors: float16 (rows, 300).
    """

    keys: npt.NDArray[np.uint64]
    rows: npt.NDArray[np.int32]
    weights: npt.NDArray[np.float16]
    vectors: npt.NDArray[np.float16]
    # What `look_up` has found, a few words of the language being most of what is said.
    _found: dict[str, int | None] = dataclasses.field(default_factory=dict, repr=False, compare=False)

    def look_up(self, word: str) -> int | None:
        """Return the position of a word in `keys`, None if it has no vector."""
        try:
            return self._found[word]
        except KeyError:
            key = hashed(word)
        position = int(np.searchsorted(self.keys, key))
        found = position if position < len(self.keys) and self.keys[position] == key else None
        if len(self._found) >= _MOST_FOUND:
            self._found.clear()
        self._found[word] = found
        return found

    def sentence(self, words: Iterable[Morpheme]) -> Floats:
        """Return the unit-length mean vector of the content words, zeros if none is known; (300,)."""
        positions = self._positions(words)
        total: Floats = np.add.reduce(self._products(positions), axis=0, dtype=np.float32)
        length = float(np.linalg.norm(total))
        return total / length if length > 0 else total

    def sentences(self, texts: Iterable[Iterable[Morpheme]]) -> Floats:
        """Return what `sentence` returns for many texts, (texts, 300): each word's product is made once."""
        from scipy.sparse import csr_matrix

        found = [self._positions(words) for words in texts]
        distinct, columns = np.unique(np.concatenate([[], *found]).astype(np.intp), return_inverse=True)
        ends = np.cumsum([0, *map(len, found)])
        counts = csr_matrix((np.ones(len(columns), dtype=np.float32), columns, ends), (len(found), len(distinct)))
        totals: Floats = counts @ self._products(distinct).astype(np.float32)
        lengths = np.linalg.norm(totals, axis=1, keepdims=True)
        return totals / np.where(lengths > 0, lengths, np.float32(1.0))

    def _positions(self, words: Iterable[Morpheme]) -> list[int]:
        """Return the positions in `keys` of the content words that are known."""
        positions = []
        for word in words:
            if not word.is_content:
                continue
            for form in (word.normalized, word.dictionary_form, word.surface):
                position = self.look_up(form)
                if position is not None:
                    positions.append(position)
                    break
        return positions

    def _products(self, positions: Sequence[int] | npt.NDArray[np.intp]) -> npt.NDArray[np.float16]:
        """Return words' vectors by their weights; each product is rounded to float16, as the table is, and their sum is not."""
        products: npt.NDArray[np.float16] = self.weights[positions, None] * self.vectors[self.rows[positions]]
        return products

    def save(self, path: Path) -> None:
        """Write the table as one uncompressed npz file (about 19 MB)."""
        np.savez(path, keys=self.keys, rows=self.rows, weights=self.weights, vectors=self.vectors)

    @classmethod
    def load(cls, path: Path) -> WordVectors:
        """Read a table written by `save`."""
        with np.load(path, allow_pickle=False) as file:
            return cls(file["keys"], file["rows"], file["weights"], file["vectors"])


_shared: list[WordVectors] = []


def share(table: WordVectors) -> None:
    """Make the table the one of this process; like Sudachi's dictionary it is loaded once."""
    _shared[:] = [table]


def shared() -> WordVectors:
    """Return the table of this process.

    Raises:
        RuntimeError: No component of the pipeline has loaded one.
    """
    if not _shared:
        raise RuntimeError("No word vectors are loaded: put WordVectorFeaturizer before the classifier in config.yml.")
    return _shared[0]


def hashed(word: str) -> np.uint64:
    """Return the key of a word."""
    data = word.encode("utf-8", "replace")
    return np.uint64(int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "little"))
