"""Where one message holds two requests: the pieces between sentence ends and joining words."""

from __future__ import annotations

import re

_BREAK = re.compile(
    r"[。！？!?\n]+|(?:、|。)?(?:それと|それから|あとは|あと、|ついでに|また、|あわせて|併せて|加えて|ちなみに)"
    r"|[、。!！]\s*あと(?![での0-9一二三]|から)|(?<=か)、|(?<=の)か(?=も)|(?:と|や)、"
)
# A piece that asks by itself, so that it does not only lead up to what follows.
_ASKS = re.compile(
    r"(?:ます|です|でしょう|ません|でした|ました|た|る|い|の)か(?:な|ね)?$|いくら|いつ(?!も|か)|どこ|どの|どれ|どう(?:す|や|な|い)|どんな|何(?:が|を|は|歳|時|年|人|から|日)|なに|誰|"
    r"教えて|知りたい|お聞きしたい|聞きたい"
)
# A piece shorter than this is a greeting, an exclamation or a fragment.
_SMALLEST = 6


def clauses(text: str) -> list[str]:
    """Return the pieces of a message that could each be a request; one piece where it holds one."""
    return [piece for piece in pieces(text) if len(piece) >= _SMALLEST][:4]


def pieces(text: str) -> list[str]:
    """Return the pieces of a message, the short ones (予約したい。) among them."""
    return [piece.strip(" 　、,") for piece in _BREAK.split(text)]


def asks(piece: str) -> bool:
    """Whether a piece of `clauses` is a question by its own form (家賃はいくらですか, 補助を知りたい)."""
    return _ASKS.search(piece) is not None


def is_behind_another(text: str, piece: str) -> bool:
    """Whether a piece follows words that are too short to be a request (ありがとう。), with a break between."""
    before, _, _ = text.partition(piece)
    return bool(before.strip(" 　、,")) and _BREAK.search(f"{before}{piece}") is not None
