"""The search's copies are folded anew: variants of kanji are one, and numbers are compared without hyphens."""

from alembic import op

revision = "0030_fold_again"
down_revision = "0021_trials"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Empty the copies; the search fills them before it is used."""
    op.execute("UPDATE search_documents SET text = NULL, answer = NULL")
    op.execute("DELETE FROM search_answers")


def downgrade() -> None:
    """Nothing to take away: an older desk finds with these copies what was typed alike."""
