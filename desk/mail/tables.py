"""The table of letters: mails and notices on their way, and their files."""

from __future__ import annotations

import sqlalchemy as sa

from desk.conversation_sql.tables import Moment, metadata

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
)

letter_files = sa.Table(
    "letter_files",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("letter_id", sa.Integer, nullable=False, index=True),
    sa.Column("name", sa.String(80), nullable=False),
    sa.Column("mime", sa.String(80), nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
)


def file_of(row: sa.RowMapping) -> str:
    """Return the file that a letter is written to where there is no mail server (`desk.mail.folder`)."""
    return f"mail/{row['created_at']:%Y%m%d-%H%M%S}-{row['key'][:12]}.eml"
