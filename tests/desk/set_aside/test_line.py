"""Sending on LINE goes on past a broken message and says so."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from desk.channels.line.tables import line_users
from desk.conversation.models import Author
from desk.conversation_sql import tables as t
from desk.set_aside.decisions import SetAside
from desk.set_aside.kinds import Reason, Worker
from tests.desk.console.office import post
from tests.desk.line.conftest import Line
from tests.desk.line.phone import event
from tests.desk.set_aside.steps import NO_TIME, run


def two_on_line(line: Line) -> tuple[str, str]:
    """Two people on LINE, each with a welcome on its way; returns their conversations, the first to be sent first."""
    line.post(event("follow", user="U1"))
    line.post(event("follow", user="U2"))
    by_user = {row["user_id"]: row["conversation_id"] for row in line.rows(line_users)}
    return by_user["U1"], by_user["U2"]


def states(line: Line) -> list[str]:
    """The states alone: a broken row cannot be read whole."""
    query = sa.select(t.outbox.c.state).order_by(t.outbox.c.id)
    with line.outbox._database.read() as connection:
        return list(connection.execute(query).scalars())


def without_a_user(line: Line, first: str) -> None:
    run(line.outbox._database, "DELETE FROM line_users WHERE conversation_id = :c", c=first)


def without_a_message(line: Line, first: str) -> None:
    run(line.outbox._database, "UPDATE outbox SET seq = 99 WHERE conversation_id = :c", c=first)


def with_a_time_that_is_none(line: Line, first: str) -> None:
    change = "UPDATE outbox SET first_tried_at = :bad WHERE conversation_id = :c"
    run(line.outbox._database, change, c=first, bad=NO_TIME)


def with_a_request_that_is_none(line: Line, first: str) -> None:
    change = "UPDATE outbox SET request = '{', alone = true WHERE conversation_id = :c"
    run(line.outbox._database, change, c=first)


@pytest.mark.parametrize(
    ("breaks", "reason"),
    [
        (without_a_user, Reason.NO_RECIPIENT),
        (without_a_message, Reason.NO_MESSAGE),
        (with_a_time_that_is_none, Reason.UNREADABLE),
        (with_a_request_that_is_none, Reason.UNREADABLE),
    ],
)
def test_line_goes_on_past_a_broken_message(line: Line, breaks: Callable[[Line, str], None], reason: Reason) -> None:
    first, _ = two_on_line(line)
    breaks(line, first)

    line.deliver()

    assert states(line) == ["aside", "sent"]
    [one] = SetAside(line.outbox._database).items()
    assert (one.worker, one.reason, one.conversation_id) == (Worker.LINE, reason, first)


def test_one_message_of_several_that_cannot_be_drawn_is_set_aside_alone(line: Line) -> None:
    line.post(event("follow"))
    line.deliver()
    [row] = line.rows(t.conversations)
    with line.api.app.state.services.store.write() as tx:
        said = [
            tx.append(row["id"], Author.SYSTEM, "お知らせ", [{"type": "text", "text": words}], line.clock.now())
            for words in ("前", "壊れる", "後")
        ]
        broken = t.messages.update().where(t.messages.c.seq == said[1].seq)
        tx.connection.execute(broken.values(parts=["no part"]))
    line.clock.pass_by(minutes=5)

    line.deliver()

    assert line.states() == ["sent", "sent", "aside", "sent"]


def test_the_office_sees_why_and_can_try_again(line: Line) -> None:
    first, _ = two_on_line(line)
    case_id = line.api.hand_over(first, channel="line").json()["case_id"]
    without_a_user(line, first)
    line.deliver()
    line.api.account()
    sato = line.api.log_in()
    at = "/console/deliveries"

    shown = sato.get(at).text
    assert "処理できなかったもの" in shown
    assert "LINE の利用者の記録がありません" in shown
    assert case_id in shown
    assert sato.get("/api/console/cases").json()["aside"] >= 1
    ready = sato.get("/health/ready")
    assert ready.status_code == 200
    assert ready.json()["status"] == "degraded"
    assert ready.json()["set_aside"]["by"]["line"] >= 1
    figures = line.api.http.get("/metrics").text
    assert 'hitohata_set_aside{worker="line"} ' in figures
    assert 'hitohata_set_aside{worker="line"} 0' not in figures

    with line.outbox._database.write() as connection:
        connection.execute(line_users.insert().values(user_id="U1", conversation_id=first, is_following=True))
    for one in SetAside(line.outbox._database).items():
        assert post(sato, f"/console/deliveries/aside/line/{one.item}", do="again").status_code == 200
    line.clock.pass_by(minutes=1)
    line.deliver()

    assert set(line.states()) == {"sent"}
    assert sato.get("/health/ready").json()["set_aside"] == {"status": "ok", "count": 0, "by": {}}


def test_what_is_given_up_is_gone_from_the_list(line: Line) -> None:
    first, _ = two_on_line(line)
    without_a_user(line, first)
    line.deliver()
    line.api.account()
    sato = line.api.log_in()
    [one] = SetAside(line.outbox._database).items()

    assert post(sato, f"/console/deliveries/aside/line/{one.item}", do="drop").status_code == 200
    assert post(sato, f"/console/deliveries/aside/line/{one.item}", do="drop").status_code == 409
    assert line.states() == ["dropped", "sent"]


def test_the_age_of_what_waits_for_line_is_known(line: Line) -> None:
    line.post(event("follow"))
    assert line.api.http.get("/health/ready").json()["line"]["status"] == "ok"
    line.clock.pass_by(minutes=2)

    ready = line.api.http.get("/health/ready").json()

    assert ready["line"]["status"] == "late"
    assert ready["line"]["oldest_seconds"] >= 120
    assert ready["status"] == "degraded"


def test_a_hand_over_on_line_needs_a_conversation_that_line_began(line: Line) -> None:
    refused = line.api.hand_over("c_unknown", channel="line")

    assert refused.status_code == 422
    assert refused.json()["error"]["code"] == "unknown_line_conversation"
    assert line.rows(t.conversations) == []
