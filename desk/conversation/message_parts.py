"""What the desk's messages to migrants are made of: plain words, notices, choices, and the choices that it offers."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from desk.conversation import easy_texts
from desk.conversation.models import Part
from desk.text.pack import city, has_languages

ASK_PERSON = ("人に相談する", "/request_human")
BOOK = ("相談を予約する", "/request_booking")
# The same wish while the assistant is away: the desk hands over by itself.
ASK_PERSON_DIRECTLY = ("人に相談する", "desk:person")
CANCEL_WAIT = ("待つのをやめる", "desk:cancel")
WITHDRAW = ("伝言を取りやめる", "desk:cancel")
KEEP_WAITING = ("そのままにする", "desk:keep")
# Waiting ends with it, and times are offered.
BOOK_INSTEAD = ("予約に切り替える", "desk:book")
LEAVE_MESSAGE = ("伝言を残す", "desk:leave_message")
# Offers the languages, each by its own name; the assistant remembers what is chosen.
OTHER_LANGUAGES = ("English・中文・한국어", "/choose_language")
# The assistant goes on in plain Japanese with readings, whatever is written afterwards.
EASY = ("やさしい日本語", '/choose_language{"language": "ja-easy"}')
# Followed by the number of the message that it is about.
GO_ON = ("相談の続きをする", "desk:go_on:")
ASK_THE_BOT = ("自動応答に聞く", "desk:not_on:")
TRY_AGAIN = ("もう一度送る", "desk:again")
# How the talk with a consultant was, in five steps; answering is free.
RATINGS = {
    5: "とても良かった",
    4: "良かった",
    3: "ふつう",
    2: "あまり良くなかった",
    1: "良くなかった",
}


def city_office() -> Part:
    """Return whom to telephone where nothing else helps."""
    return {"type": "contact", "label": city().office.name, "tel": city().office.phone}


def text(words: str, easy: str | None = None) -> Part:
    """Return a part of plain words; `easy` is the same in やさしい日本語, with readings as in 漢字《かんじ》."""
    return {"type": "text", "text": words, **({"easy": easy} if easy else {})}


def notice(kind: str, words: str, **more: object) -> Part:
    """Return a notice; fields that are None are left out."""
    return {
        "type": "notice",
        "kind": kind,
        "text": words,
        **{k: v for k, v in more.items() if v is not None},
    }


def choices(purpose: str, *offered: tuple[str, str], easy: Mapping[str, str] = MappingProxyType({})) -> Part:
    """Return choices as (label, payload); ids are given when they are stored.

    Args:
        purpose: What they are for.
        offered: The choices.
        easy: Words in やさしい日本語 by payload, beside those of `easy_texts`.
    """
    made = []
    for label, payload in offered:
        simple = easy.get(payload) or easy_texts.choice(label, payload)
        made.append({"label": label, "payload": payload} | ({"easy": simple} if simple else {}))
    return {"type": "choices", "purpose": purpose, "choices": made}


def language_payload(code: str) -> str | None:
    """Return the command that goes on in a language (ja-easy is やさしい日本語), that asks which where the code is empty; None where the pack has no texts of it."""
    if code.startswith("ja"):
        return f'/choose_language{{"language": "{code}"}}'
    if not has_languages():
        return None
    return f'/choose_language{{"language": "{code}"}}' if code else OTHER_LANGUAGES[1]


def topic_payload(key: str) -> str:
    """Return the command that shows a topic."""
    return f'/choose_topic{{"topic": "{key}"}}'
