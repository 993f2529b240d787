"""Facts of `data/facts.yml` and their places in answers: `{{ id }}` and `{{ id.as_of }}`, nothing else.

The same rule as the assistant's (tests/wire/entries/ has the cases that both readers pass).
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from desk.text.yaml_text import load

_REFERENCE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_INSIDE = re.compile(r" ?([a-z][a-z0-9_]*)(\.as_of)? ?")
_UNDATED = "時期の記載なし"
_UNDATED_EASY = "時期《じき》の記載《きさい》なし"


class Broken(ValueError):
    """A content file cannot be used; the message says field and reason."""


@dataclasses.dataclass(frozen=True)
class Fact:
    """One value that may change; `as_of` is a year, month or day, None where the page has none."""

    id: str
    text: str
    easy: str
    as_of: str | None
    checked: date
    valid_until: date | None
    source: dict[str, str]


def read(path: Path) -> dict[str, Fact]:
    """Return all facts by id; none where there is no file.

    Raises:
        Broken: The file has another shape.
    """
    return read_text(path.read_text("utf-8")) if path.exists() else {}


def read_text(text: str) -> dict[str, Fact]:
    """Return the facts of a file's text by id.

    Raises:
        Broken: The file has another shape.
    """
    try:
        return {item["id"]: _fact(item) for item in load(text)}
    except (KeyError, TypeError, yaml.YAMLError) as error:
        raise Broken(f"facts: expected facts with id, value, checked and source ({error})") from None


def fill(text: str, facts: Mapping[str, Fact], used: dict[str, Fact], *, easy: bool = False) -> str:
    """Return a text with its facts in place, and note those used.

    Raises:
        Broken: Something else stands between the braces, or there is no such fact.
    """

    def value(match: re.Match[str]) -> str:
        inside = _INSIDE.fullmatch(match[1])
        if inside is None:
            raise Broken(f"expected {{{{ id }}}} or {{{{ id.as_of }}}}, got {match[0]}")
        if inside[1] not in facts:
            raise Broken(f"expected a fact of facts.yml, got {inside[1]}")
        fact = used[inside[1]] = facts[inside[1]]
        if not inside[2]:
            return fact.easy if easy else fact.text
        if fact.as_of is None:
            return _UNDATED_EASY if easy else _UNDATED
        units = ("年《ねん》", "月《がつ》") if easy else ("年", "月", "日")
        return "".join(f"{int(n)}{u}" for n, u in zip(fact.as_of.split("-"), units, strict=False))

    return _REFERENCE.sub(value, text)


def _fact(item: dict[str, Any]) -> Fact:
    value = item["value"]
    text = f"{value:,}" if isinstance(value, int) else str(value)
    text += str(item.get("unit") or "")
    as_of = item.get("as_of")
    return Fact(
        id=item["id"],
        text=text,
        easy=str(item.get("easy") or text),
        as_of=None if as_of is None else str(as_of),
        checked=item["checked"],
        valid_until=item.get("valid_until"),
        source={key: str(found) for key, found in item["source"].items() if key != "for"},
    )
