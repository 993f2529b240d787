"""Mail as a channel: threads, mails taken, sent and set aside, drafts, the mailbox that is read; heads of letters."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0050_mail_channel"
down_revision = "0031_fairness"
branch_labels = None
depends_on = None

_MOMENT = sa.String(26)
_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    op.add_column("letters", sa.Column("head", _JSON, nullable=True))
    op.create_table(
        "mail_threads",
        sa.Column("conversation_id", sa.String(128), nullable=False),
        sa.Column("token", sa.String(20), nullable=False),
        sa.Column("address", sa.String(254), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("last_id", sa.String(250), nullable=False),
        sa.Column("known_ids", _JSON, nullable=False),
        sa.Column("posted_seq", sa.Integer(), nullable=False),
        sa.Column("acknowledged_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_mail_threads")),
        sa.UniqueConstraint("token", name=op.f("uq_mail_threads_token")),
    )
    op.create_index(op.f("ix_mail_threads_address"), "mail_threads", ["address"])
    op.create_table(
        "mail_received",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("conversation_id", sa.String(128), nullable=True),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("uid_validity", sa.BigInteger(), nullable=True),
        sa.Column("uid", sa.BigInteger(), nullable=True),
        sa.Column("copy", sa.String(8), nullable=False),
        sa.Column("received_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_mail_received")),
    )
    op.create_index(op.f("ix_mail_received_conversation_id"), "mail_received", ["conversation_id"])
    op.create_index(op.f("ix_mail_received_copy"), "mail_received", ["copy"])
    op.create_index(op.f("ix_mail_received_received_at"), "mail_received", ["received_at"])
    op.create_table(
        "mail_sent",
        sa.Column("key", sa.String(32), nullable=False),
        sa.Column("conversation_id", sa.String(128), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column("sent_at", _MOMENT, nullable=False),
        sa.Column("bounced_at", _MOMENT, nullable=True),
        sa.Column("status", sa.String(20), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_mail_sent")),
    )
    op.create_index(op.f("ix_mail_sent_conversation_id"), "mail_sent", ["conversation_id"])
    op.create_table(
        "mail_aside",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("held", _JSON, nullable=False),
        sa.Column("received_at", _MOMENT, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_mail_aside")),
    )
    op.create_index(op.f("ix_mail_aside_received_at"), "mail_aside", ["received_at"])
    op.create_index(op.f("ix_mail_aside_state"), "mail_aside", ["state"])
    op.create_table(
        "mail_drafts",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("conversation_id", sa.String(128), nullable=False),
        sa.Column("outside_id", sa.String(160), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", _MOMENT, nullable=False),
        sa.Column("found", _JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_drafts")),
        sa.UniqueConstraint("outside_id", name=op.f("uq_mail_drafts_outside_id")),
    )
    op.create_index(op.f("ix_mail_drafts_conversation_id"), "mail_drafts", ["conversation_id"])
    op.create_index(op.f("ix_mail_drafts_state"), "mail_drafts", ["state"])
    op.create_table(
        "mailboxes",
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("uid_validity", sa.BigInteger(), nullable=True),
        sa.Column("last_uid", sa.BigInteger(), nullable=False),
        sa.Column("leased_by", sa.String(32), nullable=True),
        sa.Column("leased_until", _MOMENT, nullable=True),
        sa.Column("read_at", _MOMENT, nullable=True),
        sa.Column("problem", sa.String(80), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_mailboxes")),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("mailboxes")
    op.drop_table("mail_drafts")
    op.drop_table("mail_aside")
    op.drop_table("mail_sent")
    op.drop_table("mail_received")
    op.drop_table("mail_threads")
    op.drop_column("letters", "head")
