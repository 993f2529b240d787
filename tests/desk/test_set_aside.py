"""One bad row stops nothing: each worker, with a broken row in front of good ones, goes on within the same round and says so."""

from __future__ import annotations

import asyncio
import io
import itertools
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest
import sqlalchemy as sa
from PIL import Image

from desk.accounts.tables import notice_settings
from desk.appointments import service
from desk.appointments.reminders import Reminders
from desk.appointments.store import AppointmentStore
from desk.appointments.tables import appointment_timers, appointments
from desk.attachments import store as storage
from desk.attachments.screening import screen
from desk.attachments.store import Attachments
from desk.attachments.tables import attachments
from desk.audit.store import AuditLog
from desk.cases.search_index import SearchIndex
from desk.cases.tables import search_documents
from desk.channels.line import attachment_fetcher as fetching
from desk.channels.line.access_token import ChannelToken
from desk.channels.line.attachment_fetcher import MOST_TRIES as MOST_FETCHES
from desk.channels.line.content import Fetched, LineContent
from desk.channels.line.tables import line_users
from desk.conversation import consultant_commands, inbound, timers
from desk.conversation.models import Author, State
from desk.conversation.turn_runner import AssistantFailed, TurnRunner
from desk.conversation.turns import Reply
from desk.conversation_sql import erasure
from desk.conversation_sql import tables as t
from desk.conversation_sql.privacy_tables import doomed_files
from desk.conversation_sql.transaction import SqlStore
from desk.conversation_sql.turn_queue import Lane
from desk.db.database import Database
from desk.mail import outbox
from desk.mail.errors import PutOff
from desk.mail.message import Way
from desk.mail.migrant_store import MigrantMail
from desk.mail.outbox import Mailbox
from desk.mail.sender import Postman
from desk.mail.to_migrants import ReplyWatch
from desk.notices.store import NoticeStore
from desk.notices.tables import told_notices
from desk.operations.maintenance import Chores
from desk.operations.sweeper import Sweeper
from desk.privacy.erased_list import Ledger
from desk.privacy.forgetting import Forgetting
from desk.privacy.leftovers import Leftovers
from desk.privacy.retention import SqlRetention
from desk.set_aside.kinds import Broken, Reason, Worker, is_of_everything, is_unreadable
from desk.set_aside.store import MOST_TRIES, SetAside
from desk.set_aside.words import WHY, WORK
from desk.signals.change_signal import InProcessBell
from desk.text import folding
from tests.desk.attachments import files
from tests.desk.conftest import OPEN, SATO, START, FakeClock
from tests.desk.console.office import post
from tests.desk.conversation.passage import Desk
from tests.desk.line.conftest import Line
from tests.desk.line.conftest import line as line
from tests.desk.line.phone import event, text
from tests.desk.notify.office import Office
from tests.desk.storage.test_retention import closed_case

NO_TIME = "no time at all"


@pytest.fixture
def aside(database: Database) -> SetAside:
    return SetAside(database)


@pytest.fixture
def desk(store: SqlStore, clock: FakeClock, conversation_id: str) -> Desk:
    return Desk(store, clock, conversation_id)


def kept(aside: SetAside) -> list[tuple[Worker, str, Reason]]:
    return [(one.worker, one.item, one.reason) for one in aside.items()]


def run(database: Database, statement: str, **values: object) -> None:
    with database.write() as connection:
        connection.execute(sa.text(statement), values)


def conversation(store: SqlStore, clock: FakeClock, number: int) -> str:
    with store.write() as tx:
        return inbound.start(tx, "web", clock.now(), OPEN, f"token {number}").conversation_id


def case(desk: Desk) -> str:
    return str(desk.hand_over()["case_id"])


# --- what counts as whose fault -----------------------------------------------------------------


def locked() -> sa.exc.OperationalError:
    return sa.exc.OperationalError("UPDATE x", {}, Exception("database is locked"))


@pytest.mark.parametrize(
    ("error", "everything", "unreadable"),
    [
        (locked(), True, False),
        (sa.exc.TimeoutError(), True, False),
        (OSError(28, "No space left on device"), True, False),
        (OSError(2, "No such file"), False, False),
        (KeyError("text"), False, True),
        (ValueError("bad"), False, True),
        (Broken(Reason.NO_RECIPIENT), False, True),
        (sa.exc.IntegrityError("INSERT", {}, Exception("unique")), False, False),
        (RuntimeError("?"), False, False),
    ],
)
def test_a_failure_of_everything_is_no_fault_of_an_item(error: Exception, everything: bool, unreadable: bool) -> None:
    assert is_of_everything(error) == everything
    assert is_unreadable(error) == unreadable


