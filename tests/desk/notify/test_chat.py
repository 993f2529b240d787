"""Notices to chats: a real web server takes what Apprise sends."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from desk.db.database import Database
from desk.mail import letter_store
from desk.mail.chat import ChatTransport, addresses, fingerprint
from desk.mail.message import Way
from desk.mail.outbox import MailOutbox
from desk.mail.sender import LetterSender
from desk.mail.transports import chat_transport
from tests.desk.conftest import START, FakeClock
from tests.desk.notify.letters import rows


class Chat:
    """Takes posts and answers with the statuses it is given, 200 in the end."""

    def __init__(self) -> None:
        self.posts: list[dict[str, Any]] = []
        self.statuses: list[int] = []


@pytest.fixture
def chat() -> Iterator[tuple[Chat, str]]:
    made = Chat()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            status = made.statuses.pop(0) if made.statuses else 200
            if status == 200:
                made.posts.append(json.loads(body))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(b"<html>secret words of a proxy</html>")

        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield made, f"json://127.0.0.1:{server.server_port}/hook-secret"
    server.shutdown()
    thread.join()
    server.server_close()


def write(database: Database, to: str, key: str = "k") -> None:
    with database.write() as connection:
        letter_store.put(
            connection,
            dedup_key=key,
            to=to,
            subject="新しい相談が待っています",
            text="受付番号：OT-1124-01\n",
            now=START,
            way=Way.CHAT,
            lane="k_1",
        )


async def test_a_notice_arrives_in_order_after_a_proxys_error(
    database: Database, clock: FakeClock, chat: tuple[Chat, str], caplog: pytest.LogCaptureFixture
) -> None:
    taken, url = chat
    taken.statuses = [502]
    letter_sender = LetterSender(Way.CHAT, MailOutbox(database), ChatTransport([url]), clock, chance=lambda: 0.5)
    write(database, fingerprint(url), "first")
    write(database, fingerprint(url), "second")
    assert await letter_sender.send_next()
    assert not await letter_sender.send_next()
    clock.pass_by(minutes=1)
    while await letter_sender.send_next():
        pass
    assert [row["state"] for row in rows(database)] == ["sent", "sent"]
    assert [post["title"] for post in taken.posts] == ["新しい相談が待っています"] * 2
    assert "OT-1124-01" in taken.posts[0]["message"]
    assert "secret" not in caplog.text
    assert all("secret" not in str(dict(row)) for row in rows(database))


async def test_a_target_that_was_taken_out_of_the_settings_is_a_matter_for_a_person(
    database: Database, clock: FakeClock, chat: tuple[Chat, str]
) -> None:
    write(database, "chat_of_yesterday")
    await LetterSender(Way.CHAT, MailOutbox(database), ChatTransport([chat[1]]), clock).send_next()
    assert [(row["state"], row["problem"]) for row in rows(database)] == [("dead", "no_target")]


def test_a_comma_within_an_address_stays() -> None:
    setting = " slack://a/b/c/#one,#two , json://host/x,msteams://y "
    assert addresses(setting) == ["slack://a/b/c/#one,#two", "json://host/x", "msteams://y"]
    assert addresses("") == []


def test_an_address_that_cannot_be_read_is_named_by_its_place_only() -> None:
    with pytest.raises(ValueError, match="HITOHATA_NOTIFY_URLS: address number 2") as refused:
        chat_transport("json://host/x,nonsense://secret")
    assert "secret" not in str(refused.value)
    assert chat_transport(" ") is None
