"""Requests under the law, and by when they must be decided (個人情報の保護に関する法律 第83条 and its siblings, checked 2026-11-25)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from desk.display_names import LIMITS

KINDS = {
    "disclosure": "開示",
    "correction": "訂正",
    "stop": LIMITS["stop"],
    "erasure": "消去",
}
OUTCOMES = {"granted": "すべて応じた", "partly": "一部応じた", "refused": "応じない決定", "withdrawn": "取り下げ"}
# Within 30 days of the request; an ordinance may shorten it. Once, for a reason told in writing, 30 more.
DAYS = 30
EXTENSION = 30


def due(received_on: date, *, is_extended: bool = False) -> date:
    """Return the last day of the decision; the day of the request itself does not count (民法 第140条)."""
    return received_on + timedelta(days=DAYS + (EXTENSION if is_extended else 0))


@dataclass(frozen=True)
class PrivacyRequest:
    """One request; the name stands on the paper that `file_number` leads to."""

    id: int
    kind: str
    file_number: str
    receipt: str
    received_on: date
    due_on: date
    is_extended: bool
    answered_on: date | None
    outcome: str | None


@dataclass(frozen=True)
class Notice:
    """A wording of the purpose notice that was agreed to."""

    version: str
    text: str
    first_on: date
    count: int
