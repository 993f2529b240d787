"""Where one message holds two requests: the pieces between sentence ends and joining words."""

from __future__ import annotations

import re

_BREAK = re.compile(
    r"[。！？!?\n]+|(?:、|。)?(?:それと|それから|あとは|あと、|ついでに|また、|あわせて|併せて|加えて|ちなみに)"
    r"|(?<=か)、|(?<=の)か(?=も)|(?:と|や)、"
)
# A piece shorter than this is a greeting, an exclamation or a fragment.
_SMALLEST = 6


def clauses(text: str) -> list[str]:
    """Return the pieces of a message that could each be a request; one piece where it holds one."""
    pieces = [piece.strip(" 　、,") for piece in _BREAK.split(text)]
    return [piece for piece in pieces if len(piece) >= _SMALLEST][:4]
