"""The editor's fields and an entry's content, one from the other; pure. Fields that are empty are left out of the content."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from desk.content.entries import MORE
from desk.text.times import JAPAN

LINES = (
    "title", "easy_title", "owner", "checked", "review_by", "caveat", "easy_caveat", "en_title", "en_translated", "en",
)  # fmt: skip
SOURCE = ("title", "url", "date", "for")
CONTACT = ("name", "phone", "email", "url")
FACT = ("title", "value", "unit", "as_of", "valid_until", "checked", "easy", "en", "note")
SPARE_SOURCES, SPARE_CONTACTS, RELATED = 2, 1, 3
MOST_ROWS = 12
_MORE = re.compile(f"^{MORE}$", re.MULTILINE)


def number(fields: Mapping[str, str], name: str) -> int:
    """Return a field's number, 0 where it holds none."""
    text = fields.get(name, "")
    return int(text) if text.isdecimal() else 0


def fields_of(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the editor shows: single fields by name, and rows of sources, contacts and related entries."""
    shown: dict[str, Any] = {name: str(content.get(name) or "") for name in LINES}
    shown["body"], shown["more"] = _parts(str(content.get("body") or ""))
    shown["easy"], shown["easy_more"] = _parts(str(content.get("easy") or ""))
    shown["sources"] = _rows(content.get("sources") or [], SOURCE, SPARE_SOURCES)
    shown["contacts"] = _rows(content.get("contacts") or [], CONTACT, SPARE_CONTACTS)
    related = list(content.get("related") or [])
    shown["related"] = [*related, *([""] * max(0, RELATED - len(related)))]
    return shown


def content_of(fields: Mapping[str, str]) -> dict[str, Any]:
    """Return the content that the editor's fields say."""
    made: dict[str, Any] = {name: text for name in LINES if (text := _text(fields, name))}
    for name, more in (("body", "more"), ("easy", "easy_more")):
        first, rest = _text(fields, name), _text(fields, more)
        if whole := f"{first}\n{MORE}\n{rest}" if rest else first:
            made[name] = whole
    made.setdefault("body", "")
    made["sources"] = _read_rows(fields, "source", SOURCE)
    if contacts := _read_rows(fields, "contact", CONTACT):
        made["contacts"] = contacts
    chosen = (_text(fields, f"related_{number}") for number in range(1, MOST_ROWS + 1))
    made["related"] = list(dict.fromkeys(label for label in chosen if label))
    return made


def fact_fields_of(content: Mapping[str, Any]) -> dict[str, str]:
    """Return what the editor of a fact shows."""
    source = content.get("source") or {}
    shown = {name: str(content[name]) if content.get(name) is not None else "" for name in FACT}
    return shown | {f"source_{name}": str(source.get(name) or "") for name in SOURCE}


def fact_content_of(fields: Mapping[str, str], before: Mapping[str, Any]) -> dict[str, Any]:
    """Return the content of a fact; a value that was a number stays one."""
    made: dict[str, Any] = {name: text for name in FACT if (text := _text(fields, name))}
    digits = made.get("value", "").replace(",", "")
    if isinstance(before.get("value"), int) and digits.isascii() and digits.isdecimal():
        made["value"] = int(digits)
    made["source"] = {name: text for name in SOURCE if (text := _text(fields, f"source_{name}"))}
    return made


def day(text: str) -> datetime | None:
    """Return the beginning of a day in Japan, None for nothing.

    Raises:
        ValueError: It is no day.
    """
    return datetime.combine(datetime.fromisoformat(text).date(), time(), JAPAN) if text.strip() else None


def until(choice: str, now: datetime) -> datetime | None:
    """Return when something ends that was taken away for `hour`, `today`, `week`, or until somebody takes it back."""
    local = now.astimezone(JAPAN)
    midnight = datetime.combine(local.date() + timedelta(days=1), time(), JAPAN)
    ends = {"hour": now + timedelta(hours=1), "today": midnight, "week": midnight + timedelta(days=6)}
    return ends.get(choice)


def _parts(text: str) -> tuple[str, str]:
    first, *rest = _MORE.split(text)
    return first.strip(), "\n\n".join(rest).strip()


def _rows(items: list[Mapping[str, str]], names: tuple[str, ...], spare: int) -> list[dict[str, str]]:
    found = [{name: str(item.get(name) or "") for name in names} for item in items]
    return [*found, *(dict.fromkeys(names, "") for _ in range(spare))]


def _read_rows(fields: Mapping[str, str], prefix: str, names: tuple[str, ...]) -> list[dict[str, str]]:
    rows = (
        {name: text for name in names if (text := _text(fields, f"{prefix}_{name}_{number}"))}
        for number in range(1, MOST_ROWS + 1)
    )
    return [row for row in rows if row]


def _text(fields: Mapping[str, str], name: str) -> str:
    return fields.get(name, "").replace("\r\n", "\n").strip()
