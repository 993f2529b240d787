"""A photo from the chat: taken while a consultant answers, drawn anew, seen by consultants only."""

from __future__ import annotations

import base64
import io

import pytest
import sqlalchemy as sa
from PIL import Image

from desk.attachments.tables import attachments
from desk.http.limits import UPLOADS
from tests.desk.api import Api


def photo(kind: str = "JPEG") -> str:
    kept = io.BytesIO()
    Image.new("RGB", (60, 40), "navy").save(kept, kind, **({"comment": b"secret"} if kind == "JPEG" else {}))
    return base64.b64encode(kept.getvalue()).decode()


class Talk:
    """Somebody with a consultant."""

    def __init__(self, api: Api) -> None:
        self.api = api
        api.account()
        self.staff, self.visitor = api.log_in(), api.visitor()
        self.case_id = api.hand_over(self.visitor.conversation_id).json()["case_id"]

    def claim(self) -> None:
        assert self.staff.post(f"/api/console/cases/{self.case_id}/claim").status_code < 300

    def send(self, content: str, client_id: str = "p1"):
        return self.visitor.post("/api/web/photos", json={"client_id": client_id, "photo": content})

    def rows(self) -> list[dict]:
        with self.api.app.state.services.database.read() as connection:
            return [dict(row) for row in connection.execute(sa.select(attachments)).mappings()]

    def files(self) -> list:
        folder = self.api.settings.data / "attachments"
        return [place for place in folder.rglob("*") if place.is_file()]


@pytest.fixture
def talk(api: Api) -> Talk:
    return Talk(api)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_photo_reaches_the_consultant_drawn_anew(talk: Talk, kind: str) -> None:
    talk.claim()

    taken = talk.send(photo(kind))

    assert taken.status_code == 202, taken.text
    [row] = talk.rows()
    assert (row["state"], row["media_type"]) == ("stored", "image/jpeg")
    shown = talk.staff.get(f"/api/console/attachments/{row['id']}")
    assert shown.headers["content-type"] == "image/jpeg"
    assert b"secret" not in shown.content
    said = talk.visitor.get("/api/web/messages").json()["messages"][-1]
    assert (said["seq"], said["parts"][0]["text"]) == (taken.json()["seq"], "（写真が送られました）")
    assert talk.visitor.get(f"/api/console/attachments/{row['id']}").status_code == 401


def test_the_same_photo_is_taken_once(talk: Talk) -> None:
    talk.claim()

    first, second = talk.send(photo()), talk.send(photo())

    assert first.json() == second.json()
    assert len(talk.rows()) == 1


def test_without_a_consultant_none_is_taken(talk: Talk) -> None:
    refused = talk.send(photo())

    assert refused.status_code == 409
    assert "相談員が対応しているあいだ" in refused.json()["error"]["message"]
    assert (talk.rows(), talk.files()) == ([], [])


@pytest.mark.parametrize("content", ["AAAA", "これは写真ではない", base64.b64encode(b"%PDF-1.7 x").decode()])
def test_what_is_no_photo_leaves_nothing(talk: Talk, content: str) -> None:
    talk.claim()

    refused = talk.send(content)

    assert refused.status_code == 422
    assert (talk.rows(), talk.files()) == ([], [])


def test_too_large_a_body_is_refused_before_it_is_read(talk: Talk) -> None:
    talk.claim()

    assert talk.send("A" * 4_300_000).status_code == 413


def test_too_many_in_an_hour_are_refused(talk: Talk) -> None:
    talk.claim()
    with talk.api.app.state.services.database.write() as connection:
        now = talk.api.app.state.services.clock.now()
        values = {"conversation_id": talk.visitor.conversation_id, "kind": "image", "state": "stored", "attempts": 0}
        for number in range(UPLOADS.most):
            more = {"id": f"f_{number}", "outside_id": f"line:{number}", "due_at": now, "created_at": now}
            connection.execute(attachments.insert().values(**values, **more, stored_name=f"x/{number}"))

    assert talk.send(photo()).status_code == 429
