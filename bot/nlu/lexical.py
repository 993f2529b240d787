"""Words and characters of a text as a short dense vector: tf-idf, then a truncated SVD.

Pretrained vectors know what words mean; these know which words and endings the labels use. Learnt from the
training questions; numpy only when used.
"""

from __future__ import annotations

import dataclasses
import json
import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.nlu.morphology import Morpheme
from bot.nlu.text import character_ngrams, normalise

Floats = npt.NDArray[np.float32]
_SMALLEST, _LARGEST = 2, 3
# Of the randomised decomposition: scikit-learn's own choices; with fewer iterations it keeps 98 % of what differs.
_MORE_DIRECTIONS, _ITERATIONS = 10, 5


def terms(text: str, words: Sequence[Morpheme]) -> Counter[str]:
    """Return the terms of a text: normalised content words, synonym groups, character runs."""
    found = Counter(f"w:{word.normalized}" for word in words if word.is_content)
    found.update(f"s:{group}" for word in words for group in word.synonyms)
    found.update(f"c:{run}" for run in character_ngrams(normalise(text), _SMALLEST, _LARGEST))
    return found


@dataclasses.dataclass(frozen=True)
class LexicalSpace:
    """A learnt projection of terms.

    Attributes:
        index: Term to row.
        projection: float32 (terms, dimensions); rows already hold their inverse document frequency.
    """

    index: dict[str, int]
    projection: Floats

    def vector(self, found: Counter[str]) -> Floats:
        """Return the unit-length vector of a text's terms, zeros if none is known; (dimensions,)."""
        known = [(self.index[term], 1.0 + math.log(count)) for term, count in found.items() if term in self.index]
        if not known:
            return np.zeros(self.projection.shape[1], dtype=np.float32)
        rows, counts = zip(*known, strict=True)
        total: Floats = np.asarray(counts, dtype=np.float32) @ self.projection[list(rows)]
        length = float(np.linalg.norm(total))
        return total / length if length > 0 else total

    def vectors(self, documents: Sequence[Counter[str]]) -> Floats:
        """Return `vector` of many texts at once, (texts, dimensions)."""
        from scipy.sparse import csr_matrix

        starts, rows, values = [0], [], []
        for document in documents:
            for term, count in document.items():
                row = self.index.get(term)
                if row is not None:
                    rows.append(row)
                    values.append(1.0 + math.log(count))
            starts.append(len(rows))
        shape = (len(documents), len(self.index))
        counts = csr_matrix((np.array(values, dtype=np.float32), rows, starts), shape=shape)
        totals: Floats = np.asarray(counts @ self.projection, dtype=np.float32)
        lengths = np.linalg.norm(totals, axis=1, keepdims=True)
        return totals / np.where(lengths > 0, lengths, 1.0).astype(np.float32)

    @classmethod
    def fit(cls, documents: Sequence[Counter[str]], dimensions: int) -> LexicalSpace:
        """Learn the projection from the terms of all training questions."""
        from scipy.sparse import csr_matrix

        frequency: Counter[str] = Counter()
        for document in documents:
            frequency.update(document.keys())
        # A term of one single question says nothing about others.
        kept = sorted(term for term, count in frequency.items() if count > 1)
        if len(kept) < 2:  # Nothing to project; scikit-learn would refuse without saying why.
            return cls({}, np.zeros((0, 0), dtype=np.float32))
        index = {term: row for row, term in enumerate(kept)}
        idf = np.array([math.log(len(documents) / frequency[term]) + 1.0 for term in kept], dtype=np.float32)
        columns, rows, values = [], [], []
        for number, document in enumerate(documents):
            for term, count in document.items():
                if term in index:
                    rows.append(number)
                    columns.append(index[term])
                    values.append((1.0 + math.log(count)) * idf[index[term]])
        matrix = csr_matrix((values, (rows, columns)), shape=(len(documents), len(kept)), dtype=np.float32)
        lengths = np.sqrt(matrix.multiply(matrix).sum(axis=1)).A1
        matrix = csr_matrix(matrix.multiply(1.0 / np.maximum(lengths, 1e-9)[:, None]))
        dimensions = min(dimensions, len(kept) - 1)
        directions = main_directions(matrix, dimensions)
        # Rounded as `save` rounds, so that the classifier learns on the vectors it will meet.
        projection = (directions * idf[:, None]).astype(np.float16).astype(np.float32)
        return cls(index, projection)

    def save(self, folder: Path) -> None:
        """Write the space into a folder."""
        (folder / "terms.json").write_text(json.dumps(list(self.index), ensure_ascii=False), encoding="utf-8")
        np.save(folder / "projection.npy", self.projection.astype(np.float16))

    @classmethod
    def load(cls, folder: Path) -> LexicalSpace:
        """Read a space written by `save`."""
        kept = json.loads((folder / "terms.json").read_text(encoding="utf-8"))
        projection = np.load(folder / "projection.npy").astype(np.float32)
        return cls({term: row for row, term in enumerate(kept)}, projection)


def main_directions(matrix: Any, count: int, seed: int = 0) -> Floats:
    """Return the directions in which the rows of a sparse matrix differ most: right singular vectors, (columns, count).

    Randomised subspace iteration (Halko, Martinsson and Tropp, 2011) as in scikit-learn's TruncatedSVD, but made
    orthonormal by the small Gram matrix, which BLAS does at full speed: 4 instead of 11 s for 20,000 × 73,000.
    """
    width = min(count + _MORE_DIRECTIONS, *matrix.shape)
    turned = matrix.T.tocsr()
    start = np.random.default_rng(seed).standard_normal((matrix.shape[1], width)).astype(np.float32)
    basis = _orthonormal(matrix @ start)
    for _ in range(_ITERATIONS):
        basis = _orthonormal(matrix @ _orthonormal(turned @ basis))
    seen: Floats = turned @ _orthonormal(basis)
    values, vectors = np.linalg.eigh((seen.T @ seen).astype(np.float64))
    best = np.argsort(-values)[:count]
    lengths = np.sqrt(np.maximum(values[best], 1e-12))
    directions: Floats = seen @ (vectors[:, best] / lengths).astype(np.float32)
    return directions


def _orthonormal(rows: Floats) -> Floats:
    values, vectors = np.linalg.eigh((rows.T @ rows).astype(np.float64))
    # What is left of a direction that the matrix does not have is rounding; it must not be blown up.
    lengths = np.sqrt(np.maximum(values, values[-1] * 1e-10))
    made: Floats = rows @ (vectors / lengths).astype(np.float32)
    return made
