"""Where mail addresses stand in what people wrote; pure, linear in the text.

A pattern that begins with "some letters, then @" starts anew at every letter of a long word and costs the square of its
length. So each @ is looked at once: the letters before it reach back to the one before at most, those after it end there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

_DOMAIN = r"[A-Za-z0-9\-]++(?:\.[A-Za-z0-9\-]++)++"
_AT = re.compile(f"@({_DOMAIN})?+")
_AT_WITH_BLANKS = re.compile(f" ?@(?: ?({_DOMAIN}))?+")
_MARKS = frozenset("._%+-")


def spans(text: str, *, with_blanks: bool = True, any_letters: bool = False) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each address in order.

    Args:
        text: In normal widths.
        with_blanks: Whether a blank may stand on either side of the @.
        any_letters: Whether the part before the @ may hold letters of any script.
    """
    is_local = _is_any if any_letters else _is_ascii
    floor = 0
    for found in (_AT_WITH_BLANKS if with_blanks else _AT).finditer(text):
        start = found.start()
        while start > floor and is_local(text[start - 1]):
            start -= 1
        if found[1] is not None and start < found.start():
            yield start, found.end()
        floor = found.end()


def replaced(text: str, instead: Callable[[], str], *, with_blanks: bool = True, any_letters: bool = False) -> str:
    """Return the text with each address replaced by what `instead` returns."""
    pieces, position = [], 0
    for start, end in spans(text, with_blanks=with_blanks, any_letters=any_letters):
        pieces += [text[position:start], instead()]
        position = end
    return "".join([*pieces, text[position:]])


def _is_ascii(character: str) -> bool:
    return (character.isascii() and character.isalnum()) or character in _MARKS


def _is_any(character: str) -> bool:
    return character.isalnum() or character in _MARKS or character == "_"
