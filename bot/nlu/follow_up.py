"""What a short message after an answer means: the same answer again (一人暮らしだと？), a neighbouring one (給料は？), or another topic; pure.

Read alone, 「一人暮らしだと？」 names a topic that it does not mean; read behind the last answer's subject, every message seems
to be about that subject. A small model weighs both readings with what is known of the two labels: whether one answer leads
to the other, whether the answer's text, title and questions hold the message's words, what form the message has, and what others
meant with messages like it. It knows no label by its name. The numbers that it weighs, and their constants, are in
`follow_up_features`, `likeness` and `follow_up_weights`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from bot.nlu import context, control, follow_up_features, told
from bot.nlu.answer_texts import AnswerText
from bot.nlu.follow_up_features import Floats, Known
from bot.nlu.follow_up_weights import WEIGHTS, WEIGHTS_WITHOUT_LINES
from bot.nlu.followed import Followed
from bot.nlu.known_labels import ASIDES, DANGERS
from bot.nlu.label_model import Scores
from bot.nlu.label_words import LabelWords
from bot.nlu.likeness import Likeness
from bot.nlu.morphology import Morpheme
from bot.nlu.text import normalise
from bot.nlu.word_index import WordIndex

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
        words: What a message's words say of them.
        likeness: What others meant after an answer.
    """

    labels: list[str]
    leads: Floats
    words: LabelWords
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
        likeness = Likeness.of(followed or Followed.none(), kept, leads)
        return cls(kept, leads, LabelWords.of(kept, index, answers), likeness)

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
            table = np.hstack([table, self.like(last_label, dense, words)])
        weighed = table @ np.array(WEIGHTS if self.likeness.is_known else WEIGHTS_WITHOUT_LINES)
        chances = np.exp(weighed - weighed.max())
        chances /= chances.sum()
        order = np.argsort(-chances, kind="stable")
        ranking = [(self.labels[i], float(chances[i])) for i in order]
        return Scores(ranking, max(alone.nearness, joint.nearness), self.elsewhere(last_label))

    def elsewhere(self, last_label: str) -> frozenset[str]:
        """Return the labels of other topics that neither lead to the last answer nor follow from it; talk and what is outside apart."""
        last, topic = self.labels.index(last_label), last_label.split("/")[0]
        tied = self.leads[last] + self.leads[:, last] > 0.0
        return frozenset(
            label
            for label, is_tied in zip(self.labels, tied, strict=True)
            if not is_tied and label.split("/")[0] not in {topic, "handoff", *ASIDES}
        )

    def features(self, last_label: str, text: str, words: Sequence[Morpheme], alone: Scores, joint: Scores) -> Floats:
        """Return the numbers named in `follow_up_features.FEATURES` for each label, (labels, features)."""
        last, own = self.labels.index(last_label), context.own_words(words)
        of_words = {"held": self.words.held(own), "used": self.words.used(own), "named": self.words.named(own)}
        known = Known(self.labels, last, self.leads[last], self.leads[:, last], **of_words)
        return follow_up_features.table(known, text, words, alone, joint)

    def like(
        self,
        last_label: str,
        dense: npt.NDArray[np.float32],
        words: Sequence[Morpheme],
        writer: str | None = None,
    ) -> Floats:
        """Return the numbers named in `likeness.NAMES` for each label, (labels, numbers); see there."""
        return self.likeness.numbers(self.labels.index(last_label), dense, words, writer)
