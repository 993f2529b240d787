"""How alike two messages are written, by words and by sound, whatever their vectors say; pure.

Vectors find 「持ってる側」 near 「所有者」 but also 「市の」 near 「市営」. A cosine over words, pairs of words and runs of kana sees only
what was written, and where both say the same, it is seldom wrong.
"""

from __future__ import annotations

import dataclasses
import zlib
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.nlu.morphology import Morpheme
from bot.nlu.reading_model import reading

Floats = npt.NDArray[np.float32]

_RUNS = (2, 3, 4)
_MARKS = frozenset({"補助記号", "空白"})
# Words and sounds count alike.
_SHARE = 0.5
_PREFIX = "written_"


def _hashed(pieces: set[str]) -> npt.NDArray[np.uint32]:
    return np.array(sorted(zlib.crc32(piece.encode()) for piece in pieces), dtype=np.uint32)


def pieces(words: Sequence[Morpheme]) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32]]:
    """Return a message's words with their pairs, and the runs of kana of its reading; each as a number, once."""
    named = [word.normalized for word in words if word.part_of_speech[0] not in _MARKS]
    spoken = f"^{reading(words)}$".replace(" ", "")
    runs = {f"~{spoken[at : at + size]}" for size in _RUNS for at in range(len(spoken) - size + 1)}
    return _hashed({*named, *(f"{one} {two}" for one, two in pairwise(named))}), _hashed(runs)


@dataclasses.dataclass(frozen=True)
class Wordings:
    """Lines by what they are written of.

    Attributes:
        count: How many lines there are.
        known: uint32 (pieces,), rising.
        rarity: float32 (pieces,): logarithm of how few lines have it.
        starts: int32 (pieces + 1,): where the lines of each piece begin in `lines`.
        lines: int32 (places,).
        shares: float32 (places,): what a piece is of its line, which has unit length.
    """

    count: int
    known: npt.NDArray[np.uint32]
    rarity: Floats
    starts: npt.NDArray[np.int32]
    lines: npt.NDArray[np.int32]
    shares: Floats

    @classmethod
    def learn(cls, messages: Sequence[Sequence[Morpheme]]) -> Wordings:
        """Learn from the words of lines."""
        kinds = [pieces(words) for words in messages]
        flat = [one for kind in kinds for one in kind]
        nothing = np.zeros(0, dtype=np.uint32)
        # Every second row holds the words of a line, the next one its sounds.
        rows = np.repeat(np.arange(len(flat)), [len(one) for one in flat])
        known, places, counts = np.unique(np.concatenate([*flat, nothing]), return_inverse=True, return_counts=True)
        rarity = np.log((len(messages) + 1) / (counts + 0.5))
        weights = rarity[places]
        lengths = np.sqrt(np.bincount(rows, weights=weights**2, minlength=len(flat)))
        order = np.argsort(places, kind="stable")
        starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
        shares = (weights / np.maximum(lengths[rows], 1e-9))[order]
        lines = (rows // 2)[order].astype(np.int32)
        return cls(len(messages), known, rarity.astype(np.float32), starts, lines, shares.astype(np.float32))

    def cosines(self, words: Sequence[Morpheme]) -> Floats:
        """Return how alike a message and each line are written, 0 to 1, (lines,)."""
        found = np.zeros(self.count)
        if not self.count:
            return found.astype(np.float32)
        for kind in pieces(words):
            at = np.minimum(np.searchsorted(self.known, kind), len(self.known) - 1)
            at = at[self.known[at] == kind]
            # What no line has makes the message longer, and so less like any.
            unknown = (len(kind) - len(at)) * np.log(self.count / 0.5) ** 2
            length = float(np.sqrt((self.rarity[at] ** 2).sum() + unknown))
            counts = self.starts[at + 1] - self.starts[at]
            # The places of all pieces, one run behind the other.
            ends = np.cumsum(counts)
            places = np.arange(ends[-1] if len(ends) else 0) + np.repeat(self.starts[at] - (ends - counts), counts)
            factors = np.repeat(self.rarity[at] * (_SHARE / max(length, 1e-9)), counts)
            found += np.bincount(self.lines[places], weights=self.shares[places] * factors, minlength=self.count)
        return found.astype(np.float32)

    def as_arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Return what `of_arrays` reads, by name."""
        fields = (field.name for field in dataclasses.fields(self))
        return {f"{_PREFIX}{name}": np.asarray(getattr(self, name)) for name in fields}

    @classmethod
    def of_arrays(cls, arrays: Any) -> Wordings:
        """Build it from such arrays."""
        named = {field.name: arrays[f"{_PREFIX}{field.name}"] for field in dataclasses.fields(cls)}
        return cls(**{**named, "count": int(named["count"])})
