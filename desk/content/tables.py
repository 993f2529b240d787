"""The tables of entries, facts, versions, phrasings, publications, switches and models."""

from __future__ import annotations

import sqlalchemy as sa

from desk.db.data_category import OWN, DataCategory, Kept, personal
from desk.db.schema import Json, Moment, metadata

_OFFICE = personal(DataCategory("回答の編集", Kept.OFFICE))

items = sa.Table(
    "content_items",
    metadata,
    sa.Column("kind", sa.String(8), primary_key=True),
    sa.Column("key", sa.String(110), primary_key=True),
    sa.Column("origin", sa.String(8), nullable=False),
    sa.Column("published", sa.Integer),
    sa.Column("pack_digest", sa.String(64)),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("withdrawn_at", Moment),
    sa.Column("withdrawn_by", sa.String(80), nullable=False),
    sa.Column("withdrawn_why", sa.String(400), nullable=False),
    sa.Column("withdrawn_until", Moment),
    info=_OFFICE,
)

versions = sa.Table(
    "content_versions",
    metadata,
    sa.Column("kind", sa.String(8), primary_key=True),
    sa.Column("key", sa.String(110), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("state", sa.String(12), nullable=False, index=True),
    sa.Column("content", Json, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("base", sa.Integer),
    sa.Column("origin", sa.String(8), nullable=False),
    sa.Column("authors", Json, nullable=False),
    sa.Column("author", sa.String(80), nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("changed_by", sa.String(80), nullable=False),
    sa.Column("changed_at", Moment, nullable=False),
    sa.Column("words", sa.String(1000), nullable=False),
    sa.Column("reviewer_id", sa.String(32)),
    sa.Column("reviewer", sa.String(80), nullable=False),
    sa.Column("reviewed_at", Moment),
    sa.Column("publish_at", Moment),
    sa.Column("unpublish_at", Moment),
    sa.Column("published_at", Moment),
    info=_OFFICE,
)

phrasings = sa.Table(
    "content_phrasings",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("label", sa.String(110), nullable=False),
    sa.Column("text", sa.String(400), nullable=False),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("origin", sa.String(8), nullable=False),
    sa.Column("added_by_id", sa.String(32)),
    sa.Column("added_by", sa.String(80), nullable=False),
    sa.Column("added_at", Moment, nullable=False),
    sa.UniqueConstraint("label", "text"),
    info=_OFFICE,
)

publications = sa.Table(
    "content_publications",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("made_at", Moment, nullable=False),
    sa.Column("made_by", sa.String(80), nullable=False),
    sa.Column("what", sa.String(200), nullable=False),
    sa.Column("teaching", sa.String(64), nullable=False),
    info=_OFFICE,
)

# What each import brought: a pack that was imported last is not read again.
packs = sa.Table(
    "content_packs",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("imported_at", Moment, nullable=False),
    sa.Column("figures", Json, nullable=False),
    info=_OFFICE,
)

switches = sa.Table(
    "content_switches",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("scope", sa.String(8), nullable=False),
    sa.Column("name", sa.String(110), nullable=False),
    sa.Column("reason", sa.String(400), nullable=False),
    sa.Column("by", sa.String(80), nullable=False),
    sa.Column("since", Moment, nullable=False),
    sa.Column("until", Moment),
    sa.Column("ended_at", Moment, index=True),
    sa.Column("ended_by", sa.String(80), nullable=False),
    info=_OFFICE,
)

# One row per training: the job, its lease, its figures, and the model that came of it.
models = sa.Table(
    "content_models",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("publication", sa.Integer, nullable=False),
    sa.Column("teaching", sa.String(64), nullable=False),
    sa.Column("code", sa.String(64), nullable=False),
    sa.Column("state", sa.String(12), nullable=False, index=True),
    sa.Column("lease", sa.String(64)),
    sa.Column("leased_until", Moment),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("begun_at", Moment, nullable=False),
    sa.Column("finished_at", Moment),
    sa.Column("serving_since", Moment),
    sa.Column("file", sa.String(120)),
    sa.Column("sha256", sa.String(64)),
    sa.Column("figures", Json, nullable=False),
    sa.Column("changes", Json, nullable=False),
    sa.Column("problem", sa.String(400), nullable=False),
    sa.Column("decided_by", sa.String(80), nullable=False),
    info=_OFFICE,
)

# 「間違いを知らせる」: what a reader of an answer says is wrong with it, at most one of each answer shown; masked when it comes.
reports = sa.Table(
    "answer_reports",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("conversation_id", sa.String(128), nullable=False, index=True),
    # The number of the message with the answer.
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("label", sa.String(110), nullable=False),
    sa.Column("words", sa.String(300), nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("done_at", Moment, index=True),
    sa.Column("done_by_id", sa.String(32)),
    sa.UniqueConstraint("conversation_id", "seq"),
    info=personal(DataCategory("回答の間違いの知らせ", Kept.TALK, OWN)),
)

# Questions that the office tries again and again, with the answer that each shall get.
trials = sa.Table(
    "content_trials",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("text", sa.String(400), nullable=False, unique=True),
    sa.Column("expected", sa.String(110), nullable=False),
    sa.Column("added_by", sa.String(80), nullable=False),
    sa.Column("added_at", Moment, nullable=False),
    info=_OFFICE,
)

# Pages that published answers cite, as they were when they were read last; `what` waits for a person: changed, gone, away.
sources = sa.Table(
    "content_sources",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("url", sa.String(500), nullable=False, unique=True),
    sa.Column("due_at", Moment, nullable=False, index=True),
    sa.Column("digest", sa.String(64)),
    sa.Column("etag", sa.String(200), nullable=False),
    sa.Column("modified", sa.String(80), nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("what", sa.String(8), nullable=False),
    sa.Column("since", Moment),
    info=_OFFICE,
)
