"""Hears danger in a text without the assistant, by the patterns of `desk.danger.pattern_files`; pure. Manual: `docs/danger.md`.

The assistant has a reader of its own (houses share no code); `tests/wire/danger.json` holds both to the same answers.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from desk.danger.folding import cut, sentences_of


@dataclass(frozen=True)
class Found:
    """Words of danger: `kind` is distress or emergency, `words` the sentence, `rule` the group's id."""

    kind: str
    subject: str
    words: str
    rule: str


@dataclass(frozen=True)
class Line:
    """One pattern: its regular expression, and literals of which every match holds one."""

    source: str
    needed: frozenset[str]

    @functools.cached_property
    def regex(self) -> re.Pattern[str]:
        """The pattern, compiled when it is first needed."""
        return re.compile(self.source)

    def spans(self, sentence: str) -> list[tuple[int, int]]:
        """Return where the pattern matches."""
        if not any(literal in sentence for literal in self.needed):
            return []
        return [match.span() for match in self.regex.finditer(sentence)]


@dataclass(frozen=True)
class Lines:
    """Patterns with exceptions: a match that an exception lies over does not count."""

    lines: tuple[Line, ...]
    unless: tuple[Line, ...] = ()

    def spans(self, sentence: str, also_unless: Sequence[tuple[int, int]] = ()) -> list[tuple[int, int]]:
        """Return where one of the patterns matches and no exception lies over it."""
        found = [span for line in self.lines for span in line.spans(sentence)]
        if not found:
            return []
        hidden = [*also_unless, *(span for line in self.unless for span in line.spans(sentence))]
        return _uncovered(found, hidden)

    def follows(self, sentence: str, end: int) -> bool:
        """Whether one of the lines stands at this place."""
        return any(line.regex.match(sentence, end) for line in self.lines)


@dataclass(frozen=True)
class Group:
    """Patterns of one meaning, with the sentences that they must hear and must not hear; `name` is what screens call it."""

    id: str
    name: str
    kind: str
    subject: str
    quiet_when_supposed: bool
    patterns: Lines
    must: tuple[str, ...]
    must_not: tuple[str, ...]


class Patterns:
    """The groups in the order in which they count, and what the rest of a sentence says."""

    def __init__(self, groups: Sequence[Group], context: Mapping[str, Lines]) -> None:
        self.groups = groups
        # What screens call each rule, by its id.
        self.names = {group.id: group.name for group in groups}
        self._context = context
        self._by_letter: dict[str, list[tuple[str, int]]] = {}
        for number, group in enumerate(groups):
            for literal in {word for line in group.patterns.lines for word in line.needed}:
                self._by_letter.setdefault(literal[0], []).append((literal, number))

    def read(self, text: str) -> Found | None:
        """Return the most urgent danger that a text speaks of; the work grows linearly with the text."""
        sentences = list(sentences_of(text))
        whole = "\n".join(folded for folded, _ in sentences)
        thinkable = {
            number for letter in set(whole) for literal, number in self._by_letter.get(letter, ()) if literal in whole
        }
        for number in sorted(thinkable):
            group = self.groups[number]
            for folded, typed in sentences:
                span = self._heard(group, folded)
                if span is not None:
                    return Found(group.kind, group.subject, cut(typed, span, len(folded)), group.id)
        return None

    def _heard(self, group: Group, sentence: str) -> tuple[int, int] | None:
        if not any(line.spans(sentence) for line in group.patterns.lines):
            return None
        found = group.patterns.spans(sentence, self._context["figures"].spans(sentence))
        left = [span for span in found if not self._context["denied"].follows(sentence, span[1])]
        if not left:
            return None
        if group.quiet_when_supposed and self._context["supposed"].spans(sentence):
            speaks_of_now = self._context["urgent"].spans(sentence)
            asks = group.kind == "emergency" and self._context["asking"].spans(sentence)
            if not speaks_of_now or asks:
                return None
        return left[0]


def _uncovered(found: Sequence[tuple[int, int]], covering: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
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
