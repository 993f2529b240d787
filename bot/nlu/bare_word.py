"""A message of one bare noun (融資, 家): what people mean who use the word, by the training questions that hold it.

A classifier is sure of 「融資」, for it was asked so in one training question; yet people who say it want five different things.
"""

from __future__ import annotations

import dataclasses
import functools
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.nlu.label_model import Scores
from bot.nlu.morphology import Morpheme
from bot.nlu.text import normalise
from bot.nlu.word_index import WordIndex

_NOUNS = frozenset({"名詞", "接頭辞", "接尾辞"})
_LONGEST = 8
# A word that fewer questions hold tells nothing about what people mean by it.
_FEWEST = 5


def bare_word(text: str, words: Sequence[Morpheme]) -> str | None:
    """Return the noun that is all there is of a message, None for a sentence or a phrase."""
    spoken = [word for word in words if word.part_of_speech[0] != "補助記号"]
    if not spoken or not all(word.part_of_speech[0] in _NOUNS for word in spoken):
        return None
    plain = "".join(normalise(word.surface) for word in spoken)
    return plain if len(plain) <= _LONGEST else None


@dataclasses.dataclass(frozen=True)
class WordUse:
    """The training questions, normalised, by label."""

    questions: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, texts: Sequence[str], labels: Sequence[str]) -> WordUse:
        """Keep the questions of all labels."""
        found: dict[str, list[str]] = {}
        for text, label in zip(texts, labels, strict=True):
            found.setdefault(label, []).append(normalise(text))
        return cls(found)

    def shares(self, word: str) -> dict[str, float]:
        """Return the share of each label in the questions that hold the word; empty if they are too few."""
        counts = self.index.questions(word).tolist()
        total = sum(counts)
        return (
            {label: n / total for label, n in zip(self.index.labels, counts, strict=True) if n}
            if total >= _FEWEST
            else {}
        )

    @functools.cached_property
    def index(self) -> WordIndex:
        """Where each word stands."""
        return WordIndex.of(self.questions)

    def tempered(self, scores: Scores, word: str | None) -> Scores:
        """Return the scores of a bare word, half of what the classifier says and half of how the word is used."""
        shares = self.shares(word) if word else {}
        if not shares:
            return scores
        mixed = [(label, (chance + shares.get(label, 0.0)) / 2) for label, chance in scores.ranking]
        return Scores(sorted(mixed, key=lambda pair: -pair[1]), scores.nearness)

    def save(self, folder: Path) -> None:
        """Write the questions into a folder."""
        (folder / "questions.json").write_text(json.dumps(self.questions, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> WordUse:
        """Read what `save` wrote."""
        return cls(json.loads((folder / "questions.json").read_text(encoding="utf-8")))
