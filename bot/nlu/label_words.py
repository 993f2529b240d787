"""What a message's own words say of each label: whether its answer holds them, its questions use them, its title names them; pure."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from bot.nlu import context
from bot.nlu.answer_texts import AnswerText
from bot.nlu.morphology import Morpheme, analyse
from bot.nlu.text import normalise
from bot.nlu.word_index import WordIndex

Floats = npt.NDArray[np.float64]

# Only that part of a label's question text decides that is above chance: as if every word had been used so often everywhere.
_UNSEEN, _SPREAD = 0.3, 30


@dataclasses.dataclass(frozen=True)
class LabelWords:
    """The words of the labels.

    Attributes:
        answers: The words of each answer, normalised.
        index: The training questions of all labels.
        places: Where each label is among those of `index`; -1 of one without questions.
        names: Places of the labels whose title or subject holds a word, by word.
    """

    answers: list[frozenset[str]]
    index: WordIndex
    places: npt.NDArray[np.int64]
    names: Mapping[str, npt.NDArray[np.int64]]

    @classmethod
    def of(cls, labels: Sequence[str], index: WordIndex, answers: Mapping[str, AnswerText]) -> LabelWords:
        """Build it from training questions and the pack's answers."""
        nothing = AnswerText("", ())
        texts = [answers.get(label, nothing) for label in labels]
        called = [
            _words_of(f"{context.subject(label) or ''}。{text.title}")
            for label, text in zip(labels, texts, strict=True)
        ]
        every = Counter(word for own in called for word in own)
        names = {word: np.array([i for i, own in enumerate(called) if word in own]) for word in every}
        at = {label: place for place, label in enumerate(index.labels)}
        places = np.array([at.get(label, -1) for label in labels])
        return cls([_words_of(text.words) for text in texts], index, places, names)

    def held(self, own: Sequence[Morpheme]) -> Floats:
        """Return the share of a message's own words that each answer holds; a word counts the more, the fewer answers hold it."""
        if not own:
            return np.zeros(len(self.answers))
        holds = np.array([[float(word.normalized in words) for words in self.answers] for word in own])
        rarity = np.log((len(self.answers) + 1) / (holds.sum(axis=1) + 0.5))
        share: Floats = rarity @ holds / rarity.sum()
        return share

    def used(self, own: Sequence[Morpheme]) -> Floats:
        """Return how much more than elsewhere a message's own words stand in each label's questions, mean logarithm."""
        spoken = [normalise(word.surface) for word in own]
        known = [word for word in spoken if len(word) > 1]
        return np.mean([self._use(word) for word in known], axis=0) if known else np.zeros(len(self.answers))

    def named(self, own: Sequence[Morpheme]) -> Floats:
        """Return how surely the words name each label (市営でも → 市営住宅): 1 for a word that only it is called by, a half where two are."""
        found = np.zeros(len(self.answers))
        for word in own:
            holders = self.names.get(word.normalized)
            if holders is not None:
                found[holders] = np.maximum(found[holders], 1.0 / len(holders))
        return found

    def _use(self, word: str) -> Floats:
        counts = np.append(self.index.times(word), 0)[self.places]
        found: Floats = np.log((counts + _UNSEEN) / (counts.sum() + _UNSEEN * _SPREAD) * _SPREAD)
        return found


def _words_of(text: str) -> frozenset[str]:
    return frozenset(word.normalized for word in analyse(text) if word.is_content)
