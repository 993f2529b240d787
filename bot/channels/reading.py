"""How a message is read before it is understood: romaji as kana, dashes between kana as ー, no beginning that Rasa would obey."""

from __future__ import annotations

import re
from typing import Any

from bot.channels import wire
from bot.nlu import romaji

# What a keyboard gives for ー, beside or between katakana: ハロ-ワ-ク, ラ−メン, スキ一ヤ, ヒ─タ─.
_LENGTHENING = re.compile(r"(?<=[ァ-ヶｦ-ﾝ])[-−‐‑‒–—―─━ｰ－一](?=[ァ-ヶｦ-ﾝ])|(?<=[ァ-ヶｦ-ﾝ])[-−‐‑‒–—―─━ｰ－](?![-−\w])")


def as_read(text: str) -> str:
    """Return the words that are understood in place of a text."""
    words = wire.without_command(text) if wire.reads_as_command(text) else text
    return _LENGTHENING.sub("ー", romaji.read(words))


def as_written(parsed: dict[str, Any], text: str) -> dict[str, Any]:
    """Return what was understood of `as_read(text)` as that of the text itself; changes `parsed`."""
    words = wire.without_command(text) if wire.reads_as_command(text) else text
    parsed["text"] = text
    understood = parsed.get("understanding")
    if isinstance(understood, dict) and romaji.read(words) != words:
        understood["language"] = "romaji"
    return parsed
