"""The audit log keeps how an act ended and what it changed: entries that complete an earlier one."""

import sqlalchemy as sa
from alembic import op

revision = "0072_audit_outcomes"
down_revision = "0070_case_facts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; entries of before complete nothing and keep their hash."""
    op.add_column("audit_entries", sa.Column("about", sa.Integer, nullable=True))
    op.add_column("audit_entries", sa.Column("detail", sa.Text, nullable=False, server_default=""))
    op.create_index("ix_audit_entries_about", "audit_entries", ["about"])


def downgrade() -> None:
    """Take them away."""
    op.drop_index("ix_audit_entries_about", "audit_entries")
    op.drop_column("audit_entries", "detail")
    op.drop_column("audit_entries", "about")
