"""What came after the last release: danger, presence, content, fair turns, mail as a channel, reports of readers, departments, sources, pushes, persons."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from desk.db.migrations.ddl import content_0096, reach_0096

revision = "0096_since_the_release"
down_revision = "0017_sso_identity"
branch_labels = None
depends_on = None

_MOMENT = sa.String(26)
_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Add tables and columns; the search's copies are made anew."""
    _add_danger()
    _add_presence()
    content_0096.make()
    _add_trials()
    _add_fairness()
    _add_mail_channel()
    _add_answer_reports()
    _add_case_facts()
    _add_audit_outcomes()
    _add_departments()
    reach_0096.make()
    _follow_case_facts("receipt", "question", "slots", "transcript", "tags")
    _fold_again()


def downgrade() -> None:
    """Take them away; an older desk finds with the search's copies what was typed alike."""
    reach_0096.drop()
    op.drop_table("department_questions")
    op.drop_index("ix_audit_entries_about", "audit_entries")
    op.drop_column("audit_entries", "detail")
    op.drop_column("audit_entries", "about")
    op.drop_table("mutes")
    _follow_case_facts("receipt", "question", "slots", "transcript")
    op.drop_column("cases", "tags")
    op.drop_column("links", "uses")
    op.drop_table("answer_reports")
    op.drop_table("mailboxes")
    op.drop_table("mail_drafts")
    op.drop_table("mail_aside")
    op.drop_table("mail_sent")
    op.drop_table("mail_received")
    op.drop_table("mail_threads")
    op.drop_column("letters", "head")
    op.drop_column("sessions", "proved_at")
    op.drop_column("turns", "origin")
    op.drop_table("content_trials")
    for table in ("models", "switches", "packs", "publications", "phrasings", "versions", "items"):
        op.drop_table(f"content_{table}")
    op.drop_table("set_aside")
    op.drop_table("case_news")
    op.drop_column("accounts", "takes_cases")
    op.drop_table("danger_marks")
    op.drop_table("danger_readings")


def _fold_again() -> None:
    """Empty the search's copies, which are folded otherwise now; the search fills them before it is used."""
    op.execute("UPDATE search_documents SET text = NULL, answer = NULL")
    op.execute("DELETE FROM search_answers")


def _follow_case_facts(*watched: str) -> None:
    """Let the search's copy of a case be made anew when one of these columns changes."""
    changed = " OR ".join(f"OLD.{name} {{differs}} NEW.{name}" for name in watched)
    head = f"CREATE TRIGGER search_cases_update AFTER UPDATE OF {', '.join(watched)} ON cases"
    if op.get_bind().dialect.name == "sqlite":
        emptied = "UPDATE search_documents SET text = NULL WHERE kind = 'case' AND source = NEW.id"
        op.execute("DROP TRIGGER search_cases_update")
        op.execute(f"{head} WHEN ({changed.format(differs='IS NOT')}) BEGIN {emptied}; END")
        return
    op.execute("DROP TRIGGER search_cases_update ON cases")
    when = changed.format(differs="IS DISTINCT FROM")
    op.execute(f"{head} FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION search_cases_update()")


