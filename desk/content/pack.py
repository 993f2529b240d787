"""A pack as files: `answers/<topic>/<label>.md`, `facts.yml`, `nlu/<topic>.yml`. Reads and writes its content.

The content of an entry is the JSON-able form of its file (dates as ISO text):

    {title, owner, sources: [{title, url, date?, for?}], checked, review_by, related: [label], body,
     caveat?, easy_caveat?, contacts?: [{name, phone | email | url}], easy?, easy_title?, en_title?, en_translated?, en?}

`body` and `easy` may hold a line `<!-- more -->` and, as `en` too, `{{ fact }}`. The content of a fact is its entry in facts.yml without the id:

    {title, value: text or number, checked, source: {title, url, date?, for?}, unit?, as_of?, valid_until?, easy?, en?, note?}

What is written and read again is equal.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from desk.content.models import RESERVED_TOPICS
from desk.text.yaml_text import dump, load

Content = Mapping[str, Any]
FRONT = (
    "title", "easy_title", "owner", "sources", "checked", "review_by", "caveat", "easy_caveat", "related", "contacts", "easy",
    "en_title", "en_translated", "en",
)  # fmt: skip
FACT_FIELDS = ("title", "value", "unit", "en", "as_of", "valid_until", "checked", "easy", "source", "note")
_INNER = ("title", "name", "phone", "email", "url", "date", "for")
DATES = frozenset({"checked", "review_by", "valid_until", "en_translated"})
_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.DOTALL)
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class BrokenPack(ValueError):
    """A file of a pack cannot be read; the message names it."""


@dataclass(frozen=True)
class Pack:
    """What a pack holds: contents of entries by label and of facts by id, phrasings by label."""

    entries: Mapping[str, Content]
    facts: Mapping[str, Content]
    phrasings: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """The same for packs that say the same, whatever the order of facts and phrasings."""
        return digest([self.entries, self.facts, {label: sorted(lines) for label, lines in self.phrasings.items()}])


def digest(content: object) -> str:
    """Return SHA-256 over a JSON-able content, whatever the order of its fields."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def stamp(folder: Path) -> str:
    """Return something that changes with the files of a pack, without reading them."""
    paths = [*folder.glob("answers/*/*.md"), folder / "facts.yml", *folder.glob("nlu/*.yml")]
    found = [(str(path), path.stat()) for path in sorted(paths) if path.exists()]
    return digest([[name, stat.st_mtime_ns, stat.st_size] for name, stat in found])


def read(folder: Path) -> Pack:
    """Return the pack of a folder.

    Raises:
        BrokenPack: A file has another shape.
    """
    entries = {}
    for path in sorted(folder.glob("answers/*/*.md")):
        if path.parent.name in RESERVED_TOPICS:
            raise BrokenPack(f"{path}: a topic may not be called {path.parent.name}: pages of the office stand there")
        entries[f"{path.parent.name}/{path.stem}"] = entry_of(path.read_text("utf-8"), str(path))
    facts = folder / "facts.yml"
    return Pack(entries, facts_of(facts.read_text("utf-8")) if facts.exists() else {}, _phrasings(folder / "nlu"))


def write(pack: Pack, folder: Path) -> None:
    """Write a pack into a folder that is empty or not there.

    Raises:
        OSError: The disk is full or the folder cannot be written.
    """
    for label, content in pack.entries.items():
        path = folder / "answers" / f"{label}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text_of(content), "utf-8")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "facts.yml").write_text(facts_text(pack.facts), "utf-8")
    by_topic: dict[str, list[str]] = {}
    for label, lines in sorted(pack.phrasings.items()):
        block = "".join(f"      - {line}\n" for line in lines)
        by_topic.setdefault(label.split("/")[0], []).append(f"  - intent: {label}\n    examples: |\n{block}")
    (folder / "nlu").mkdir(exist_ok=True)
    for topic, blocks in by_topic.items():
        (folder / "nlu" / f"{topic}.yml").write_text('version: "3.1"\n\nnlu:\n' + "\n".join(blocks), "utf-8")


def entry_of(text: str, name: str = "") -> dict[str, Any]:
    """Return the content of an answer file's text.

    Raises:
        BrokenPack: It has no front matter.
    """
    match = _FRONT_MATTER.match(text)
    front = _yaml(match[1], name) if match else None
    if not isinstance(front, dict) or match is None:
        raise BrokenPack(f"{name}: expected the file to begin with --- … ---")
    return {**_plain(front), "body": match[2].strip()}


def text_of(content: Content) -> str:
    """Return an answer file's text."""
    front = {name: _ordered(name, content[name]) for name in FRONT if content.get(name) not in (None, "", [])}
    front.setdefault("related", [])
    front.setdefault("sources", [])
    return f"---\n{dump(front)}---\n{content['body']}\n"


def facts_of(text: str) -> dict[str, dict[str, Any]]:
    """Return the contents of facts by id, in the file's order.

    Raises:
        BrokenPack: The text is no list of facts.
    """
    listed = _yaml(text, "facts.yml") or []
    if not isinstance(listed, list) or not all(isinstance(item, dict) and "id" in item for item in listed):
        raise BrokenPack("facts.yml: expected a list of facts with an id")
    return {str(item["id"]): {k: v for k, v in _plain(item).items() if k != "id"} for item in listed}


def facts_text(facts: Mapping[str, Content]) -> str:
    """Return the text of a facts file."""
    listed = []
    for name, content in facts.items():
        known = {key: _ordered(key, content[key]) for key in FACT_FIELDS if content.get(key) not in (None, "")}
        listed.append({"id": name, **known})
    return dump(listed) if listed else "[]\n"


def _phrasings(folder: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*.yml")):
        for block in (_yaml(path.read_text("utf-8"), str(path)) or {}).get("nlu") or []:
            # Commands (taps on choices) are the assistant's own: only labels hold questions.
            if "/" in str(block.get("intent")):
                lines = [line.strip().removeprefix("- ").strip() for line in str(block["examples"]).splitlines()]
                found.setdefault(str(block["intent"]), []).extend(dict.fromkeys(filter(None, lines)))
    return found


def _yaml(text: str, name: str) -> Any:
    try:
        return load(text)
    except yaml.YAMLError as error:
        raise BrokenPack(f"{name}: expected YAML, got: {' '.join(str(error).split())}") from None


def _plain(value: Any) -> Any:
    """Return a value with dates as text and text without spaces at its ends."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return value.strip() if isinstance(value, str) else value


def _ordered(name: str, value: Any) -> Any:
    """Return a field as it is written: days as YAML's dates, the fields of a source or contact in their order.

    PostgreSQL gives the fields back in an order of its own; the same content must make the same file.
    """
    if isinstance(value, list):
        return [_ordered(name, item) for item in value]
    if isinstance(value, dict):
        return {key: value[key] for key in sorted(value, key=_INNER.index)}
    return date.fromisoformat(value) if name in DATES and _ISO_DAY.fullmatch(str(value)) else value
