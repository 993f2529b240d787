"""The tables of conversations and cases. Uniqueness that the rules need stands in the schema, not in checks before writing."""

from __future__ import annotations

import sqlalchemy as sa

from desk.db.data_category import OWN, ROOT, DataCategory, Kept, personal
from desk.db.schema import Json, Moment, metadata

ERASED_WORDS = "（消去しました）"
# What is left of a case as a count.
_OF_A_CASE = ("id", "receipt", "conversation_id", "channel", "state", "reason", "topic", "flags", "owner_id")

conversations = sa.Table(
    "conversations",
    metadata,
    sa.Column("id", sa.String(128), primary_key=True),
    sa.Column("channel", sa.String(32), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("owner_id", sa.String(32)),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("last_seq", sa.Integer, nullable=False),
    sa.Column("token_hash", sa.String(64), unique=True),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("erased_at", Moment),
    info=personal(
        DataCategory(
            "会話",
            Kept.TALK,
            {"id": ROOT},
            # Its end (state, epoch, erased_at) is set by the erasure itself.
            blank={"token_hash": None, "owner_id": None},
            stays=("id", "channel", "state"),
        )
    ),
)

messages = sa.Table(
    "messages",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("conversation_id", sa.String(128), sa.ForeignKey("conversations.id"), nullable=False),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("author", sa.String(16), nullable=False),
    sa.Column("author_id", sa.String(32)),
    sa.Column("author_name", sa.String(80), nullable=False),
    sa.Column("sent_at", Moment, nullable=False),
    sa.Column("parts", Json, nullable=False),
    sa.Column("outside_id", sa.String(160)),
    sa.Column("late", sa.Boolean, nullable=False, default=False),
    sa.Column("understanding", Json),
    sa.UniqueConstraint("conversation_id", "seq"),
    sa.UniqueConstraint("conversation_id", "outside_id"),
    info=personal(DataCategory("メッセージ", Kept.TALK, OWN)),
)

choices = sa.Table(
    "choices",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("conversation_id", sa.String(128), nullable=False, index=True),
    sa.Column("label", sa.String(200), nullable=False),
    sa.Column("payload", sa.Text, nullable=False),
    info=personal(DataCategory("示した選択肢", Kept.TALK, OWN)),
)

turns = sa.Table(
    "turns",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("number", sa.Integer, nullable=False, index=True),
    sa.Column("conversation_id", sa.String(128), nullable=False, index=True),
    sa.Column("outside_id", sa.String(160), nullable=False),
    sa.Column("channel", sa.String(32), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("payload", sa.Text),
    sa.Column("sent_at", Moment, nullable=False),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("state", sa.String(8), nullable=False, index=True),  # ready, running, done
    sa.Column("due_at", Moment, nullable=False),
    sa.Column("leased_until", Moment),
    # A keyed digest of the network it came from, while it is open; None on LINE.
    sa.Column("origin", sa.String(16)),
    info=personal(DataCategory("自動応答への質問", Kept.TALK, OWN)),
)
# Nearly all turns of a conversation are done: whoever looks for an earlier one that is not must not read those.
sa.Index(
    "ix_turns_open_conversation_id_number",
    turns.c.conversation_id,
    turns.c.number,
    sqlite_where=turns.c.state != sa.literal_column("'done'"),
    postgresql_where=turns.c.state != sa.literal_column("'done'"),
)

cases = sa.Table(
    "cases",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("receipt", sa.String(20), nullable=False, unique=True),
    sa.Column("conversation_id", sa.String(128), nullable=False, index=True),
    sa.Column("channel", sa.String(32), nullable=False),
    sa.Column("state", sa.String(16), nullable=False, index=True),
    sa.Column("reason", sa.String(40), nullable=False),
    sa.Column("topic", sa.String(60), nullable=False),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("slots", Json, nullable=False),
    sa.Column("understood", Json, nullable=False),
    sa.Column("flags", Json, nullable=False),
    sa.Column("contact", Json),
    sa.Column("consent", Json),
    sa.Column("transcript", Json, nullable=False),
    sa.Column("owner_id", sa.String(32)),
    sa.Column("waiting_since", Moment, nullable=False),
    sa.Column("opened_at", Moment, nullable=False),
    sa.Column("claimed_at", Moment),
    sa.Column("closed_at", Moment),
    # Words that consultants sort by.
    sa.Column("tags", Json, nullable=False, server_default="[]"),
    info=personal(
        DataCategory(
            "相談",
            Kept.TALK,
            OWN,
            blank={"question": ERASED_WORDS, "slots": {}, "understood": [], "transcript": [], "tags": []},
            stays=(*_OF_A_CASE, "contact", "consent"),
        ),
        DataCategory(
            "連絡先と同意の記録",
            Kept.CONTACT,
            OWN,
            blank={"contact": None, "consent": None},
            stays=(*_OF_A_CASE, "question", "slots", "understood", "transcript", "tags"),
        ),
    ),
)
# At most one case of a conversation is open (RocketChat#38148: check-then-act made two rooms).
sa.Index(
    "uq_cases_open",
    cases.c.conversation_id,
    unique=True,
    sqlite_where=cases.c.state != "closed",
    postgresql_where=cases.c.state != "closed",
)


events = sa.Table(
    "events",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("conversation_id", sa.String(128), nullable=False, index=True),
    sa.Column("case_id", sa.String(32)),
    sa.Column("account_id", sa.String(32)),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("detail", Json),
    sa.Column("at", Moment, nullable=False, index=True),
    info=personal(
        # What happened and when; never what was said.
        DataCategory(
            "経過",
            Kept.TALK,
            OWN,
            blank={},
            stays=("conversation_id", "case_id", "account_id", "kind", "detail"),
        )
    ),
)


outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("conversation_id", sa.String(128), nullable=False, index=True),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("epoch", sa.Integer, nullable=False),
    # ready, sending, riding (in the call of `carried_by`), held (by the quota), sent, unknown (perhaps sent), dead (refused),
    # dropped (late, or the person blocked us), shown (read on our own page)
    sa.Column("state", sa.String(8), nullable=False, index=True),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("due_at", Moment, nullable=False),
    sa.Column("leased_until", Moment),
    sa.Column("first_tried_at", Moment),
    sa.Column("retry_key", sa.String(36), nullable=False),
    # The token that a reply began to use, and when LINE gave it.
    sa.Column("reply_token", sa.String(128)),
    sa.Column("reply_token_at", Moment),
    # An attempt ended without a clear answer: LINE may have the message.
    sa.Column("maybe_received", sa.Boolean, nullable=False, server_default=sa.false()),
    # Text and not JSON: a repeated attempt must send the same bytes, and PostgreSQL's JSONB reorders keys.
    sa.Column("request", sa.Text),
    sa.Column("problem", sa.String(200)),
    sa.Column("carried_by", sa.Integer, index=True),
    # Too large a call together with others.
    sa.Column("alone", sa.Boolean, nullable=False, server_default=sa.false()),
    # LINE's ids of what was sent, as JSON.
    sa.Column("sent_ids", sa.Text),
    sa.UniqueConstraint("conversation_id", "seq"),
    info=personal(DataCategory("LINEへの送信", Kept.TALK, OWN)),
)


counters = sa.Table(
    "counters",
    metadata,
    sa.Column("name", sa.String(40), primary_key=True),
    sa.Column("value", sa.Integer, nullable=False),
    info=personal(DataCategory("受付番号の数え", Kept.OFFICE)),
)
