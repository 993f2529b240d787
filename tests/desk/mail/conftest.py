"""A mailbox, an SMTP server and a desk between them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.db.database import Database
from tests.desk.conftest import FakeClock
from tests.desk.mail import servers
from tests.desk.mail.desk import MailDesk
from tests.desk.mail.servers import Imap, Smtp


@pytest.fixture(scope="session")
def imap_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Imap]:
    with servers.imap_server(tmp_path_factory.mktemp("imap")) as imap:
        yield imap


@pytest.fixture
def imap(imap_process: Imap) -> Imap:
    """The server with an empty mailbox."""
    with imap_process.open() as client:
        uids = client.search(["ALL"])
        if uids:
            client.delete_messages(uids)
            client.expunge()
    return imap_process


@pytest.fixture
def smtp() -> Iterator[Smtp]:
    with servers.smtp_server() as found:
        yield found


@pytest.fixture
def mail_desk(database: Database, clock: FakeClock, tmp_path: Path, imap: Imap, smtp: Smtp) -> Iterator[MailDesk]:
    desk = MailDesk(database, clock, tmp_path / "data", imap.url, smtp.url)
    yield desk
    desk.mailbox.close()
