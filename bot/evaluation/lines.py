"""Reading questions from JSON lines: {id, text, label, alt?: [label], style?, after?: label, steer?}; pure.

`after` is the label of the answer that the question follows. `steer` names, with | between them, what else is right for words about
the talk: a control (`bot.nlu.control`), `topic:key`, or an outcome. The label `ordinary/any` says only that a text is no cry for help.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path


class BrokenLine(ValueError):
    """A line cannot be used; the message names file, line and field."""


@dataclass(frozen=True)
class Question:
    """One question with the label that is right, and others that are right as well."""

    id: str
    text: str
    label: str
    alt: tuple[str, ...] = ()
    style: str = ""
    after: str | None = None
    steer: tuple[str, ...] = ()

    @property
    def accepted(self) -> frozenset[str]:
        """All labels that count as right."""
        return frozenset({self.label, *self.alt})


def read(path: Path) -> list[Question]:
    """Return the questions of a file; empty lines are skipped.

    Raises:
        BrokenLine: The first line that cannot be used.
    """
    found: list[Question] = []
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
        if line.strip():
            found.append(_question(f"{path}:{number}", line, len(found)))
    if not found:
        raise BrokenLine(f"{path}: expected at least one question, got none")
    return found


def _question(where: str, line: str, count: int) -> Question:
    try:
        fields = json.loads(line)
    except json.JSONDecodeError as error:
        raise BrokenLine(f"{where}: expected JSON, got an error at column {error.colno}") from None
    if not isinstance(fields, dict):
        raise BrokenLine(f"{where}: expected an object")
    for name in ("text", "label"):
        if not isinstance(fields.get(name), str):
            raise BrokenLine(f"{where}: {name}: expected a string, got {fields.get(name)!r}")
    if "/" not in fields["label"]:
        raise BrokenLine(f"{where}: label: expected topic/label, got {fields['label']!r}")
    alt = fields.get("alt") or []
    if not isinstance(alt, list) or not all(isinstance(label, str) for label in alt):
        raise BrokenLine(f"{where}: alt: expected a list of labels, got {alt!r}")
    after = fields.get("after")
    if after is not None and (not isinstance(after, str) or "/" not in after):
        raise BrokenLine(f"{where}: after: expected topic/label, got {after!r}")
    steer = fields.get("steer") or ""
    if not isinstance(steer, str):
        raise BrokenLine(f"{where}: steer: expected names with | between them, got {steer!r}")
    identity = str(fields.get("id", count + 1))
    return Question(
        identity,
        fields["text"],
        fields["label"],
        tuple(alt),
        str(fields.get("style") or ""),
        after,
        tuple(filter(None, steer.split("|"))),
    )
