"""Rasa classifier over all labels: fills the intent (topic) and the response selector's output (label)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, ClassVar, Optional

import numpy as np
import numpy.typing as npt
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot import pack
from bot.nlu import (
    answer_texts,
    bare_word,
    clauses,
    context,
    follow_up,
    followed,
    morphology,
    negation,
    overlay_file,
    reaction,
    reading_model,
    sentence_encoder,
    start,
    text,
    text_vectors,
)
from bot.nlu.bare_word import WordUse
from bot.nlu.component import LearntComponent
from bot.nlu.follow_up import FollowUps
from bot.nlu.followed import Followed
from bot.nlu.ground import Ground
from bot.nlu.label_model import LabelModel, Near, Scores
from bot.nlu.morphology import Morpheme
from bot.nlu.neighbours import Neighbours
from bot.nlu.overlay import Learnt, Overlay, Text
from bot.nlu.overlay_file import OverlayFile
from bot.nlu.ranking import fill
from bot.nlu.reading_model import ReadingModel
from bot.nlu.sudachi_tokenizer import morphemes
from bot.nlu.text_vectors import TextVectors

SCORES = "label_scores"
CLAUSE_SCORES = "clause_scores"
CONTEXT_SCORES = "context_scores"
# What the message asks for, (text, morphemes): as typed, or without what it rejects.
WISHED = "wished"

Floats = npt.NDArray[np.float32]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LabelClassifier(LearntComponent, IntentClassifier):
    """One flat classifier over all labels: a topic first and a label second would multiply errors.

    Options: `strength` (scikit-learn's C), `sharpness` (see `LabelModel`), `reading_strength` (C of `ReadingModel`), how
    much the reading counts: `reading_share`, and `reading_share_kana` for a text without kanji, how much the nearest
    questions count: `neighbours` (0 leaves them out). What the office has published counts without training (see
    `overlay_file.published`).
    """

    DEFAULTS: ClassVar[dict[str, Any]] = {
        "strength": 10.0,
        "sharpness": 1.2,
        "reading_strength": 0.5,
        "reading_share": 0.4,
        "reading_share_kana": 0.9,
        "neighbours": 5.1,
    }
    PACKAGES = ("scipy",)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Cover the subjects of the answers, too."""
        subjects = "".join(f"{label},{words}" for label, words in sorted(context.subjects().items()))
        return f"{super().fingerprint_addon(config)}-{hashlib.sha256(subjects.encode()).hexdigest()[:16]}"

    @classmethod
    def _files(cls, config: dict[str, Any]) -> Iterable[Path]:
        return sorted(pack.follow_ups().glob("*.jsonl"))

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        super().__init__(config, storage, resource)
        self._model: LabelModel | None = None
        self._uses: WordUse | None = None
        self._learnt: Learnt | None = None
        self._followed = Followed.none()
        self._follow_ups: FollowUps | None = None
        self._phrasings = OverlayFile(overlay_file.published())

    def read_from(self, folder: Path) -> None:
        """Read what `train` wrote, and the pack's answers."""
        self._model = LabelModel.load(folder)
        self._uses = WordUse.load(folder)
        self._learnt = Learnt(Ground.load(folder), Neighbours.load(folder), ReadingModel.load(folder))
        self._followed = Followed.load(folder)
        # Read at start, so that a change of an answer needs no training.
        self._follow_ups = self.follow_ups()

    @property
    def followed(self) -> Followed:
        """The lines that followed answers, as they were learnt."""
        return self._followed

    @property
    def learnt(self) -> Learnt:
        """What an overlay stands on; there once the component is trained or loaded."""
        assert self._learnt is not None
        return self._learnt

    @property
    def vectors(self) -> TextVectors:
        """The vectors of texts as the model was trained on them."""
        return TextVectors(self.learnt.ground.means.shape[1])

    def follow_ups(self) -> FollowUps:
        """Return what is known of the labels for messages after an answer, by the pack's answers as they stand."""
        assert self._model is not None
        assert self._uses is not None
        answers = answer_texts.read(pack.folder() / "answers")
        return FollowUps.of(self._model.labels, self._uses.index, answers, self._followed)

    def read(self, piece: str) -> Scores:
        """Score a text outside of a pipeline; the word vectors are those of this process."""
        return self._tempered(self._scores_of(piece), piece, morphology.analyse(piece))

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the questions that have a label."""
        examples = [m for m in training_data.training_examples if m.get(TEXT) and m.get(INTENT_RESPONSE_KEY)]
        labels = [m.get(INTENT_RESPONSE_KEY) for m in examples]
        spoken = [reading_model.reading(morphemes(m)) for m in examples]
        begun, begun_heard = start.read("labels"), start.read("readings")
        # Both learners leave Python's lock, and they need nothing of each other: the second core is used.
        with ThreadPoolExecutor(max_workers=1) as other:
            heard = other.submit(ReadingModel.fit, spoken, labels, self._config["reading_strength"], begun_heard)
            dense = np.stack([text_vectors.of_message(m) for m in examples])
            self._model = LabelModel.fit(dense, labels, self._config["strength"], self._config["sharpness"], begun)
            ground = Ground.fit(dense, labels)
            near = Neighbours.fit(dense, labels, (ground.means, ground.whitening))
            self._learnt = Learnt(ground, near, heard.result())
        start.write("labels", self._model.as_start())
        start.write("readings", self._learnt.readings.as_start(self._model.labels))
        self._uses = WordUse.of([m.get(TEXT) for m in examples], labels)
        known = set(self._model.labels)
        self._followed = Followed.learn(followed.read(pack.follow_ups(), known), self.vectors.of_each)
        self._follow_ups = self.follow_ups()
        learnt = self._learnt.ground, self._learnt.neighbours, self._learnt.readings
        return self._keep(*(part.save for part in (self._model, self._uses, *learnt, self._followed)))

    def process(
        self,
        messages: list[Message],
        # Rasa compares annotations and cannot read X | None, only Optional[X].
        tracker: Optional[DialogueStateTracker] = None,  # noqa: UP045
    ) -> list[Message]:
        """Set the best label, its probability and the ranking on each message."""
        last_label = tracker.get_slot("last_label") if tracker is not None else None
        for message in messages:
            typed, words = message.get(TEXT) or "", morphemes(message)
            scores = self._tempered(self._scores(text_vectors.of_message(message), typed, words), typed, words)
            wish = negation.read(typed, words) if len(typed) <= text.MAX_CHARACTERS else None
            if wish is not None:
                scores, typed, words = self._without_rejected(scores, wish)
            asked = reaction.behind(typed) if context.subject(last_label) is not None else typed
            if asked != typed:
                # なるほど、じゃあ家賃は？: what the answer was met with says nothing of what is asked now.
                typed, words = asked, morphology.analyse(asked)
                scores = self.read(typed)
            message.set(SCORES, scores)
            message.set(WISHED, (typed, words))
            message.set(CLAUSE_SCORES, self._clause_scores(typed))
            message.set(CONTEXT_SCORES, self._context_scores(typed, words, last_label, scores))
            fill(message, scores.ranking)
        return messages

    def _tempered(self, scores: Scores, typed: str, words: list[Morpheme]) -> Scores:
        assert self._uses is not None
        return self._uses.tempered(scores, bare_word.bare_word(typed, words))

    def _without_rejected(self, scores: Scores, wish: negation.Wish) -> tuple[Scores, str, list[Morpheme]]:
        """Return scores, text and words of a message without what it is not about."""
        words = morphology.analyse(wish.kept)
        kept = self._scores_of(wish.kept) if negation.says_enough(words) else None
        rejected = [self._scores_of(piece) for piece in wish.rejected]
        return negation.without_rejected(scores, kept, rejected), wish.kept, words

    def _clause_scores(self, typed: str) -> list[Scores]:
        pieces = clauses.clauses(typed[: text.MAX_CHARACTERS])
        # One piece counts where a greeting or thanks before it was left out: ありがとう、あと病院のことも知りたい.
        if not pieces or (len(pieces) == 1 and not clauses.is_behind_another(typed, pieces[0])):
            return []
        if self.vectors.has_sentences:
            sentence_encoder.encode_each(pieces)  # together, so that each one's turn finds its vector
        return [self._scores_of(piece) for piece in pieces]

    def _context_scores(
        self, typed: str, words: list[Morpheme], last_label: str | None, alone: Scores
    ) -> Scores | None:
        """Score the message as what follows the last answer, where it may; None where it stands alone."""
        subject = context.subject(last_label)
        if last_label is None or subject is None or not follow_up.may_follow(typed, words):
            return None
        joint = self._scores_of(context.spelt_out(subject, typed))
        assert self._follow_ups is not None
        plain = context.without_pointing(typed, words)
        if plain != typed:
            typed, words, alone = plain, morphology.analyse(plain), self._scores_of(plain)
        return self._follow_ups.scores(last_label, typed, words, alone, joint, self.vectors.of(typed))

    def _scores_of(self, piece: str) -> Scores:
        """Score a text other than a message's own."""
        return self._scores(self.vectors.of(piece), piece, morphology.analyse(piece))

    def _scores(self, dense: Floats, typed: str, words: list[Morpheme]) -> Scores:
        spoken = reading_model.reading(words)
        scores, nearest = self._trained_scores(dense, typed, words, spoken)
        overlay = self._overlay()
        return overlay.scores(Text(dense, spoken), scores, nearest) if overlay is not None else scores

    def _overlay(self) -> Overlay | None:
        return self._phrasings.overlay(self.learnt, self._text_of)

    def _trained_scores(self, dense: Floats, typed: str, words: list[Morpheme], spoken: str) -> tuple[Scores, Floats]:
        """Return the scores of the trained labels, and the cosine to the nearest question of each."""
        assert self._model is not None
        share = float(self._config["reading_share_kana" if text.is_kana_only(typed) else "reading_share"])
        nearest, near = self.learnt.neighbours.nearest(dense), None
        if self._config["neighbours"]:
            # Vectors that cannot read kana have no neighbours worth following either.
            weight = self._config["neighbours"] * (1.0 - share) / (1.0 - self._config["reading_share"])
            near = Near(nearest, weight, sum(word.is_content for word in words))
        heard = self.learnt.readings.logits(spoken)
        return self._model.scores(dense, heard, share, near), nearest

    def _text_of(self, piece: str) -> Text:
        return Text(self.vectors.of(piece), reading_model.reading(morphology.analyse(piece)))
