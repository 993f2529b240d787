"""Reads `data/danger/patterns`: each line becomes a regular expression, and the words that it cannot match without. Manual: `docs/danger.md`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from desk.danger.folding import plain
from desk.danger.patterns import Group, Line, Lines, Patterns

# Longer gaps join words that have nothing to do with each other.
LONGEST_GAP = 30

_TOKEN = re.compile(r"~(\d{1,2})|\{([a-z_]+)\}|([()\[\]|^$])|([^~{}()\[\]|^$]+)")


class PatternsBroken(ValueError):
    """A file or a line cannot be used; the message names both."""


def load(folder: Path) -> Patterns:
    """Read all files of the folder.

    Raises:
        PatternsBroken: One of them cannot be used.
    """
    classes = {name: plain(block) for name, block in _read(folder / "words.yml")["words"].items()}
    about = _read(folder / "context.yml")

    def lines(where: str, fields: Mapping[str, Any], name: str, unless: str) -> Lines:
        both = [tuple(_compile(where, line, classes) for line in _rows(fields.get(key))) for key in (name, unless)]
        return Lines(*both)

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
            if not str(fields.get("name") or "").strip():
                raise PatternsBroken(f"{where}: name: expected what screens call this rule, in Japanese")
            groups.append(
                Group(
                    fields["id"],
                    fields["name"],
                    fields["kind"],
                    file["subject"],
                    fields["when_supposed"] == "quiet",
                    lines(where, fields, "patterns", "unless"),
                    tuple(_rows(fields["must"])),
                    tuple(_rows(fields["must_not"])),
                )
            )
    order = about["order"]
    for what in ("id", "name"):
        twice = [value for value, count in Counter(getattr(group, what) for group in groups).items() if count > 1]
        if twice:
            raise PatternsBroken(f"{what}: expected each once, got twice: {', '.join(twice)}")
    groups.sort(key=lambda group: (group.kind == "distress", order.index(group.subject)))
    return Patterns(groups, context)


def _compile(where: str, line: str, classes: Mapping[str, str]) -> Line:
    source, needed = _translate(where, plain(line), classes)
    if not needed:
        raise PatternsBroken(f"{where}: {line}: expected a word that must be there")
    return Line(source, frozenset(needed))


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
