"""Lists what is over its period, and deletes what a person approved, some at a time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from desk.conversation_sql import erasure
from desk.db.data_category import Kept
from desk.db.database import DatabaseStore
from desk.db.records import made_of
from desk.privacy import tables as p
from desk.privacy.periods import PERIODS, Item, PurgeList
from desk.privacy.retention_queries import ROWS_AT_ONCE, by_age, due, rows_of, time_of
from desk.set_aside import store
from desk.set_aside.kinds import Worker, is_of_everything

# At a time, so that people's writes wait for milliseconds only.
_BATCH = 20
_MOST_SHOWN = 300
_OPEN = ("waiting", "approved")
# By itself a list is prepared once a week.
EVERY = timedelta(days=7)


class SqlRetention(DatabaseStore):
    """Prepares lists, and carries out what was approved."""

    def periods(self) -> dict[str, int]:
        """Return {class: days} as they hold."""
        r = p.retention_periods.c
        saved = self._database.ask(sa.select(r.days).order_by(r.id.desc()).limit(1)).scalar_one_or_none()
        return {kept.value: int((saved or {}).get(kept, usual.days)) for kept, usual in PERIODS.items()}

    def save_periods(self, days: dict[str, int], by: str, now: datetime) -> None:
        """Add a version of the periods; lists prepared before keep theirs."""
        self._database.change(p.retention_periods.insert().values(days=days, saved_by=by, saved_at=now))

    def prepare(self, now: datetime) -> int | None:
        """Prepare a list; returns its number (of the open one if there is one), None if nothing is over its period."""
        days = self.periods()
        with self._database.write() as connection:
            u = p.purges.c
            waiting = connection.execute(sa.select(u.id).where(u.state.in_(_OPEN)).limit(1)).scalar_one_or_none()
            if waiting is not None:
                return int(waiting)
            listed = _listed(connection, days, now)
            if not listed:
                return None
            done = connection.execute(
                p.purges.insert().values(state="waiting", prepared_at=now, days=days, listed=listed)
            )
            return int(done.inserted_primary_key[0])  # type: ignore[index]

    def preview(self, now: datetime) -> tuple[dict[str, dict[str, Any]], list[Item]]:
        """Return what a list prepared now would hold, and its first lines; nothing is written."""
        days = self.periods()
        with self._database.read() as connection:
            return _listed(connection, days, now), _items(connection, days, now)

    def prepare_weekly(self, now: datetime) -> int | None:
        """Prepare a list if the last one is a week old."""
        last = self._database.ask(sa.select(sa.func.max(p.purges.c.prepared_at))).scalar_one()
        if last is not None and time_of(last) > now - EVERY:
            return None
        return self.prepare(now)

    def lists(self) -> list[PurgeList]:
        """Return the lists, newest first."""
        query = p.purges.select().order_by(p.purges.c.id.desc()).limit(20)
        return [_list(row) for row in self._database.ask(query).mappings()]

    def items(self, list_id: int) -> list[Item]:
        """Return whose data a list is about, oldest first, the first hundreds of them."""
        with self._database.read() as connection:
            row = connection.execute(p.purges.select().where(p.purges.c.id == list_id)).mappings().one_or_none()
            if row is None:
                return []
            return _items(connection, row["days"], row["prepared_at"])

    def decide(self, list_id: int, approve: bool, by: str, now: datetime) -> bool:
        """Approve or dismiss a list that waits; False if it does not wait."""
        u = p.purges.c
        return bool(
            self._database.change(
                p.purges.update()
                .where(u.id == list_id, u.state == "waiting")
                .values(
                    state="approved" if approve else "dismissed",
                    decided_by=by,
                    decided_at=now,
                    deleted={},
                )
            )
        )

    def carry_out(self, now: datetime) -> list[PurgeList]:
        """Delete what the approved lists name and is still over its period; returns the lists that were finished."""
        u = p.purges.c
        approved = self._database.ask(sa.select(u.id).where(u.state == "approved")).scalars()
        ids = list(approved)
        return [finished for list_id in ids if (finished := self._carry_out_one(list_id, now))]

    def _carry_out_one(self, list_id: int, now: datetime) -> PurgeList | None:
        while True:
            with self._database.write() as connection:
                row = (
                    connection.execute(p.purges.select().where(p.purges.c.id == list_id).with_for_update())
                    .mappings()
                    .one()
                )
                if row["state"] != "approved":
                    return None
                deleted = dict(row["deleted"] or {})
                more = _some(connection, row["days"], row["prepared_at"], now)
                for kept, count in more.items():
                    deleted[kept] = deleted.get(kept, 0) + count
                values: dict[str, Any] = {"deleted": deleted}
                if not more:
                    values |= {"state": "done", "done_at": now}
                connection.execute(p.purges.update().where(p.purges.c.id == list_id).values(**values))
                if not more:
                    return _list({**row, **values})


def _listed(connection: sa.Connection, days: dict[str, int], now: datetime) -> dict[str, dict[str, Any]]:
    """Return {class: {"count", "oldest"}} of what is over its period."""
    listed: dict[str, dict[str, Any]] = {}
    for kept, query in due(days, now):
        found = connection.execute(sa.select(sa.func.count(), sa.func.min(query.subquery().c.since))).one()
        if found[0]:
            earlier = listed.get(kept, {"count": 0, "oldest": "9999"})
            oldest = min(earlier["oldest"], time_of(found[1]).date().isoformat())
            listed[kept] = {"count": earlier["count"] + found[0], "oldest": oldest}
    return listed


def _items(connection: sa.Connection, days: dict[str, int], now: datetime) -> list[Item]:
    items = []
    for kept, query in due(days, now):
        if kept in {Kept.TALK, Kept.CONTACT}:
            found = connection.execute(query.order_by("since").limit(_MOST_SHOWN)).all()
            items += [Item(kept, r.conversation_id, r.receipt, time_of(r.since)) for r in found]
    return items


def _some(connection: sa.Connection, days: dict[str, int], prepared_at: datetime, now: datetime) -> dict[str, int]:
    """Delete a few of what is over its period; returns {class: count}, empty where nothing is left."""
    for kept, query in due(days, prepared_at):
        if kept not in {Kept.TALK, Kept.CONTACT}:
            continue
        whose = next(c for c in query.selected_columns if c.key == "conversation_id")
        item = sa.literal(f"{kept}:").concat(whose)
        free = query.where(store.is_free(Worker.RETENTION, item, now))
        found = connection.execute(free.order_by("since").limit(_BATCH)).all()
        done = sum(_erased(connection, kept, row.conversation_id, now) for row in found)
        if found:
            # What failed is left out of the next batch: the list comes to its end all the same.
            return {kept: done}
    for holding in by_age():
        old = rows_of(holding, prepared_at - timedelta(days=days[holding.data.kept]))
        key = next(iter(holding.table.primary_key.columns))
        some = connection.execute(old.with_only_columns(key).limit(ROWS_AT_ONCE)).scalars().all()
        if some:
            erasure.doom_files(connection, erasure.files(connection, holding, key.in_(some)))
            connection.execute(holding.table.delete().where(key.in_(some)))
            return {holding.data.kept.value: len(some)}
    return {}


def _erased(connection: sa.Connection, kept: str, conversation_id: str, now: datetime) -> bool:
    """Erase one conversation, or its contact; one that cannot be erased is set aside, since a person has to see it."""
    try:
        with connection.begin_nested():
            if kept == Kept.TALK:
                erasure.erase(connection, conversation_id, now)
            else:
                erasure.erase_contact(connection, conversation_id, now)
    except Exception as error:
        if is_of_everything(error):
            raise
        store.give_up(connection, Worker.RETENTION, f"{kept}:{conversation_id}", error, now, conversation_id)
        return False
    return True


def _list(row: Mapping[Any, Any]) -> PurgeList:
    return made_of(PurgeList, row, deleted=row["deleted"] or {})
