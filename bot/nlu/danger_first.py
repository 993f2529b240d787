"""The first pass of learning danger: from all but ordinary questions; it says which of those teach in the second.

A question in which it hears nothing (家賃はいくらですか) moves the detector by next to nothing, and there are 20,000 of them. Those
in which it hears something are learnt; all others may come and go, and the detector stays as it is. What is learnt depends on
rows and questions only, never on what was learnt before.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from bot.nlu import danger_features, danger_model, logistic
from bot.nlu.danger_texts import Texts
from bot.nlu.kept import Kept

Floats = npt.NDArray[np.float32]

# Chance of danger from which a question teaches; chosen on folds (docs/understanding-experiments.md).
LOUD = 0.03
_KEY_BYTES = 16


@dataclasses.dataclass(frozen=True)
class FirstPass(Kept):
    """What was learnt, and what it makes of questions that it has read already.

    Attributes:
        dense: float32 (kinds, dimensions + 1): weights over vectors and, last, the bias.
        spelt: float32 (kinds, runs + 1): weights over runs of characters and the bias.
        share: How much the dense model counts.
        learnt_from: Version of what it was learnt from, empty where nobody asks.
        keys: uint8 (questions, 16): hashes of the questions that it has read.
        chances: float32 (questions,): how likely each is danger.
    """

    FILE = "danger-first.npz"

    dense: Floats
    spelt: Floats
    share: float
    learnt_from: str = ""
    keys: npt.NDArray[np.uint8] = dataclasses.field(default_factory=lambda: np.zeros((0, _KEY_BYTES), dtype=np.uint8))
    chances: Floats = dataclasses.field(default_factory=lambda: np.zeros(0, dtype=np.float32))

    @property
    def weights(self) -> tuple[logistic.Weights, logistic.Weights]:
        """Weights and bias over vectors and over runs of characters, to go on from."""
        return (self.dense[:, :-1], self.dense[:, -1]), (self.spelt[:, :-1], self.spelt[:, -1])

    def logits(self, texts: Texts) -> Floats:
        """Return the logits of all texts, (texts, kinds)."""
        dense = texts.dense @ self.dense[:, :-1].T + self.dense[:, -1]
        spelt = texts.spelt @ self.spelt[:, :-1].T + self.spelt[:, -1]
        return np.asarray(self.share * dense + (1.0 - self.share) * spelt, dtype=np.float32)

    def danger(self, texts: Texts) -> Floats:
        """Return how much louder each kind is than none, (texts, kinds)."""
        logits = self.logits(texts)
        return logits - logits[:, :1]

    def unread(self, questions: Iterable[str]) -> list[str]:
        """Return the questions that it has not read."""
        known = set(map(bytes, self.keys))
        return [question for question in dict.fromkeys(questions) if _key(question) not in known]

    def having_read(self, questions: Sequence[str], texts: Texts) -> FirstPass:
        """Return it with what it makes of further questions, whose pieces are among the texts."""
        if not questions:
            return self
        danger = danger_model.danger(danger_model.softmax(self.logits(texts)))
        chances = [
            max(danger[texts.numbers[piece]] for piece in danger_model.pieces(question)) for question in questions
        ]
        keys = np.frombuffer(b"".join(map(_key, questions)), dtype=np.uint8).reshape(-1, _KEY_BYTES)
        return dataclasses.replace(
            self,
            keys=np.vstack([self.keys, keys]),
            chances=np.append(self.chances, np.array(chances, dtype=np.float32)),
        )

    def loud(self, questions: Iterable[str]) -> set[str]:
        """Return those of the questions, all read, in which it hears danger."""
        heard = {bytes(key) for key in self.keys[self.chances >= LOUD]}
        return {question for question in questions if _key(question) in heard}

    def is_sound(self) -> bool:
        """Return whether all parts have sizes that fit, and are numbers."""
        fits = self.dense.shape[0] == self.spelt.shape[0] and self.spelt.shape[1] == danger_model.BUCKETS + 1
        fits = fits and self.dense.shape[1] == danger_features.DIMENSIONS + 1
        fits = fits and self.keys.shape == (len(self.chances), _KEY_BYTES) and self.keys.dtype == np.uint8
        return fits and all(np.isfinite(part).all() for part in (self.dense, self.spelt, self.chances))


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=_KEY_BYTES).digest()
