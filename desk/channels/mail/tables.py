"""The tables of the channel mail: threads, what was taken from the mailbox, what was sent into threads, what was set aside."""

from __future__ import annotations

import sqlalchemy as sa

from desk.db.data_category import OWN, DataCategory, Kept, personal
from desk.db.schema import Json, Moment, metadata

mail_threads = sa.Table(
    "mail_threads",
    metadata,
    sa.Column("conversation_id", sa.String(128), primary_key=True),
    # Stands in the address that answers go to.
    sa.Column("token", sa.String(20), nullable=False, unique=True),
    sa.Column("address", sa.String(254), nullable=False, index=True),
    sa.Column("name", sa.String(80), nullable=False),
    sa.Column("subject", sa.String(200), nullable=False),
    # Message id of the person's newest mail, and those before it, the newest last.
    sa.Column("last_id", sa.String(250), nullable=False),
    sa.Column("known_ids", Json, nullable=False),
    # Up to which message replies were written as letters.
    sa.Column("posted_seq", sa.Integer, nullable=False),
    sa.Column("acknowledged_at", Moment),
    info=personal(DataCategory("メールのやりとり", Kept.TALK, OWN)),
)

# One row a mail that was ever taken: the same Message-ID is the same mail, even after an erasure.
mail_received = sa.Table(
    "mail_received",
    metadata,
    # Digest of the Message-ID.
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("conversation_id", sa.String(128), index=True),
    sa.Column("kind", sa.String(12), nullable=False),
    # Where its copy lies in the mailbox.
    sa.Column("uid_validity", sa.BigInteger),
    sa.Column("uid", sa.BigInteger),
    # kept (read and left there), doomed (to be deleted there), gone
    sa.Column("copy", sa.String(8), nullable=False, index=True),
    sa.Column("received_at", Moment, nullable=False, index=True),
    info=personal(
        DataCategory(
            "受け取ったメールの番号",
            Kept.TALK,
            OWN,
            # Its digest stays, so that the copy in the mailbox begins nothing anew; the copy itself goes.
            blank={"copy": "doomed"},
            stays=("key", "conversation_id", "kind"),
        )
    ),
)

mail_sent = sa.Table(
    "mail_sent",
    metadata,
    # Of the letter: the part of its Message-ID before the @.
    sa.Column("key", sa.String(32), primary_key=True),
    sa.Column("conversation_id", sa.String(128), nullable=False, index=True),
    # Of the message that it carries; None for an acknowledgement.
    sa.Column("seq", sa.Integer),
    sa.Column("sent_at", Moment, nullable=False),
    # A server said later that it could not deliver it.
    sa.Column("bounced_at", Moment),
    sa.Column("status", sa.String(20)),
    info=personal(DataCategory("送った返信メールの番号", Kept.TALK, OWN)),
)

# What is no consultation, as far as a machine can tell: people see it, and decide.
mail_aside = sa.Table(
    "mail_aside",
    metadata,
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("kind", sa.String(12), nullable=False),
    # All that is needed to take it after all (`desk.channels.mail.inbound.held`); without its files.
    sa.Column("held", Json, nullable=False),
    sa.Column("received_at", Moment, nullable=False, index=True),
    # waiting, taken, dropped
    sa.Column("state", sa.String(8), nullable=False, index=True),
    info=personal(DataCategory("取り分けたメール", Kept.RECEIVED, age="received_at")),
)

# Which approved answers fit a mail, found without answering it.
mail_drafts = sa.Table(
    "mail_drafts",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("conversation_id", sa.String(128), nullable=False, index=True),
    sa.Column("outside_id", sa.String(160), nullable=False, unique=True),
    # waiting, done, failed
    sa.Column("state", sa.String(8), nullable=False, index=True),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("due_at", Moment, nullable=False),
    # A list of label, confidence and question.
    sa.Column("found", Json, nullable=False),
    info=personal(DataCategory("メールへの回答の案", Kept.TALK, OWN)),
)

# One row a mailbox: how far it was read, and which desk reads it now.
mailboxes = sa.Table(
    "mailboxes",
    metadata,
    sa.Column("name", sa.String(200), primary_key=True),
    sa.Column("uid_validity", sa.BigInteger),
    sa.Column("last_uid", sa.BigInteger, nullable=False),
    sa.Column("leased_by", sa.String(32)),
    sa.Column("leased_until", Moment),
    sa.Column("read_at", Moment),
    sa.Column("problem", sa.String(80)),
    info=personal(DataCategory("読んでいる受信箱", Kept.OFFICE)),
)
