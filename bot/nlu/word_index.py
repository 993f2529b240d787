"""Which training questions hold a word, and how often: by an index over two letters in a row; pure.

To look for a word in all 20,000 questions takes as long as half of all understanding; where its rarest two letters stand is
known at once. Of a word of two letters, as most are, that is all there is to know.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

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
        pairs: uint64 (pairs,), ascending: all pairs of letters that follow each other, see `_pairs`.
        starts: Where the places of each pair begin in `holders`, and the end of the last one's.
        holders: int32, the number of the question at each place of each pair, ascending for one pair.
    """

    labels: list[str]
    texts: list[str]
    owners: Numbers
    pairs: npt.NDArray[np.uint64]
    starts: Numbers
    holders: npt.NDArray[np.int32]

    @classmethod
    def of(cls, questions: Mapping[str, Sequence[str]]) -> WordIndex:
        """Build it from the questions of each label."""
        texts = [text for asked in questions.values() for text in asked]
        owners = np.repeat(np.arange(len(questions)), [len(asked) for asked in questions.values()])
        # A line's end joins the letters of two questions to pairs that no word has.
        found = _pairs("\n".join(texts))
        holders = np.repeat(np.arange(len(texts), dtype=np.int32), [len(text) + 1 for text in texts])[: len(found)]
        order = np.argsort(found, kind="stable")
        pairs, starts = np.unique(found[order], return_index=True)
        return cls(list(questions), texts, owners, pairs, np.append(starts, len(found)), holders[order])

    def times(self, word: str) -> Numbers:
        """Return how often the questions of each label say a word, (labels,)."""
        near = self._near(word)
        # Of ああああ, 「ああ」 is said twice and not three times.
        if len(word) == 2 and word[0] != word[1]:
            return np.bincount(self.owners[near], minlength=len(self.labels))
        near = np.unique(near)
        return self._summed(near, [self.texts[number].count(word) for number in near])

    def questions(self, word: str) -> Numbers:
        """Return how many questions of each label hold a word, (labels,)."""
        near = np.unique(self._near(word))
        return self._summed(near, [word in self.texts[number] for number in near])

    def _near(self, word: str) -> npt.NDArray[np.int32]:
        """Return the numbers of the questions that may hold a word, by the places of its rarest pair of letters."""
        if len(word) < 2:
            return np.arange(len(self.texts), dtype=np.int32)
        wanted = _pairs(word)
        at = np.searchsorted(self.pairs, wanted)
        if not all(
            place < len(self.pairs) and self.pairs[place] == pair for place, pair in zip(at, wanted, strict=True)
        ):
            return np.zeros(0, dtype=np.int32)
        rarest = at[np.argmin(self.starts[at + 1] - self.starts[at])]
        return self.holders[self.starts[rarest] : self.starts[rarest + 1]]

    def _summed(self, numbers: npt.NDArray[np.int32], counts: Sequence[int]) -> Numbers:
        total = np.bincount(self.owners[numbers], weights=counts, minlength=len(self.labels))
        return total.astype(np.int64)


def _pairs(text: str) -> npt.NDArray[np.uint64]:
    """Return each two letters in a row as one number."""
    letters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    pairs: npt.NDArray[np.uint64] = (letters[:-1] << np.uint64(32)) | letters[1:]
    return pairs
