"""The Procfile: which processes make up the system, and the command of each."""

from __future__ import annotations

import re
from pathlib import Path

_LINE = re.compile(r"^(?P<name>[A-Za-z0-9_-]+):\s*(?P<command>\S.*)$")


class ProcfileBroken(ValueError):
    """A line is neither empty, nor a comment, nor `name: command`."""


def parse(text: str) -> dict[str, str]:
    """Return command lines by process name, in the file's order.

    Raises:
        ProcfileBroken: A line cannot be read, or a name stands twice; the message names the line.
    """
    commands: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        found = _LINE.match(line)
        if found is None:
            raise ProcfileBroken(f"Procfile line {number}: expected `name: command`, got {line!r}")
        if found["name"] in commands:
            raise ProcfileBroken(f"Procfile line {number}: {found['name']!r} stands twice")
        commands[found["name"]] = found["command"]
    return commands


def load(path: Path) -> dict[str, str]:
    """Read and parse the Procfile at `path`."""
    return parse(path.read_text(encoding="utf-8"))
