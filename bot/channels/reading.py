"""How a message is read before it is understood: romaji as kana, dashes between kana as ー, no beginning that Rasa would obey."""

from __future__ import annotations

import re
from typing import Any

from bot.channels import wire
from bot.nlu import romaji

# What a keyboard gives for ー, beside or between katakana: ハロ-ワ-ク, ラ−メン, スキ一ヤ, ヒ─タ─.
_LENGTHENING = re.compile(r"(?<=[ァ-ヶｦ-ﾝ])[-−‐‑‒–—―─━ｰ－一](?=[ァ-ヶｦ-ﾝ])|(?<=[ァ-ヶｦ-ﾝ])[-−‐‑‒–—―─━ｰ－](?![-−\w])")


# What the desk says in the place of a number that it withholds, with the words that only lead up to it: 電話番号は［電話番号］です。
_WITHHELD = re.compile(
    r"(?:(?:私|わたし|僕|うち|自宅|連絡先|携帯|電話|番号|メール|アドレス|住所|郵便){1,4}(?:の|は|が|:|：)?)?［[^［］]{1,12}］(?:です|になります|でお願いします)?[。、,.\s]*"
)


def as_read(text: str) -> str:
    """Return the words that are understood in place of a text."""
    words = wire.without_command(text) if wire.reads_as_command(text) else text
    words = _WITHHELD.sub("", words) or words
    return _LENGTHENING.sub("ー", romaji.read(words))


def as_written(parsed: dict[str, Any], text: str) -> dict[str, Any]:
    """Return what was understood of `as_read(text)` as that of the text itself; changes `parsed`."""
    words = wire.without_command(text) if wire.reads_as_command(text) else text
    parsed["text"] = text
    understood = parsed.get("understanding")
    if isinstance(understood, dict) and romaji.read(words) != words:
        understood["language"] = "romaji"
    return parsed
