"""The tables of mail: letters on their way with their files, and who asked for a transcript."""

from __future__ import annotations

import sqlalchemy as sa

from desk.db.data_category import OWN, DataCategory, Kept, personal
from desk.db.schema import Json, Moment, metadata


def file_of(row: sa.RowMapping) -> str:
    """Return the file that a letter is written to where there is no mail server (`desk.mail.folder`)."""
    return f"mail/{row['created_at']:%Y%m%d-%H%M%S}-{row['key'][:12]}.eml"


letters = sa.Table(
    "letters",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    # What makes a letter one letter: written twice, sent once.
    sa.Column("dedup_key", sa.String(200), nullable=False, unique=True),
    sa.Column("key", sa.String(32), nullable=False),
    sa.Column("way", sa.String(8), nullable=False),
    sa.Column("recipient", sa.String(254), nullable=False),
    sa.Column("subject", sa.String(200), nullable=False),
    # Emptied when it was sent: nobody needs the words any more.
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("html", sa.Text),
    # What stands in its head besides the usual (`desk.mail.message.Head`), where it belongs to a thread of mails.
    sa.Column("head", Json),
    # Whose it is, so that erasure finds it; empty where it tells of nobody, such as a notice to a consultant.
    sa.Column("conversation_id", sa.String(128), index=True),
    # Letters of one lane to one recipient keep their order.
    sa.Column("lane", sa.String(128)),
    sa.Column("is_urgent", sa.Boolean, nullable=False, server_default=sa.false()),
    # ready, sending, sent, unknown (perhaps sent), dead (refused), dropped (a person let it go)
    sa.Column("state", sa.String(8), nullable=False, index=True),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("due_at", Moment, nullable=False),
    sa.Column("give_up_at", Moment, nullable=False),
    sa.Column("leased_until", Moment),
    sa.Column("settled_at", Moment),
    # An attempt ended without a clear answer: the other side may have it.
    sa.Column("maybe_received", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("problem", sa.String(80)),
    info=personal(DataCategory("送ったメール", Kept.MAIL, OWN, files=file_of)),
)

# The content of a file that is still to be made; it is not sent.
NOT_MADE = b""

letter_files = sa.Table(
    "letter_files",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("letter_id", sa.Integer, nullable=False, index=True),
    sa.Column("name", sa.String(80), nullable=False),
    sa.Column("mime", sa.String(80), nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
    info=personal(DataCategory("メールの添付", Kept.MAIL, {"letter_id": "letters"})),
)

# A wish for the transcript by mail, until the code that was mailed is typed in.
transcript_wishes = sa.Table(
    "transcript_wishes",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("conversation_id", sa.String(128), nullable=False, index=True),
    sa.Column("recipient", sa.String(254), nullable=False, index=True),
    sa.Column("code_hash", sa.String(64), nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("asked_at", Moment, nullable=False, index=True),
    sa.Column("done_at", Moment),
    info=personal(DataCategory("会話をメールで受け取る申し込み", Kept.MAIL, OWN)),
)
