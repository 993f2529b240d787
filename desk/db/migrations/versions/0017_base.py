"""The schema of the last release. Databases that stand here are upgraded; older ones are refused (`desk.db.migrate`)."""

import sqlalchemy as sa
from alembic import op

from desk.db.migrations.ddl import canned_replies_0017, office_0017, talks_0017, work_0017

revision = "0017_sso_identity"
down_revision = None
branch_labels = None
depends_on = None

_AUDIT_SQLITE = """CREATE TRIGGER audit_entries_no_{low} BEFORE {high} ON audit_entries
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END"""
_AUDIT_POSTGRESQL = """CREATE FUNCTION audit_entries_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$;
CREATE TRIGGER audit_entries_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries
FOR EACH STATEMENT EXECUTE FUNCTION audit_entries_refuse()"""

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
    """Make the tables and triggers, and the first canned replies."""
    for part in (talks_0017, office_0017, work_0017):
        part.make()
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    _protect_audit_log(is_sqlite=is_sqlite)
    _keep_search_true(is_sqlite=is_sqlite)
    _add_canned_replies()


def downgrade() -> None:
    """There is nothing before it."""
    raise NotImplementedError("expected a newer revision to go back from: there is no schema before the last release's")


def _protect_audit_log(*, is_sqlite: bool) -> None:
    """Let the database refuse changes of the audit log."""
    if not is_sqlite:
        op.execute(_AUDIT_POSTGRESQL)
        return
    for word in ("update", "delete"):
        op.execute(_AUDIT_SQLITE.format(low=word, high=word.upper()))


def _keep_search_true(*, is_sqlite: bool) -> None:
    """Let triggers follow what is searched."""
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


def _add_canned_replies() -> None:
    """Insert the ones that an office begins with."""
    names = ("title", "register", "text", "saved_at")
    op.bulk_insert(
        sa.table("canned_replies", *(sa.column(name, sa.Text) for name in names)),
        [
            dict(zip(names, (*reply, "2026-11-25T00:00:00.000000"), strict=True))
            for reply in canned_replies_0017.first()
        ],
    )
