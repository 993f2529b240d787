"""One-time links into a conversation, and the tokens of the devices that used one."""

import sqlalchemy as sa
from alembic import op

revision = "0004_links"
down_revision = "0003_delivery"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "links",
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("conversation_id", sa.String(128), nullable=False),
        sa.Column("created_at", sa.String(26), nullable=False),
        sa.Column("expires_at", sa.String(26), nullable=False),
        sa.Column("used_at", sa.String(26), nullable=True),
        sa.PrimaryKeyConstraint("code_hash", name="pk_links"),
    )
    op.create_index("ix_links_conversation_id", "links", ["conversation_id"])
    op.create_index("ix_links_expires_at", "links", ["expires_at"])
    op.create_table(
        "web_keys",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("conversation_id", sa.String(128), nullable=False),
        sa.Column("created_at", sa.String(26), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_web_keys"),
    )
    op.create_index("ix_web_keys_conversation_id", "web_keys", ["conversation_id"])


def downgrade() -> None:
    """Take them away."""
    op.drop_table("web_keys")
    op.drop_table("links")
