"""Accounts of the staff, and who is logged in; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

ROLES = {"consultant": "相談員", "supervisor": "主任", "manager": "管理者", "auditor": "監査"}
# Presence: seen by the console within this time. The console says it is there every 20-30 s.
PRESENT_WITHIN = timedelta(minutes=2)


@dataclass(frozen=True)
class Account:
    """A consultant."""

    id: str
    email: str
    name: str
    role: str
    password_hash: str
    is_active: bool
    on_duty: bool
    seen_at: datetime | None
    totp_secret: str | None = None
    sso_identity: str | None = None

    @property
    def is_supervisor(self) -> bool:
        """Whether the account may take cases over."""
        return self.role in {"supervisor", "manager"}


@dataclass(frozen=True)
class Session:
    """Somebody logged in; `csrf` must come with every change."""

    account: Account
    csrf: str


@dataclass(frozen=True)
class OpenSession:
    """A session as its owner sees it; `key` names it and opens nothing."""

    key: str
    address: str
    agent: str
    created_at: datetime
    seen_at: datetime