def test_an_item_that_fails_is_tried_with_growing_pauses_and_set_aside_at_last(
    database: Database, aside: SetAside, clock: FakeClock
) -> None:
    tried = []

    def fails() -> None:
        tried.append(clock.now())
        raise RuntimeError("ないしょの話")

    for _ in range(600):
        aside.round(Worker.TIMERS, clock.now()).attempt("7", fails)
        clock.pass_by(seconds=2)

    assert len(tried) == MOST_TRIES
    pauses = [later - earlier for earlier, later in itertools.pairwise(tried)]
    assert pauses == sorted(pauses)
    [one] = aside.items()
    assert (one.reason, one.tries) == (Reason.FAILS, MOST_TRIES)
    assert "ないしょ" not in one.problem
    # A person lets it be tried again.
    assert aside.again(Worker.TIMERS, "7", clock.now())
    assert not aside.again(Worker.TIMERS, "7", clock.now())
    assert aside.round(Worker.TIMERS, clock.now()).attempt("7", lambda: "done") == "done"
    assert aside.items() == []


def test_what_works_again_by_itself_is_forgotten(aside: SetAside, clock: FakeClock) -> None:
    def fails() -> None:
        raise RuntimeError

    aside.round(Worker.FILES, clock.now()).attempt("1", fails)
    clock.pass_by(minutes=1)
    aside.round(Worker.FILES, clock.now()).attempt("1", lambda: "done")
    clock.pass_by(minutes=1)

    for _ in range(MOST_TRIES - 1):
        aside.round(Worker.FILES, clock.now()).attempt("1", fails)
        clock.pass_by(hours=1)
    assert aside.items() == []


def test_a_database_that_is_locked_is_nobodys_fault(aside: SetAside, clock: FakeClock) -> None:
    def is_locked() -> None:
        raise locked()

    with pytest.raises(sa.exc.OperationalError):
        aside.round(Worker.TIMERS, clock.now()).attempt("1", is_locked)
    assert aside.items() == []


def test_every_kind_has_words() -> None:
    assert set(WORK) == set(Worker)
    assert set(WHY) == set(Reason)


# --- LINE ---------------------------------------------------------------------------------------


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


# --- mail and notices ---------------------------------------------------------------------------


class Transport:
    def __init__(self, *errors: Exception) -> None:
        self.errors, self.sent = list(errors), []

    async def send(self, letter) -> None:
        if self.errors:
            raise self.errors.pop(0)
        self.sent.append(letter.subject)


def write_letters(database: Database, clock: FakeClock) -> None:
    with database.write() as connection:
        for name in ("一", "二"):
            outbox.put(connection, dedup_key=name, to="a@example.jp", subject=name, text="…", now=clock.now(), lane="x")


async def test_mail_goes_on_past_a_letter_that_cannot_be_read(
    database: Database, aside: SetAside, clock: FakeClock
) -> None:
    write_letters(database, clock)
    run(database, "UPDATE letters SET created_at = :bad WHERE dedup_key = '一'", bad=NO_TIME)
    transport = Transport()
    postman = Postman(Way.MAIL, Mailbox(database), transport, clock)

    while await postman.send_next():
        pass

    assert transport.sent == ["二"]
    assert [one[0] for one in kept(aside)] == [Worker.MAIL]


async def test_a_letter_that_no_mail_can_be_made_of_is_not_tried_for_two_days(
    database: Database, aside: SetAside, clock: FakeClock
) -> None:
    write_letters(database, clock)
    transport = Transport(ValueError("no header can hold it"))
    postman = Postman(Way.MAIL, Mailbox(database), transport, clock)

    while await postman.send_next():
        pass

    assert transport.sent == ["二"]
    [one] = aside.items()
    assert aside.again(Worker.MAIL, one.item, clock.now())
    assert await postman.send_next()
    assert transport.sent == ["二", "一"]


async def test_a_mail_server_that_is_away_is_no_fault_of_a_letter(
    database: Database, aside: SetAside, clock: FakeClock
) -> None:
    write_letters(database, clock)
    postman = Postman(Way.MAIL, Mailbox(database), Transport(PutOff("Timeout", maybe_received=False)), clock)
    await postman.send_next()

    assert aside.items() == []


