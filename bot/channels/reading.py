"""How a message is read before it is understood: romaji as kana, and no beginning that Rasa would obey."""

from __future__ import annotations

from typing import Any

from bot.channels import wire
from bot.nlu import romaji


def as_read(text: str) -> str:
    """Return the words that are understood in place of a text."""
    return romaji.read(wire.without_command(text) if wire.reads_as_command(text) else text)


def as_written(parsed: dict[str, Any], text: str) -> dict[str, Any]:
    """Return what was understood of `as_read(text)` as that of the text itself; changes `parsed`."""
    words = wire.without_command(text) if wire.reads_as_command(text) else text
    parsed["text"] = text
    understood = parsed.get("understanding")
    if isinstance(understood, dict) and romaji.read(words) != words:
        understood["language"] = "romaji"
    return parsed
