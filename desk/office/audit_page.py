"""The log of what was done, for managers and auditors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from desk.accounts.sign_on_refused import REASONS
from desk.audit.store import CHANGED, REFUSED, AuditLog, Entry
from desk.http.download import download
from desk.office import audit_names, frame, pages
from desk.office.acts import NAMES
from desk.office.audit_names import AuditNames
from desk.office.session import Accounts, CurrentSession, Log, audited
from desk.services import part
from desk.text.csv_file import Cell, csv_file
from desk.text.times import JAPAN, day_of

router = APIRouter(prefix="/console", include_in_schema=False, dependencies=[Depends(audited)])
MOST_SHOWN = 300
MOST_EXPORTED = 100_000
_HEADS = ["番号", "日時（日本時間）", "だれが", "なにを", "対象", "結果", "変えたところ（前 → 後）", "接続元"]
OUTCOMES = {"": "すべて", "refused": "断られたものだけ", "done": "断られていないものだけ"}


@dataclass(frozen=True)
class Wanted:
    """Which entries are asked for; days are Japan's, what cannot be read means any."""

    since: date | None
    until: date | None
    account: str
    action: str
    outcome: str = ""

    @property
    def query(self) -> str:
        """The same as a query of an address."""
        days = f"since={self.since or ''}&until={self.until or ''}"
        return f"{days}&account={self.account}&action={self.action}&outcome={self.outcome}"

    @property
    def is_refused(self) -> bool | None:
        """What the store is asked for."""
        return {"refused": True, "done": False}.get(self.outcome)


def wanted(since: str = "", until: str = "", account: str = "", action: str = "", outcome: str = "") -> Wanted:
    """Read the query."""
    known = action if action in NAMES else ""
    return Wanted(
        day_of(since),
        day_of(until),
        account if account.isidentifier() else "",
        known,
        outcome if outcome in OUTCOMES else "",
    )


Asked = Annotated[Wanted, Depends(wanted)]


@router.get("/audit")
def show_log(
    current: CurrentSession,
    store: Log,
    people: Accounts,
    names: Annotated[AuditNames, Depends(part(AuditNames))],
    asked: Asked,
) -> HTMLResponse:
    """Show the newest entries that are asked for, and whether the chain is whole."""
    fault, count, last = store.verify()
    return frame.show(
        current,
        "office/audit.html",
        title=pages.title_of("/console/audit"),
        fault=fault,
        count=count,
        last=last[:16],
        asked=asked,
        accounts=[("", "すべて"), *((account.id, account.name) for account in people.everybody())],
        actions=[("", "すべて"), *NAMES.items()],
        outcomes=OUTCOMES.items(),
        most_shown=MOST_SHOWN,
        heads=_HEADS,
        rows=_rows(store, names, _entries(store, asked, MOST_SHOWN)),
    )


@router.get("/audit.csv")
def export_log(store: Log, names: Annotated[AuditNames, Depends(part(AuditNames))], asked: Asked) -> Response:
    """Download the entries that are asked for; the export is an entry itself."""
    rows = _rows(store, names, _entries(store, asked, MOST_EXPORTED))
    return download(csv_file((_HEADS, rows)), "audit.csv", "text/csv")


def _entries(store: AuditLog, asked: Wanted, most: int) -> Sequence[Entry]:
    until = asked.until + timedelta(days=1) if asked.until else None
    return store.entries(
        most,
        since=datetime.combine(asked.since, time(), JAPAN) if asked.since else None,
        until=datetime.combine(until, time(), JAPAN) if until else None,
        account_id=asked.account,
        action=asked.action,
        is_refused=asked.is_refused,
    )


def _rows(store: AuditLog, names: AuditNames, entries: Sequence[Entry]) -> list[list[Cell]]:
    completed = store.completions([entry.number for entry in entries])
    known = names.of({entry.subject for entry in entries})
    return [_row(entry, completed.get(entry.number, ()), known) for entry in entries]


def _row(entry: Entry, completed: Sequence[Entry], known: Mapping[str, str]) -> list[Cell]:
    refusals = [audit_names.refused(one.detail) for one in completed if one.action == REFUSED]
    why = REASONS.get(entry.subject, entry.subject) if entry.action == "login_sso_refused" else entry.subject
    return [
        entry.number,
        f"{entry.at.astimezone(JAPAN):%Y-%m-%d %H:%M:%S}",
        entry.account_name or "―",
        NAMES.get(entry.action, entry.action),
        known.get(entry.subject, why),
        "、".join(refusals),
        "、".join(one.detail for one in completed if one.action == CHANGED),
        entry.address,
    ]
