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

import numpy as np
import numpy.typing as npt

from bot.nlu.morphology import Morpheme
from bot.nlu.text import character_ngrams, normalise

Floats = npt.NDArray[np.float32]
_SMALLEST, _LARGEST = 2, 3


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
        from sklearn.decomposition import TruncatedSVD

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
        svd = TruncatedSVD(dimensions, random_state=0).fit(matrix)
        # Rounded as `save` rounds, so that the classifier learns on the vectors it will meet.
        projection = (svd.components_.T * idf[:, None]).astype(np.float16).astype(np.float32)
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
