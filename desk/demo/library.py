"""Titles and questions of the assistant's content, read where they stand."""

from __future__ import annotations

import re
from functools import lru_cache

from desk.content import entries
from desk.text import pack, yaml_text


@lru_cache(maxsize=1)
def library() -> tuple[dict[str, str], dict[str, list[str]]]:
    """Return titles by label, and questions by label."""
    titles = {label: entry.title for label, entry in entries.library().items()}
    questions: dict[str, list[str]] = {}
    for path in sorted((pack.folder() / "nlu").glob("*.yml")):
        for block in yaml_text.load(path.read_text(encoding="utf-8"))["nlu"]:
            lines = re.findall(r"^- (.+)$", str(block.get("examples", "")), re.MULTILINE)
            questions[str(block.get("intent", ""))] = [line for line in lines if "[" not in line]
    asked = {label: lines for label, lines in questions.items() if label in titles and lines}
    return titles, asked
