"""The office's own trials: a question and the answer that it shall get."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from desk.content.tables import trials
from desk.db.database import DatabaseStore

MOST = 100


@dataclass(frozen=True)
class Trial:
    """A question, and the label of the answer that is expected."""

    id: int
    text: str
    expected: str
    added_by: str
    added_at: datetime


class Trials(DatabaseStore):
    """Keeps them; at most `MOST`, since all of them are asked at once."""

    def all(self) -> list[Trial]:
        """Return them in the order in which they came."""
        return [Trial(*row) for row in self._database.ask(sa.select(trials).order_by(trials.c.id))]

    def add(self, text: str, expected: str, by: str, now: datetime) -> bool:
        """Keep a trial; a question that is there already gets the new expectation. False where there are too many."""
        c = trials.c
        with self._database.write() as connection:
            if connection.execute(trials.update().where(c.text == text).values(expected=expected)).rowcount:
                return True
            if int(connection.execute(sa.select(sa.func.count()).select_from(trials)).scalar_one()) >= MOST:
                return False
            connection.execute(trials.insert().values(text=text, expected=expected, added_by=by, added_at=now))
        return True

    def drop(self, trial_id: int) -> None:
        """Take a trial away."""
        self._database.change(trials.delete().where(trials.c.id == trial_id))
