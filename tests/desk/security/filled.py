"""A desk with something behind every address."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fastapi.routing import APIRoute

from desk.attachments.tables import attachments
from desk.content.tables import models
from desk.conversation_sql import tables as t
from desk.reporting.unanswered import group_id
from tests.desk.api import Api
from tests.desk.booking.test_booking_page import Desk
from tests.desk.security.doors import STAFF


class Filled:
    """A desk in which there is something behind every address, so that nothing is refused because it is not there."""

    def __init__(self, api: Api, role: str) -> None:
        self.api, self.role = api, role
        self.desk = Desk(api)
        self.other_id = api.account("鈴木", "suzuki@example.jp")
        self.own_id = api.account(role, "role@example.jp", role)
        self.browser = api.log_in("role@example.jp")
        self.desk.booked()
        self.visitor = api.visitor()
        self.visitor.post("/api/web/messages", json={"client_id": "c", "text": "知らない質問です"})
        self.case_id = api.hand_over(self.visitor.conversation_id).json()["case_id"]
        (api.settings.data / "1.jpg").write_bytes(b"a picture")
        now, theirs = self.desk.now(), self.visitor.conversation_id
        with api.app.state.services.database.write() as connection:
            connection.execute(
                t.messages.update()
                .where(t.messages.c.author == "user")
                .values(understanding={"outcome": "fallback", "label": None, "confidence": 0.1})
            )
            connection.execute(
                models.insert().values(
                    id=1, publication=1, teaching="t", code="c", state="waiting", tries=1, begun_at=now,
                    figures={}, changes=[], problem="", decided_by="",
                )
            )  # fmt: skip
            connection.execute(
                attachments.insert().values(
                    id="a1",
                    conversation_id=theirs,
                    outside_id="o",
                    kind="image",
                    state="stored",
                    attempts=1,
                    due_at=now,
                    media_type="image/jpeg",
                    stored_name="1.jpg",
                    created_at=now,
                )
            )

    def address(self, path: str) -> str:
        """Return a path with what is there in its holes; a case is a fresh one, which the role's account holds."""
        (appointment,) = self.desk.all()
        values = {
            "attachment_id": "a1",
            "appointment_id": appointment.id,
            "account_id": self.other_id,
            "conversation_id": self.visitor.conversation_id,
            "group_id": group_id("知らない質問です"),
            "kind": "public",
            "ending": "csv",
            "worker": "line",
        }
        if "{case_id}" in path:
            values["case_id"] = self._case()
        return re.sub(r"\{(\w+)\}", lambda hole: values.get(hole[1], "1"), path)

    def _case(self) -> str:
        case_id: str = self.api.hand_over().json()["case_id"]
        if self.role in STAFF:
            claimed = self.browser.post(f"/api/console/cases/{case_id}/claim")
            assert claimed.status_code == 200
        return case_id

    def sent(self, name: str) -> dict[str, dict[str, str]]:
        """Return what is sent with a request; some are answered by "there is no such thing" where nothing is said."""
        own = {"account_id": self.own_id, "who": self.own_id}
        fields = {
            "find_person": {"words": "知らない質問"},
            "correct_person": {"case_id": self.case_id},
            **dict.fromkeys(("save_availability", "drop_availability", "save_appointment_desk"), own),
        }
        if name == "end_my_session":
            self.api.log_in("role@example.jp")
            [key, *_] = re.findall(r'name="key" value="([^"]+)"', self.browser.get("/console/me").text)
            fields[name] = {"key": key}
        if name not in fields:
            return {"json": {}}
        return {"data": {"csrf": self.browser.headers["x-csrf-token"], **fields[name]}}

    def ask(self, route: APIRoute) -> Iterator[tuple[int, str]]:
        """Yield (status, answer) of each method of a route."""
        for method in route.methods:
            path, sent = self.address(route.path), self.sent(route.name)
            answer = self.browser.request(method, path, follow_redirects=False, **sent)
            yield answer.status_code, answer.text[:200]
