"""How long what is kept: the classes, the usual periods, and the list that a person approves before anything is deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol


class Kept(StrEnum):
    """Class of retention; how long each lasts is the city's decision."""

    TALK = "talk"
    CONTACT = "contact"
    MAIL = "mail"  # deleted by the mailbox itself, a month after sending
    RECEIVED = "received"
    ACCESS = "access"
    OFFICE = "office"  # the office's own: as long as it is used
    LOG = "log"  # who did what: append-only


@dataclass(frozen=True)
class Period:
    """What a class holds, from when its time counts, and how many days it usually lasts."""

    title: str
    since: str
    days: int


# The classes that end by themselves; the city changes the days on the page 保存期間.
PERIODS = {
    Kept.TALK: Period("会話・相談・添付ファイル", "最後の発言から", 365),
    Kept.CONTACT: Period("連絡先", "相談の終了から", 90),
    Kept.RECEIVED: Period("受け取ったイベントの番号", "受け取ってから", 30),
    Kept.ACCESS: Period("ログインの跡（職員）", "最後に使ってから", 90),
}
# A redelivered LINE event must still be known (LINE repeats within days), a session must not end at work.
SHORTEST_DAYS = 10
LONGEST_DAYS = 3650


@dataclass(frozen=True)
class PurgeList:
    """A list of what is over its period.

    Attributes:
        state: waiting (for approval), approved, dismissed or done.
        listed: {class: {"count": n, "oldest": ISO day}}.
        deleted: {class: n} as carried out so far.
    """

    id: int
    state: str
    prepared_at: datetime
    days: dict[str, int]
    listed: dict[str, dict[str, Any]]
    decided_by: str | None
    decided_at: datetime | None
    deleted: dict[str, int]
    done_at: datetime | None


@dataclass(frozen=True)
class Item:
    """One line of a list: a person's data that will go."""

    kept: str
    conversation_id: str
    receipt: str | None
    since: datetime


class Retention(Protocol):
    """Prepares lists, and carries out what was approved."""

    def periods(self) -> dict[str, int]:
        """Return {class: days} as they hold."""
        ...

    def save_periods(self, days: dict[str, int], by: str, now: datetime) -> None:
        """Add a version of the periods; lists prepared before keep theirs."""
        ...

    def prepare(self, now: datetime) -> int | None:
        """Prepare a list; returns its number (of the open one if there is one), None if nothing is over its period."""
        ...

    def lists(self) -> list[PurgeList]:
        """Return the lists, newest first."""
        ...

    def items(self, list_id: int) -> list[Item]:
        """Return whose data a list is about, oldest first, the first hundreds of them."""
        ...

    def decide(self, list_id: int, approve: bool, by: str, now: datetime) -> bool:
        """Approve or dismiss a list that waits; False if it does not wait."""
        ...
