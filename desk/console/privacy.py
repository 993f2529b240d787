"""The privacy tools: find a person, show, export, correct, stop the use, hold, erase. For managers, each step logged."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from html import escape
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, Response

from desk.accounts.service import Session
from desk.console import office
from desk.console.office import Fields
from desk.console.session import Desk, ManagerSession, audited
from desk.conversation.turn_runner import AssistantFailed
from desk.privacy import export
from desk.privacy.dossier import (
    CORRECTABLE,
    ERASE_WANTED,
    HOLD,
    STOP,
    CaseData,
    Dossier,
    Found,
    Held,
    PrivacyStore,
    Section,
)
from desk.privacy.periods import Retention
from desk.privacy.requests import RequestStore
from desk.serving.problems import Problem

router = APIRouter(
    prefix="/console/privacy", include_in_schema=False, dependencies=[Depends(audited)]
)
TITLE = "個人情報"
_LIMITS = {STOP: "利用停止", HOLD: "保存（消去しない）", ERASE_WANTED: "消去待ち"}
_CHANNELS = {"web": "ウェブ", "line": "LINE"}
SUB_PAGES = (
    ("/console/privacy", "人をさがす"),
    ("/console/privacy/requests", "請求の記録"),
    ("/console/privacy/retention", "保存期間と消去"),
    ("/console/privacy/notices", "利用目的のお知らせ"),
)


@dataclass(frozen=True)
class Privacy:
    """What the pages need; `recall` asks the assistant what it remembers, and raises AssistantFailed where it cannot."""

    store: PrivacyStore
    requests: RequestStore
    retention: Retention
    recall: Callable[[str], Awaitable[dict[str, Any]]]


def privacy(request: Request) -> Privacy:
    """Return the privacy tools."""
    found: Privacy = request.app.state.privacy
    return found


Tools = Annotated[Privacy, Depends(privacy)]


@router.get("")
def show_privacy(current: ManagerSession) -> HTMLResponse:
    """Show the search."""
    return frame(current, "人をさがす", _search(current))


@router.post("/find")
def find_person(fields: Fields, current: ManagerSession, tools: Tools) -> HTMLResponse:
    """Find a person; a POST, so that what is looked for stands in no address, history or log."""
    words = fields.get("words", "").strip()[:200]
    found = tools.store.find(words) if words else []
    if not found:
        said = "見つかりませんでした。3文字以上で、受付番号・メール・電話・お名前などを確かめてください。"
        return frame(current, "人をさがす", _search(current), status=404, said=said)
    return frame(
        current,
        "人をさがす",
        _search(current) + _results(found),
        said=f"{len(found)}件ありました。",
    )


@router.get("/people/{conversation_id}")
async def show_person(conversation_id: str, current: ManagerSession, tools: Tools) -> HTMLResponse:
    """Show everything that is held."""
    return await _person(current, tools, conversation_id)


@router.post("/people/{conversation_id}/export")
async def export_person(
    conversation_id: str, current: ManagerSession, desk: Desk, tools: Tools
) -> Response:
    """Download everything, for the answer to a request of 開示."""
    dossier = await _dossier(tools, conversation_id)
    content = await run_in_threadpool(export.archive, dossier, desk.clock.now())
    name = quote(f"開示_{dossier.confirmation}.zip")
    headers = {
        "content-disposition": f"attachment; filename=\"disclosure.zip\"; filename*=UTF-8''{name}",
        "cache-control": "no-store",
    }
    return Response(content, media_type="application/zip", headers=headers)


@router.post("/people/{conversation_id}/correct")
async def correct_person(
    conversation_id: str, fields: Fields, current: ManagerSession, desk: Desk, tools: Tools
) -> HTMLResponse:
    """Correct fields of a case; who, when and why are kept, the wrong value is not."""
    dossier = await _dossier(tools, conversation_id)
    case_id, reason = fields.get("case_id", ""), fields.get("reason", "").strip()
    if not any(case.case_id == case_id for case in dossier.cases):
        raise Problem(404, "unknown_case", "この相談は見つかりません。")
    if not reason:
        return await _person(current, tools, conversation_id, 422, "訂正の理由を書いてください。")
    values = {
        name: fields[name].strip()[: 4_000 if name == "question" else 254]
        for name in CORRECTABLE
        if name in fields
    }
    account = current.account
    changed = await run_in_threadpool(
        tools.store.correct, case_id, values, reason, (account.id, account.name), desk.clock.now()
    )
    said = "、".join(CORRECTABLE[name] for name in changed) + "を訂正しました。"
    return await _person(
        current, tools, conversation_id, said=said if changed else "変わったところがありません。"
    )


@router.post("/people/{conversation_id}/limit")
async def limit_person(
    conversation_id: str, fields: Fields, current: ManagerSession, desk: Desk, tools: Tools
) -> HTMLResponse:
    """Put a stop or a hold in force, or lift it."""
    dossier = await _dossier(tools, conversation_id)
    kind, do, reason = fields.get("kind", ""), fields.get("do", ""), fields.get("reason", "").strip()  # fmt: skip
    now = desk.clock.now()
    if kind not in {STOP, HOLD} or do not in {"set", "lift"}:
        raise Problem(422, "bad_limit", "できない操作です。")
    if do == "lift":
        await run_in_threadpool(tools.store.lift, conversation_id, kind, now)
        desk.bell.ring(conversation_id)
        waited = kind == HOLD and dossier.is_restricted(ERASE_WANTED)
        said = "保存をやめ、求められていた消去をしました。" if waited else f"{_LIMITS[kind]}をやめました。"  # fmt: skip
        return await _person(current, tools, conversation_id, said=said)
    if not reason:
        return await _person(current, tools, conversation_id, 422, "理由を書いてください。")
    await run_in_threadpool(
        tools.store.restrict, conversation_id, kind, reason, current.account.id, now
    )
    return await _person(current, tools, conversation_id, said=f"{_LIMITS[kind]}にしました。")


@router.post("/people/{conversation_id}/erase")
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
    desk.bell.ring(conversation_id)
    said = "消去しました。自動応答の記録とファイルは、続けて消去されます。"
    return await _person(current, tools, conversation_id, said=said)


def frame(
    current: Session, title: str, body: str, *, status: int = 200, said: str = ""
) -> HTMLResponse:
    """Return a page of the privacy tools with their own navigation."""
    nav = office.tabs("個人情報の道具", SUB_PAGES, title)
    return office.page(
        current, TITLE, f"{nav}<h2>{escape(title)}</h2>{body}", status=status, said=said
    )


def _search(current: Session) -> str:
    field = (
        "<label>受付番号・メールアドレス・電話番号・お名前・LINEの利用者番号・会話の番号"
        '<input name="words" required minlength="3" maxlength="200" autocomplete="off"></label>'
    )
    return (
        "<p>全角・半角、ハイフンの有無にかかわらず、会話・相談・メモ・メール・予約のすべてからさがします。"
        "検索した言葉は記録に残しません。</p>"
    ) + office.form(current, "/console/privacy/find", field, "さがす")


def _results(found: list[Found]) -> str:
    rows = "".join(
        f'<tr><th scope="row"><a href="/console/privacy/people/{escape(one.conversation_id)}">'
        f"{escape('、'.join(one.receipts) or one.conversation_id)}</a></th>"
        f"<td>{_CHANNELS.get(one.channel, escape(one.channel))}</td><td>{export.moment(one.begun_at)}</td>"
        f"<td>{escape('、'.join(one.where))}</td><td>{'消去済み' if one.erased_at else ''}</td></tr>"
        for one in found
    )
    heads = "".join(
        f'<th scope="col">{head}</th>'
        for head in ("受付番号か会話の番号", "経路", "始まり", "見つかったところ", "状態")
    )
    return (
        '<div class="wide" tabindex="0" role="region" aria-label="見つかった会話"><table><caption>見つかった会話</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


async def _dossier(tools: Privacy, conversation_id: str) -> Dossier:
    dossier = await run_in_threadpool(tools.store.dossier, conversation_id)
    if dossier is None:
        raise Problem(404, "unknown_conversation", "この会話は見つかりません。")
    try:
        remembered = await tools.recall(conversation_id)
    except AssistantFailed:
        rows: list[dict[str, Any]] = [
            {"状態": "いま自動応答につながりません。時間をおいて、もう一度開いてください。"}
        ]
    else:
        rows = [
            {"聞き取ったこと": remembered.get("slots"), "会話": remembered.get("messages")}
        ] if any(remembered.values()) else []  # fmt: skip
    if rows:
        dossier.sections.append(Section("自動応答（Rasa）の記憶", rows))
    return dossier


async def _person(
    current: Session, tools: Privacy, conversation_id: str, status: int = 200, said: str = ""
) -> HTMLResponse:
    dossier = await _dossier(tools, conversation_id)
    found = dossier.found
    base = f"/console/privacy/people/{escape(conversation_id)}"
    name = "、".join(found.receipts) or conversation_id
    limits = "".join(
        f"<li><strong>{_LIMITS[one.kind]}</strong>（{export.moment(one.set_at)}）：{escape(one.reason)}</li>"
        for one in dossier.restrictions
    )
    body = f"<p>{_CHANNELS.get(found.channel, escape(found.channel))}・{export.moment(found.begun_at)}から</p>"
    body += f"<ul>{limits}</ul>" if limits else ""
    if found.erased_at:
        body += f"<p><strong>{export.moment(found.erased_at)}に消去しました。</strong>残っているのは件数と日時だけです。</p>"
    else:
        body += f"<h3>開示</h3>{office.form(current, f'{base}/export', '', '開示用ファイルを作る（ZIP）')}"
        body += "".join(_correction(current, base, case) for case in dossier.cases)
        body += _limit_form(
            current, base, dossier, STOP, "利用停止", "相談員からの連絡と通知を止めます。"
        )
        body += _limit_form(
            current, base, dossier, HOLD, "保存（消去しない）", "保存期間を過ぎても消去しません。"
        )
        body += _erase_form(current, base, dossier)
    shown = export.tables(dossier.sections).replace("<h2>", "<h3>").replace("</h2>", "</h3>")
    body += f'<section aria-label="保有している内容"><h2>保有している内容</h2><div class="held">{shown}</div></section>'
    return frame(current, name, body, status=status, said=said)


def _correction(current: Session, base: str, case: CaseData) -> str:
    contact = case.contact or {}
    fields = f'<input type="hidden" name="case_id" value="{escape(case.case_id)}">'
    for name, label in CORRECTABLE.items():
        if name == "question":
            fields += f'<label>{label}<textarea name="question" rows="4">{escape(case.question)}</textarea></label>'
        elif contact:
            value = escape(str(contact.get(name) or ""))
            fields += (
                f'<label>{label}<input name="{name}" value="{value}" autocomplete="off"></label>'
            )
    fields += (
        '<label>訂正の理由<input name="reason" maxlength="200" required autocomplete="off"></label>'
    )
    return (
        f"<details><summary>訂正（{escape(case.receipt)}）</summary>"
        "<p>だれが・いつ・なぜ訂正したかは残り、訂正前の値は残りません。</p>"
        f"{office.form(current, f'{base}/correct', fields, '訂正する')}</details>"
    )


def _limit_form(
    current: Session, base: str, dossier: Dossier, kind: str, label: str, words: str
) -> str:
    is_set = dossier.is_restricted(kind)
    hidden = f'<input type="hidden" name="kind" value="{kind}"><input type="hidden" name="do" value="{"lift" if is_set else "set"}">'
    if is_set:
        return (
            f"<h3>{label}</h3>{office.form(current, f'{base}/limit', hidden, f'{label}をやめる')}"
        )
    reason = '<label>理由<input name="reason" maxlength="200" required autocomplete="off"></label>'
    form = office.form(current, f"{base}/limit", hidden + reason, f"{label}にする")
    return f"<details><summary>{label}</summary><p>{words}</p>{form}</details>"


def _erase_form(current: Session, base: str, dossier: Dossier) -> str:
    field = f'<label>確認のため「{escape(dossier.confirmation)}」と入力<input name="confirm" required autocomplete="off"></label>'
    return (
        "<details><summary>消去</summary><p>データベース・添付ファイル・自動応答の記憶・送ったメールから消します。"
        "元に戻せません。件数と日時だけが残ります。</p>"
        f"{office.form(current, f'{base}/erase', field, '消去する', kind='danger')}</details>"
    )
