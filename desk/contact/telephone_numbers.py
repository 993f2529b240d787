"""Where the telephone numbers of a run of digits are, in Japan and abroad. Pure; linear in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Digits with up to three separators between them; which of them make a number is told by `numbers`.
DIGITS = re.compile(r"(?P<plus>\+ ?)?[0-9]+(?:[-()\s./・･の一~]{1,3}[0-9]+)*")
GROUP = re.compile(r"[0-9]+")
# Between the digits of prices and dates too: a number only in the shape of one.
_WEAK = re.compile(r"[./・の一~]")
# 11 digits: mobile phones, IP phones, pagers, 0800. All other Japanese numbers have 10.
_ELEVEN = re.compile(r"0[5-9]0|0800")
_SHORTEST, _LONGEST, _LONGEST_ABROAD = 9, 11, 15


def numbers(shown: str, run: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Yield where the telephone numbers of a run of digits are.

    A number begins where the run begins, or after a space, a bracket or a slash: not within another number.
    """
    groups = [at.span() for at in GROUP.finditer(shown, run.start(), run.end())]
    index = 0
    while index < len(groups):
        begin = groups[index][0]
        plus = index == 0 and run["plus"] is not None
        is_begin = (plus or shown[begin] in "08") and (
            index == 0 or bool(re.search(r"[\s()/]", shown[groups[index - 1][1] : begin]))
        )
        length = _length(shown, groups, index, plus=plus) if is_begin else 0
        if length:
            begin = run.start() if index == 0 else begin
            end = groups[index + length - 1][1]
            # The bracket of (0134)32-4111.
            yield (begin - (shown[begin - 1 : begin] == "("), end)
        index += length or 1


def _length(shown: str, groups: list[tuple[int, int]], first: int, *, plus: bool) -> int:
    """Return how many groups from the first on are one number, 0 if they are none."""
    digits = ""
    for last in range(first, len(groups)):
        begin, end = groups[last]
        if len(digits) + end - begin > _LONGEST_ABROAD + 3:
            return 0
        digits += shown[begin:end]
        if _is_whole(digits, is_last=last == len(groups) - 1, plus=plus):
            return last - first + 1 if _has_shape(shown, groups[first : last + 1]) else 0
    return 0


def _is_whole(digits: str, *, is_last: bool, plus: bool) -> bool:
    if plus and not digits.startswith("81"):
        return is_last and _SHORTEST - 1 <= len(digits) <= _LONGEST_ABROAD
    for abroad in ("0081", "01081", "81"):
        if digits.startswith(abroad):
            inland = f"0{digits.removeprefix(abroad).removeprefix('0')}"
            return _is_inland(inland, is_last=is_last and plus)
    return digits.startswith("0") and _is_inland(digits, is_last=is_last)


def _is_inland(digits: str, *, is_last: bool) -> bool:
    if len(digits) == (_LONGEST if _ELEVEN.match(digits) else _LONGEST - 1):
        return True
    return is_last and _SHORTEST <= len(digits) <= _LONGEST


def _has_shape(shown: str, groups: list[tuple[int, int]]) -> bool:
    between = shown[groups[0][1] : groups[-1][0]]
    if not _WEAK.search(between):
        return True
    first, last = (end - begin for begin, end in (groups[0], groups[-1]))
    most = 3 if shown[groups[0][0]] == "0" else 4
    return len(groups) <= most and 2 <= first <= 5 and last >= 3
