"""What keeps a whole channel from sending: known to every process, seen in the console, over when a person or LINE says so."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from desk.channels.line.tables import channel_troubles
from desk.db.database import DatabaseStore

# Of the whole channel: LINE refuses us, the month's pushes are used up, an event's time cannot be.
STOPPED, QUOTA, CLOCK = "line.stopped", "line.quota", "line.clock"


class Troubles(DatabaseStore):
    """Keeps what is wrong with the channel, by name."""

    def names(self) -> dict[str, str]:
        """Return {trouble: what the other side said}."""
        c = channel_troubles.c
        return {row[0]: row[1] for row in self._database.ask(sa.select(c.name, c.problem))}

    def begin(self, name: str, problem: str, now: datetime) -> None:
        """Note a trouble; the first one's time stands."""
        c = channel_troubles.c
        with self._database.write() as connection:
            known = connection.execute(sa.select(c.name).where(c.name == name)).first()
            if known is None:
                connection.execute(channel_troubles.insert().values(name=name, problem=problem[:200], since=now))

    def end(self, name: str) -> None:
        """Note that a trouble is over."""
        if name in self.names():
            self._database.change(channel_troubles.delete().where(channel_troubles.c.name == name))
