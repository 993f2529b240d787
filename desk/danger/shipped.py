"""The rules of `data/danger/patterns` as this process reads them once, and what screens call each."""

from __future__ import annotations

import functools
from pathlib import Path

from desk.danger import pattern_files
from desk.danger.patterns import Patterns

PATTERNS = Path(__file__).resolve().parents[2] / "data" / "danger" / "patterns"
# Of a mark that an older or a newer list set.
_NO_LONGER = "いまの一覧にない項目"


@functools.cache
def shared() -> Patterns:
    """Return the project's rules.

    Raises:
        PatternsBroken: See `pattern_files.load`.
    """
    return pattern_files.load(PATTERNS)


def rule_name(rule: str) -> str:
    """Return the Japanese name of a rule, by its id."""
    return shared().names.get(rule, _NO_LONGER)
