"""Endless repetitions in regular expressions, and whether what they repeat falls into pieces in one way only.

A loop over words of which one is made of two others (想要 beside 想 and 要) tries every way of cutting before it gives up: two
to the power of the repetitions, so that one message of sixty letters keeps a process busy for ever. That is seen in the
expression itself, by the test of Sardinas and Patterson for codes.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

# More words than that stand in no loop; a class of letters (\w) is no word.
MOST_WORDS = 2_000


def loops(tree: Any) -> Iterator[Any]:
    """Yield what each endless repetition that gives back repeats."""
    for code, found in tree:
        if code is op.MAX_REPEAT and found[1] is op.MAXREPEAT:
            yield found[2]
        for part in found if isinstance(found, (tuple, list)) else ():
            if isinstance(part, parser.SubPattern):
                yield from loops(part)
            elif isinstance(part, list):
                for one in part:
                    if isinstance(one, parser.SubPattern):
                        yield from loops(one)


def words(tree: Any) -> list[str]:
    """Return all texts that a piece of a form stands for, one for each way; an endless repetition within it once."""
    made = [""]
    for code, found in tree:
        if code is op.LITERAL:
            here = [chr(found)]
        elif code is op.IN:
            # A class of letters stands for one of them.
            here = [chr(one) for kind, one in found if kind is op.LITERAL] or ["\0"]
        elif code in {op.ANY, op.NOT_LITERAL, op.GROUPREF}:
            here = ["\0"]
        elif code is op.BRANCH:
            here = [word for one in found[1] for word in words(one)]
        elif code is op.SUBPATTERN:
            here = words(found[3])
        elif code is op.ATOMIC_GROUP:
            here = words(found)
        elif code in {op.MAX_REPEAT, op.POSSESSIVE_REPEAT}:
            here = words(found[2]) + ([""] if found[0] == 0 else [])
        else:
            here = [""]
        made = [begun + one for begun in made for one in here]
        assert len(made) <= MOST_WORDS
    return made


def cut_in_two_ways(code: list[str]) -> bool:
    """Whether some text falls into these words in two ways."""

    def left(longer: set[str], shorter: set[str]) -> set[str]:
        return {one[len(other) :] for one in longer for other in shorter if one.startswith(other)}

    all_words = set(code)
    if len(all_words) < len(code) or "" in all_words:
        return True
    rest = {one for one in left(all_words, all_words) if one}
    seen: set[str] = set()
    while rest - seen:
        seen |= rest
        rest = left(all_words, rest) | left(rest, all_words)
        if "" in rest:
            return True
    return False


def expressions(package: str) -> dict[str, re.Pattern[str]]:
    """Return the compiled expressions that the modules of a package hold, by module and name."""
    found: dict[str, re.Pattern[str]] = {}
    root = importlib.import_module(package)
    for one in pkgutil.walk_packages(root.__path__, f"{package}."):
        if one.name.endswith(("__main__", "migrations.env")):
            continue
        for name, value in vars(importlib.import_module(one.name)).items():
            if not name.startswith("__"):
                for number, expression in enumerate(_held(value)):
                    found[f"{one.name}.{name} {number}"] = expression
    return found


def ambiguous(expressions: dict[str, re.Pattern[str]]) -> list[str]:
    """Return those that repeat without end what can be cut in two ways, with some of what they repeat."""
    found: dict[str, str] = {}
    for name, expression in expressions.items():
        if expression.pattern not in found:
            loop = next(
                filter(cut_in_two_ways, map(words, loops(parser.parse(expression.pattern, expression.flags)))), []
            )
            found[expression.pattern] = f"{name}: {sorted(loop)[:8]}" if loop else ""
    return sorted(filter(None, found.values()))


def _held(value: object, depth: int = 0) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif isinstance(value, dict) and depth < 3:
        yield from _held(tuple(value.values()), depth + 1)
    elif isinstance(value, (tuple, list, set, frozenset)) and depth < 3:
        for one in value:
            yield from _held(one, depth + 1)