def test_notices_go_on_past_a_case_that_cannot_be_read(
    database: Database, store: SqlStore, aside: SetAside, clock: FakeClock
) -> None:
    office = Office(database, clock)
    office.person("sato")
    first, second = (waiting_case(store, clock, number) for number in (1, 2))
    run(database, "UPDATE cases SET waiting_since = :bad WHERE id = :c", bad=NO_TIME, c=first)
    office.watch.look()

    with database.read() as connection:
        told = set(connection.execute(sa.select(told_notices.c.case_id)).scalars())
    assert told == {second}
    assert (Worker.NOTICES, first, Reason.UNREADABLE) in kept(aside)


def waiting_case(store: SqlStore, clock: FakeClock, number: int) -> str:
    return case(_desk(store, clock, number))


def _desk(store: SqlStore, clock: FakeClock, number: int) -> Desk:
    found = Desk(store, clock, conversation(store, clock, number))
    hand_over = found.hand_over
    found.hand_over = lambda **more: hand_over(webhook_id=f"w{number}", **more)  # type: ignore[method-assign]
    return found


def test_a_reader_whose_wishes_cannot_be_read_is_told_as_usual(database: Database, clock: FakeClock) -> None:
    account_id = Office(database, clock).person("sato")
    with database.write() as connection:
        values = {"account_id": account_id, "settings": {"kinds": 7}, "saved_at": START}
        connection.execute(notice_settings.insert().values(**values))

    [reader] = NoticeStore(database).readers(clock.now())

    assert reader.settings.by_mail


