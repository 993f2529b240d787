"""How long what is kept: the classes, the usual periods, and the list that a person approves before anything is deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from desk.db.data_category import Kept


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
