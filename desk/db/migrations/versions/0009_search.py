"""What is searched, kept true by triggers; rows that are there already are taken in."""

import sqlalchemy as sa
from alembic import op

revision = "0009_search"
down_revision = "0008_case_work"
branch_labels = None
depends_on = None

# table -> (kind, columns whose change empties the text, conversation, time)
_SOURCES = {
    "messages": ("message", ("parts",), "{row}conversation_id", "{row}sent_at"),
    "notes": (
        "note",
        ("text",),
        "COALESCE((SELECT c.conversation_id FROM cases c WHERE c.id = {row}case_id), '')",
        "{row}created_at",
    ),
    "cases": (
        "case",
        ("receipt", "question", "slots", "transcript"),
        "{row}conversation_id",
        "{row}opened_at",
    ),
}
_COLUMNS = "INSERT INTO search_documents (kind, source, conversation_id, at)"
_EMPTY = "UPDATE search_documents SET text = NULL WHERE kind = '{kind}' AND source = CAST(NEW.id AS VARCHAR)"
_REMOVE = "DELETE FROM search_documents WHERE kind = '{kind}' AND source = CAST(OLD.id AS VARCHAR)"


def upgrade() -> None:
    """Add the table, its rows and the triggers."""
    op.create_table(
        "search_documents",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("source", sa.String(32), nullable=False),
        sa.Column("conversation_id", sa.String(128), nullable=False),
        sa.Column("at", sa.String(26), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("answer", sa.String(64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_documents")),
        sa.UniqueConstraint("kind", "source", name=op.f("uq_search_documents_kind_source")),
    )
    op.create_table(
        "search_answers",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_search_answers")),
    )
    op.create_index(op.f("ix_search_documents_conversation_id"), "search_documents", ["conversation_id"])
    op.create_index(
        "ix_search_documents_pending",
        "search_documents",
        ["id"],
        sqlite_where=sa.text("text IS NULL"),
        postgresql_where=sa.text("text IS NULL"),
    )
    # The search goes from the newest row to the oldest.
    existing = " UNION ALL ".join(
        f"SELECT '{kind}', CAST(s.id AS VARCHAR), {conversation}, {at} FROM {table} s".format(  # noqa: S608 - constants
            row="s."
        )
        for table, (kind, _, conversation, at) in _SOURCES.items()
    )
    op.execute(f"{_COLUMNS} {existing} ORDER BY 4")
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table, (kind, watched, conversation, at) in _SOURCES.items():
        added = f"{_COLUMNS} SELECT '{kind}', CAST(NEW.id AS VARCHAR), {conversation}, {at}".format(row="NEW.")
        steps = {
            "INSERT": ("", added),
            "UPDATE": (f" OF {', '.join(watched)}", _EMPTY.format(kind=kind)),
            "DELETE": ("", _REMOVE.format(kind=kind)),
        }
        for event, (of, does) in steps.items():
            name = f"search_{table}_{event.lower()}"
            when = _changed(watched, is_sqlite=is_sqlite) if event == "UPDATE" else ""
            if is_sqlite:
                op.execute(f"CREATE TRIGGER {name} AFTER {event}{of} ON {table} {when} BEGIN {does}; END")
            else:
                op.execute(
                    f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {does}; RETURN NULL; END $$"
                )
                op.execute(
                    f"CREATE TRIGGER {name} AFTER {event}{of} ON {table} FOR EACH ROW {when} EXECUTE FUNCTION {name}()"
                )


def _changed(columns: tuple[str, ...], *, is_sqlite: bool) -> str:
    differs = "IS NOT" if is_sqlite else "IS DISTINCT FROM"
    return f"WHEN ({' OR '.join(f'OLD.{name} {differs} NEW.{name}' for name in columns)})"


def downgrade() -> None:
    """Take them away."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in _SOURCES:
        for event in ("insert", "update", "delete"):
            name = f"search_{table}_{event}"
            op.execute(f"DROP TRIGGER {name}" + ("" if is_sqlite else f" ON {table}"))
            if not is_sqlite:
                op.execute(f"DROP FUNCTION {name}()")
    op.drop_table("search_answers")
    op.drop_table("search_documents")
