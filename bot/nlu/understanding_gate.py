"""Rasa component that decides what becomes of a message: answer, ask back, fall back, hand over."""

from __future__ import annotations

import dataclasses
from typing import Any, ClassVar, Optional

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu import (
    booking,
    clauses,
    context,
    control,
    decision,
    hearing,
    language,
    pattern_files,
    steered_words,
    text,
    told,
    topic_words,
)
from bot.nlu.bare_word import bare_word
from bot.nlu.component import Component
from bot.nlu.danger_detector import HEARD
from bot.nlu.decision import Decision
from bot.nlu.hearing import Hearing
from bot.nlu.label_classifier import CLAUSE_SCORES, CONTEXT_SCORES, SCORES, WISHED
from bot.nlu.label_model import Scores
from bot.nlu.language import Language
from bot.nlu.language_matcher import FOREIGN, talk_language
from bot.nlu.ranking import fill
from bot.nlu.steered_words import REQUEST_BOOKING, SURE
from bot.nlu.sudachi_tokenizer import morphemes
from bot.nlu.thresholds import Thresholds

UNDERSTANDING = "understanding"
# How sure it is that a bare time after an offer of times is about them.
_GOES_ON = 0.9
# Of what is asked back about, beside an appointment.
_BESIDE_BOOKING = 2
INTENT_OF_OUTCOME = {"clarify": "clarify", "fallback": "nlu_fallback", "handoff": "request_human"}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class UnderstandingGate(Component, IntentClassifier):
    """Replaces Rasa's FallbackClassifier, which sees one probability only.

    Options: the fields of `Thresholds`. Writes `understanding` (see `tests/wire/turn_response_*.json`).
    """

    DEFAULTS: ClassVar[dict[str, Any]] = dataclasses.asdict(Thresholds())
    NEEDS = (IntentClassifier,)

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__(config)
        names = {field.name for field in dataclasses.fields(Thresholds)}
        self._thresholds = Thresholds(**{name: float(config[name]) for name in names})
        # Read at start, so that a change of the patterns needs no training.
        self._patterns = pattern_files.shared()

    def process(
        self,
        messages: list[Message],
        # Rasa compares annotations and cannot read X | None, only Optional[X].
        tracker: Optional[DialogueStateTracker] = None,  # noqa: UP045
    ) -> list[Message]:
        """Decide for each message; the tracker tells what the last answer was about."""
        label = tracker.get_slot("last_label") if tracker is not None else None
        before = talk_language(tracker)
        is_chosen = tracker is not None and bool(tracker.get_slot("language_by_hand"))
        for message in messages:
            scores = message.get(SCORES)
            if scores is not None:
                self._decide(message, scores, label, before, is_chosen=is_chosen)
        return messages

    def _decide(
        self, message: Message, scores: Scores, label_before: str | None, before: Language, *, is_chosen: bool
    ) -> None:
        typed = message.get(TEXT) or ""
        form = control.read(typed)
        if form == "sources" and context.subject(label_before) is None:
            # 「本当ですか」 without an answer asks for the source of none.
            form = None
        listened = self._listen(typed, message, scores)
        times_are_offered = label_before == booking.BOOKING
        heard = steered_words.outweighed(listened, typed, form, may_name_a_time=times_are_offered)
        wanted = form if heard.danger is None else None
        # 「病院は？」 after an answer goes on from it.
        goes_on = context.subject(label_before) is not None and context.leaning(typed, morphemes(message)) != "no"
        topic = topic_words.topic(typed) if heard.danger is None and not goes_on else None
        if wanted == "noise" and times_are_offered and booking.goes_on(typed):
            # 「14:00」 after an offer of times.
            wanted = None
        elif (
            wanted is None
            and topic is None
            and heard.danger is None
            and self._tells_only(typed, message, scores, label_before, heard)
        ):
            wanted = "told"
        steered = steered_words.decided(wanted, scores) if wanted is not None else None
        if steered is not None:
            made, intent = steered
        else:
            made, intent = self._decision(typed, message, scores, label_before, heard), None
            if topic is not None and made.outcome != "handoff":
                made, intent = dataclasses.replace(made, outcome="clarify"), "choose_topic"
            elif heard.danger is None and _is_booking(typed, made):
                made, intent = dataclasses.replace(made, outcome="answer"), REQUEST_BOOKING
        books_too = steered is None and heard.danger is None and intent is None and _books_too(typed)
        if books_too and made.outcome == "answer" and made.second_label is None and made.label != booking.BOOKING:
            made = dataclasses.replace(made, second_label=booking.BOOKING)
        if made.outcome == "answer":
            others = [pair for pair in scores.ranking if pair[0] != made.label]
            fill(message, [(made.label, made.confidence), *others])
        intent = intent or INTENT_OF_OUTCOME.get(made.outcome)
        if intent is not None:
            message.set(INTENT, {"name": intent, "confidence": made.confidence}, add_to_output=True)
        written = language.detect(typed, before)
        danger = heard.danger
        understanding = {
            "outcome": made.outcome,
            "label": made.label,
            "confidence": round(made.confidence, 4),
            "candidates": [{"label": name, "confidence": round(chance, 4)} for name, chance in made.candidates],
            "nearness": round(scores.nearness, 4),
            "offer": _offered(made, books_too=books_too) if made.outcome == "clarify" and steered is None else [],
            "second_label": made.second_label,
            "control": wanted,
            "topic": topic,
            "leans_on_context": made.leans_on_context,
            # It has no subject of its own (いくらですか), whether or not an answer stood before.
            "bare": context.leaning(typed, morphemes(message)) == "must",
            "flags": [danger.kind] if danger else [],
            "by_rule": danger is not None and danger.by == "rule",
            "danger": danger.as_dict() if danger else None,
            "care": danger is None and _is_care_due(heard, listened, made),
            "language": written,
            "reply_language": language.reply_language(before if is_chosen else written),
        }
        message.set(UNDERSTANDING, understanding, add_to_output=True)

    def _listen(self, typed: str, message: Message, scores: Scores) -> Hearing:
        return hearing.listen(typed, morphemes(message), scores, message.get(HEARD), self._thresholds, self._patterns)

    def _tells_only(self, typed: str, message: Message, scores: Scores, last_label: str | None, heard: Hearing) -> bool:
        """Whether nothing is asked, neither here nor of the last answer, which the facts may be about (東京からです)."""
        if message.get(FOREIGN) is not None or not told.only_tells(typed):
            return False
        made = self._decision(typed, message, scores, last_label, heard)
        return not (made.outcome == "answer" and made.leans_on_context)

    def _decision(
        self,
        typed: str,
        message: Message,
        scores: Scores,
        last_label: str | None,
        heard: Hearing,
    ) -> Decision:
        danger = heard.danger
        if danger is not None:
            sure = 1.0 if danger.by == "rule" else danger.score or 0.0
            return Decision("answer", f"chitchat/{danger.kind}", sure, tuple(scores.ranking[:10]))
        scores = hearing.without_dangers(scores)
        if not text.has_words(typed):
            return Decision("fallback", scores.label, 0.0, tuple(scores.ranking[:10]))
        foreign: Decision | None = message.get(FOREIGN)
        if foreign is not None:
            return foreign
        if last_label == booking.BOOKING and booking.goes_on(typed):
            rest = [pair for pair in scores.ranking if pair[0] != booking.BOOKING][:9]
            ranking = ((booking.BOOKING, _GOES_ON), *rest)
            return Decision("answer", booking.BOOKING, _GOES_ON, ranking, leans_on_context=True)
        typed, words = message.get(WISHED) or (typed, morphemes(message))
        return decision.decide(
            scores,
            self._thresholds,
            content_words=1 if bare_word(typed, words) else sum(word.is_content for word in words),
            clauses=message.get(CLAUSE_SCORES) or (),
            asking=[clauses.asks(piece) for piece in clauses.clauses(typed[: text.MAX_CHARACTERS])],
            last_label=last_label,
            in_context=message.get(CONTEXT_SCORES),
        )


