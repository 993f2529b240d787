"""One person's data: shown, given out, corrected, restricted, erased; each step logged."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Depends
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, Response

from desk.accounts.models import Session
from desk.contact.parse import NotAContact
from desk.conversation.errors import AssistantFailed
from desk.conversation_sql.exclusions import ERASE_WANTED, HOLD, STOP
from desk.display_names import LIMITS, ORIGINS
from desk.http.problems import Problem
from desk.office.frame import Fields
from desk.office.session import Desk, ManagerSession, audited
from desk.privacy import export
from desk.privacy.dossier import CORRECTABLE, Dossier, Held, Section
from desk.privacy.pages import Privacy, Tools, frame

router = APIRouter(prefix="/console/privacy/people", include_in_schema=False, dependencies=[Depends(audited)])
_LIMITS = LIMITS
_LIMIT_WORDS = {STOP: "相談員からの連絡と通知を止めます。", HOLD: "保存期間を過ぎても消去しません。"}


@router.get("/{conversation_id}")
async def show_person(conversation_id: str, current: ManagerSession, tools: Tools) -> HTMLResponse:
    """Show everything that is held."""
    return await _person(current, tools, conversation_id)


@router.post("/{conversation_id}/export")
async def export_person(conversation_id: str, current: ManagerSession, desk: Desk, tools: Tools) -> Response:
    """Download everything, for the answer to a request of 開示."""
    dossier = await _dossier(tools, conversation_id)
    content = await run_in_threadpool(export.archive, dossier, desk.clock.now(), tools.titles)
    name = quote(f"開示_{dossier.confirmation}.zip")
    headers = {
        "content-disposition": f"attachment; filename=\"disclosure.zip\"; filename*=UTF-8''{name}",
        "cache-control": "no-store",
    }
    return Response(content, media_type="application/zip", headers=headers)


@router.post("/{conversation_id}/correct")
async def correct_person(
    conversation_id: str, fields: Fields, current: ManagerSession, desk: Desk, tools: Tools
) -> HTMLResponse:
    """Correct fields of a case or an appointment; who, when and why are kept, the wrong value is not."""
    dossier = await _dossier(tools, conversation_id)
    case_id, booking_id = fields.get("case_id", ""), fields.get("appointment_id", "")
    reason = fields.get("reason", "").strip()
    is_booking = any(one.appointment_id == booking_id for one in dossier.bookings)
    if not is_booking and not any(case.case_id == case_id for case in dossier.cases):
        raise Problem(404, "unknown_case", "この相談は見つかりません。")
    if not reason:
        return await _person(current, tools, conversation_id, 422, "訂正の理由を書いてください。")
    values = {
        name: fields[name].strip()[: 4_000 if name == "question" else 254] for name in CORRECTABLE if name in fields
    }
    account = current.account
    by, now = (account.id, account.name), desk.clock.now()
    try:
        changed = (
            await run_in_threadpool(tools.store.correct_booking, booking_id, values, reason, by, now)
            if is_booking
            else await run_in_threadpool(tools.store.correct, case_id, values, reason, by, now)
        )
    except NotAContact:
        fitting = "予約の方法に合う" if is_booking else ""
        said = f"連絡先は、{fitting}メールアドレスか電話番号を書いてください。"
        return await _person(current, tools, conversation_id, 422, said)
    said = "、".join(CORRECTABLE[name] for name in changed) + "を訂正しました。"
    return await _person(current, tools, conversation_id, said=said if changed else "変わったところがありません。")


@router.post("/{conversation_id}/limit")
async def limit_person(
    conversation_id: str, fields: Fields, current: ManagerSession, desk: Desk, tools: Tools
) -> HTMLResponse:
    """Put a stop or a hold in force, or lift it."""
    dossier = await _dossier(tools, conversation_id)
    kind, do, reason = fields.get("kind", ""), fields.get("do", ""), fields.get("reason", "").strip()
    now = desk.clock.now()
    if kind not in {STOP, HOLD} or do not in {"set", "lift"}:
        raise Problem(422, "bad_limit", "できない操作です。")
    if do == "lift":
        await run_in_threadpool(tools.store.lift, conversation_id, kind, now)
        desk.signal.send(conversation_id)
        waited = kind == HOLD and dossier.is_restricted(ERASE_WANTED)
        said = "保存をやめ、求められていた消去をしました。" if waited else f"{_LIMITS[kind]}をやめました。"
        return await _person(current, tools, conversation_id, said=said)
    if not reason:
        return await _person(current, tools, conversation_id, 422, "理由を書いてください。")
    await run_in_threadpool(tools.store.restrict, conversation_id, kind, reason, current.account.id, now)
    return await _person(current, tools, conversation_id, said=f"{_LIMITS[kind]}にしました。")


@router.post("/{conversation_id}/erase")
async def erase_person(
    conversation_id: str, fields: Fields, current: ManagerSession, desk: Desk, tools: Tools
) -> HTMLResponse:
    """Erase, once the receipt number was typed; the assistant and files follow within seconds."""
    dossier = await _dossier(tools, conversation_id)
    typed = fields.get("confirm", "").strip()
    if typed != dossier.confirmation:
        said = f"消去していません。「{dossier.confirmation}」を入力してください。"
        return await _person(current, tools, conversation_id, 422, said)
    try:
        await run_in_threadpool(tools.store.erase, conversation_id, desk.clock.now())
    except Held:
        said = "「保存」が設定されているため消去できません。先に保存をやめてください。"
        return await _person(current, tools, conversation_id, 409, said)
    desk.signal.send(conversation_id)
    said = "消去しました。自動応答の記録とファイルは、続けて消去されます。"
    return await _person(current, tools, conversation_id, said=said)


async def _dossier(tools: Privacy, conversation_id: str) -> Dossier:
    dossier = await run_in_threadpool(tools.store.dossier, conversation_id)
    if dossier is None:
        raise Problem(404, "unknown_conversation", "この会話は見つかりません。")
    try:
        remembered = await tools.recall(conversation_id)
    except AssistantFailed:
        rows: list[dict[str, Any]] = [{"状態": "いま自動応答につながりません。時間をおいて、もう一度開いてください。"}]
    else:
        rows = (
            [{"聞き取ったこと": remembered.get("slots"), "会話": remembered.get("messages")}]
            if any(remembered.values())
            else []
        )
    if rows:
        dossier.sections.append(Section("自動応答（Rasa）の記憶", rows))
    return dossier


async def _person(
    current: Session, tools: Privacy, conversation_id: str, status: int = 200, said: str = ""
) -> HTMLResponse:
    dossier = await _dossier(tools, conversation_id)
    found = dossier.found
    limits = [
        {"kind": kind, "label": _LIMITS[kind], "words": words, "is_set": dossier.is_restricted(kind)}
        for kind, words in _LIMIT_WORDS.items()
    ]
    return frame(
        current,
        "privacy/person.html",
        "、".join(found.receipts) or conversation_id,
        status=status,
        said=said,
        base=f"/console/privacy/people/{conversation_id}",
        found=found,
        channel=ORIGINS.get(found.channel, found.channel),
        in_force=[(_LIMITS[one.kind], one) for one in dossier.restrictions],
        cases=dossier.cases,
        bookings=dossier.bookings,
        correctable=CORRECTABLE,
        limits=limits,
        confirmation=dossier.confirmation,
        sections=export.shown(dossier.sections, tools.titles),
    )
