"""The office: opening rules, audit log, second factor."""

import sqlalchemy as sa
from alembic import op

revision = "0002_office"
down_revision = "0001"
branch_labels = None
depends_on = None

_SQLITE = """CREATE TRIGGER audit_entries_no_{low} BEFORE {high} ON audit_entries
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END"""
_POSTGRESQL = """CREATE FUNCTION audit_entries_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$;
CREATE TRIGGER audit_entries_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries
FOR EACH STATEMENT EXECUTE FUNCTION audit_entries_refuse()"""


def upgrade() -> None:
    """Change the schema."""
    op.add_column("accounts", sa.Column("totp_secret", sa.String(64), nullable=True))
    op.add_column("accounts", sa.Column("totp_step", sa.Integer(), nullable=True))
    op.create_table(
        "hours_rules",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("slots", sa.Text(), nullable=False),
        sa.Column("days", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.String(26), nullable=False),
        sa.Column("saved_by", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hours_rules")),
    )
    op.create_table(
        "audit_entries",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(26), nullable=False),
        sa.Column("account_id", sa.String(32), nullable=True),
        sa.Column("account_name", sa.String(80), nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(160), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_entries")),
    )
    op.create_index(op.f("ix_audit_entries_at"), "audit_entries", ["at"])
    if op.get_bind().dialect.name == "sqlite":
        for word in ("update", "delete"):
            op.execute(_SQLITE.format(low=word, high=word.upper()))
    else:
        op.execute(_POSTGRESQL)


def downgrade() -> None:
    """Change it back."""
    op.drop_table("audit_entries")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION audit_entries_refuse()")
    op.drop_table("hours_rules")
    op.drop_column("accounts", "totp_step")
    op.drop_column("accounts", "totp_secret")
