"""What each answer of LINE means for a reply and for a push: the table of docs/line.md, row by row."""

from __future__ import annotations

import json
from datetime import timedelta

import httpx
import pytest

from desk.channels.line import sender
from desk.channels.line.access_token import ChannelToken
from desk.channels.line.client import LineApi, Outcome
from desk.conversation.models import Author
from desk.conversation_sql import tables as t
from tests.desk.line.conftest import Line
from tests.desk.line.phone import event, text
from tests.desk.line.steps import append, begin, way

# (answer of LINE, calls after a reply, state; calls after a push, state), without any time passing.
TABLE = [
    ("200", ["reply"], "sent", ["push"], "sent"),
    ("400", ["reply"], "dead", ["push"], "dead"),
    ("401", ["reply"], "ready", ["push"], "ready"),
    ("403", ["reply"], "dead", ["push"], "dead"),
    ("404", ["reply"], "dead", ["push"], "dead"),
    ("410", ["reply"], "dead", ["push"], "dead"),
    ("409", ["reply"], "dead", ["push"], "sent"),
    ("413", ["reply"], "dead", ["push"], "dead"),
    ("429", ["reply"], "ready", ["push"], "ready"),
    ("quota", ["reply"], "ready", ["push"], "held"),
    ("500", ["reply"], "ready", ["push"], "ready"),
    ("502", ["reply"], "ready", ["push"], "ready"),
    ("503", ["reply"], "ready", ["push"], "ready"),
    ("504", ["reply"], "ready", ["push"], "ready"),
    ("lost answer", ["reply"], "ready", ["push"], "ready"),
    ("unreachable", ["reply", "push"], "sent", ["push"], "ready"),
]


