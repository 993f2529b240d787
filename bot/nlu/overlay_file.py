"""The file of what the office has taught since the pack: `[{label, text}, …]`, read again when it changes."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path

from bot.nlu.overlay import Learnt, Overlay, Phrasing, Text
from bot.runtime import settings


class OverlayBroken(ValueError):
    """The list of phrasings cannot be used; the message says which entry and why."""


def parse(content: object) -> list[Phrasing]:
    """Return the phrasings of a decoded JSON list `[{label, text}, …]`.

    Raises:
        OverlayBroken: It is no such list.
    """
    if not isinstance(content, list):
        raise OverlayBroken("expected a list of {label, text}")
    found = []
    for number, entry in enumerate(content, start=1):
        label, text = (entry.get("label"), entry.get("text")) if isinstance(entry, dict) else (None, None)
        if not isinstance(label, str) or label.count("/") != 1 or not isinstance(text, str) or not text.strip():
            raise OverlayBroken(f"entry {number}: expected a label topic/name and a text")
        found.append(Phrasing(label, text))
    return found


def published(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the file of what the office has taught since the pack, as its newest publication has it.

    `HITOHATA_PHRASINGS` names another one, for trials.
    """
    return Path(
        environment.get("HITOHATA_PHRASINGS") or settings.read(environment).content / "current" / "phrasings.json"
    )


class OverlayFile:
    """A file of phrasings that is read again when it changes; a broken one is left out until it is whole again."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read_at: tuple[int, int] | None = None
        self._overlay: Overlay | None = None
        self.problem: str | None = None

    def overlay(self, learnt: Learnt, read: Callable[[str], Text]) -> Overlay | None:
        """Return the overlay of the file as it stands now."""
        try:
            stat = self._path.stat()
        except OSError:
            self._read_at, self._overlay, self.problem = None, None, None
            return None
        now = (stat.st_mtime_ns, stat.st_size)
        if now != self._read_at:
            self._read_at = now
            try:
                given = parse(json.loads(self._path.read_text(encoding="utf-8")))
                self._overlay, self.problem = Overlay.of(learnt, given, read), None
            except (OSError, ValueError) as error:
                # What stood there before goes on to count.
                self.problem = f"{self._path.name}: {error}"
        return self._overlay
