"""What a short message after an answer means: the same answer again (一人暮らしだと？), a neighbouring one (給料は？), or another topic; pure.

Read alone, 「一人暮らしだと？」 names a topic that it does not mean; read behind the last answer's subject, every message seems
to be about that subject. A small model weighs both readings with what is known of the two labels: whether one answer leads
to the other, whether the answer's text and questions hold the message's words, and what form the message has. It knows no
label by its name. The constants are those of `python -m bot.evaluation.follow_ups`, which prints them anew.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from bot.nlu import context, control, told
from bot.nlu.answer_texts import AnswerText
from bot.nlu.label_model import Scores
from bot.nlu.morphology import Morpheme, analyse
from bot.nlu.text import normalise

Floats = npt.NDArray[np.float64]

FEATURES = (
    "read alone, logarithm",
    "read behind the subject, logarithm",
    "the label of the last answer",
    "another label of its topic",
    "the last answer leads to it",
    "it leads to the last answer",
    "beside the talk: chitchat, a person",
    "out of scope",
    "share of the message's words that its answer holds",
    "how much its questions use them",
    "the last label: a condition",
    "the last label: a condition whose words its answer holds",
    "the last label: words that point at it, beside words of their own",
    "the last label: no words of its own",
    "the last label: number of own words",
    "far: a condition",
    "far: words that point at the last answer",
    "far: no words of its own",
    "far: number of own words",
    "far: a sentence about its own subject",
    "far: cannot stand alone by its form",
    "far: first when read alone",
    "far: first when read alone, how sure",
    "near: first when read alone",
    "near: first when read alone, how sure",
    "the last label: first when read alone",
    "out of scope: first when read alone, how sure",
    "beside the talk: first when read alone, how sure",
    "near: first when read behind the subject",
    "near: first when read behind the subject, how sure",
    "far: first when read behind the subject",
    "far: first when read behind the subject, how sure",
    "the last label: first when read behind the subject",
    "the last label: first when read behind the subject, how sure",
    "far: a whole sentence by its form",
    "far: a whole sentence, first when read alone, how sure",
    "far: a sentence about its own subject, first when read alone, how sure",
    "far: a condition, first when read alone, how sure",
)
# Only that part of a label's question text decides that is above chance: as if every word had been used so often everywhere.
_UNSEEN, _SPREAD = 0.3, 30
_LEAST = 1e-5
_MOST_WORDS = 3
# Words whose uses are kept: 4 MB.
_MOST_USES = 4_096
# A message up to _SHORT characters may go on by whatever form (収入の条件), a longer one only up to _LONGEST.
_SHORT, _LONGEST = 12, 30
_UNDERSTOOD = 0.9
# How sure a reading is, as log-odds, is cut here: beyond, it is no surer to be right.
_LEAST_ODDS, _MOST_ODDS = -3.0, 4.0
# A case that a rule is asked for: 冬だと, マンションでも, 引っ越したら, 二匹いるんですが.
_CONDITION = re.compile(r"だと|でも|なら|場合|たら|ても|けど|んですが|んだが|とき|だけ|しか")
# A sentence that says what it is about (車は必要ですか), or a wish.
_OWN_SUBJECT = re.compile(
    r"(?:は|って|が|を|の(?:こと|話|ほう))(?!$)[^?？]{2,}|知りたい|探し|教え|ほしい|欲しい|したい|買いたい|やりたい"
)
_ASIDES = frozenset({"chitchat", "handoff"})
_DANGERS = frozenset({"chitchat/distress", "chitchat/emergency"})


def may_follow(text: str, words: Sequence[Morpheme]) -> bool:
    """Whether a message may go on from an answer: it is short, and asks, points, or names a case (二匹いるんですが) or a part (収入の条件)."""
    plain = normalise(text).replace(" ", "")
    if not plain or len(plain) > _LONGEST or told.only_tells(text):
        return False
    if context.leaning(text, words) != "no" or context.asks(plain) or _CONDITION.search(plain) is not None:
        return True
    return len(plain) <= _SHORT and control.read(text) is None


def stands_alone(text: str, words: Sequence[Morpheme], alone: Scores) -> bool:
    """Whether a message is a whole question by its form and is understood by itself: it needs no answer before it.

    A case is never whole (パート勤めでも入れる？), however sure its words sound.
    """
    is_whole = context.leaning(text, words) == "no" and _CONDITION.search(normalise(text)) is None
    return is_whole and alone.confidence >= _UNDERSTOOD


@dataclasses.dataclass(frozen=True)
class FollowUps:
    """What is known of the labels, arrays in the order of `labels`.

    Attributes:
        labels: Those that can be meant; danger is heard elsewhere.
        leads: float64 (labels, labels): 1 where the answer of the row leads to that of the column.
        words: The words of each answer, normalised.
        questions: The training questions of each label, one text.
        uses: How each label's questions use the words that were asked about before, (labels,) by word.
    """

    labels: list[str]
    leads: Floats
    words: list[frozenset[str]]
    questions: list[str]
    uses: dict[str, Floats] = dataclasses.field(default_factory=dict, compare=False)

    @classmethod
    def of(
        cls, labels: Sequence[str], questions: Mapping[str, Sequence[str]], answers: Mapping[str, AnswerText]
    ) -> FollowUps:
        """Build it from the labels of a model, its training questions and the pack's answers."""
        kept = [label for label in labels if label not in _DANGERS]
        nothing = AnswerText("", ())
        leads = np.array([[float(to in answers.get(label, nothing).related) for to in kept] for label in kept])
        words = [_words_of(answers.get(label, nothing).words) for label in kept]
        return cls(kept, leads, words, ["\n".join(questions.get(label, ())) for label in kept])

    def scores(self, last_label: str, text: str, words: Sequence[Morpheme], alone: Scores, joint: Scores) -> Scores:
        """Rank the labels for a message after an answer.

        Args:
            last_label: Of that answer.
            text: The message.
            words: Its morphemes.
            alone: Scores of the message.
            joint: Scores of the message with the subject of that answer before it.
        """
        if last_label not in self.labels or alone.label not in {*self.labels, *_DANGERS}:
            return alone
        weighed = self.features(last_label, text, words, alone, joint) @ np.array(_WEIGHTS)
        chances = np.exp(weighed - weighed.max())
        chances /= chances.sum()
        order = np.argsort(-chances, kind="stable")
        return Scores([(self.labels[i], float(chances[i])) for i in order], max(alone.nearness, joint.nearness))

    def features(self, last_label: str, text: str, words: Sequence[Morpheme], alone: Scores, joint: Scores) -> Floats:
        """Return the numbers named in `FEATURES` for each label, (labels, features)."""
        last, count = self.labels.index(last_label), len(self.labels)
        topics = [label.split("/")[0] for label in self.labels]
        read_alone, read_joint = dict(alone.ranking), dict(joint.ranking)
        same = np.zeros(count)
        same[last] = 1.0
        topic = np.array([float(one == topics[last]) for one in topics]) * (1.0 - same)
        leads_to, led_from = self.leads[last] * (1.0 - same), self.leads[:, last] * (1.0 - same)
        aside = np.array([float(one in _ASIDES) for one in topics])
        outside = np.array([float(one == "out_of_scope") for one in topics])
        far = (same + topic + leads_to + led_from + aside + outside == 0.0).astype(np.float64)
        own = context.own_words(words)
        held, used = self._held(own), self._used(own)
        near = np.minimum(topic + leads_to + led_from, 1.0) * (1.0 - aside) * (1.0 - outside)
        plain = normalise(text)
        case = float(_CONDITION.search(plain) is not None)
        points = float(context.points(plain))
        bare, several = float(not own), float(min(len(own), _MOST_WORDS))
        leaning = context.leaning(text, words)
        must, whole = float(leaning == "must"), float(leaning == "no")
        own_subject = float(bool(own) and _OWN_SUBJECT.search(plain) is not None)
        first, sure = self._first(alone)
        first_behind, sure_behind = self._first(joint)
        return np.stack(
            [
                _logarithms(read_alone, self.labels),
                _logarithms(read_joint, self.labels),
                same,
                topic,
                leads_to,
                led_from,
                aside,
                outside,
                held,
                used,
                same * case,
                same * case * held,
                same * points * (1.0 - bare),
                same * bare,
                same * several,
                far * case,
                far * points,
                far * bare,
                far * several,
                far * own_subject,
                far * must,
                far * first,
                far * first * sure,
                near * first,
                near * first * sure,
                same * first,
                outside * first * sure,
                aside * first * sure,
                near * first_behind,
                near * first_behind * sure_behind,
                far * first_behind,
                far * first_behind * sure_behind,
                same * first_behind,
                same * first_behind * sure_behind,
                far * whole,
                far * whole * first * sure,
                far * own_subject * first * sure,
                far * case * first * sure,
            ],
            axis=1,
        )

    def _first(self, scores: Scores) -> tuple[Floats, float]:
        """Return which label a reading puts first, (labels,), and how sure it is, log-odds."""
        label, chance = next(((one, p) for one, p in scores.ranking if one in self.labels), (self.labels[0], 0.0))
        odds = np.log((chance + _LEAST) / (1.0 - chance + _LEAST))
        return np.array([float(one == label) for one in self.labels]), float(np.clip(odds, _LEAST_ODDS, _MOST_ODDS))

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
        found = self.uses.get(word)
        if found is None:
            counts = np.array([questions.count(word) for questions in self.questions])
            found = np.log((counts + _UNSEEN) / (counts.sum() + _UNSEEN * _SPREAD) * _SPREAD)
            # Counting takes longer than all the rest, and people use the same words.
            if len(self.uses) >= _MOST_USES:
                self.uses.clear()
            self.uses[word] = found
        return found


def _words_of(text: str) -> frozenset[str]:
    return frozenset(word.normalized for word in analyse(text) if word.is_content)


def _logarithms(chances: Mapping[str, float], labels: Sequence[str]) -> Floats:
    return np.log(np.array([chances.get(label, 0.0) for label in labels]) + _LEAST)


# Fitted to the lines of data/follow_ups and to training questions that the classifier had not learnt, in the order of `FEATURES`.
_WEIGHTS = (
    0.4988, 0.3549, 2.6292, 0.1729, 1.3909, 0.7795, 1.1804, 0.8047, 0.8793, 0.3444, 0.7606,
    0.7673, 1.0318, 0.2685, -0.3686, 0.1994, -1.3586, -0.4313, -0.3550, 0.1613, -1.2345, 2.1379,
    -0.1194, 0.3479, 0.2384, -0.9535, 0.8035, 0.9150, 0.4514, -0.0237, 0.0115, -0.1466, 0.9491,
    0.3990, 1.0435, 0.6403, 0.5387, -0.5027,
)  # fmt: skip
