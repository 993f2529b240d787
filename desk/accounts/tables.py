"""The tables of the staff's accounts and logins."""

from __future__ import annotations

import sqlalchemy as sa

from desk.db.data_category import DataCategory, Kept, personal
from desk.db.schema import Json, Moment, metadata

accounts = sa.Table(
    "accounts",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("email", sa.String(254), nullable=False, unique=True),
    sa.Column("name", sa.String(80), nullable=False),
    sa.Column("role", sa.String(20), nullable=False),
    sa.Column("password_hash", sa.String(200), nullable=False),
    sa.Column("is_active", sa.Boolean, nullable=False, default=True),
    sa.Column("on_duty", sa.Boolean, nullable=False, default=False),
    sa.Column("seen_at", Moment),
    sa.Column("created_at", Moment, nullable=False),
    # Base32 secret of the second factor, None where it is not used; the step last used, so that a code works once.
    sa.Column("totp_secret", sa.String(64)),
    sa.Column("totp_step", sa.Integer),
    # "<issuer> <sub>" of who first logged in by single sign-on; the account is nobody else's.
    sa.Column("sso_identity", sa.String(1024), unique=True),
    # A manager's choice to count as present; consultants and supervisors do so anyway, auditors never.
    sa.Column("takes_cases", sa.Boolean, nullable=False, server_default=sa.false()),
    info=personal(DataCategory("職員のアカウント", Kept.OFFICE)),
)

sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    sa.Column("account_id", sa.String(32), sa.ForeignKey("accounts.id"), nullable=False),
    sa.Column("csrf", sa.String(64), nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("seen_at", Moment, nullable=False),
    # So that somebody recognises the own devices in the list of sessions.
    sa.Column("address", sa.String(64), nullable=False, server_default=""),
    sa.Column("agent", sa.String(160), nullable=False, server_default=""),
    # When the password, a code or the provider of single sign-on last proved who it is.
    sa.Column("proved_at", Moment),
    info=personal(DataCategory("職員のログイン", Kept.ACCESS, age="seen_at")),
)

login_attempts = sa.Table(
    "login_attempts",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("key", sa.String(120), nullable=False, index=True),
    sa.Column("at", Moment, nullable=False),
    info=personal(DataCategory("ログインの失敗", Kept.ACCESS, age="at")),
)

# Single-use codes for who has lost the authenticator; only hashes.
recovery_codes = sa.Table(
    "recovery_codes",
    metadata,
    sa.Column("code_hash", sa.String(64), primary_key=True),
    sa.Column("account_id", sa.String(32), nullable=False, index=True),
    info=personal(DataCategory("職員の回復コード", Kept.OFFICE)),
)

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
    info=personal(DataCategory("庁内アカウントでのログインの途中", Kept.ACCESS, age="at")),
)

# Which notices somebody wants; an alert needs to know as well who is on call.
notice_settings = sa.Table(
    "notice_settings",
    metadata,
    sa.Column("account_id", sa.String(32), primary_key=True),
    sa.Column("settings", Json, nullable=False),
    sa.Column("saved_at", Moment, nullable=False),
    info=personal(DataCategory("職員の通知の設定", Kept.OFFICE)),
)
