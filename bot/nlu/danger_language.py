"""The small language in which `data/danger/patterns` is written, compiled to regular expressions; pure.

    死にたい          the words themselves, after `fold`
    (a|b|c)  [a|b]    one of these; one of these or nothing
    {near}            a class of words of `words.yml`
    ~6                up to six characters
    ^  $              the beginning and the end of the sentence

Nothing in it repeats without a limit, so reading grows linearly with the text. `docs/danger.md` is the manual.
"""

from __future__ import annotations

import dataclasses
import functools
import re
import unicodedata
from collections.abc import Mapping

_TAG = re.compile(r"</?[A-Za-z!][^<>]{0,199}>")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff]")
# 死にたーい, つらぁい…; the marks carry feeling, not meaning.
_DRAWN_OUT = re.compile(r"(?<=[ぁ-ん])[ー〜~―]+|[…‥・]+")
# 死・に・た・い: single letters with one mark between each.
_LETTER, _BETWEEN = "[ぁ-んァ-ヶ一-龥]", r"[.,、・*_/+=~'-]"
_INTERLEAVED = re.compile(f"{_LETTER}(?:{_BETWEEN}{_LETTER}){{2,}}")
_MARKS = re.compile(_BETWEEN)
_REPEATED_MARK = re.compile(r"([!?。、])\1+")
# A space counts between two Latin words only.
_SPACE = re.compile(r"(?<![!-~])\s+|\s+(?![!-~])")
_GAP = re.compile(r"~(\d+)")
# Latin words and numbers match whole only: dv is not dvd, 119 is not 1119.
_EDGES = (("[a-z]", "(?<![a-z])", "(?![a-z])"), ("[0-9]", "(?<![0-9])", "(?![0-9])"))


class BrokenPattern(ValueError):
    """A pattern cannot be read; the message shows it and says what was expected."""


@dataclasses.dataclass(frozen=True)
class Pattern:
    """A compiled line.

    Attributes:
        source: The regular expression of what it matches in one folded sentence.
        anchors: Every match holds one of these; a text without them need not be searched.
    """

    source: str
    anchors: frozenset[str]

    @functools.cached_property
    def regex(self) -> re.Pattern[str]:
        """The expression, compiled when it is first needed: most never are."""
        return re.compile(self.source)


def fold(text: str) -> str:
    """Return one spelling of a text for matching: NFKC, lower case, no spaces but between Latin words."""
    text = unicodedata.normalize("NFKC", _TAG.sub("", text.encode("utf-8", "replace").decode()))
    text = _CONTROL.sub("", text).lower().replace("’", "'")
    text = _INTERLEAVED.sub(lambda found: _MARKS.sub("", found[0]), text)
    return _SPACE.sub("", _REPEATED_MARK.sub(r"\1", _DRAWN_OUT.sub("", text))).strip()


def hiragana(text: str) -> str:
    """Return the text with its katakana as hiragana."""
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in text)


def compile_pattern(line: str, words: Mapping[str, str]) -> Pattern:
    """Compile one line.

    Raises:
        BrokenPattern: It cannot be read, or holds nothing but gaps and options.
    """
    regex, anchors = _Reader(line, words).read()
    if not anchors:
        raise BrokenPattern(f"{line}: expected at least one word that must be there")
    return Pattern(regex, frozenset(anchors))


class _Reader:
    """Recursive descent over one line; every step returns (regular expression, anchors)."""

    def __init__(self, line: str, words: Mapping[str, str], depth: int = 0) -> None:
        self._line, self._words, self._depth, self._at = line, words, depth, 0

    def read(self) -> tuple[str, set[str]]:
        found = self._alternatives()
        if self._at < len(self._line):
            raise BrokenPattern(f"{self._line}: unexpected {self._line[self._at]!r}")
        return found

    def _alternatives(self) -> tuple[str, set[str]]:
        branches = [self._sequence()]
        while self._peek() == "|":
            self._at += 1
            branches.append(self._sequence())
        if len(branches) == 1:
            return branches[0]
        needed = [anchors for _, anchors in branches]
        every = set().union(*needed) if all(needed) else set()
        return f"(?:{'|'.join(regex for regex, _ in branches)})", every

    def _sequence(self) -> tuple[str, set[str]]:
        pieces: list[str] = []
        best: set[str] = set()
        while (mark := self._peek()) and mark not in "|)]":
            regex, anchors = self._piece(mark)
            pieces.append(regex)
            if anchors and _worth(anchors) > _worth(best):
                best = anchors
        return "".join(pieces), best

    def _piece(self, mark: str) -> tuple[str, set[str]]:
        if mark in "([":
            return self._group(mark)
        if mark == "{":
            return self._class()
        if mark == "~":
            gap = _GAP.match(self._line, self._at)
            if gap is None or not 0 < int(gap[1]) <= 30:
                raise BrokenPattern(f"{self._line}: expected a gap of 1 to 30 after ~")
            self._at = gap.end()
            return f".{{0,{gap[1]}}}?", set()
        if mark in "^$":
            self._at += 1
            return ("^" if mark == "^" else "(?=[。!?]*$)"), set()
        return self._literal()

    def _group(self, opening: str) -> tuple[str, set[str]]:
        self._at += 1
        regex, anchors = self._alternatives()
        if self._peek() != {"(": ")", "[": "]"}[opening]:
            raise BrokenPattern(f"{self._line}: {opening} is not closed")
        self._at += 1
        return (f"(?:{regex})", anchors) if opening == "(" else (f"(?:{regex})?", set())

    def _class(self) -> tuple[str, set[str]]:
        end = self._line.find("}", self._at)
        name = self._line[self._at + 1 : end]
        if end < 0 or name not in self._words or self._depth > 5:
            raise BrokenPattern(f"{self._line}: {{{name}}} is no class of words.yml")
        self._at = end + 1
        regex, anchors = _Reader(self._words[name], self._words, self._depth + 1).read()
        return f"(?:{regex})", anchors

    def _literal(self) -> tuple[str, set[str]]:
        start = self._at
        while self._peek() and self._peek() not in "()[]{}|~^$":
            self._at += 1
        words = self._line[start : self._at]
        if not words:
            raise BrokenPattern(f"{self._line}: unexpected {self._peek()!r}")
        regex = re.escape(words)
        for kind, before, after in _EDGES:
            regex = (before if re.match(kind, words) else "") + regex
            regex += after if re.match(kind, words[-1]) else ""
        return regex, {words}

    def _peek(self) -> str:
        return self._line[self._at : self._at + 1]


def _worth(anchors: set[str]) -> tuple[int, int]:
    """Rank anchors: long ones and few of them rule out most texts."""
    return (min(map(len, anchors), default=0), -len(anchors))
