"""Contents of LINE: fetched for people only, within bounds, shown safely, and gone when they are taken back."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from desk.attachments.store import Attachments
from desk.attachments.tables import attachments
from desk.audit.store import AuditLog
from desk.channels.line import content as line_content
from desk.channels.line.access_token import ChannelToken
from desk.channels.line.attachment_fetcher import Fetcher
from desk.channels.line.content import LineContent
from desk.conversation_sql import tables as t
from desk.privacy.erased_list import ErasedList
from desk.privacy.forgetting import Forgetting
from desk.privacy.leftovers import Leftovers
from desk.privacy.retention import SqlRetention
from tests.desk.attachments import files
from tests.desk.line.conftest import Line
from tests.desk.line.conftest import line as line
from tests.desk.line.phone import OFFICE_MS, event, text


class Desk:
    """A case on LINE, and LINE's data address with what a test lays there."""

    def __init__(self, line: Line) -> None:
        self.line, self.asked = line, []
        self.answers: list[httpx.Response] = []
        self.transcoding: list[str] = []
        self.seconds = 0.0
        line.post(text("相談したい"))
        [conversation] = line.rows(t.conversations)
        self.conversation = conversation["id"]
        line.api.account()
        self.sato = line.api.log_in()
        self.folder: Path = line.api.settings.data
        app = line.api.app
        auth = ChannelToken("https://data.test", "token")
        content = LineContent("https://data.test", auth, httpx.MockTransport(self._answer), lambda: self.seconds)
        self.fetcher = Fetcher(
            app.state.services.of(Attachments), content, self.folder, line.clock, app.state.services.signal
        )

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url.path)
        if request.url.path.endswith("/transcoding"):
            status = self.transcoding.pop(0) if self.transcoding else "succeeded"
            return httpx.Response(200, json={"status": status})
        return self.answers.pop(0)

    def hand_over(self) -> str:
        return self.line.api.hand_over(self.conversation, channel="line").json()["case_id"]

    def send(self, kind: str, number: str = "77", **message: object) -> None:
        provider = {} if kind == "file" else {"contentProvider": {"type": "line"}}
        self.line.post(event(message={"id": number, "type": kind} | provider | message))

    def fetch(self, *answers: httpx.Response, seconds: float = 0) -> None:
        self.answers += answers
        self.line.clock.pass_by(seconds=seconds)
        while self.fetcher.fetch_next():
            pass

    def state(self) -> str:
        return self.line.rows(attachments)[-1]["state"]

    def kept(self) -> list[Path]:
        return [found for found in self.folder.rglob("attachments/*/*") if found.is_file()]


@pytest.fixture
def desk(line: Line) -> Iterator[Desk]:
    return Desk(line)


def photo() -> httpx.Response:
    return httpx.Response(200, content=files.photo())


class TestWhoItIsFor:
    @pytest.mark.parametrize("kind", ["image", "video", "audio", "file"])
    def test_while_the_bot_answers_nothing_but_the_kind_is_kept(self, desk: Desk, kind: str) -> None:
        desk.send(kind, fileName="住民票.pdf")
        desk.fetch()

        assert desk.line.rows(attachments) == []
        assert desk.asked == []
        assert "保存もしていません" in desk.line.words("bot")[-1]
        assert "住民票" not in str(desk.line.rows(t.messages))

    def test_a_photo_for_a_person_is_fetched_shown_and_written_down(self, desk: Desk) -> None:
        case = desk.hand_over()
        desk.send("image")
        desk.fetch(photo())

        shown = desk.sato.get(f"/api/console/cases/{case}").json()
        [(number, known)] = shown["attachments"].items()
        [part] = [p for m in shown["messages"] for p in m["parts"] if "attachment" in p]
        assert (part["attachment"], known["state"], known["is_image"]) == (number, "stored", True)
        answer = desk.sato.get(f"/api/console/attachments/{number}")
        assert answer.headers["content-type"] == "image/jpeg"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
        assert answer.headers["cache-control"] == "private, no-store"
        entries = desk.line.api.app.state.services.of(AuditLog).entries()
        assert (entries[0].action, entries[0].subject) == ("view_attachment", number)
        assert desk.line.api.http.get(f"/api/console/attachments/{number}").status_code == 401
        assert desk.sato.get("/api/console/attachments/f_unknown").status_code == 404

    def test_a_file_is_only_ever_a_download_under_a_harmless_name(self, desk: Desk) -> None:
        desk.hand_over()
        desk.send("file", fileName="../../etc/申請書.html")
        desk.fetch(httpx.Response(200, content=files.PDF))

        [row] = desk.line.rows(attachments)
        answer = desk.sato.get(f"/api/console/attachments/{row['id']}")
        assert answer.headers["content-type"] == "application/octet-stream"
        assert answer.headers["content-disposition"].startswith('attachment; filename="file.pdf"')
        assert "..%2F" not in answer.headers["content-disposition"]
        [place] = desk.kept()
        assert len(place.name) == 32
        assert oct(place.stat().st_mode)[-3:] == "600"

    def test_what_is_elsewhere_is_never_fetched(self, desk: Desk) -> None:
        desk.hand_over()
        desk.send("image", contentProvider={"type": "external", "originalContentUrl": "http://10.0.0.1/"})
        desk.fetch()

        assert desk.asked == []
        assert "写真" in desk.line.words()[-1]

    def test_who_left_a_message_hears_that_it_is_kept(self, desk: Desk) -> None:
        desk.hand_over()
        with desk.line.api.app.state.services.database.write() as connection:
            connection.execute(t.conversations.update().values(state="message_left"))
        desk.send("image")

        assert "お預かりしました" in desk.line.words("bot")[-1]
        assert len(desk.line.rows(attachments)) == 1


