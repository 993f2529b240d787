"""What people of the office add for the reports: outcomes of cases, decisions about unanswered questions."""

from __future__ import annotations

import sqlalchemy as sa

from desk.db.data_category import BY_CASE, OWN, DataCategory, Kept, personal
from desk.db.schema import Moment, metadata

# 成果: ticked by a consultant on a case; the day is when it was ticked.
case_outcomes = sa.Table(
    "case_outcomes",
    metadata,
    sa.Column("case_id", sa.String(32), primary_key=True),
    sa.Column("kind", sa.String(16), primary_key=True),  # visit, online, moved
    sa.Column("account_id", sa.String(32), nullable=False),
    sa.Column("at", Moment, nullable=False, index=True),
    info=personal(DataCategory("成果の印", Kept.TALK, BY_CASE, blank={}, stays=("case_id", "kind", "account_id"))),
)

# One decision for each group of unanswered questions; the exemplar, masked, is what later questions are compared with.
unanswered_groups = sa.Table(
    "unanswered_groups",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("exemplar", sa.Text, nullable=False),
    # Whose words the exemplar is: it goes when they are erased.
    sa.Column("conversation_id", sa.String(128), nullable=False, index=True),
    sa.Column("status", sa.String(16), nullable=False),  # rephrase, draft, out_of_scope, asked
    sa.Column("label", sa.String(80)),
    sa.Column("remark", sa.String(200), nullable=False),
    sa.Column("account_id", sa.String(32), nullable=False),
    sa.Column("at", Moment, nullable=False),
    info=personal(DataCategory("答えられなかった質問の例", Kept.TALK, OWN)),
)

# Ways of asking that a person has read and put right, for data/nlu; nothing is trained by itself.
phrasings = sa.Table(
    "phrasings",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("conversation_id", sa.String(128), nullable=False, index=True),
    sa.Column("label", sa.String(80), nullable=False),
    sa.Column("text", sa.String(300), nullable=False),
    sa.Column("account_id", sa.String(32), nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.UniqueConstraint("label", "text"),
    info=personal(DataCategory("言い換えの案", Kept.TALK, OWN)),
)

# A question that a department was asked by mail; whoever has the link answers it once, without an account.
department_questions = sa.Table(
    "department_questions",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    # The code stands in the mail alone.
    sa.Column("code_hash", sa.String(64), nullable=False, unique=True),
    # Whose words the question is, masked: it goes when they are erased.
    sa.Column("conversation_id", sa.String(128), nullable=False, index=True),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("remark", sa.String(400), nullable=False),
    sa.Column("department", sa.String(80), nullable=False),
    sa.Column("asked_by", sa.String(80), nullable=False),
    sa.Column("asked_at", Moment, nullable=False),
    sa.Column("expires_at", Moment, nullable=False),
    sa.Column("answered_at", Moment),
    sa.Column("answered_by", sa.String(80), nullable=False),
    sa.Column("answer", sa.Text, nullable=False),
    sa.Column("used_at", Moment),
    info=personal(DataCategory("担当課に聞いた質問", Kept.TALK, OWN)),
)

# What the office writes about a month, beside its figures; it stands on the sheet and in the mail.
report_notes = sa.Table(
    "report_notes",
    metadata,
    sa.Column("month", sa.String(7), primary_key=True),  # 2026-11
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("written_by", sa.String(80), nullable=False),
    sa.Column("saved_at", Moment, nullable=False),
    info=personal(DataCategory("月次報告の所見", Kept.OFFICE)),
)
