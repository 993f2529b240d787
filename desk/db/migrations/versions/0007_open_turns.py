"""Whether an earlier turn is open is found without reading those that are done."""

import sqlalchemy as sa
from alembic import op

revision = "0007_open_turns"
down_revision = "0006_letters"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index."""
    is_open = sa.text("state != 'done'")
    op.create_index(
        "ix_turns_open_conversation_id_number",
        "turns",
        ["conversation_id", "number"],
        sqlite_where=is_open,
        postgresql_where=is_open,
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_index("ix_turns_open_conversation_id_number", "turns")
