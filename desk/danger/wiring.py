"""Reads what words of danger look like and whom to call, once for this process: what is broken in them is seen at the start."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path

from desk.conversation.models import Situation
from desk.danger import lines, shipped
from desk.danger.patterns import Patterns
from desk.danger.service import Danger


def build(pack_folder: Path, situation: Callable[[], Situation]) -> Danger:
    """Return what finds words of danger and answers them."""
    return Danger(*_files(pack_folder), situation)


@functools.cache
def _files(pack_folder: Path) -> tuple[lines.Helplines, Patterns]:
    return lines.load(pack_folder / "danger" / "lines.yml"), shipped.shared()
