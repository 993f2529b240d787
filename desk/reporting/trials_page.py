"""試験の会話: conversations that somebody began to try things out, taken out of all reports, with a case or without one."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from desk.http.problems import Problem
from desk.office import frame
from desk.office.frame import Fields
from desk.office.session import audited
from desk.reporting.page_frame import ROOT, CurrentView, View, page, section
from desk.reporting.rows import alias
from desk.reporting.store import ReportingStore
from desk.services import part
from desk.text import times

router = APIRouter(prefix=ROOT, include_in_schema=False, dependencies=[Depends(audited)])
PATH = "/trials"


Store = Annotated[ReportingStore, Depends(part(ReportingStore))]


@router.get(PATH)
def show_trials(shown: CurrentView, store: Store) -> HTMLResponse:
    """Show what is marked."""
    return _page(shown, store)


@router.post(PATH)
def mark_trial(shown: CurrentView, store: Store, fields: Fields) -> HTMLResponse:
    """Mark a conversation of the period by its name in the files, or take the mark away."""
    wanted, is_trial = fields.get("alias", "").strip().lower(), fields.get("do") == "mark"
    known = (
        {session.conversation_id for session in shown.cohort()}
        if is_trial
        else {conversation_id for conversation_id, _ in store.trials()}
    )
    found = next((one for one in known if alias(one) == wanted), None)
    if found is None:
        return _page(shown, store, 422, "この期間に、この番号の会話はありません。")
    store.set_trial(found, is_trial, shown.session.account.id, shown.now)
    return _page(shown, store, said="集計から除きました。" if is_trial else "集計に戻しました。")


def _page(shown: View, store: ReportingStore, status: int = 200, said: str = "") -> HTMLResponse:
    if not shown.session.account.is_supervisor:
        raise Problem(403, "not_supervisor", "主任と管理者だけが決められます。")
    address = shown.address(PATH)
    field = (
        '<input type="hidden" name="do" value="mark"><label>会話（出力の「会話」の列の12文字）'
        '<input name="alias" minlength="12" maxlength="12" required autocomplete="off"></label>'
    )
    rows = "".join(
        f'<tr><th scope="row"><code>{alias(one)}</code></th><td>{times.moment_in_year(at)}</td><td>'
        + frame.form(
            shown.session,
            address,
            f'<input type="hidden" name="do" value="lift"><input type="hidden" name="alias" value="{alias(one)}">',
            "集計に戻す",
            kind="inline",
        )
        + "</td></tr>"
        for one, at in store.trials()
    )
    listed = (
        '<div class="wide" tabindex="0" role="region" aria-label="除いた会話"><table><caption>除いた会話</caption>'
        '<thead><tr><th scope="col">会話</th><th scope="col">印を付けた日時</th><th scope="col">操作</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )
    body = section(
        "試験の会話",
        "<p>職員が試した会話は、相談になっていなくても、ここで集計から除けます。「会話ごと」か「メッセージごと」の出力で見つけて、"
        "「会話」の列の番号を入れてください。相談になったものは、相談の画面の「成果」でも印を付けられます。</p>",
        frame.form(shown.session, address, field, "集計から除く"),
        listed if rows else "<p>除いた会話はありません。</p>",
    )
    return page(shown, "/files", body, status=status, said=said, title="試験の会話")
