"""What the desk has published: a folder with the answers, and what is not answered now.

The desk writes each publication into a folder of its own below `DATA_DIR/content` and leads the link `current` to it in one step
(docs/living-answers.md). Without a desk there is none, and the shipped answers are given.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

CURRENT = "current"
FILE = "publication.json"
# Danger is answered and people are reached whatever is switched off.
ALWAYS_OPEN = frozenset({"chitchat/distress", "chitchat/emergency"})
_PEOPLE = "handoff"


@dataclasses.dataclass(frozen=True)
class Closed:
    """One switch: everything (`all`), a topic or an entry, until a time or until it is switched on."""

    scope: str
    name: str
    until: datetime.datetime | None

    def covers(self, label: str) -> bool:
        """Whether it closes a label."""
        topic = label.split("/")[0]
        if label in ALWAYS_OPEN or (self.scope == "all" and topic == _PEOPLE):
            return False
        return self.scope == "all" or self.name == (label if self.scope == "entry" else topic)


@dataclasses.dataclass(frozen=True)
class Publication:
    """What stands in publication.json.

    Attributes:
        number: 0 for the shipped answers.
        withdrawn: {label: title} of what was answered before.
        closed: The switches.
    """

    number: int = 0
    withdrawn: Mapping[str, str] = dataclasses.field(default_factory=dict)
    closed: tuple[Closed, ...] = ()

    def switch(self, label: str, now: datetime.datetime) -> Closed | None:
        """Return what closes a label now: the widest switch, so that a person hears the whole of it."""
        found = [one for one in self.closed if one.covers(label) and (one.until is None or now < one.until)]
        return min(found, key=lambda one: ("all", "topic", "entry").index(one.scope)) if found else None


def newest(folder: Path | None) -> Path | None:
    """Return the folder of the newest publication below a content folder, None where there is none."""
    link = folder / CURRENT if folder is not None else None
    return link.resolve() if link is not None and link.exists() else None


def read(folder: Path) -> Publication:
    """Return the publication of a folder.

    Raises:
        ValueError: Its file has another shape.
        OSError: It cannot be read.
    """
    found: dict[str, Any] = json.loads((folder / FILE).read_text(encoding="utf-8"))
    try:
        return Publication(
            int(found["number"]),
            {label: str(one["title"]) for label, one in found["withdrawn"].items()},
            tuple(Closed(one["scope"], one["name"], _moment(one["until"])) for one in found["off"]),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{FILE}: expected number, withdrawn and off ({error})") from None


def _moment(text: str | None) -> datetime.datetime | None:
    return None if text is None else datetime.datetime.fromisoformat(text)
