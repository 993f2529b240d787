"""What the routes about cases share: find one, put it on a line of the list, refuse in Japanese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desk.cases import list_views
from desk.cases.list_schemas import CaseRow
from desk.conversation.case_models import Snooze
from desk.conversation.holder import Refused
from desk.conversation.models import Case, State
from desk.conversation.open_case import UnknownCase
from desk.conversation.ports import Transaction
from desk.danger.queries import texts
from desk.hours.calendar import Calendar
from desk.http.problems import Problem
from desk.services import Services

_WAITS = frozenset({State.QUEUED, State.MESSAGE_LEFT})


def row(desk: Services, item: dict[str, Any], snoozes: Mapping[str, Snooze], calendar: Calendar) -> CaseRow:
    """Return a case as a line of the list; the calendar is read once for all lines."""
    case: Case = item["case"]
    now = desk.clock.now()
    # One that was given back to the queue waits again, although it was claimed once.
    until = now if case.state in _WAITS else case.claimed_at or case.closed_at or now
    waited = calendar.business_minutes(case.waiting_since, until)
    return {
        **list_views.row(item, waited),
        "can_wait": list_views.can_wait(case, waited, desk.settings.mail_waiting_minutes),
        "owner_away": list_views.owner_away(item, now),
        "muted_until": list_views.muted_until(item, now),
        "viewers": desk.signs.who("viewing", case.id),
        "writers": desk.signs.who("writing", case.id),
        "snooze": list_views.snooze(snoozes.get(case.id), item, now),
    }


def case_or_404(tx: Transaction, case_id: str) -> Case:
    """Return a case, or refuse."""
    case = tx.case(case_id)
    if case is None:
        raise Problem(404, "unknown_case", "この相談は見つかりません。")
    return case


def talk_or_409(tx: Transaction, case_id: str) -> Case:
    """Return a case whose whole talk may be read, or refuse: an alert's is with the bot until somebody takes it up."""
    case = case_or_404(tx, case_id)
    if case.state is State.ALERT:
        raise Problem(409, "alert_only", texts.ALERT_ONLY)
    return case


def refusal(error: UnknownCase | Refused, faster: str = "") -> Problem:
    """Return the answer to what may not be done; `faster` is who took the case first, where that is why."""
    if isinstance(error, UnknownCase):
        return Problem(404, "unknown_case", "この相談は見つかりません。")
    status = 403 if error.code in {"not_owner", "not_supervisor"} else 409
    words = f"{faster}さんが先に担当しました。" if faster else str(error)
    return Problem(422 if error.code == "bad_time" else status, error.code, words)
