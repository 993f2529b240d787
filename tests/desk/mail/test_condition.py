"""Whether the mailbox is read, as health, figures, the doctor and the office's page tell it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from desk.channels.mail.condition import READ_WITHIN, condition
from desk.channels.mail.mailbox_url import mailbox_server
from desk.channels.mail.service import reach
from desk.channels.mail.tables import mailboxes
from desk.operations import doctor
from tests.desk.api import Api
from tests.desk.mail.desk import MailDesk
from tests.desk.mail.servers import Imap, letter
from tests.desk.mail.test_office import IN, arrive


def status(desk: MailDesk) -> tuple[str, float, str]:
    with desk.database.read() as connection:
        found = condition(connection, desk.server.name, desk.clock.now())
    return found.status, found.seconds, found.problem


def test_a_mailbox_is_read_late_or_not_at_all(mail_desk: MailDesk) -> None:
    assert status(mail_desk) == ("starting", 0, "")
    assert mail_desk.intake._progress.lease(mail_desk.clock.now())
    assert status(mail_desk) == ("starting", 0, "")

    mail_desk.take_in()
    assert status(mail_desk) == ("ok", 0, "")
    mail_desk.clock.pass_by(seconds=READ_WITHIN.total_seconds() + 1)
    assert status(mail_desk) == ("late", READ_WITHIN.total_seconds() + 1, "")

    mail_desk.intake._progress.note("login")
    assert status(mail_desk)[::2] == ("unreachable", "login")
    mail_desk.take_in()
    assert status(mail_desk) == ("ok", 0, "")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("geheim-123", "falsch"), "ユーザー名かパスワード"),
        (("/INBOX", "/Keine"), "フォルダーが見つかりません"),
        (("&ca=", "&nothing="), "証明書を確かめられません"),
        (("127.0.0.1:PORT", "127.0.0.1:1"), "つながりません"),
    ],
)
def test_the_doctor_logs_in_and_says_why_it_cannot(
    imap: Imap,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    given: tuple[str, str],
    said: str,
) -> None:
    monkeypatch.setenv("HITOHATA_DATA_DIR", str(tmp_path))
    assert reach(mailbox_server(imap.url)) == ""
    # A port that nobody listens on is named in place of the server's.
    old, new = given[0].replace("PORT", str(imap.port)), given[1]
    monkeypatch.setenv("HITOHATA_MAIL_IN_URL", imap.url.replace(old, new))

    assert doctor.main() == 1

    told = capsys.readouterr().out
    assert "✗ HITOHATA_MAIL_IN_URL：" in told
    assert said in told
    assert "geheim" not in told
    assert "falsch" not in told


def test_health_and_figures_tell_of_the_mailbox_where_there_is_one(tmp_path: Path, database_url: str) -> None:
    without = Api(tmp_path / "without", database_url=database_url).http
    assert "mailbox" not in without.get("/health/ready").json()
    assert "hitohata_mailbox" not in without.get("/metrics").text

    api = Api(tmp_path / "with", database_url=database_url, mail_in_url=IN)
    arrive(api, letter("当選しました", X_Spam_Flag="YES"))
    services = api.app.state.services
    name, now = mailbox_server(IN).name, services.clock.now()

    def note(**values: object) -> dict[str, object]:
        with services.database.write() as connection:
            connection.execute(mailboxes.delete())
            connection.execute(mailboxes.insert().values(name=name, last_uid=1, **values))
        found: dict[str, object] = api.http.get("/health/ready").json()["mailbox"]
        return found

    # The clock runs on.
    assert note(read_at=now).items() >= {"status": "ok", "set_aside": 1}.items()
    late = note(read_at=now - timedelta(minutes=10))
    assert late["status"] == "late"
    assert isinstance(late["seconds"], float)
    assert late["seconds"] >= 600
    away = note(problem="connect ConnectionRefusedError")
    assert (away["status"], away["reason"]) == ("unreachable", "connect ConnectionRefusedError")
    figures = api.http.get("/metrics").text
    assert "hitohata_mailbox_unreachable 1.0" in figures
    assert "hitohata_mails_set_aside 1.0" in figures
    api.account()
    page = api.log_in().get("/console/mails").text
    assert "いま読めません" in page
    assert "メールサーバーにつながりません" in page