def _is_booking(typed: str, made: Decision) -> bool:
    """Whether times are offered: the label says so, or the words beside a neighbouring label."""
    is_booking = made.outcome == "answer" and made.label == booking.BOOKING
    return is_booking or (made.outcome != "fallback" and booking.is_wish(typed, made.label))


def _books_too(typed: str) -> bool:
    """Whether a message of several pieces wishes for an appointment in one of them: that is never lost (家賃は？ あと予約もしたい)."""
    pieces = clauses.pieces(typed[: text.MAX_CHARACTERS])
    return len(pieces) > 1 and any(control.read(piece) == "book" for piece in pieces)


def _offered(made: Decision, *, books_too: bool) -> list[str]:
    labels = decision.clarifying_labels(made)
    others = [label for label in labels if label != booking.BOOKING]
    return [booking.BOOKING, *others[:_BESIDE_BOOKING]] if books_too else labels


def _is_care_due(heard: Hearing, listened: Hearing, made: Decision) -> bool:
    """Whether a line of care goes with the reply; `listened` is what was heard before the words of the talk outweighed it."""
    return heard.likely or (heard.thinkable and (listened.danger is not None or _is_unsure(made)))


def _is_unsure(made: Decision) -> bool:
    """Whether the person is left without an answer, or with a guess."""
    return made.outcome in {"clarify", "fallback"} or (made.outcome == "answer" and made.confidence < SURE)
