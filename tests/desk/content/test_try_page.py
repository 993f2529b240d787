"""回答 › 試す and 学習: questions that are tried, and models that wait for a person."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

import pytest

from desk.content import pack
from desk.content.learnt_models import LearntModels
from desk.content.replay import Replay
from desk.content.service import Content
from desk.content.training import Trainings
from desk.content.try_page import Understanding
from desk.conversation.errors import AssistantFailed
from desk.conversation_sql import exclusions
from desk.conversation_sql import tables as t
from tests.desk.api import Api
from tests.desk.content.conftest import CHIEF, PACK
from tests.desk.content.person import Person, begun


@pytest.fixture
def api(tmp_path: Path) -> Api:
    made = Api(tmp_path)
    pack.write(PACK, tmp_path / "small")
    made.app.state.services.of(Content).import_pack(tmp_path / "small")
    return made


@pytest.fixture
def understood(api: Api) -> dict[str, object]:
    """What the assistant understands of whatever it is asked; tests change it."""
    found: dict[str, object] = {"outcome": "answer", "label": "town/bus", "confidence": 0.9, "candidates": []}

    async def ask(message_id: str, text: str, after: str) -> dict[str, object]:
        found["after"] = after
        if found.get("away"):
            raise AssistantFailed("away")
        return found

    api.replace_part(Understanding, Understanding(ask))
    return found


def test_a_question_is_tried_beside_the_draft(writer: Person, understood: dict[str, object]) -> None:
    path, fields = begun(writer, "town/bus")
    writer.post(path, **{**fields, "body": "新しい文章です。", "do": "save"})
    understood["candidates"] = [{"label": "town/snow", "confidence": 0.25}]

    tried = writer.post("/try", text="バスはいくら").text

    assert "この回答で答えます：バスの料金" in tried
    assert "240円" in tried
    assert "新しい文章です。" in tried
    assert "25%" in tried


def test_a_question_is_tried_after_an_answer(writer: Person, understood: dict[str, object]) -> None:
    tried = writer.post("/try", text="いくらですか", after="town/snow")

    assert understood["after"] == "town/snow"
    assert re.search(r'value="town/snow"\s+selected', tried.text)
    writer.post("/try", text="いくらですか", after="<script>")
    assert understood["after"] == ""


def test_an_assistant_that_is_away_is_named(writer: Person, understood: dict[str, object]) -> None:
    understood["away"] = True

    refused = writer.post("/try", text="バスはいくら")

    assert refused.status_code == 503
    assert "自動応答が動いていないか" in refused.text
    assert 'value="バスはいくら"' in refused.text


def test_saved_trials_tell_what_no_longer_holds(writer: Person, understood: dict[str, object]) -> None:
    writer.post("/try", do="save", text="バスはいくら", expected="town/bus")
    writer.post("/try", do="save", text="雪は降りますか", expected="town/snow")

    judged = writer.post("/try", do="all").text

    assert "2件のうち 1件" in judged
    assert "× バスの料金" in judged
    number = re.search(r'name="number" value="(\d+)"', judged)
    assert number is not None
    assert "バスはいくら" not in writer.post("/try", do="drop", number=number[1]).text


def test_what_is_tried_keeps_no_personal_details(writer: Person, understood: dict[str, object]) -> None:
    kept = writer.post("/try", do="save", text="090-1234-5678 に電話して", expected="town/bus")

    assert "090-1234-5678" not in kept.text


def _real_change(api: Api, job: dict[str, Any]) -> dict[str, Any]:
    """What changes for the question that somebody asked an hour ago; without one, for a talk that is gone."""
    ref = next(iter(job["replay"]), "0" * 24)
    return {"ref": ref, "old": "town/snow", "new": "town/bus", "meant": False}


def _asked(api: Api, text: str, **understanding: object) -> str:
    """Let somebody ask the assistant; returns the conversation."""
    visitor = api.visitor()
    visitor.post("/api/web/messages", json={"client_id": "c1", "text": text})
    with api.app.state.services.database.write() as connection:
        mine = (t.messages.c.conversation_id == visitor.conversation_id, t.messages.c.author == "user")
        understood = {"outcome": "answer", "label": "town/snow", **understanding}
        connection.execute(t.messages.update().where(*mine).values(understanding=understood))
    return str(visitor.conversation_id)


def _waiting(api: Api) -> int:
    """A model that waits for a person: one answer changes that nobody meant, one trial fails."""
    api.app.state.services.of(Content).add_phrasings(CHIEF, "town/snow", ["雪かきは大変？"])
    trainings = api.app.state.services.of(Trainings)
    job = trainings.lease("c0de" * 4)
    trainings.folder.mkdir(parents=True, exist_ok=True)
    (trainings.folder / "m.tar.gz").write_bytes(b"model")
    sides = {"cries": 50, "accuracy": 0.9, "answered_wrong": 0.02}
    figures = {
        "old": sides,
        "new": sides,
        "missed": [],
        "changes": [{"text": "除雪の費用は", "old": "town/snow", "new": "clarify", "meant": False}],
        "trials": {"asked": 2, "failed": [{"text": "冬の道は", "expected": "town/snow", "got": "town/bus"}]},
        "replay": {"asked": 7, "changes": [_real_change(api, job)]},
    }
    trainings.done(job["id"], job["lease"], "m.tar.gz", hashlib.sha256(b"model").hexdigest(), figures)
    return int(job["id"])


def test_a_model_that_waits_is_shown_with_what_it_changes_and_decided_by_a_supervisor(
    api: Api, writer: Person, chief: Person
) -> None:
    number = _waiting(api)
    assert "確認を待っています" in writer.get("/models").text

    shown = writer.get(f"/models/{number}").text
    assert "<td>雪の量</td><td>（聞き返す）</td>" in shown
    assert "2件のうち 1件が思ったとおり" in shown
    assert "これを使う" not in shown
    assert writer.post(f"/models/{number}", do="accept").status_code == 403
    assert "これを使う" in chief.get(f"/models/{number}").text

    used = chief.post(f"/models/{number}", do="accept")

    assert "使うことにしました" in used.text
    assert api.app.state.services.of(LearntModels).serving().id == number
    assert chief.post(f"/models/{number}", do="refuse").status_code == 409
    assert chief.get("/models/99").status_code == 404
    assert writer.post("/models", do="shipped").status_code == 403
    assert "はじめの状態に戻しました" in chief.post("/models", do="shipped").text
    assert api.app.state.services.of(LearntModels).serving() is None
    assert "この学習の結果に戻す" in chief.get(f"/models/{number}").text


def test_what_people_really_asked_is_shown_where_its_answer_changes_and_only_as_long_as_it_is_there(
    api: Api, writer: Person
) -> None:
    asked = _asked(api, "道の雪はだれが片付けますか。電話は090-1234-5678です")
    _asked(api, "もう消えたい", danger={"kind": "distress"})
    stopped = _asked(api, "止めた人の質問")
    database = api.app.state.services.database
    with database.write() as connection:
        exclusions.restrict(
            connection, stopped, exclusions.STOP, "本人の求め", "佐藤", api.app.state.services.clock.now()
        )
    number = _waiting(api)

    shown = writer.get(f"/models/{number}").text
    assert "実際に聞かれた質問：7件のうち 1件" in shown
    assert "道の雪はだれが片付けますか。" in shown
    assert "090-1234" not in shown
    model = api.app.state.services.of(LearntModels).model(number)
    assert "道の雪" not in str(model)
    assert asked not in str(model)
    job = api.app.state.services.of(Replay).questions(api.app.state.services.clock.now())
    assert [text for text in job.values() if "止めた" in text or "消えたい" in text] == []

    with database.write() as connection:
        connection.execute(t.messages.delete().where(t.messages.c.conversation_id == asked))
    shown = writer.get(f"/models/{number}").text
    assert "道の雪" not in shown
    assert "7件のうち 1件" in shown
