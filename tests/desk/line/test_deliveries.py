"""What did not get through is shown, and a person decides: once."""

from __future__ import annotations

import re

import pytest

from desk.audit.store import AuditLog
from desk.conversation_sql import tables as t
from tests.desk.api import Api
from tests.desk.line.conftest import Line
from tests.desk.line.phone import event


def stuck(line: Line, *faults: str) -> None:
    line.server.faults = list(faults)
    line.post(event("follow", replyToken=None))
    line.deliver()


def press(browser, delivery: str, do: str):
    fields = {"csrf": browser.headers["x-csrf-token"], "do": do}
    return browser.post(f"/console/deliveries/{delivery}", data=fields)


def deliveries(page: str) -> list[str]:
    return sorted(set(re.findall(r'action="/console/deliveries/(\d+)"', page)))


@pytest.fixture
def sato(line: Line):
    line.api.account()
    return line.api.log_in()


def test_a_dead_letter_is_shown_with_its_reason_and_sent_again_once(line: Line, sato) -> None:
    stuck(line, "400")
    assert sato.get("/api/console/cases").json()["stuck"] == 1
    page = sato.get("/console/deliveries").text
    assert "送れませんでした" in page
    assert "400 fault" in page
    [delivery] = deliveries(page)

    assert press(sato, delivery, "again").status_code == 200
    assert press(sato, delivery, "again").status_code == 409
    line.deliver()

    assert len(line.server.phone) == 1
    assert line.states() == ["sent"]
    keys = [key for _, _, key in line.server.calls]
    assert len(set(keys)) == 2
    assert sato.get("/api/console/cases").json()["stuck"] == 0
    assert deliveries(sato.get("/console/deliveries").text) == []


def test_an_unknown_one_can_be_left(line: Line, sato) -> None:
    line.server.faults = ["500", "500"]
    line.post(event("follow"))
    line.deliver()
    line.clock.pass_by(seconds=2)
    line.deliver()
    page = sato.get("/console/deliveries").text
    assert "届いたか不明" in page

    assert press(sato, deliveries(page)[0], "drop").status_code == 200
    line.deliver()

    assert line.states() == ["dropped"]
    assert line.server.phone == []


def test_what_was_sent_cannot_be_sent_again(line: Line, sato) -> None:
    stuck(line)
    sent = str(line.rows(t.outbox)[0]["id"])

    assert press(sato, sent, "again").status_code == 409
    assert press(sato, "999", "drop").status_code == 409
    assert press(sato, sent, "else").status_code == 422
    assert len(line.server.phone) == 1


def test_the_transcript_says_how_far_a_message_got(line: Line, sato) -> None:
    stuck(line, "400")
    [conversation] = {row["conversation_id"] for row in line.rows(t.outbox)}
    case = line.api.hand_over(conversation, channel="line").json()["case_id"]
    sato.post(f"/api/console/cases/{case}/messages", json={"client_id": "r", "text": "こんにちは"})

    def ways() -> list[str]:
        shown = sato.get(f"/api/console/cases/{case}").json()["messages"]
        return [m["delivery"] for m in shown]

    assert (ways()[0], ways()[-1]) == ("dead", "ready")
    line.deliver()
    assert (ways()[0], ways()[-1]) == ("dead", "sent")


def test_auditors_do_not_handle_messages_and_what_is_done_is_written_down(
    line: Line,
    sato,
) -> None:
    stuck(line, "400")
    line.api.account("監査", "audit@example.jp", "auditor")
    auditor = line.api.log_in("audit@example.jp")
    [delivery] = deliveries(sato.get("/console/deliveries").text)

    assert auditor.get("/console/deliveries").status_code == 403
    assert press(auditor, delivery, "again").status_code == 403
    press(sato, delivery, "drop")

    log = AuditLog(line.api.app.state.services.database).entries()
    done = [entry for entry in log if not entry.action.startswith("view_")]
    assert (done[0].action, done[0].subject) == ("decide_delivery", delivery)


def test_without_line_there_is_nothing_to_show(api: Api) -> None:
    api.account()

    assert "ありません" in api.log_in().get("/console/deliveries").text