class TestFirstAttempt:
    @pytest.mark.parametrize(("fault", "calls", "state"), [row[:3] for row in TABLE])
    def test_a_reply(self, line: Line, fault: str, calls: list[str], state: str) -> None:
        begin(line, *([] if fault == "200" else [fault]), is_reply=True)

        assert (way(line), line.states()) == (calls, [state])

    @pytest.mark.parametrize(("fault", "calls", "state"), [(row[0], *row[3:]) for row in TABLE])
    def test_a_push(self, line: Line, fault: str, calls: list[str], state: str) -> None:
        begin(line, *([] if fault == "200" else [fault]), is_reply=False)

        assert (way(line), line.states()) == (calls, [state])

    def test_a_refused_token_is_a_push_of_the_same_row_with_the_same_bytes(self, line: Line) -> None:
        line.post(event("follow", replyToken="expired"))
        line.deliver()

        (reply, push), messages = way(line), [call[1]["messages"] for call in line.server.calls]
        assert (reply, push) == ("reply", "push")
        assert messages[0] == messages[1]
        assert line.states() == ["sent"]

    def test_the_ids_of_what_was_sent_are_kept(self, line: Line) -> None:
        begin(line, is_reply=True)

        [row] = line.rows(t.outbox)
        assert len(json.loads(row["sent_ids"])) == len(line.server.phone)
        assert row["request"] is None, "links in it open the conversation"

    def test_a_repeated_push_names_the_request_by_which_line_took_it(self, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level("INFO")
        transport = httpx.MockTransport(
            lambda request: httpx.Response(
                409,
                json={
                    "message": "The retry key is already accepted",
                    "sentMessages": [{"id": "7"}],
                },
                headers={"x-line-request-id": "second", "x-line-accepted-request-id": "first"},
            )
        )
        auth = ChannelToken("https://line.test", "t", transport=transport)

        answer = LineApi("https://line.test", auth, transport).push("Usecret", [], "k")

        assert (answer.outcome, answer.sent_ids) == (Outcome.ACCEPTED, ["7"])
        [said] = [r.getMessage() for r in caplog.records if r.name == "desk.channels.line.client"]
        assert said == "line.call POST /v2/bot/message/push 409 second first"
        assert "Usecret" not in caplog.text

    def test_the_property_that_line_refused_is_named(self) -> None:
        said = {
            "message": "The request body has 1 error(s)",
            "details": [{"message": "May not be empty", "property": "messages[0].text"}],
        }
        transport = httpx.MockTransport(lambda request: httpx.Response(400, json=said))
        auth = ChannelToken("https://line.test", "t", transport=transport)

        answer = LineApi("https://line.test", auth, transport).push("U", [], "k")

        assert answer.outcome is Outcome.REFUSED
        assert "messages[0].text: May not be empty" in answer.problem


class TestLaterAttempts:
    @pytest.mark.parametrize("fault", ["500", "lost answer"])
    def test_an_ambiguous_reply_is_tried_once_more_with_the_same_token(self, line: Line, fault: str) -> None:
        begin(line, fault, fault, is_reply=True)
        line.clock.pass_by(seconds=2)
        line.deliver()
        line.clock.pass_by(hours=1)
        line.deliver()

        tokens = {call[1]["replyToken"] for call in line.server.calls}
        assert way(line) == ["reply", "reply"]
        assert len(tokens) == 1
        # A token is good once: that it is refused now says that the first try was accepted.
        assert line.states() == ["unknown" if fault == "500" else "sent"]

    def test_an_ambiguous_reply_whose_token_is_old_is_unknown_and_never_pushed(self, line: Line) -> None:
        begin(line, "lost answer", is_reply=True)
        line.clock.pass_by(seconds=61)
        line.deliver()

        assert way(line) == ["reply"]
        assert line.states() == ["unknown"]

    @pytest.mark.parametrize(("seconds", "end"), [(49, "sent"), (55, "unknown")])
    def test_a_token_refused_near_its_end_says_nothing_of_the_first_try(
        self, line: Line, seconds: int, end: str
    ) -> None:
        begin(line, "lost answer", is_reply=True)
        kept = line.rows(t.outbox)[0]["reply_token_at"]
        line.clock.moment = kept + timedelta(seconds=seconds)
        line.deliver()

        assert way(line) == ["reply", "reply"]
        assert line.states() == [end]

    def test_an_ambiguous_reply_that_is_then_unreachable_is_never_pushed(self, line: Line) -> None:
        begin(line, "lost answer", "unreachable", is_reply=True)
        for _ in range(3):
            line.clock.pass_by(seconds=2)
            line.deliver()

        assert set(way(line)) == {"reply"}
        assert len(line.server.phone) == 1

    def test_a_reply_that_came_too_fast_waits_and_keeps_its_token_while_it_is_young(self, line: Line) -> None:
        begin(line, "429", is_reply=True)
        line.clock.pass_by(seconds=2)
        line.deliver()

        assert way(line) == ["reply", "reply"]
        assert line.states() == ["sent"]

    def test_a_reply_that_came_too_fast_is_a_push_when_its_token_is_old(self, line: Line) -> None:
        begin(line, "429", is_reply=True)
        line.clock.pass_by(seconds=51)
        line.deliver()

        assert way(line) == ["reply", "push"]
        assert line.states() == ["sent"]

    def test_a_push_backs_off_one_two_four_seconds_with_one_key(self, line: Line) -> None:
        begin(line, "500", "500", "500", is_reply=False)
        for before, after in ((0.7, 0.6), (1.5, 1.0), (3.1, 1.8)):
            calls = len(line.server.calls)
            line.clock.pass_by(seconds=before)
            line.deliver()
            assert len(line.server.calls) == calls, "too early"
            line.clock.pass_by(seconds=after)
            line.deliver()
            assert len(line.server.calls) == calls + 1

        assert len({(key, json.dumps(body)) for _, body, key in line.server.calls}) == 1
        assert line.states() == ["sent"]

    @pytest.mark.parametrize(("fault", "end"), [("500", "unknown"), ("lost answer", "unknown"), ("429", "dead")])
    def test_a_key_of_a_day_ago_is_not_used(self, line: Line, fault: str, end: str) -> None:
        begin(line, fault, is_reply=False)
        line.clock.pass_by(hours=24, seconds=1)
        line.deliver()

        assert way(line) == ["push"]
        assert line.states() == [end]

    def test_a_call_that_is_too_large_is_split(self, line: Line) -> None:
        begin(line, is_reply=True)
        append(line, "一", "二", "三")
        line.server.faults = ["413"]
        line.deliver()

        sizes = [len(call[1]["messages"]) for call in line.server.calls[1:]]
        assert sizes == [3, 1, 2]
        assert line.server.phone[-3:] == ["一", "二", "三"]


class TestChannelStops:
    @pytest.mark.parametrize(("status", "first"), [("401", "ready"), ("403", "dead")])
    def test_nothing_more_is_sent_until_a_person_resumes(self, line: Line, status: str, first: str) -> None:
        line.api.account()
        sato = line.api.log_in()
        begin(line, status, is_reply=False)
        append(line, "あとから")
        line.clock.pass_by(minutes=5)
        line.deliver()

        assert len(line.server.calls) == 1
        assert line.states() == [first, "ready"]
        assert "止めています" in sato.get("/api/console/cases").json()["trouble"]
        assert status in sato.get("/console/deliveries").text

        csrf = {"csrf": sato.headers["x-csrf-token"]}
        assert sato.post("/console/deliveries/line/resume", data=csrf).status_code == 200
        line.deliver()
        assert line.states() == ["sent" if first == "ready" else first, "sent"]
        assert sato.get("/api/console/cases").json()["trouble"] == ""


class TestQuota:
    def held(self, line: Line) -> None:
        begin(line, is_reply=True)
        append(line, "相談員のことば", author=Author.CONSULTANT, name="相談員 佐藤")
        line.clock.pass_by(seconds=51)
        line.server.faults = ["quota"]
        line.deliver()
        assert line.states() == ["sent", "held"]

    def test_the_console_tells_and_a_person_may_decide(self, line: Line) -> None:
        line.api.account()
        sato = line.api.log_in()
        self.held(line)

        assert "上限" in sato.get("/api/console/cases").json()["trouble"]
        assert "送れません（上限）" in sato.get("/console/deliveries").text

    def test_it_goes_free_of_charge_with_the_next_message_of_the_person(self, line: Line) -> None:
        self.held(line)
        pushes = way(line).count("push")
        line.post(text("まだですか"))
        [turn] = line.rows(t.turns)
        line.deliver()
        assert way(line).count("reply") == 1, "the answer is on its way: both travel together"

        with line.api.app.state.services.store.write() as tx:
            tx.finish_turn(turn["id"])
        append(line, "答え")
        line.clock.moment = line.api.app.state.services.clock.now()
        line.deliver()

        assert line.server.phone[-2:] == ["相談員のことば", "答え"]
        assert way(line).count("push") == pushes
        assert line.states() == ["sent"] * 3

    def test_it_is_tried_again_and_the_trouble_ends(self, line: Line) -> None:
        self.held(line)
        line.server.used = 0
        line.clock.pass_by(hours=1, seconds=1)
        line.deliver()

        assert line.states() == ["sent", "sent"]
        assert line.troubles.names() == {}


def test_pauses_stay_within_their_bounds() -> None:
    assert sender.TOKEN_AGE < sender.TOKEN_LIFE
    assert sender.KEY_LIFE.total_seconds() / 100 > sender.LONGEST_PAUSE_SECONDS
