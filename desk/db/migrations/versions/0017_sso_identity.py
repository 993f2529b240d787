"""Whom of the single sign-on's provider an account belongs to."""

import sqlalchemy as sa
from alembic import op

revision = "0017_sso_identity"
down_revision = "0016_people_who_booked"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    with op.batch_alter_table("accounts") as table:
        table.add_column(sa.Column("sso_identity", sa.String(1024), nullable=True))
        table.create_unique_constraint(op.f("uq_accounts_sso_identity"), ["sso_identity"])


def downgrade() -> None:
    """Take it away."""
    with op.batch_alter_table("accounts") as table:
        table.drop_constraint(op.f("uq_accounts_sso_identity"), type_="unique")
        table.drop_column("sso_identity")
