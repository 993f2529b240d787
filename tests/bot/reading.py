"""Every function of the assistant and the actions that reads foreign text, with the longest text that its door lets in."""

from __future__ import annotations

import datetime
from functools import cache

import numpy as np
from rasa.shared.nlu.training_data.message import Message

from actions import booking, booking_wish, handoff_steps, replies, situation, summary, transcript
from actions.when import days, hours, wish
from bot.channels import offers, reading, several, wire
from bot.nlu import (
    bare_word,
    clauses,
    context,
    danger_language,
    danger_model,
    language,
    morphology,
    pattern_files,
    reading_model,
    respelling,
    sentence_encoder,
)
from bot.nlu import (
    booking as booking_words,
)
from bot.nlu import (
    text as text_module,
)
from bot.nlu.sudachi_tokenizer import SudachiTokenizer
from tests.growth import UNITS, Reader

# The desk sends 10,000 characters at most; what the models read is cut to 1,000, and spelling anew stops at 2,000.
LONGEST, MODELS, RESPELT = wire.MAX_TEXT_CHARACTERS, text_module.MAX_CHARACTERS, 2_000
# A network costs the same for all texts of one length: one of each script is enough.
FEW = {
    name: UNITS[name] for name in ("letters", "kanji", "digits", "letter and accents", "emoji family", "right to left")
}
NOW = datetime.datetime(2026, 12, 1, 10, 0, tzinfo=datetime.timezone(datetime.timedelta(hours=9)))


@cache
def _tokenizer() -> SudachiTokenizer:
    return SudachiTokenizer(SudachiTokenizer.get_default_config())


def _turn(text: str) -> object:
    fields = {"conversation_id": "c", "message_id": "m", "channel": "web", "text": text}
    found = wire.parse_request(fields)
    return found.reads_as_command, wire.without_command(found.text)


def _tokens(text: str) -> object:
    message = Message.build(text=text.encode("utf-8", "replace").decode())
    return _tokenizer().tokenize(message, "text")


def _in_words(text: str) -> object:
    words = morphology.analyse(text)
    return (
        bare_word.bare_word(text, words),
        context.leaning(text, words),
        reading_model.terms(reading_model.reading(words)),
        respelling.respell(text, words),
    )


def _encoded(text: str) -> object:
    return np.asarray(sentence_encoder.encode_all([text]))


def _where(text: str) -> situation.Situation:
    latest = {"text": text, "metadata": {"channel": "web", "sent_at": NOW.isoformat()}}
    return situation.read("c", latest, situation.DESK_CHANNEL)


def _form(text: str) -> object:
    return [
        handoff_steps.take({handoff_steps.KIND: kind}, requested, _where(text), None)
        for requested in handoff_steps.SLOTS
        for kind in ("email", "phone")
    ]


def _spoken(text: str) -> object:
    custom = {"parts": [{"type": "text", "text": text}]}
    events = [
        {"event": "bot", "data": {"custom": custom}, "timestamp": 1},
        {"event": "user", "text": text, "timestamp": 2},
    ]
    return transcript.lines(events), transcript.questions(events)


READERS: tuple[Reader, ...] = (
    Reader("bot.channels.wire.parse_request", _turn, LONGEST),
    Reader("bot.nlu.text.normalise", text_module.normalise, LONGEST),
    Reader(
        "bot.nlu.text.is_kana_only",
        lambda text: (text_module.has_words(text), text_module.is_kana_only(text), text_module.is_japanese(text)),
        LONGEST,
    ),
    Reader("bot.nlu.language.detect", language.detect, LONGEST),
    Reader("bot.channels.reading.as_read", reading.as_read, LONGEST),
    Reader("bot.channels.several.topics", several.topics, LONGEST),
    Reader(
        "bot.channels.offers.meant",
        lambda text: offers.meant(text, [("家賃", "/choose"), ("どれでもない", "/none_of_these")]),
        LONGEST,
    ),
    Reader("bot.nlu.clauses.clauses", clauses.clauses, LONGEST),
    Reader(
        "bot.nlu.booking.is_wish",
        lambda text: (booking_words.is_wish(text, booking_words.BOOKING), booking_words.goes_on(text)),
        LONGEST,
    ),
    Reader("bot.nlu.context.spelt_out", lambda text: context.spelt_out("融資", text), LONGEST),
    Reader("bot.nlu.danger_language.fold", lambda text: danger_language.hiragana(danger_language.fold(text)), LONGEST),
    Reader("bot.nlu.safety.read", lambda text: pattern_files.shared().read(text), LONGEST),
    Reader("bot.nlu.safety.read respelt", lambda text: pattern_files.shared().read(text, f"{text}。"), RESPELT),
    Reader(
        "bot.nlu.danger_model.pieces",
        lambda text: [danger_model.runs(piece) for piece in danger_model.pieces(text)],
        LONGEST,
    ),
    Reader("bot.nlu.morphology.analyse", morphology.analyse, LONGEST),
    Reader("bot.nlu.sudachi_tokenizer.tokenize", _tokens, LONGEST),
    Reader("bot.nlu words", _in_words, RESPELT),
    Reader("bot.nlu.sentence_encoder.encode_all", _encoded, LONGEST, units=FEW),
    Reader("actions.when.wish.read", lambda text: wish.read(text, NOW), LONGEST),
    Reader(
        "actions.when.days.read", lambda text: days.read(wish.normalised(text), NOW.date(), lambda day: False), LONGEST
    ),
    Reader("actions.when.hours.read", lambda text: hours.read(wish.normalised(text)), LONGEST),
    Reader(
        "actions.booking_wish.when", lambda text: booking.ask_back(booking_wish.when(_where(text), NOW), text), LONGEST
    ),
    Reader("actions.summary.told", lambda text: summary.told([text]), LONGEST),
    Reader("actions.handoff_steps.take", _form, LONGEST),
    Reader("actions.transcript.lines", _spoken, LONGEST),
    Reader("actions.replies.plain", lambda text: replies._plain_words(text), LONGEST),
)
