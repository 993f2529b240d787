"""A text in pieces that Sudachi takes."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterator

# Sudachi refuses inputs over 49,149 bytes, or over 65,535 after its own NFKC, which makes 33 bytes of one ﷺ.
_PIECE, _PIECE_BYTES = 4_000, 45_000
# Of that many characters, none of which has more than 33 bytes, nothing needs to be counted.
_SMALL = 1_000


def pieces(text: str) -> Iterator[tuple[int, str]]:
    """Yield (offset, piece) of pieces that the tokenizer takes, however much its normal form expands them."""
    if 0 < len(text) <= _SMALL:
        yield 0, text
        return
    start = size = 0
    for at, character in enumerate(text):
        grown = _size(character)
        if at - start == _PIECE or size + grown > _PIECE_BYTES:
            yield start, text[start:at]
            start, size = at, 0
        size += grown
    if start < len(text):
        yield start, text[start:]


@functools.lru_cache(maxsize=8_192)
def _size(character: str) -> int:
    """Return the bytes of a character in its normal form, or of itself where that is more."""
    normal = unicodedata.normalize("NFKC", character)
    return max(len(character.encode()), len(normal.encode()))