def _add_danger() -> None:
    """Messages that are read for danger, and the marks."""
    op.create_table(
        "danger_readings",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("conversation_id", sa.String(128), nullable=False),
        sa.Column("outside_id", sa.String(160), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.String(32), nullable=True),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("is_read_by_rule", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("due_at", _MOMENT, nullable=False),
        sa.Column("leased_until", _MOMENT, nullable=True),
        sa.Column("problem", sa.String(200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_danger_readings")),
        sa.UniqueConstraint(
            "conversation_id",
            "outside_id",
            name=op.f("uq_danger_readings_conversation_id_outside_id"),
        ),
    )
    op.create_index(op.f("ix_danger_readings_due_at"), "danger_readings", ["due_at"])
    op.create_table(
        "danger_marks",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("conversation_id", sa.String(128), nullable=False),
        sa.Column("outside_id", sa.String(160), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.String(32), nullable=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("subject", sa.String(16), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("found_by", sa.String(8), nullable=False),
        sa.Column("rule", sa.String(80), nullable=True),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("set_by", sa.String(32), nullable=True),
        sa.Column("reason", sa.String(300), nullable=True),
        sa.Column("settled_at", _MOMENT, nullable=True),
        sa.Column("settled_by", sa.String(32), nullable=True),
        sa.Column("settle_reason", sa.String(300), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_danger_marks")),
        sa.UniqueConstraint("conversation_id", "outside_id", name=op.f("uq_danger_marks_conversation_id_outside_id")),
    )
    op.create_index(op.f("ix_danger_marks_at"), "danger_marks", ["at"])
    op.create_index(op.f("ix_danger_marks_state"), "danger_marks", ["state"])


def _add_presence() -> None:
    """Who counts as present, what consultants are told of their cases, and what a worker could not do."""
    op.add_column(
        "accounts",
        sa.Column("takes_cases", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_table(
        "case_news",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("case_id", sa.String(32), nullable=False),
        sa.Column("account_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("by_name", sa.String(80), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=True),
        sa.Column("mark", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(26), nullable=False),
        sa.Column("seen_at", sa.String(26), nullable=True),
        sa.Column("mailed_at", sa.String(26), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_case_news"),
    )
    for column in ("case_id", "account_id"):
        op.create_index(f"ix_case_news_{column}", "case_news", [column])
    op.create_table(
        "set_aside",
        sa.Column("worker", sa.String(16), nullable=False),
        sa.Column("item", sa.String(160), nullable=False),
        sa.Column("conversation_id", sa.String(128), nullable=True),
        sa.Column("is_aside", sa.Boolean(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(12), nullable=False),
        sa.Column("problem", sa.String(200), nullable=False),
        sa.Column("first_at", sa.String(26), nullable=False),
        sa.Column("last_at", sa.String(26), nullable=False),
        sa.Column("next_at", sa.String(26), nullable=False),
        sa.PrimaryKeyConstraint("worker", "item", name="pk_set_aside"),
    )
    op.create_index("ix_set_aside_conversation_id", "set_aside", ["conversation_id"])


def _add_trials() -> None:
    """Questions that the office tries, with the answer that each shall get."""
    op.create_table(
        "content_trials",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("text", sa.String(400), nullable=False),
        sa.Column("expected", sa.String(110), nullable=False),
        sa.Column("added_by", sa.String(80), nullable=False),
        sa.Column("added_at", sa.String(26), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_content_trials"),
        sa.UniqueConstraint("text", name="uq_content_trials_text"),
    )


def _add_fairness() -> None:
    """Turns are taken fairly across networks; a session knows when its person last proved who it is."""
    op.add_column("turns", sa.Column("origin", sa.String(16), nullable=True))
    op.add_column("sessions", sa.Column("proved_at", sa.String(26), nullable=True))


def _add_mail_channel() -> None:
    """Mail as a channel: threads, mails taken, sent and set aside, drafts, the mailbox that is read; heads of letters."""
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


def _add_answer_reports() -> None:
    """Readers tell what is wrong with an answer; a link may be opened a few times while it is fresh."""
    op.create_table(
        "answer_reports",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("conversation_id", sa.String(128), nullable=False, index=True),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("label", sa.String(110), nullable=False),
        sa.Column("words", sa.String(300), nullable=False),
        sa.Column("at", sa.String(26), nullable=False),
        sa.Column("done_at", sa.String(26), nullable=True, index=True),
        sa.Column("done_by_id", sa.String(32), nullable=True),
        sa.UniqueConstraint("conversation_id", "seq"),
    )
    op.add_column("links", sa.Column("uses", sa.Integer, nullable=False, server_default="0"))


def _add_case_facts() -> None:
    """Cases have tags; conversations that only disturb call nobody for a time."""
    op.add_column("cases", sa.Column("tags", _JSON, nullable=False, server_default="[]"))
    op.create_table(
        "mutes",
        sa.Column("conversation_id", sa.String(128), primary_key=True),
        sa.Column("until", sa.String(26), nullable=False),
        sa.Column("account_id", sa.String(32), nullable=False),
        sa.Column("set_at", sa.String(26), nullable=False),
    )


def _add_audit_outcomes() -> None:
    """The audit log keeps how an act ended and what it changed: entries that complete an earlier one."""
    op.add_column("audit_entries", sa.Column("about", sa.Integer, nullable=True))
    op.add_column("audit_entries", sa.Column("detail", sa.Text, nullable=False, server_default=""))
    op.create_index("ix_audit_entries_about", "audit_entries", ["about"])


def _add_departments() -> None:
    """Questions that a department is asked by mail."""
    op.create_table(
        "department_questions",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("code_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("conversation_id", sa.String(128), nullable=False, index=True),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("remark", sa.String(400), nullable=False),
        sa.Column("department", sa.String(80), nullable=False),
        sa.Column("asked_by", sa.String(80), nullable=False),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.Column("answered_at", _MOMENT),
        sa.Column("answered_by", sa.String(80), nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("used_at", _MOMENT),
    )
