"""Whether the mailbox is read, and in plain words why not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from desk.channels.mail.tables import mail_aside, mailboxes

# It is looked through every 30 s, and another desk takes it over a minute after the first one died.
READ_WITHIN = timedelta(minutes=3)
# By the beginning of the problem's code (`desk.channels.mail.imap.Unreachable`), the more particular ones first.
_PROBLEMS = (
    ("connect SSLCert", "メールサーバーの証明書を確かめられません。庁内の認証局なら ca= を付けてください。"),
    ("starttls SSLCert", "メールサーバーの証明書を確かめられません。庁内の認証局なら ca= を付けてください。"),
    ("connect", "メールサーバーにつながりません。アドレス・ポート・ファイアウォールを確かめてください。"),
    ("starttls", "暗号化した接続（STARTTLS）にできません。imaps:// を使うか、サーバーの設定を確かめてください。"),
    ("login", "ユーザー名かパスワードを、メールサーバーが受け付けません。"),
    ("select", "受信箱のフォルダーが見つかりません。アドレスの / の後を確かめてください。"),
)


@dataclass(frozen=True)
class MailboxCondition:
    """How a mailbox is.

    Attributes:
        status: `ok`, `starting` (not read yet), `unreachable` (`problem` says why), `late` (nobody reads it).
        seconds: Since it was read, 0 where it was not.
    """

    status: str
    seconds: float
    problem: str = ""


def condition(connection: sa.Connection, name: str, now: datetime) -> MailboxCondition:
    """Return how the mailbox of this name is."""
    b = mailboxes.c
    row = connection.execute(sa.select(b.read_at, b.problem).where(b.name == name)).first()
    if row is None:
        return MailboxCondition("starting", 0.0)
    read_at, problem = row
    age = max(timedelta(0), now - read_at) if read_at else timedelta(0)
    if problem:
        status = "unreachable"
    elif read_at is None:
        status = "starting"
    else:
        status = "late" if age > READ_WITHIN else "ok"
    return MailboxCondition(status, round(age.total_seconds(), 1), problem or "")


def count_aside(connection: sa.Connection) -> int:
    """Return how many mails were set aside and wait for a person's look."""
    query = sa.select(sa.func.count()).select_from(mail_aside).where(mail_aside.c.state == "waiting")
    return int(connection.execute(query).scalar_one())


def explained(problem: str) -> str:
    """Return why a mailbox cannot be read, as a sentence with its code."""
    words = next(
        (said for code, said in _PROBLEMS if problem.startswith(code)),
        "メールサーバーとのやり取りが途中で止まりました。",
    )
    return f"{words}（{problem}）"
