"""One appointment in the office: see it, move it, cancel it, note how it ended; and making one for somebody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from desk.accounts.models import Session
from desk.appointments import links, rules, seats, service
from desk.appointments.mails import Office
from desk.appointments.models import METHOD_NAMES, STATUS_NAMES, Appointment, Method, Slot, Status
from desk.appointments.office_commands import DEEDS
from desk.appointments.office_dependencies import (
    HOME_NAME,
    NO_TIMES,
    Appointments,
    OfficeNow,
    address,
    found_or_problem,
    read_wish,
    tabs,
)
from desk.appointments.person import PURPOSE, masked
from desk.appointments.person import read as read_person
from desk.appointments.seats import SlotTaken
from desk.appointments.service import NotPossible
from desk.appointments.store import SqlBookings
from desk.conversation import contacts
from desk.http.problems import Problem
from desk.office import frame
from desk.office.frame import Fields
from desk.office.session import CurrentSession, Desk, Talks, audited
from desk.text import times
from desk.text.times import JAPAN

router = APIRouter(prefix="/console", include_in_schema=False, dependencies=[Depends(audited)])
_TAKEN = "その時間は、さきほどうまりました。べつの時間を選んでください。"
CaseId = Annotated[str, "the case it is made from"]


@router.get("/appointments/new")
def new_appointment(
    current: CurrentSession,
    desk: Desk,
    appointments: Appointments,
    office_now: OfficeNow,
    case: CaseId = "",
) -> HTMLResponse:
    """Show the form to make an appointment for somebody, from a case or from a telephone call."""
    with appointments.read() as tx:
        choices = _slots(tx, desk.clock.now(), office_now())
    return _new_page(current, choices, {}, case)


@router.post("/appointments/new")
def make_appointment(
    fields: Fields,
    current: CurrentSession,
    desk: Desk,
    store: Talks,
    appointments: Appointments,
    office_now: OfficeNow,
) -> Response:
    """Make it; the person is told in the chat and by mail as if they had made it themselves."""
    now, wish, case_id = desk.clock.now(), read_wish(fields), fields.get("case", "")
    with store.read() as talk:
        case = talk.case(case_id) if case_id else None
    filled = read_person(
        {**fields, "consent": "yes" if fields.get("told") else ""},
        wish[0] if wish else Method.ONLINE,
        now,
    )
    problem = "" if wish else "日時を選んでください。"
    problem = problem or "　".join(filled.problems.values())
    conversation_id = case.conversation_id if case else None
    if not problem and wish is not None and filled.person is not None:
        method, begin, account_id = wish
        try:
            with appointments.write() as tx:
                code = links.make(tx, now, conversation_id)
                link = links.resolve(tx, code, now)
                made = service.book(
                    tx,
                    link,
                    method,
                    begin,
                    filled.person,
                    now,
                    office_now(),
                    code=code,
                    account_id=account_id,
                    made_by=current.account.id,
                    case_id=case.id if case else None,
                )
        except SlotTaken:
            problem = _TAKEN
        else:
            if conversation_id:
                desk.bell.ring(conversation_id)
            return RedirectResponse(address(f"/{made.id}", said="made"), 303)
    with appointments.read() as tx:
        choices = _slots(tx, now, office_now())
    return _new_page(current, choices, fields, case_id, problem)


@router.get("/appointments/{appointment_id}")
def show_appointment(
    appointment_id: str,
    current: CurrentSession,
    desk: Desk,
    appointments: Appointments,
    office_now: OfficeNow,
    said: str = "",
) -> HTMLResponse:
    """Show an appointment; the contact is masked."""
    words = {"made": "予約を作り、本人にお知らせしました。", "done": "保存しました。"}.get(said, "")
    return _page(current, desk.clock.now(), appointments, office_now(), appointment_id, said=words)


@router.post("/appointments/{appointment_id}/person")
def show_appointment_person(
    appointment_id: str,
    current: CurrentSession,
    desk: Desk,
    appointments: Appointments,
    office_now: OfficeNow,
) -> HTMLResponse:
    """Show the contact and the topic whole; a POST, so that the log has an entry each time."""
    now = desk.clock.now()
    return _page(current, now, appointments, office_now(), appointment_id, is_whole=True)


@router.post("/appointments/{appointment_id}")
def change_appointment(
    appointment_id: str,
    fields: Fields,
    current: CurrentSession,
    desk: Desk,
    appointments: Appointments,
    office_now: OfficeNow,
) -> Response:
    """Do what `do` says: move, cancel, done, no_show, url, notice."""
    do = DEEDS.get(fields.get("do", ""))
    if do is None:
        raise Problem(422, "unknown_deed", "できない操作です。")
    now, here, problem = desk.clock.now(), office_now(), ""
    changed: Appointment | None = None
    try:
        with appointments.write() as tx:
            found = found_or_problem(tx, appointment_id)
            # Noticing is no change of the appointment itself, and a page may be old.
            if fields.get("do") != "notice" and fields.get("sequence") != str(found.sequence):
                raise NotPossible("この予約は、さきほど変わりました。いまの内容を確かめてください。")
            changed = do(tx, found, fields, now, here, current.account.id)
    except (NotPossible, ValueError) as refused:
        problem = str(refused)
    except SlotTaken:
        problem = _TAKEN
    if problem:
        return _page(current, now, appointments, here, appointment_id, status=409, said=problem)
    if changed is not None and changed.chat:
        desk.bell.ring(changed.chat)
    if fields.get("do") == "notice":
        return RedirectResponse(address(said="noticed"), 303)
    return RedirectResponse(address(f"/{appointment_id}", said="done"), 303)


def _slots(tx: SqlBookings, now: datetime, here: Office) -> str:
    """Return the options of everything that is free, by day and consultant."""
    names = tx.consultants()
    found: Sequence[Slot] = seats.free(tx, list(rules.days_ahead(now)), now, here.opening)
    groups: dict[str, str] = {}
    for slot in found:
        local = slot.begin.astimezone(JAPAN)
        for method in Method:
            if method in slot.methods:
                value = f"{method.value} {local:%Y-%m-%dT%H:%M} {slot.account_id}"
                words = f"{times.span(slot.begin, slot.end)}　{METHOD_NAMES[method]}　{names.get(slot.account_id, '')}"
                day = times.day(local.date())
                groups[day] = groups.get(day, "") + f'<option value="{escape(value)}">{escape(words)}</option>'
    return '<option value="">選んでください</option>' + "".join(
        f'<optgroup label="{day}">{options}</optgroup>' for day, options in groups.items()
    )


def _new_page(current: Session, slots: str, fields: Mapping[str, str], case_id: str, problem: str = "") -> HTMLResponse:
    def value(name: str) -> str:
        return escape(fields.get(name, ""))

    body = (
        f'<input type="hidden" name="case" value="{escape(case_id)}">'
        f'<label>日時・方法・担当<select name="slot" required>{slots}</select></label>'
        f'<label>お呼びする名前<input name="name" value="{value("name")}" maxlength="80" required></label>'
        f'<label>メールアドレスか電話番号<input name="contact" value="{value("contact")}" maxlength="254" required></label>'
        f'<label>聞きたいこと（任意）<textarea name="topic" rows="3" maxlength="1000">{value("topic")}</textarea></label>'
        f"<details open><summary>本人に伝えること（利用目的）</summary><p>{escape(PURPOSE)}</p></details>"
        '<label class="check"><span><input type="checkbox" name="told" value="yes" required> 上のことを本人に伝え、確かめてもらいました</span></label>'
    )
    intro = "相談の画面から来たときは、予約のお知らせが本人のチャットにも届きます。" if case_id else ""
    shown = f"<p>{intro}</p>" if intro else ""
    if "<optgroup" not in slots:
        shown += NO_TIMES
    shown += frame.form(current, address("/new"), body, "予約する")
    return frame.page(
        current,
        "予約を作る",
        tabs("予約を作る") + shown,
        status=422 if problem else 200,
        said=problem,
        section=HOME_NAME,
    )


def _page(
    current: Session,
    now: datetime,
    appointments: Appointments,
    here: Office,
    appointment_id: str,
    *,
    status: int = 200,
    said: str = "",
    is_whole: bool = False,
) -> HTMLResponse:
    with appointments.read() as tx:
        found = found_or_problem(tx, appointment_id)
        names = tx.consultants()
        why = (
            rules.concern(found, tx.availability(), here.opening, names)
            if found.status.stands and found.begin > now
            else None
        )
        slots = _slots(tx, now, here) if found.status.stands and found.begin > now else ""
    rows = [
        ("日時", times.span(found.begin, found.end)),
        ("状態", STATUS_NAMES[found.status]),
        ("担当", names.get(found.account_id, "（閉じたアカウント）")),
        ("方法", METHOD_NAMES[found.method]),
        ("場所・入口", found.place or found.meeting_url or "―"),
        ("作った人", "相談員" if found.made_by else "本人"),
    ]
    person = found.person
    if person is None:
        rows.append(("お名前・連絡先", "消去しました"))
    else:
        rows.append(("お名前（呼び名）", person.name if is_whole else contacts.hidden(person.name)))
        rows.append(("連絡先", person.contact if is_whole else masked(person)))
        if is_whole or not person.topic:
            rows.append(("聞きたいこと", person.topic or "（なし）"))
    facts = "".join(f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>" for name, value in rows)
    body = f'<dl class="facts">{facts}</dl>'
    if why:
        body = f'<p class="said" role="alert">確認してください：{escape(why)}</p>{body}'
    if person is not None and not is_whole:
        body += frame.form(
            current,
            address(f"/{found.id}/person"),
            "",
            "連絡先と内容を表示する（記録されます）",
            kind="inline",
        )
    if found.case_id:
        body += f'<p><a href="/console#/cases/{escape(found.case_id)}">相談の画面を開く</a></p>'
    body += _forms(current, found, now, slots)
    body += f'<p><a href="{address(week=f"{found.begin.astimezone(JAPAN):%Y-%m-%d}")}">この週の予約を見る</a></p>'
    return frame.page(current, f"予約 {found.receipt}", tabs() + body, status=status, said=said, section=HOME_NAME)


def _forms(current: Session, found: Appointment, now: datetime, slots: str) -> str:
    """Return what can be done with it now."""

    def deed(do: str, fields: str, button: str, kind: str = "") -> str:
        kept = (
            f'<input type="hidden" name="do" value="{do}">'
            f'<input type="hidden" name="sequence" value="{found.sequence}">'
        )
        return frame.form(current, address(f"/{found.id}"), kept + fields, button, kind=kind)

    body = ""
    if not found.is_noticed:
        body += deed("notice", "", "確認した", "inline")
    if found.status.stands and found.begin > now:
        if found.method is Method.ONLINE:
            body += "<h2>オンラインの入口</h2>" + deed(
                "url",
                f'<label>会議のURL（https://）<input name="url" type="url" value="{escape(found.meeting_url)}" maxlength="500" required></label>',
                "保存して本人に知らせる",
            )
        body += "<h2>日時・方法を変える</h2>" + deed(
            "move",
            f'<label>新しい日時<select name="slot" required>{slots}</select></label>',
            "変えて本人に知らせる",
        )
        # Two steps without a script: what follows from it is read before the button is there.
        body += (
            "<details><summary>取り消す</summary>"
            "<p>本人に取り消しのお知らせが届き、この時間はほかの方が予約できるようになります。元には戻せません。</p>"
            + deed("cancel", "", "取り消して本人に知らせる", "danger")
            + "</details>"
        )
    elif found.status is not Status.CANCELLED and found.begin <= now:
        body += "<h2>相談のあと</h2>"
        body += deed("done", "", "済みにする", "inline")
        body += deed("no_show", "", "来られなかった", "inline")
    return body
