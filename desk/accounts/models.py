"""Accounts of the staff, and who is logged in; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from desk.display_names import AUTHORS

ROLES = {"consultant": AUTHORS["consultant"], "supervisor": "主任", "manager": "管理者", "auditor": "監査"}
# Presence (see `desk.accounts.service.is_present`): a request of a logged-in browser within this time. Open pages ask
# every 20 s.
PRESENT_WITHIN = timedelta(minutes=2)
# Who takes cases; a manager does so by choice, an auditor never.
TAKES_CASES = frozenset({"consultant", "supervisor"})
TAKES_CASES_BY_CHOICE = "manager"


@dataclass(frozen=True)
class Account:
    """A consultant; `takes_cases` is a manager's own choice to count as present."""

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
    takes_cases: bool = False

    @property
    def counts(self) -> bool:
        """Whether the account takes cases at all: the others are never 在席, however busy they are."""
        by_choice = self.role == TAKES_CASES_BY_CHOICE and self.takes_cases
        return self.role in TAKES_CASES or by_choice

    @property
    def is_supervisor(self) -> bool:
        """Whether the account may take cases over."""
        return self.role in {"supervisor", "manager"}


@dataclass(frozen=True)
class Session:
    """Somebody logged in; `csrf` must come with every change; `seen_at` is the last request that was written down.

    `proved_at` is when the password, a code or the provider of single sign-on last proved who it is. `sends_form` says that this
    request is a form of the office; `told` is what an earlier one left to be shown (see `desk.office.told`).
    """

    account: Account
    csrf: str
    seen_at: datetime | None = None
    proved_at: datetime | None = None
    sends_form: bool = False
    told: str = ""


@dataclass(frozen=True)
class OpenSession:
    """A session as its owner sees it; `key` names it and opens nothing."""

    key: str
    address: str
    agent: str
    created_at: datetime
    seen_at: datetime
