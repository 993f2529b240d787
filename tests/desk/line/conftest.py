"""A desk with LINE, its user's phone and a strict LINE server."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from desk.channels.line import render
from desk.channels.line.access_token import ChannelToken
from desk.channels.line.client import LineApi
from desk.channels.line.outbox import Outbox
from desk.channels.line.sender import LineSender
from desk.channels.line.troubles import Troubles
from desk.conversation_sql import tables as t
from desk.conversation_sql.turn_queue import SqlTurnQueue
from tests.desk.api import Api
from tests.desk.conftest import START, FakeClock
from tests.desk.line.phone import SECRET, LineServer, poster


class Line:
    """A desk with LINE, a user and a strict server."""

    def __init__(self, api: Api) -> None:
        self.api, self.post, self.server = api, poster(api.http), LineServer()
        # A moment after the time of the events. The desk has the same clock, so that no slow machine is ahead of a test.
        self.clock = FakeClock(START + timedelta(seconds=5))
        api.replace(clock=self.clock)
        database = api.app.state.services.database
        self.turn_queue = SqlTurnQueue(database)
        transport = self.server.transport()
        auth = ChannelToken("https://line.test", "token", transport=transport)
        self.line_api = LineApi("https://line.test", auth, transport)
        self.outbox, self.troubles = Outbox(database), Troubles(database)
        self.sender = self.sender_of(render.pack)

    def sender_of(self, pack, is_reading=lambda message: False) -> LineSender:
        signal = self.api.app.state.services.signal
        return LineSender(self.outbox, self.line_api, pack, self.clock, signal, self.troubles, is_reading)

    def deliver(self) -> None:
        while self.sender.send_next():
            pass

    def rows(self, table) -> list[dict]:
        with self.api.app.state.services.database.read() as connection:
            return [dict(row) for row in connection.execute(table.select()).mappings()]

    def words(self, author: str = "user") -> list[str]:
        rows = sorted(self.rows(t.messages), key=lambda row: row["seq"])
        return [row["parts"][0]["text"] for row in rows if row["author"] == author]

    def states(self) -> list[str]:
        rows = sorted(self.rows(t.outbox), key=lambda row: row["id"])
        return [row["state"] for row in rows]


@pytest.fixture
def line(tmp_path, database_url: str) -> Iterator[Line]:
    api = Api(
        tmp_path,
        database_url=database_url,
        line_channel_secrets=f"old-secret,{SECRET}",
        line_api_url="http://127.0.0.1:9",
    )
    yield Line(api)
    api.app.state.services.database.close()