def test_mails_about_replies_go_on_past_a_conversation_that_fails(
    database: Database,
    store: SqlStore,
    aside: SetAside,
    clock: FakeClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mail = MigrantMail(database)
    replies = [SimpleNamespace(conversation_id=name) for name in ("c_bad", "c_good")]
    told = []

    def tell(reply, *_) -> bool:
        if reply.conversation_id == "c_bad":
            raise KeyError("link")
        told.append(reply.conversation_id)
        return True

    monkeypatch.setattr(mail, "unseen_replies", lambda *_: replies)
    monkeypatch.setattr(mail, "tell_of_reply", tell)
    ReplyWatch(mail, clock, "https://desk.example.jp").look()

    assert told == ["c_good"]
    assert kept(aside) == [(Worker.REPLIES, "c_bad", Reason.UNREADABLE)]


# --- turns --------------------------------------------------------------------------------------


class Assistant:
    """Answers everything, but breaks at what it is told to break at."""

    is_away, is_ready = False, True

    def __init__(self, bad: str = "") -> None:
        self.bad, self.asked = bad, []

    async def take_turn(self, turn, situation, returned) -> Reply:
        self.asked.append(turn.text)
        bubbles = [[{"type": "text", "text": f"答え：{turn.text}"}]]
        if turn.text == self.bad:
            bubbles = [["no part"]]  # type: ignore[list-item]
        return Reply(bubbles, {"outcome": "answer", "label": "x"})


async def take_turns(store: SqlStore, clock: FakeClock, assistant: Assistant) -> None:
    hours = SimpleNamespace(situation=lambda: OPEN)
    bell = InProcessBell()
    runner = TurnRunner(
        store,
        Lane(store.database),
        assistant,
        hours,
        clock,
        bell,
        is_of_everything=is_of_everything,
    )
    await runner._start_due()
    while runner._running:
        await asyncio.gather(*runner._running, return_exceptions=True)
        await runner._start_due()


@pytest.mark.parametrize("how", ["row", "reply"])
async def test_turns_go_on_past_one_that_cannot_be_read_or_answered(
    database: Database, store: SqlStore, aside: SetAside, clock: FakeClock, how: str
) -> None:
    first, second = (Desk(store, clock, conversation(store, clock, n)) for n in (1, 2))
    first.say("壊れた質問", "m1")
    second.say("よい質問", "m1")
    if how == "row":
        change = "UPDATE turns SET sent_at = :bad WHERE conversation_id = :c"
        run(database, change, bad="2026-11-24Tno", c=first.id)
    await take_turns(store, clock, Assistant("壊れた質問"))

    assert [m.text for m in second.messages(Author.BOT)][-1] == "答え：よい質問"
    # Who asked is not left without a word.
    assert first.messages()[-1].author is Author.SYSTEM
    assert [one[0] for one in kept(aside)] == [Worker.TURNS]
    # The next question of the same person is answered.
    first.say("つぎの質問", "m2")
    await take_turns(store, clock, Assistant())
    assert [m.text for m in first.messages(Author.BOT)][-1] == "答え：つぎの質問"


# --- what the sweeper walks through -------------------------------------------------------------


class Returns(Assistant):
    """Forgets and notes, but not what it is told to refuse."""

    def __init__(self, *refuses: str, away: bool = False) -> None:
        super().__init__()
        self.refuses, self.done = refuses, []
        self.is_ready = not away

    async def forget(self, conversation_id: str) -> None:
        await self.note_return(conversation_id, "")

    async def note_return(self, conversation_id: str, _: str) -> None:
        if conversation_id in self.refuses or not self.is_ready:
            raise AssistantFailed("422")
        self.done.append(conversation_id)

    async def look(self) -> None:
        return None


def sweeper(store: SqlStore, clock: FakeClock, assistant=None) -> Sweeper:
    return Sweeper(store, Chores(store.database), assistant or Returns(), clock, InProcessBell())


def test_timers_go_on_past_one_that_fails(
    store: SqlStore, aside: SetAside, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (_desk(store, clock, number) for number in (1, 2))
    bad, _ = case(first), case(second)
    fire = timers.fire

    def fires(tx, kind, case_id, epoch, now):
        if case_id == bad:
            raise KeyError(kind)
        return fire(tx, kind, case_id, epoch, now)

    monkeypatch.setattr(timers, "fire", fires)
    clock.pass_by(minutes=4)
    sweeper(store, clock)._timers()

    def apologies(desk: Desk) -> int:
        return sum(m.parts[0].get("kind") == "wait_apology" for m in desk.messages(Author.SYSTEM))

    assert (apologies(first), apologies(second)) == (0, 1)
    assert [(one[0], one[2]) for one in kept(aside)] == [(Worker.TIMERS, Reason.UNREADABLE)]
    # Mended, it is done when somebody says so.
    monkeypatch.setattr(timers, "fire", fire)
    [one] = aside.items()
    assert aside.again(Worker.TIMERS, one.item, clock.now())
    sweeper(store, clock)._timers()
    assert apologies(first) == 1


def test_lost_owners_are_found_past_a_case_that_cannot_be_read(
    database: Database, store: SqlStore, aside: SetAside, clock: FakeClock
) -> None:
    desks = [_desk(store, clock, number) for number in (1, 2)]
    cases = []
    for desk in desks:
        cases.append(case(desk))
        desk.do(consultant_commands.claim, cases[-1], SATO)
        desk.say("返事がありません")
    run(database, "UPDATE cases SET opened_at = :bad WHERE id = :c", bad=NO_TIME, c=cases[0])
    clock.pass_by(minutes=11)

    sweeper(store, clock)._lost_owners()

    assert desks[1].holder().state is State.QUEUED
    assert kept(aside) == [(Worker.OWNERS, cases[0], Reason.UNREADABLE)]


async def test_the_assistant_is_told_the_rest_past_what_it_refuses(
    store: SqlStore, aside: SetAside, clock: FakeClock
) -> None:
    with store.write() as tx:
        for name in ("c_bad", "c_good"):
            tx.add_return(name, "相談員が対応しました", clock.now())
            tx.forget_in_assistant(name, clock.now())
    assistant = Returns("c_bad")
    for _ in range(MOST_TRIES):
        await sweeper(store, clock, assistant)._tell_assistant()
        clock.pass_by(minutes=30)

    assert assistant.done.count("c_good") >= 2
    assert {one[1].partition(":")[0] for one in kept(aside)} == {"forget", "return"}


async def test_an_assistant_that_is_away_is_no_fault_of_what_it_is_told(
    store: SqlStore, aside: SetAside, clock: FakeClock
) -> None:
    with store.write() as tx:
        tx.add_return("c_1", "相談員が対応しました", clock.now())
    for _ in range(MOST_TRIES + 1):
        with pytest.raises(AssistantFailed):
            await sweeper(store, clock, Returns(away=True))._tell_assistant()
        clock.pass_by(minutes=30)
    assert aside.items() == []


def forgetting(database: Database, folder: Path, clock: FakeClock) -> Forgetting:
    folder.mkdir(exist_ok=True)
    retention, log = SqlRetention(database), AuditLog(database)
    return Forgetting(Leftovers(database), Ledger(folder), folder, clock, retention, log.audit)


def test_files_are_deleted_past_one_that_cannot_be(
    database: Database, aside: SetAside, clock: FakeClock, tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    deleting = forgetting(database, folder, clock)
    (folder / "a-folder").mkdir()
    (folder / "2.jpg").write_bytes(b"picture")
    with database.write() as connection:
        for name in ("a-folder", "2.jpg"):
            connection.execute(doomed_files.insert().values(name=name))

    for _ in range(MOST_TRIES):
        deleting.delete_files()
        assert not (folder / "2.jpg").exists()
        clock.pass_by(minutes=30)

    assert [(one[0], one[2]) for one in kept(aside)] == [(Worker.FILES, Reason.FAILS)]


def test_retention_ends_past_a_conversation_that_cannot_be_erased(
    database: Database,
    store: SqlStore,
    aside: SetAside,
    clock: FakeClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bad, good = (closed_case(store, clock, number) for number in (1, 2))
    clock.pass_by(days=3_000)
    retention = SqlRetention(database)
    list_id = retention.prepare(clock.now())
    assert list_id is not None
    assert retention.decide(list_id, True, "a_boss", clock.now())
    erase = erasure.erase

    def fails(connection, conversation_id, at) -> None:
        # As far as it got is undone with it.
        erase(connection, conversation_id, at)
        if conversation_id == bad:
            raise LookupError

    monkeypatch.setattr(erasure, "erase", fails)
    [done] = retention.carry_out(clock.now())

    with database.read() as connection:
        erased = dict(connection.execute(sa.select(t.conversations.c.id, t.conversations.c.erased_at)).all())
    assert erased[bad] is None
    assert erased[good] is not None
    assert done.deleted["talk"] == 1
    assert (Worker.RETENTION, f"talk:{bad}", Reason.UNREADABLE) in kept(aside)


# --- attachments, search, appointments ----------------------------------------------------------


def test_attachments_go_on_past_one_that_fails(line: Line, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    app = line.api.app
    line.api.account()
    conversation_id = photo_on_line(line, "bad1", "good2")

    class Content:
        def fetch(self, source_id: str, into) -> Fetched:
            into.write(files.photo((30, 20)))
            return Fetched.DONE

    letting_in = fetching.screen

    def screens(raw, kind, target):
        if "bad" in asked[-1]:
            raise RuntimeError("a decoder of its own kind")
        return letting_in(raw, kind, target)

    asked: list[str] = []
    fetch = fetching.Fetcher._fetch
    monkeypatch.setattr(
        fetching.Fetcher,
        "_fetch",
        lambda self, found, raw, target: (asked.append(found.source_id), fetch(self, found, raw, target))[1],
    )
    monkeypatch.setattr(fetching, "screen", screens)
    store = Attachments(app.state.services.database)
    worker = fetching.Fetcher(store, Content(), line.api.settings.data, line.clock, app.state.services.bell)
    for _ in range(MOST_FETCHES + 2):
        while worker.fetch_next():
            pass
        line.clock.pass_by(minutes=1)

    states = {one.source_id: one.state for one in store.of(conversation_id)}
    assert states == {"bad1": "failed", "good2": "stored"}
    assert asked.count("bad1") == MOST_FETCHES
    assert [one[0] for one in kept(SetAside(app.state.services.database))] == [Worker.ATTACHMENTS]
    # A row that cannot even be read holds up nothing either.
    photo_on_line(line, "bad3", "good4")
    change = "UPDATE attachments SET prepared_by = :bad WHERE outside_id = 'line:bad3'"
    run(app.state.services.database, change, bad=NO_TIME)
    while worker.fetch_next():
        pass
    with app.state.services.database.read() as connection:
        a = attachments.c
        found = dict(connection.execute(sa.select(a.outside_id, a.state)).all())
    assert (found["line:bad3"], found["line:good4"]) == ("failed", "stored")


def photo_on_line(line: Line, *ids: str) -> str:
    line.post(text("写真を送ります"))
    [row] = line.rows(t.conversations)
    with line.api.app.state.services.database.write() as connection:
        for source_id in ids:
            storage.add(connection, row["id"], f"line:{source_id}", "image", None, line.clock.now())
            line.clock.pass_by(seconds=1)
    return str(row["id"])


def test_a_photo_with_broken_exif_is_shown_as_it_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, target = tmp_path / "in", tmp_path / "out"
    source.write_bytes(files.photo((300, 200)).replace(b"Exif\x00\x00MM\x00*", b"Exif\x00\x00MM\x00\xff"))
    screen(source, "image", target)
    with Image.open(target) as image:
        assert max(image.size) == 300


@pytest.mark.parametrize("error", [KeyError, TypeError, IndexError, EOFError, RuntimeError, OverflowError, MemoryError])
def test_whatever_pillow_raises_at_exif_the_photo_is_let_in_or_the_machine_is_to_blame(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    source, target = tmp_path / "in", tmp_path / "out"
    source.write_bytes(files.photo((300, 200)))

    def breaks(_) -> None:
        raise error

    monkeypatch.setattr("desk.attachments.screening.ImageOps.exif_transpose", breaks)
    if error is MemoryError:
        with pytest.raises(MemoryError):
            screen(source, "image", target)
    else:
        assert screen(source, "image", target).media_type == "image/jpeg"


@pytest.mark.parametrize("error", [httpx.InvalidURL("x"), httpx.DecodingError("x"), httpx.StreamConsumed()])
def test_whatever_httpx_raises_is_tried_again_later(error: Exception) -> None:
    def fails(_: httpx.Request) -> httpx.Response:
        raise error

    content = LineContent("https://data.test", ChannelToken("https://data.test", "token"), httpx.MockTransport(fails))
    assert content.fetch("1", io.BytesIO()) is Fetched.LATER
    assert content.prepared("1") is Fetched.LATER


def test_the_search_goes_on_past_a_message_that_cannot_be_folded(
    database: Database, store: SqlStore, aside: SetAside, clock: FakeClock, desk: Desk
) -> None:
    index = SearchIndex(database, clock.now)
    index.catch_up()
    with store.write() as tx:
        tx.append(desk.id, Author.USER, "あなた", [{"text": "型のない言葉"}], clock.now())
        tx.append(desk.id, Author.USER, "あなた", [{"type": "text", "text": "灯油の家"}], clock.now())
    desk.hand_over()

    found, _ = index.find(folding.words("灯油"))

    assert len(found) == 1
    assert [one[0] for one in kept(aside)] == [Worker.SEARCH]
    [one] = aside.items()
    assert one.conversation_id == desk.id
    assert aside.again(Worker.SEARCH, one.item, clock.now())
    with database.read() as connection:
        pending = sa.select(search_documents.c.id).where(search_documents.c.text.is_(None))
        assert [str(row[0]) for row in connection.execute(pending)] == [one.item]


def two_appointments(database: Database, clock: FakeClock) -> None:
    with database.write() as connection:
        for name in ("p_bad", "p_good"):
            begin = clock.now() + timedelta(days=1)
            connection.execute(
                appointments.insert().values(
                    id=name,
                    receipt=name,
                    account_id="a_1",
                    begin_at=begin,
                    end_at=begin + timedelta(minutes=30),
                    method="pigeon" if name == "p_bad" else "phone",
                    place="",
                    meeting_url="",
                    status="booked",
                    sequence=0,
                    created_at=clock.now(),
                    updated_at=clock.now(),
                    is_noticed=True,
                    person_name="こはる",
                    contact_kind="email",
                    contact="koharu@example.jp",
                    topic="",
                )
            )
            connection.execute(
                appointment_timers.insert().values(appointment_id=name, kind="day_before", due_at=clock.now())
            )


def test_reminders_go_on_past_an_appointment_that_cannot_be_read(
    database: Database, aside: SetAside, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_appointments(database, clock)
    reminded = []
    monkeypatch.setattr(service, "remind", lambda tx, found, *_: reminded.append(found.id) or True)
    store = AppointmentStore(database, clock.now)
    reminders = Reminders(store, clock, lambda: None, InProcessBell(), aside, lambda: timedelta(days=90))

    assert reminders.sweep() == 1
    assert reminded == ["p_good"]
    assert [(one[0], one[2]) for one in kept(aside)] == [(Worker.APPOINTMENTS, Reason.UNREADABLE)]
    assert reminders.sweep() == 0


def test_the_calendar_shows_the_rest_past_an_appointment_that_cannot_be_read(
    database: Database, aside: SetAside, clock: FakeClock
) -> None:
    two_appointments(database, clock)
    store = AppointmentStore(database, clock.now)
    for _ in range(3):
        with store.read() as tx:
            found = tx.between(clock.now(), clock.now() + timedelta(days=2))
        assert [one.id for one in found] == ["p_good"]

    [one] = aside.items()
    assert (one.worker, one.item, one.tries) == (Worker.CALENDAR, "p_bad", 1)
