"""Reads `data/danger/patterns` and hears danger in a text without the assistant; pure. Manual: `docs/danger.md`.

The assistant has a reader of its own (houses share no code); `tests/wire/danger.json` holds both to the same answers.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

MOST_SHOWN = 80
# Longer gaps join words that have nothing to do with each other.
LONGEST_GAP = 30

_TOKEN = re.compile(r"~(\d{1,2})|\{([a-z_]+)\}|([()\[\]|^$])|([^~{}()\[\]|^$]+)")
_SENTENCE = re.compile(r"[^。｡！？!?\n]+?(?:[。｡！？!?]+|\.(?=\s)|(?=\n)|$)")
_LETTER, _BETWEEN = "[ぁ-んァ-ヶ一-龥]", r"[.,、・*_/+=~'-]"
_REPLACED: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"</?[A-Za-z!][^<>]{0,199}>"), ""),
    (re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff]"), ""),
    # 死・に・た・い: single letters with one mark between each.
    (re.compile(f"{_LETTER}(?:{_BETWEEN}{_LETTER}){{2,}}"), lambda found: re.sub(_BETWEEN, "", found[0])),
    (re.compile(r"(?<=[ぁ-ん])[ー〜~―]+|[…‥・]+"), ""),
    (re.compile(r"([!?。、])\1+"), r"\1"),
    # A space counts between two Latin words only.
    (re.compile(r"(?<![!-~])\s+|\s+(?![!-~])"), ""),
)
_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
_WRITES_KATAKANA_ONLY = re.compile(r"[^ぁ-ん]*[ァ-ヶ][^ぁ-ん]*")


class PatternsBroken(ValueError):
    """A file or a line cannot be used; the message names both."""


@dataclass(frozen=True)
class Found:
    """Words of danger: `kind` is distress or emergency, `words` the sentence, `rule` the group's id."""

    kind: str
    subject: str
    words: str
    rule: str


@dataclass(frozen=True)
class _Line:
    """One pattern: its regular expression, and literals of which every match holds one."""

    source: str
    needed: frozenset[str]

    @functools.cached_property
    def regex(self) -> re.Pattern[str]:
        return re.compile(self.source)

    def spans(self, sentence: str) -> list[tuple[int, int]]:
        if not any(literal in sentence for literal in self.needed):
            return []
        return [match.span() for match in self.regex.finditer(sentence)]


@dataclass(frozen=True)
class _Lines:
    """Patterns with exceptions: a match that an exception lies over does not count."""

    lines: tuple[_Line, ...]
    unless: tuple[_Line, ...] = ()

    def spans(self, sentence: str, also_unless: Sequence[tuple[int, int]] = ()) -> list[tuple[int, int]]:
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
    """Patterns of one meaning, with the sentences that they must hear and must not hear."""

    id: str
    kind: str
    subject: str
    quiet_when_supposed: bool
    patterns: _Lines
    must: tuple[str, ...]
    must_not: tuple[str, ...]


class Patterns:
    """The groups in the order in which they count, and what the rest of a sentence says."""

    def __init__(self, groups: Sequence[Group], context: Mapping[str, _Lines]) -> None:
        self.groups = groups
        self._context = context
        self._by_letter: dict[str, list[tuple[str, int]]] = {}
        for number, group in enumerate(groups):
            for literal in {word for line in group.patterns.lines for word in line.needed}:
                self._by_letter.setdefault(literal[0], []).append((literal, number))

    def read(self, text: str) -> Found | None:
        """Return the most urgent danger that a text speaks of; the work grows linearly with the text."""
        sentences = list(_sentences(text))
        whole = "\n".join(folded for folded, _ in sentences)
        thinkable = {
            number for letter in set(whole) for literal, number in self._by_letter.get(letter, ()) if literal in whole
        }
        for number in sorted(thinkable):
            group = self.groups[number]
            for folded, typed in sentences:
                span = self._heard(group, folded)
                if span is not None:
                    return Found(group.kind, group.subject, _cut(typed, span, len(folded)), group.id)
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


def load(folder: Path) -> Patterns:
    """Read all files of the folder.

    Raises:
        PatternsBroken: One of them cannot be used.
    """
    classes = {name: _plain(block) for name, block in _read(folder / "words.yml")["words"].items()}
    about = _read(folder / "context.yml")

    def lines(where: str, fields: Mapping[str, Any], name: str, unless: str) -> _Lines:
        both = [tuple(_compile(where, line, classes) for line in _rows(fields.get(key))) for key in (name, unless)]
        return _Lines(*both)

    context = {
        name: lines("context.yml", about, name, f"{name}_unless")
        for name in ("supposed", "urgent", "figures", "asking", "denied")
    }
    groups = []
    for path in sorted(folder.glob("*.yml")):
        if path.stem in {"words", "context"}:
            continue
        file = _read(path)
        for fields in file["groups"]:
            where = f"{path.name}: {fields.get('id')}"
            if fields.get("kind") not in ("distress", "emergency"):
                raise PatternsBroken(f"{where}: kind: expected distress or emergency")
            groups.append(
                Group(
                    fields["id"],
                    fields["kind"],
                    file["subject"],
                    fields["when_supposed"] == "quiet",
                    lines(where, fields, "patterns", "unless"),
                    tuple(_rows(fields["must"])),
                    tuple(_rows(fields["must_not"])),
                )
            )
    order = about["order"]
    groups.sort(key=lambda group: (group.kind == "distress", order.index(group.subject)))
    return Patterns(groups, context)


