"""A desk whose times can be booked."""

from __future__ import annotations

import pytest

from desk.appointments import links
from desk.appointments.store import AppointmentStore
from tests.desk.api import Api
from tests.desk.appointments.conftest import weekdays

WISH = {"method": "online", "at": "2026-11-25T10:00"}
PERSON = {"name": "たろう", "contact": "taro@example.jp", "topic": "家のこと", "consent": "yes"}


class Desk:
    """A desk with a consultant whose weekdays can be booked."""

    def __init__(self, api: Api) -> None:
        self.api, self.http = api, api.http
        self.store = api.app.state.services.of(AppointmentStore)
        self.account_id = api.account()
        with self.store.write() as tx:
            for item in weekdays(self.account_id):
                tx.add_availability(item)

    def link(self, conversation_id: str | None = None) -> str:
        with self.store.write() as tx:
            code = links.make(tx, self.now(), conversation_id)
        return f"/appointments/{code}"

    def now(self):
        return self.api.app.state.services.clock.now()

    def post(self, path: str, **fields: str):
        return self.http.post(path, data=fields, follow_redirects=False)

    def booked(self, conversation_id: str | None = None, **change: str) -> str:
        path = self.link(conversation_id)
        answer = self.post(f"{path}/book", **{**WISH, **PERSON, **change})
        assert answer.status_code == 303, answer.text
        return path

    def all(self):
        with self.store.read() as tx:
            return tx.between(self.now().replace(year=2020), self.now().replace(year=2030))


@pytest.fixture
def desk(api: Api) -> Desk:
    return Desk(api)
