"""What a short message after an answer means: the same answer again (一人暮らしだと？), a neighbouring one (給料は？), or another topic; pure.

Read alone, 「一人暮らしだと？」 names a topic that it does not mean; read behind the last answer's subject, every message seems
to be about that subject. A small model weighs both readings with what is known of the two labels: whether one answer leads
to the other, whether the answer's text and questions hold the message's words, what form the message has, and what others
meant with messages like it. It knows no label by its name. The numbers that it weighs, and their constants, are in
`follow_up_features` and `likeness`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from bot.nlu import context, control, follow_up_features, told
from bot.nlu.answer_texts import AnswerText
from bot.nlu.follow_up_features import WEIGHTS, WEIGHTS_WITHOUT_LINES, Floats, Known
from bot.nlu.followed import Followed
from bot.nlu.known_labels import DANGERS
from bot.nlu.label_model import Scores
from bot.nlu.likeness import Likeness
from bot.nlu.morphology import Morpheme, analyse
from bot.nlu.text import normalise
from bot.nlu.word_index import WordIndex

# Only that part of a label's question text decides that is above chance: as if every word had been used so often everywhere.
_UNSEEN, _SPREAD = 0.3, 30
# A longer message says itself what it is about.
_LONGEST = 30


def may_follow(text: str, words: Sequence[Morpheme]) -> bool:
    """Whether a message may go on from an answer: it is short, and neither only tells of its writer nor is it a word about the talk.

    How sure its own words sound decides nothing here: 「登記したい」 is a whole wish, and behind 「コワーキング」 it means that.
    """
    plain = normalise(text).replace(" ", "")
    if not plain or len(plain) > _LONGEST or told.only_tells(text):
        return False
    goes_on = context.leaning(text, words) != "no" or context.asks(plain) or follow_up_features.has_case(text)
    return goes_on or control.read(text) is None


@dataclasses.dataclass(frozen=True)
class FollowUps:
    """What is known of the labels, arrays in the order of `labels`.

    Attributes:
        labels: Those that can be meant; danger is heard elsewhere.
        leads: float64 (labels, labels): 1 where the answer of the row leads to that of the column.
        words: The words of each answer, normalised.
        index: The training questions of all labels.
        places: Where each label is among those of `index`; -1 of one without questions.
        likeness: What others meant after an answer.
    """

    labels: list[str]
    leads: Floats
    words: list[frozenset[str]]
    index: WordIndex
    places: npt.NDArray[np.int64]
    likeness: Likeness

    @classmethod
    def of(
        cls,
        labels: Sequence[str],
        index: WordIndex,
        answers: Mapping[str, AnswerText],
        followed: Followed | None = None,
    ) -> FollowUps:
        """Build it from the labels of a model, its training questions, the pack's answers, and lines that followed answers."""
        kept = [label for label in labels if label not in DANGERS]
        nothing = AnswerText("", ())
        leads = np.array([[float(to in answers.get(label, nothing).related) for to in kept] for label in kept])
        words = [_words_of(answers.get(label, nothing).words) for label in kept]
        at = {label: place for place, label in enumerate(index.labels)}
        places = np.array([at.get(label, -1) for label in kept])
        return cls(kept, leads, words, index, places, Likeness.of(followed or Followed.none(), kept, leads))

    def scores(
        self,
        last_label: str,
        text: str,
        words: Sequence[Morpheme],
        alone: Scores,
        joint: Scores,
        dense: npt.NDArray[np.float32],
    ) -> Scores:
        """Rank the labels for a message after an answer.

        Args:
            last_label: Of that answer.
            text: The message.
            words: Its morphemes.
            alone: Scores of the message.
            joint: Scores of the message with the subject of that answer before it.
            dense: The message's pretrained blocks.
        """
        if last_label not in self.labels or alone.label not in {*self.labels, *DANGERS}:
            return alone
        table = self.features(last_label, text, words, alone, joint)
        if self.likeness.is_known:
            table = np.hstack([table, self.like(last_label, dense)])
        weighed = table @ np.array(WEIGHTS if self.likeness.is_known else WEIGHTS_WITHOUT_LINES)
        chances = np.exp(weighed - weighed.max())
        chances /= chances.sum()
        order = np.argsort(-chances, kind="stable")
        return Scores([(self.labels[i], float(chances[i])) for i in order], max(alone.nearness, joint.nearness))

    def features(self, last_label: str, text: str, words: Sequence[Morpheme], alone: Scores, joint: Scores) -> Floats:
        """Return the numbers named in `follow_up_features.FEATURES` for each label, (labels, features)."""
        last, own = self.labels.index(last_label), context.own_words(words)
        known = Known(
            self.labels, last, self.leads[last], self.leads[:, last], held=self._held(own), used=self._used(own)
        )
        return follow_up_features.table(known, text, words, alone, joint)

    def like(self, last_label: str, dense: npt.NDArray[np.float32], writer: str | None = None) -> Floats:
        """Return the numbers named in `likeness.NAMES` for each label, (labels, numbers); see there."""
        return self.likeness.numbers(self.labels.index(last_label), dense, writer)

    def _held(self, own: Sequence[Morpheme]) -> Floats:
        """Return the share of a message's own words that each answer holds; a word counts the more, the fewer answers hold it."""
        if not own:
            return np.zeros(len(self.labels))
        holds = np.array([[float(word.normalized in words) for words in self.words] for word in own])
        rarity = np.log((len(self.labels) + 1) / (holds.sum(axis=1) + 0.5))
        share: Floats = rarity @ holds / rarity.sum()
        return share

    def _used(self, own: Sequence[Morpheme]) -> Floats:
        """Return how much more than elsewhere a message's own words stand in each label's questions, mean logarithm."""
        spoken = [normalise(word.surface) for word in own]
        known = [word for word in spoken if len(word) > 1]
        return np.mean([self._use(word) for word in known], axis=0) if known else np.zeros(len(self.labels))

    def _use(self, word: str) -> Floats:
        counts = np.append(self.index.times(word), 0)[self.places]
        found: Floats = np.log((counts + _UNSEEN) / (counts.sum() + _UNSEEN * _SPREAD) * _SPREAD)
        return found


def _words_of(text: str) -> frozenset[str]:
    return frozenset(word.normalized for word in analyse(text) if word.is_content)
