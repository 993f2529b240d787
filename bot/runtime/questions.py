"""Reads the plain training files of data/nlu: topics, labels and lines, without Rasa.

Rasa's reader takes 8 seconds for 20,000 lines, most of it in a YAML parser written in Python. A file that holds more
than plain lines (entities, synonyms, metadata …) is left to it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

# Marks of Rasa's entity annotations: [text](entity), [text]{"entity": …}, [text][{…}].
_ANNOTATIONS = ("](", "]{", "][")
_BLOCK = {"intent", "examples"}


def files(folder: Path) -> list[Path]:
    """Return the training files of a folder, in a fixed order."""
    return sorted(folder.glob("**/*.yml"))


def plain(file: Path) -> list[tuple[str, str]] | None:
    """Return (intent or label, text) of each line, None if the file holds anything but plain lines."""
    with file.open("rb") as opened:
        content: Any = yaml.load(opened, Loader=_LOADER)  # noqa: S506 - a safe loader, see below
    if not isinstance(content, dict) or set(content) != {"version", "nlu"} or not isinstance(content["nlu"], list):
        return None
    found: list[tuple[str, str]] = []
    for block in content["nlu"]:
        if not isinstance(block, dict) or set(block) != _BLOCK or not isinstance(block["examples"], str):
            return None
        lines = block["examples"].splitlines()
        if not lines or any(not line.startswith("-") or any(m in line for m in _ANNOTATIONS) for line in lines):
            return None
        found += [(str(block["intent"]), line[1:].strip("\n\r ")) for line in lines]
    return found


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
