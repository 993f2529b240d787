"""Which training questions hold a word, and how often: by an index over two letters in a row; pure.

To look for a word in all 20,000 questions takes as long as half of all understanding; the few that hold its rarest two letters
are found at once.
"""

from __future__ import annotations

import dataclasses
import itertools
from array import array
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]


@dataclasses.dataclass(frozen=True)
class WordIndex:
    """The questions by label.

    Attributes:
        labels: Names.
        texts: All questions.
        owners: Place in `labels` of each question's label.
        holders: Ascending numbers of the questions that hold two letters in a row.
    """

    labels: list[str]
    texts: list[str]
    owners: Numbers
    holders: dict[str, array[int]]

    @classmethod
    def of(cls, questions: Mapping[str, Sequence[str]]) -> WordIndex:
        """Build it from the questions of each label."""
        texts = [text for asked in questions.values() for text in asked]
        owners = np.repeat(np.arange(len(questions)), [len(asked) for asked in questions.values()])
        holders: dict[str, array[int]] = {}
        for number, text in enumerate(texts):
            for pair in set(_pairs(text)):
                if pair not in holders:
                    holders[pair] = array("I")
                holders[pair].append(number)
        return cls(list(questions), texts, owners, holders)

    def times(self, word: str) -> Numbers:
        """Return how often the questions of each label say a word, (labels,)."""
        near = self._near(word)
        return self._by_label(near, [self.texts[number].count(word) for number in near])

    def questions(self, word: str) -> Numbers:
        """Return how many questions of each label hold a word, (labels,)."""
        near = self._near(word)
        return self._by_label(near, [word in self.texts[number] for number in near])

    def _near(self, word: str) -> Sequence[int]:
        """Return the numbers of the questions that may hold a word: those that hold its rarest pair of letters."""
        if len(word) < 2:
            return range(len(self.texts))
        return min((self.holders.get(pair, ()) for pair in _pairs(word)), key=len)

    def _by_label(self, numbers: Sequence[int], counts: Sequence[int]) -> Numbers:
        owners = self.owners[np.asarray(numbers, dtype=np.int64)]
        return np.bincount(owners, weights=counts, minlength=len(self.labels)).astype(np.int64)


def _pairs(text: str) -> Iterator[str]:
    return map("".join, itertools.pairwise(text))
