"""Runs of characters of many readings at once, weighed as scikit-learn's TfidfVectorizer does, by columns of numbers.

scikit-learn asks a function of Python for the runs of each reading and a dictionary for each run.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]


@dataclasses.dataclass(frozen=True)
class Runs:
    """The runs that at least two readings hold: one of a single reading says nothing about others.

    Attributes:
        names: In the order of the columns: that of their letters.
        idf: float32 (runs,), inverse document frequency.
        matrix: scipy CSR matrix of float32 (readings, runs), rows of unit length; a run that stands there n times counts
            1 + log n times, as when a message is read (`reading_model.py`).
    """

    names: list[str]
    idf: Floats
    matrix: Any

    @classmethod
    def of(cls, readings: Sequence[str], largest: int) -> Runs:
        """Return the runs of up to `largest` characters."""
        from scipy import sparse

        names, owners, columns, times = _shared(readings, largest)
        held = np.bincount(columns, minlength=len(names))
        idf = (np.log((1.0 + len(readings)) / (1.0 + held)) + 1.0).astype(np.float32)
        values = idf[columns] * (1.0 + np.log(times)).astype(np.float32)
        squares = np.bincount(owners, weights=np.square(values, dtype=np.float64), minlength=len(readings))
        values /= np.sqrt(squares).astype(np.float32)[owners]
        ends = np.append(0, np.cumsum(np.bincount(owners, minlength=len(readings))))
        return cls(names, idf, sparse.csr_matrix((values, columns, ends), shape=(len(readings), len(names))))


def _shared(readings: Sequence[str], largest: int) -> tuple[list[str], Numbers, Numbers, Numbers]:
    """Return the names of the runs, and each one's reading, column and times where it stands, ordered by both."""
    together = "".join(readings)
    letters = np.frombuffer(together.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    alphabet, numbers = np.unique(letters, return_inverse=True)
    owners = np.repeat(np.arange(len(readings)), [len(one) for one in readings])
    names: list[str] = []
    found: list[tuple[Numbers, Numbers, Numbers]] = []
    # The number of the run that begins at each letter.
    runs = np.zeros(len(letters) + 1, dtype=np.int64)
    for size in range(1, largest + 1):
        begins = np.flatnonzero(owners[: len(owners) - size + 1] == owners[size - 1 :])
        # One letter longer: told by the number of the shorter run and that of its last letter.
        keys = runs[begins] * len(alphabet) + numbers[begins + size - 1]
        _, places, own = np.unique(keys, return_index=True, return_inverse=True)
        runs[begins] = own
        pairs, times = np.unique(owners[begins] * (len(places) + 1) + own, return_counts=True)
        holders, held = np.divmod(pairs, len(places) + 1)
        kept = np.flatnonzero(np.bincount(held, minlength=len(places)) > 1)
        columns = np.full(len(places), -1, dtype=np.int64)
        columns[kept] = np.arange(len(kept)) + len(names)
        names += [together[start : start + size] for start in begins[places[kept]].tolist()]
        is_kept = columns[held] >= 0
        found.append((holders[is_kept], columns[held[is_kept]], times[is_kept]))
    in_order = sorted(range(len(names)), key=names.__getitem__)
    order = np.empty(len(names), dtype=np.int64)
    order[in_order] = np.arange(len(names))
    width = max(1, len(names))
    pairs = np.concatenate([holders * width + order[columns] for holders, columns, _ in found])
    by_pair = np.argsort(pairs)
    rows, places = np.divmod(pairs[by_pair], width)
    return [names[number] for number in in_order], rows, places, np.concatenate([n for *_, n in found])[by_pair]
