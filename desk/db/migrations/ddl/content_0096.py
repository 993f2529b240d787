"""The tables of answers, facts and phrasings that the office keeps itself."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

_MOMENT = sa.String(26)
_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def make() -> None:
    """Make the tables."""
    op.create_table(
        "content_items",
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("key", sa.String(110), nullable=False),
        sa.Column("origin", sa.String(8), nullable=False),
        sa.Column("published", sa.Integer(), nullable=True),
        sa.Column("pack_digest", sa.String(64), nullable=True),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("withdrawn_at", _MOMENT, nullable=True),
        sa.Column("withdrawn_by", sa.String(80), nullable=False),
        sa.Column("withdrawn_why", sa.String(400), nullable=False),
        sa.Column("withdrawn_until", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("kind", "key", name="pk_content_items"),
    )
    op.create_table(
        "content_versions",
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("key", sa.String(110), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("content", _JSON, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=True),
        sa.Column("origin", sa.String(8), nullable=False),
        sa.Column("authors", _JSON, nullable=False),
        sa.Column("author", sa.String(80), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("changed_by", sa.String(80), nullable=False),
        sa.Column("changed_at", _MOMENT, nullable=False),
        sa.Column("words", sa.String(1000), nullable=False),
        sa.Column("reviewer_id", sa.String(32), nullable=True),
        sa.Column("reviewer", sa.String(80), nullable=False),
        sa.Column("reviewed_at", _MOMENT, nullable=True),
        sa.Column("publish_at", _MOMENT, nullable=True),
        sa.Column("unpublish_at", _MOMENT, nullable=True),
        sa.Column("published_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("kind", "key", "number", name="pk_content_versions"),
    )
    op.create_index("ix_content_versions_state", "content_versions", ["state"])
    op.create_table(
        "content_phrasings",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("label", sa.String(110), nullable=False),
        sa.Column("text", sa.String(400), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("origin", sa.String(8), nullable=False),
        sa.Column("added_by_id", sa.String(32), nullable=True),
        sa.Column("added_by", sa.String(80), nullable=False),
        sa.Column("added_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_content_phrasings"),
        sa.UniqueConstraint("label", "text", name="uq_content_phrasings_label_text"),
    )
    op.create_table(
        "content_publications",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("made_by", sa.String(80), nullable=False),
        sa.Column("what", sa.String(200), nullable=False),
        sa.Column("teaching", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_content_publications"),
    )
    op.create_table(
        "content_packs",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("imported_at", _MOMENT, nullable=False),
        sa.Column("figures", _JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_content_packs"),
    )
    op.create_table(
        "content_switches",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("scope", sa.String(8), nullable=False),
        sa.Column("name", sa.String(110), nullable=False),
        sa.Column("reason", sa.String(400), nullable=False),
        sa.Column("by", sa.String(80), nullable=False),
        sa.Column("since", _MOMENT, nullable=False),
        sa.Column("until", _MOMENT, nullable=True),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.Column("ended_by", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_content_switches"),
    )
    op.create_index("ix_content_switches_ended_at", "content_switches", ["ended_at"])
    op.create_table(
        "content_models",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("publication", sa.Integer(), nullable=False),
        sa.Column("teaching", sa.String(64), nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("lease", sa.String(64), nullable=True),
        sa.Column("leased_until", _MOMENT, nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("begun_at", _MOMENT, nullable=False),
        sa.Column("finished_at", _MOMENT, nullable=True),
        sa.Column("serving_since", _MOMENT, nullable=True),
        sa.Column("file", sa.String(120), nullable=True),
        sa.Column("sha256", sa.String(64), nullable=True),
        sa.Column("figures", _JSON, nullable=False),
        sa.Column("changes", _JSON, nullable=False),
        sa.Column("problem", sa.String(400), nullable=False),
        sa.Column("decided_by", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_content_models"),
    )
    op.create_index("ix_content_models_state", "content_models", ["state"])
