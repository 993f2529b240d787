"""How a message after an answer is like what others wrote there, as numbers of each label; pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from bot.nlu.followed import Followed
from bot.nlu.morphology import Morpheme

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]

_NUMBERS = (
    "the last label: share of like messages that stayed with the answer",
    "near: share of like messages that went to a neighbour",
    "elsewhere: share of like messages that changed the topic",
    "cosine to a message after the same answer that meant it",
    "cosine to a message after the same answer that meant it, beyond a half",
    "cosine to a message after any answer that meant it",
    "cosine to a message after any answer that meant it, beyond a half",
)
# By vectors, and as written.
NAMES = (*(f"{name}, by vectors" for name in _NUMBERS), *(f"{name}, as written" for name in _NUMBERS))
_SAME, _NEAR, _ELSEWHERE, _ASIDE = range(4)
_ASIDES = frozenset({"chitchat", "handoff"})
# So many like messages are asked where people go; how much more the likest counts.
_NEAREST, _SHARPNESS = 20, 8.0
_HALF = 0.5


@dataclasses.dataclass(frozen=True)
class Likeness:
    """What lines say about labels.

    Attributes:
        followed: The lines.
        relations: int64 (labels, labels): what the label of the column is to the last answer of the row.
        afters: Place of each line's last answer among the labels, (lines,).
        went: How what each line means is related to that, (lines,).
        starts: The first line of each label that has lines; `owners` are their places.
        owners: See `starts`.
    """

    followed: Followed
    relations: Numbers
    afters: Numbers
    went: Numbers
    starts: Numbers
    owners: Numbers

    @classmethod
    def of(cls, followed: Followed, labels: Sequence[str], leads: Floats) -> Likeness:
        """Build it from the lines, the labels, and 1 where the answer of the row leads to that of the column."""
        topics = [label.split("/")[0] for label in labels]
        related = np.array([[float(one == other) for other in topics] for one in topics]) + leads + leads.T
        relations = np.where(related > 0.0, _NEAR, _ELSEWHERE)
        np.fill_diagonal(relations, _SAME)
        relations[:, [topic in _ASIDES for topic in topics]] = _ASIDE
        at = {label: place for place, label in enumerate(labels)}
        afters, meant = (
            np.array([at[label] for label in named], dtype=np.int64) for named in (followed.afters, followed.labels)
        )
        starts = np.flatnonzero(np.diff(meant, prepend=-1))
        return cls(followed, relations, afters, relations[afters, meant], starts, meant[starts])

    @property
    def is_known(self) -> bool:
        """Whether there are lines."""
        return len(self.afters) > 0

    def numbers(
        self, last: int, dense: npt.NDArray[np.float32], words: Sequence[Morpheme], writer: str | None = None
    ) -> Floats:
        """Return the numbers named in `NAMES` for each label, (labels, numbers).

        Args:
            last: Place of the last answer's label.
            dense: The message's pretrained blocks.
            words: Its morphemes.
            writer: Whose lines say nothing, because the message is one of them.
        """
        own = np.array([one == writer for one in self.followed.writers]) if writer is not None else None
        alike = (self.followed.cosines(dense), self.followed.written.cosines(words))
        return np.hstack([self._by(last, cosines.astype(np.float64), own) for cosines in alike])

    def _by(self, last: int, cosines: Floats, own: npt.NDArray[np.bool_] | None) -> Floats:
        if own is not None:
            cosines[own] = -1.0
        relation = self.relations[last]
        shares = self._shares(cosines)
        same, anywhere = self._largest(np.where(self.afters == last, cosines, 0.0)), self._largest(cosines)
        columns = [(relation == kind) * shares[kind] for kind in (_SAME, _NEAR, _ELSEWHERE)]
        for largest in (same, anywhere):
            columns += [largest, np.maximum(largest - _HALF, 0.0)]
        return np.stack(columns, axis=1)

    def _shares(self, cosines: Floats) -> Floats:
        """Return where people went with the likest messages: a share of each relation."""
        count = min(_NEAREST, len(cosines))
        likest = np.argpartition(-cosines, count - 1)[:count]
        weights = np.exp(_SHARPNESS * cosines[likest])
        shares: Floats = np.bincount(self.went[likest], weights=weights, minlength=4) / weights.sum()
        return shares

    def _largest(self, cosines: Floats) -> Floats:
        """Return the largest cosine of each label, 0 of one without lines or with none that is like the message."""
        found = np.zeros(len(self.relations))
        found[self.owners] = np.maximum.reduceat(cosines, self.starts)
        return np.maximum(found, 0.0)