def _compile(where: str, line: str, classes: Mapping[str, str]) -> _Line:
    source, needed = _translate(where, _plain(line), classes)
    if not needed:
        raise PatternsBroken(f"{where}: {line}: expected a word that must be there")
    return _Line(source, frozenset(needed))


def _translate(where: str, line: str, classes: Mapping[str, str]) -> tuple[str, set[str]]:
    """Return the regular expression, and literals of which every match holds one (none if it may hold none)."""
    # One frame per open bracket: [regex so far, alternatives' needs that are complete, needs of this one].
    frames: list[tuple[str, list[str], list[set[str]], list[set[str]]]] = [("", [], [], [])]
    at = 0
    for token in _TOKEN.finditer(line):
        if token.start() != at:
            break
        gap, name, mark, literal = token.groups()
        opening, pieces, ended, here = frames[-1]
        if gap and not 0 < int(gap) <= LONGEST_GAP:
            break
        if gap:
            pieces.append(f".{{0,{gap}}}?")
        elif name:
            if name not in classes:
                raise PatternsBroken(f"{where}: {{{name}}} is no class of words.yml")
            source, needed = _translate(where, classes[name], classes)
            pieces.append(f"(?:{source})")
            here.append(needed)
        elif literal:
            pieces.append(_bounded(literal))
            here.append({literal})
        elif mark in "([":
            frames.append((mark, [], [], []))
        elif mark == "|":
            pieces.append("|")
            ended.append(_rarest(here))
            here.clear()
        elif mark in "^$":
            pieces.append("^" if mark == "^" else "(?=[。!?]*$)")
        elif len(frames) == 1 or {"(": ")", "[": "]"}[opening] != mark:
            break
        else:
            frames.pop()
            frames[-1][1].append(f"(?:{''.join(pieces)})" + ("?" if mark == "]" else ""))
            frames[-1][3].append(set() if mark == "]" else _any_of([*ended, _rarest(here)]))
        at = token.end()
    else:
        if len(frames) == 1 and at == len(line):
            _, pieces, ended, here = frames[0]
            return "".join(pieces), _any_of([*ended, _rarest(here)])
    raise PatternsBroken(f"{where}: {line}: cannot be read from character {at + 1}")


def _any_of(needs: Sequence[set[str]]) -> set[str]:
    return set().union(*needs) if all(needs) else set()


def _rarest(needs: Iterable[set[str]]) -> set[str]:
    """Return the need that rules out most texts: long literals, few of them."""
    known = [need for need in needs if need]
    return max(known, key=lambda need: (min(map(len, need)), -len(need)), default=set())


def _bounded(literal: str) -> str:
    """Escape a literal; Latin words and numbers match whole only."""
    source = re.escape(literal)
    for kind in ("a-z", "0-9"):
        if re.match(f"[{kind}]", literal[0]):
            source = f"(?<![{kind}]){source}"
        if re.match(f"[{kind}]", literal[-1]):
            source = f"{source}(?![{kind}])"
    return source


def _fold(text: str) -> str:
    """Return one spelling: NFKC, lower case, without marks of feeling and spaces that say nothing."""
    folded = text.encode("utf-8", "replace").decode()
    for number, (pattern, instead) in enumerate(_REPLACED):
        if number == 1:
            folded = unicodedata.normalize("NFKC", folded)
        if number == 2:
            folded = folded.lower().replace("’", "'")
        folded = pattern.sub(instead, folded)
    return folded.strip()


def _plain(line: str) -> str:
    """Fold a line of the files, keeping ~ and the spaces beside Latin words."""
    gaps = str(line).split("~")
    return "~".join(" ".join(_fold(word) for word in piece.split(" ")) for piece in gaps)


def _sentences(text: str) -> Iterator[tuple[str, str]]:
    """Yield each sentence folded and as typed; sentences broken by new lines are read joined as well."""
    spellings = [text, text.replace("\n", " ")] if "\n" in text.strip() else [text]
    for spelling in spellings:
        for found in _SENTENCE.finditer(spelling):
            folded = _fold(found[0])
            if folded:
                yield folded, found[0].strip()
            if _WRITES_KATAKANA_ONLY.fullmatch(folded):
                yield folded.translate(_TO_HIRAGANA), found[0].strip()


def _cut(typed: str, span: tuple[int, int], length: int) -> str:
    """Return at most `MOST_SHOWN` characters around a match in a sentence of `length` folded characters."""
    if len(typed) <= MOST_SHOWN:
        return typed
    middle = (span[0] + span[1]) * len(typed) // (2 * length)
    start = max(0, min(middle - MOST_SHOWN // 2, len(typed) - MOST_SHOWN))
    return typed[start : start + MOST_SHOWN]


def _rows(block: str | None) -> list[str]:
    rows = (row.strip() for row in (block or "").splitlines())
    return [row for row in rows if row and not row.startswith("#")]


def _read(path: Path) -> Any:
    try:
        # libyaml reads ten times faster; not every platform's wheel brings it.
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        return yaml.load(path.read_text(encoding="utf-8"), loader)  # noqa: S506 - both are safe
    except (OSError, yaml.YAMLError) as error:
        raise PatternsBroken(f"{path.name}: {error}") from error
