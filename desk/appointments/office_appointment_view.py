"""What the office sees of one appointment, and the form to make one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from fastapi.responses import HTMLResponse

from desk.accounts.models import Session
from desk.appointments import page_language, rules, seats
from desk.appointments.mails import Office
from desk.appointments.models import AFTERWARDS, METHOD_NAMES, STATUS_NAMES, Method, Person, Status
from desk.appointments.office_dependencies import AtOffice, address, found_or_problem, show
from desk.appointments.office_times import Free, calendar
from desk.appointments.person import masked, masked_name, purpose
from desk.appointments.transaction import SqlBookings
from desk.text import times
from desk.text.times import JAPAN


def free_times(tx: SqlBookings, now: datetime, here: Office, **shown: str) -> Free:
    """Return everything that is free; `shown`: what of it stands first (`office_times.calendar`)."""
    return calendar(seats.free(tx, list(rules.days_ahead(now)), now, here.opening), tx.consultants(), **shown)


def new_page(current: Session, free: Free, fields: Mapping[str, str], case_id: str, problem: str = "") -> HTMLResponse:
    """Show the form, with what was typed before."""
    return show(
        current,
        "appointments/office_new.html",
        title="予約を作る",
        tab="予約を作る",
        status=422 if problem else 200,
        said=problem,
        free=free,
        values={name: fields.get(name, "") for name in ("name", "contact", "topic", "language")},
        languages=_languages(case_id),
        case_id=case_id,
        purpose=purpose(),
    )


def _languages(case_id: str) -> list[tuple[str, str]]:
    """Return what the mails and pages of an appointment may be written in; where there is a talk, its language is the first."""
    names = list(page_language.NAMES.items())
    return [("", "会話と同じ"), *names] if case_id else names


def page(
    here: AtOffice, appointment_id: str, *, status: int = 200, said: str = "", is_whole: bool = False
) -> HTMLResponse:
    """Show an appointment; who comes is masked unless `is_whole`."""
    now, office = here.now, here.office
    with here.appointments.read() as tx:
        found = found_or_problem(tx, appointment_id)
        names = tx.consultants()
        can_change = found.status.stands and found.begin > now
        why = rules.concern(found, tx.availability(), office.opening, names) if can_change else None
        free = free_times(tx, now, office, first=found.account_id, method=found.method) if can_change else None
    rows = [
        ("日時", times.span(found.begin, found.end)),
        ("状態", STATUS_NAMES[found.status]),
        ("担当", names.get(found.account_id, "（閉じたアカウント）")),
        ("方法", METHOD_NAMES[found.method]),
        ("場所・入口", found.place or found.meeting_url or "―"),
        ("作った人", found.maker),
        *_person_rows(found.person, is_whole),
    ]
    return show(
        here.current,
        "appointments/office_appointment.html",
        title=f"予約 {found.receipt}",
        status=status,
        said=said,
        concern=why,
        rows=rows,
        found=found,
        path=address(f"/{found.id}"),
        week=address(week=f"{found.begin.astimezone(JAPAN):%Y-%m-%d}"),
        is_masked=found.person is not None and not is_whole,
        can_change=can_change,
        is_online=found.method is Method.ONLINE,
        can_finish=not can_change and found.status is not Status.CANCELLED and found.begin <= now,
        afterwards=AFTERWARDS,
        free=free,
    )


def _person_rows(person: Person | None, is_whole: bool) -> list[tuple[str, str]]:
    if person is None:
        return [("お名前・連絡先", "消去しました")]
    rows = [
        ("お名前（呼び名）", person.name if is_whole else masked_name(person)),
        ("連絡先", person.contact if is_whole else masked(person)),
    ]
    if is_whole or not person.topic:
        rows.append(("聞きたいこと", person.topic or "（なし）"))
    return rows