class TestBounds:
    def test_a_video_is_asked_for_until_it_is_ready(self, desk: Desk) -> None:
        desk.hand_over()
        desk.transcoding = ["processing", "processing"]
        desk.send("video")
        for _ in range(3):
            desk.fetch(seconds=6)
            if desk.state() == "stored":
                break
            desk.answers = [httpx.Response(200, content=files.VIDEO)]

        assert desk.state() == "stored"
        assert sum(path.endswith("/transcoding") for path in desk.asked) == 3

    def test_one_that_is_never_ready_is_given_up(self, desk: Desk) -> None:
        desk.hand_over()
        desk.transcoding = ["processing"] * 2
        desk.send("video")
        desk.fetch()
        desk.fetch(seconds=601)

        assert desk.state() == "failed"

    def test_a_content_that_is_still_prepared_is_waited_for(self, desk: Desk) -> None:
        desk.hand_over()
        desk.send("image")
        desk.fetch(httpx.Response(202))
        assert desk.state() == "waiting"
        desk.fetch(photo(), seconds=6)

        assert desk.state() == "stored"

    @pytest.mark.parametrize("status", [404, 410])
    def test_what_is_gone_is_gone(self, desk: Desk, status: int) -> None:
        case = desk.hand_over()
        desk.send("image")
        desk.fetch(httpx.Response(status))

        assert len(desk.asked) == 1
        [known] = desk.sato.get(f"/api/console/cases/{case}").json()["attachments"].values()
        assert known["state"] == "gone"

    def test_three_tries_and_no_more(self, desk: Desk) -> None:
        desk.hand_over()
        desk.send("image")
        for _ in range(5):
            desk.fetch(httpx.Response(500), seconds=30)

        assert len(desk.asked) == 3
        assert desk.state() == "failed"

    def test_fifty_megabytes_are_refused_in_little_memory(self, desk: Desk) -> None:
        desk.hand_over()
        desk.send("file", fileName="a.pdf")

        def body() -> Iterator[bytes]:
            for _ in range(50):
                yield bytes(1_000_000)

        tracemalloc.start()
        desk.fetch(httpx.Response(200, stream=_Stream(body())))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

        assert desk.state() == "refused"
        assert peak < 32 * 1024 * 1024
        assert desk.kept() == []

    def test_a_slow_drip_ends(self, desk: Desk) -> None:
        desk.hand_over()
        desk.send("image")

        def body() -> Iterator[bytes]:
            for _ in range(10_000):
                desk.seconds += 1
                yield bytes(line_content._CHUNK_BYTES)

        for _ in range(3):
            desk.fetch(httpx.Response(200, stream=_Stream(body())), seconds=30)

        assert desk.state() == "failed"
        assert desk.kept() == []

    def test_text_is_never_kept_waiting(self, desk: Desk) -> None:
        desk.hand_over()
        desk.send("image")
        desk.line.post(text("写真の家です", at=OFFICE_MS + 1))

        assert desk.line.words()[-1] == "写真の家です"
        assert desk.state() == "waiting"

    def test_what_is_refused_is_said(self, desk: Desk) -> None:
        case = desk.hand_over()
        desk.send("image")
        desk.fetch(httpx.Response(200, content=files.HTML))

        [known] = desk.sato.get(f"/api/console/cases/{case}").json()["attachments"].values()
        assert known["state"] == "refused"
        assert desk.kept() == []


class TestGoing:
    def sweep(self, desk: Desk) -> None:
        database = desk.line.api.app.state.services.database
        forgetting = Forgetting(
            Leftovers(database),
            ErasedList(desk.folder),
            desk.folder,
            desk.line.clock,
            SqlRetention(database),
            lambda action, subject, at: None,
        )
        forgetting.delete_files()

    def test_what_is_unsent_is_deleted(self, desk: Desk) -> None:
        desk.hand_over()
        desk.send("image")
        desk.fetch(photo())
        [number] = [row["id"] for row in desk.line.rows(attachments)]
        desk.line.post(event("unsend", unsend={"messageId": "77"}))

        assert desk.sato.get(f"/api/console/attachments/{number}").status_code == 404
        self.sweep(desk)
        assert desk.kept() == []

    def test_what_is_unsent_on_its_way_is_not_kept(self, desk: Desk) -> None:
        desk.hand_over()
        desk.send("image")

        def body() -> Iterator[bytes]:
            desk.line.post(event("unsend", unsend={"messageId": "77"}))
            yield files.photo()

        desk.fetch(httpx.Response(200, stream=_Stream(body())))
        self.sweep(desk)

        assert desk.line.rows(attachments) == []
        assert desk.kept() == []

    def test_an_erasure_takes_the_files_along(self, desk: Desk) -> None:
        desk.hand_over()
        desk.send("image")
        desk.fetch(photo())
        with desk.line.api.app.state.services.store.write() as tx:
            tx.erase(desk.conversation, desk.line.clock.now())
        self.sweep(desk)

        assert desk.line.rows(attachments) == []
        assert desk.kept() == []


class _Stream(httpx.SyncByteStream):
    """A body that is made while it is read."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks

    def __iter__(self) -> Iterator[bytes]:
        return self._chunks
