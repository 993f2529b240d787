"""What a sticker says: the person's own words on it, or what LINE's keywords tell. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desk.channels.line.json_values import LONGEST_TEXT, string_of

_MOST_KEYWORDS = 3
# LINE's emoji alone are thanks or consent, unless their name says otherwise.
_GLAD, _SAD = "😊", "😢"
_SAD_NAMES = ("sad", "cry", "tear", "angry", "anger", "shock", "disappoint", "depress", "sob", "mad", "worr")
# The same in the keywords that LINE sends with a sticker, which are in the language of the person's app.
_SAD_WORDS = (
    "悲",
    "かなし",
    "泣",
    "涙",
    "怒",
    "つら",
    "辛",
    "困",
    "不安",
    "寂し",
    "さみし",
    "ショック",
    "がっかり",
    "落ち込",
    "ごめん",
)


def picture(names: str) -> str:
    """Return a smile, or a tear where a name says so."""
    return _SAD if any(word in names.lower() for word in (*_SAD_NAMES, *_SAD_WORDS)) else _GLAD


def feeling(message: Mapping[str, Any]) -> str | None:
    """Return what a sticker says to the assistant, None where LINE does not tell: it is no question to be understood."""
    if message.get("type") != "sticker":
        return None
    own, keywords = string_of(message.get("text"), LONGEST_TEXT), message.get("keywords")
    if own and own.strip():
        return own
    names = [word for word in keywords if isinstance(word, str)] if isinstance(keywords, list) else []
    return picture(" ".join(names)) if names else None


def meaning(sticker: Mapping[str, Any]) -> str:
    """Return what a sticker says: the person's own words on it, or some of LINE's keywords."""
    words = [sticker["text"]] if isinstance(sticker.get("text"), str) else []
    if not words and isinstance(sticker.get("keywords"), list):
        words = [word for word in sticker["keywords"] if isinstance(word, str)][:_MOST_KEYWORDS]
    return f"：{'、'.join(words)}" if words else ""
