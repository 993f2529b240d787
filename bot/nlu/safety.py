"""Whether a message speaks of a person in danger: the patterns of `data/danger/patterns`, beside the classifier.

A missed cry for help costs more than a needless telephone number, so a pattern counts unless the sentence shows
that it is a figure of speech (死ぬほど寒い), a subject (自殺対策の仕事) or a supposition (火事のときの保険).
"""

from __future__ import annotations

import dataclasses
import itertools
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from bot.nlu.danger_language import Pattern, fold, hiragana

Danger = Literal["distress", "emergency"]
SHOWN_CHARACTERS = 80

_SENTENCE = re.compile(r"[^。｡！？!?\n]+?(?:[。｡！？!?]+|\.(?=\s)|(?=\n)|$)")
_HIRAGANA = re.compile(r"[ぁ-ん]")
_KATAKANA = re.compile(r"[ァ-ヶ]")

Span = tuple[int, int]


@dataclasses.dataclass(frozen=True)
class Found:
    """A danger that a rule heard: `words` is the sentence, at most `SHOWN_CHARACTERS` of it.

    `explicit` words count whatever the detector makes of the whole message.
    """

    kind: Danger
    subject: str
    words: str
    rule: str
    explicit: bool = False


@dataclasses.dataclass(frozen=True)
class Group:
    """Patterns with one meaning; see `docs/danger.md` for the fields."""

    id: str
    kind: Danger
    subject: str
    quiet: bool
    patterns: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]
    must: tuple[str, ...]
    must_not: tuple[str, ...]
    explicit: bool = False


@dataclasses.dataclass(frozen=True)
class Context:
    """What the rest of a sentence says; pairs of patterns and what they do not lie over."""

    supposed: tuple[Sequence[Pattern], Sequence[Pattern]]
    urgent: tuple[Sequence[Pattern], Sequence[Pattern]]
    figures: tuple[Sequence[Pattern], Sequence[Pattern]]
    asking: Sequence[Pattern]
    denied: Sequence[Pattern]


class Patterns:
    """All groups, the more urgent first."""

    def __init__(self, groups: Sequence[Group], context: Context) -> None:
        self.groups = groups
        self._context = context
        # By their first two letters, so that a short message is not compared with every anchor. A pattern is (group, place in it).
        self._anchored: dict[str, dict[str, list[tuple[int, int]]]] = {}
        for number, group in enumerate(groups):
            for place, pattern in enumerate(group.patterns):
                for anchor in pattern.anchors:
                    self._anchored.setdefault(anchor[:2], {}).setdefault(anchor, []).append((number, place))

    def read(self, text: str, respelt: str | None = None) -> Found | None:
        """Return the danger a text speaks of, None for an ordinary one.

        Args:
            text: As typed; any length.
            respelt: The same text in another spelling (`respelling.respell`), read as well.
        """
        sentences = list(_sentences(text))
        if respelt is not None and respelt != text:
            sentences += _sentences(respelt)
        possible = self._possible("\n".join(folded for folded, _ in sentences))
        found: Found | None = None
        for number, likely in sorted(possible.items()):
            group = self.groups[number]
            # The first one names the subject; explicit words of another one count as much as its own.
            if found is not None and not group.explicit:
                continue
            for folded, typed in sentences:
                span = self._heard(group, likely, folded)
                if span is None:
                    continue
                if found is not None:
                    return dataclasses.replace(found, explicit=True)
                found = Found(group.kind, group.subject, _excerpt(typed, span, len(folded)), group.id, group.explicit)
                break
            if found is not None and found.explicit:
                break
        return found

    def _possible(self, whole: str) -> dict[int, list[Pattern]]:
        """Return the patterns of which an anchor stands in the text, in their order, by the number of their group."""
        starts = {*whole, *map("".join, itertools.pairwise(whole))}
        near = itertools.chain.from_iterable(self._anchored[start].items() for start in starts & self._anchored.keys())
        found = {pair for anchor, pairs in near if anchor in whole for pair in pairs}
        by_group: dict[int, list[Pattern]] = {}
        for number, place in sorted(found):
            by_group.setdefault(number, []).append(self.groups[number].patterns[place])
        return by_group

    def _heard(self, group: Group, likely: Sequence[Pattern], sentence: str) -> Span | None:
        spans = [m.span() for p in likely for m in p.regex.finditer(sentence)]
        if not spans:
            return None
        covered = _spans(group.unless, sentence) + _clear(self._context.figures, sentence)
        left = [span for span in _uncovered(spans, covered) if not self._is_denied(sentence, span[1])]
        if not left or (group.quiet and self._is_quiet(group.kind, sentence)):
            return None
        return left[0]

    def _is_denied(self, sentence: str, end: int) -> bool:
        """Whether what follows a match takes it back: 死にたい|わけではない."""
        return any(pattern.regex.match(sentence, end) for pattern in self._context.denied)

    def _is_quiet(self, kind: Danger, sentence: str) -> bool:
        """Whether the sentence supposes or asks, and says nothing of now."""
        if not _clear(self._context.supposed, sentence):
            return False
        if not _clear(self._context.urgent, sentence):
            return True
        return kind == "emergency" and bool(_spans(self._context.asking, sentence))


def _sentences(text: str) -> Iterator[tuple[str, str]]:
    """Yield (folded, as typed) of each sentence; where lines are broken, of the sentences across them too."""
    spellings = [text, text.replace("\n", " ")] if "\n" in text.strip() else [text]
    for spelling in spellings:
        for found in _SENTENCE.finditer(spelling):
            folded = fold(found[0])
            if not folded:
                continue
            yield folded, found[0]
            if _KATAKANA.search(folded) and not _HIRAGANA.search(folded):
                yield hiragana(folded), found[0]


def _spans(patterns: Sequence[Pattern], sentence: str) -> list[Span]:
    return [
        m.span()
        for p in patterns
        if any(anchor in sentence for anchor in p.anchors)
        for m in p.regex.finditer(sentence)
    ]


def _clear(both: tuple[Sequence[Pattern], Sequence[Pattern]], sentence: str) -> list[Span]:
    """Return where the first patterns match and none of the second lies over them."""
    spans = _spans(both[0], sentence)
    covered = _spans(both[1], sentence) if spans else []
    return _uncovered(spans, covered)


def _uncovered(found: Sequence[Span], covering: Iterable[Span]) -> list[Span]:
    """Return the spans that none of the others lies over; both may be many, so each is compared with one other only."""
    starts: list[int] = []
    ends: list[int] = []
    for start, end in sorted(covering):
        if ends and start <= ends[-1]:
            ends[-1] = max(ends[-1], end)
        else:
            starts.append(start)
            ends.append(end)
    left = []
    for span in found:
        at = bisect_right(ends, span[0])
        if at == len(ends) or starts[at] >= span[1]:
            left.append(span)
    return left


def _excerpt(typed: str, span: Span, length: int) -> str:
    """Return the sentence as typed, cut around the match; folding may have changed its length a little."""
    typed = typed.strip()
    if len(typed) <= SHOWN_CHARACTERS:
        return typed
    middle = (span[0] + span[1]) * len(typed) // (2 * length)
    start = max(0, min(middle - SHOWN_CHARACTERS // 2, len(typed) - SHOWN_CHARACTERS))
    return typed[start : start + SHOWN_CHARACTERS]
