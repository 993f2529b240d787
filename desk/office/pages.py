"""The office's pages, each declared once: its address, what the bar calls it, and who may open it."""

from __future__ import annotations

from dataclasses import dataclass

from desk.accounts.models import ROLES
from desk.http.problems import Problem

_EVERYBODY = frozenset(ROLES)
_STAFF = frozenset({"consultant", "supervisor", "manager"})
_SUPERVISORS = frozenset({"supervisor", "manager"})
_MANAGERS = frozenset({"manager"})
_AUDITORS = frozenset({"manager", "auditor"})
# What is said to whoever may not: (code, words).
_REFUSALS = {
    _STAFF: ("staff_only", "監査の役割では使えません。"),
    _SUPERVISORS: ("not_supervisor", "主任と管理者だけができる操作です。"),
    _MANAGERS: ("not_manager", "管理者だけができる操作です。"),
    _AUDITORS: ("not_auditor", "管理者と監査だけが見られます。"),
}
# What the bar on top leads to besides the cases.
BOOKING, FIGURES, ASSISTANT, SETTINGS = "予約", "集計", "自動応答", "設定"


@dataclass(frozen=True)
class OfficePage:
    """A page of the bar and all that lies below its address."""

    address: str
    title: str
    roles: frozenset[str]
    group: str = SETTINGS

    def holds(self, path: str) -> bool:
        """Whether a path is this page, one below it, or a file of it."""
        return path == self.address or path.startswith((f"{self.address}/", f"{self.address}."))


# In the order of the bar, group by group; the first page that a role may open stands for its group.
PAGES = (
    OfficePage("/console/appointments", "予約", _STAFF, BOOKING),
    OfficePage("/console/reports", "集計", _STAFF, FIGURES),
    OfficePage("/console/deliveries", "送信の記録", _STAFF, FIGURES),
    OfficePage("/console/mails", "届いたメール", _STAFF, FIGURES),
    OfficePage("/console/danger", "見守りの記録", _SUPERVISORS, FIGURES),
    OfficePage("/console/audit", "操作の記録", _AUDITORS, FIGURES),
    OfficePage("/console/answers", "回答", _STAFF, ASSISTANT),
    OfficePage("/console/review", "見直し", _STAFF, ASSISTANT),
    OfficePage("/console/notices", "通知", _STAFF),
    OfficePage("/console/hours", "受付時間", _SUPERVISORS),
    OfficePage("/console/canned", "定型文", _SUPERVISORS),
    OfficePage("/console/accounts", "アカウント", _MANAGERS),
    OfficePage("/console/privacy", "個人情報", _MANAGERS),
    OfficePage("/console/me", "自分の設定", _EVERYBODY),
    OfficePage("/console/second-factor", "二段階認証", _EVERYBODY),
)


def title_of(address: str) -> str:
    """Return what the bar calls the page of an address, which is its heading as well."""
    return next(page.title for page in PAGES if page.address == address)


def of(role: str) -> list[OfficePage]:
    """Return the pages that a role may open."""
    return [page for page in PAGES if role in page.roles]


def check(path: str, role: str) -> None:
    """Refuse a page to a role that may not open it; what is no page of the bar is not looked at.

    Raises:
        Problem: 403.
    """
    for page in PAGES:
        if page.holds(path) and role not in page.roles:
            raise Problem(403, *_REFUSALS[page.roles])


def groups(role: str) -> list[tuple[str, str]]:
    """Return (address, name) of each group that has a page for a role: where the bar on top leads."""
    open_to = of(role)
    firsts = {page.group: page.address for page in reversed(open_to)}
    return [(firsts[name], name) for name in dict.fromkeys(page.group for page in open_to)]
