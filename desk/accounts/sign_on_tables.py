"""The table of single sign-on: logins that went to the provider and have not come back."""

from __future__ import annotations

import sqlalchemy as sa

from desk.conversation_sql.tables import Moment, metadata

# A row is deleted when its login comes back, so that it works once. Nothing in it tells who logs in.
sign_on_attempts = sa.Table(
    "sign_on_attempts",
    metadata,
    sa.Column("state_hash", sa.String(64), primary_key=True),
    # Of the cookie: the login ends in the browser in which it began.
    sa.Column("browser_hash", sa.String(64), nullable=False),
    sa.Column("nonce", sa.String(64), nullable=False),
    sa.Column("verifier", sa.String(128), nullable=False),
    sa.Column("at", Moment, nullable=False),
)
