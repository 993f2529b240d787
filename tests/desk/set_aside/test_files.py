"""Deleting, retention and attachments go on past what fails."""

from __future__ import annotations

import io
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa
from PIL import Image

from desk.attachments import rows
from desk.attachments.screening import screen
from desk.attachments.store import Attachments
from desk.attachments.tables import attachments
from desk.audit.store import AuditLog
from desk.channels.line import attachment_fetcher as fetching
from desk.channels.line.access_token import ChannelToken
from desk.channels.line.attachment_fetcher import MOST_TRIES as MOST_FETCHES
from desk.channels.line.content import Fetched, LineContent
from desk.conversation_sql import erasure
from desk.conversation_sql import tables as t
from desk.conversation_sql.privacy_tables import doomed_files
from desk.conversation_sql.transaction import SqlStore
from desk.db.database import Database
from desk.privacy.erased_list import ErasedList
from desk.privacy.forgetting import Forgetting
from desk.privacy.leftovers import Leftovers
from desk.privacy.retention import SqlRetention
from desk.set_aside.decisions import SetAside
from desk.set_aside.kinds import Reason, Worker
from desk.set_aside.store import MOST_TRIES
from tests.desk.attachments import files
from tests.desk.conftest import FakeClock
from tests.desk.line.conftest import Line
from tests.desk.line.phone import text
from tests.desk.set_aside.steps import NO_TIME, kept, run
from tests.desk.storage.test_retention import closed_case


def forgetting(database: Database, folder: Path, clock: FakeClock) -> Forgetting:
    folder.mkdir(exist_ok=True)
    retention, log = SqlRetention(database), AuditLog(database)
    return Forgetting(Leftovers(database), ErasedList(folder), folder, clock, retention, log.audit)


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
    worker = fetching.Fetcher(store, Content(), line.api.settings.data, line.clock, app.state.services.signal)
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
            rows.add(connection, row["id"], f"line:{source_id}", "image", None, line.clock.now())
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
