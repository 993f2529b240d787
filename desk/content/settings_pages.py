"""案内を止める (off switches), 公開の記録 (publications), 変わる値 (facts): the smaller pages of the answers."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import HTMLResponse

from desk.accounts.models import Session
from desk.content import compare, form, record_words
from desk.content.answer_page import UNTIL
from desk.content.api_access import CurrentActor
from desk.content.errors import ContentRefused, EditConflict
from desk.content.models import Kind, State
from desk.content.page_parts import HOME, TABS, attempt, by_field, page, refusal, title_of, topic_names
from desk.content.service import Content, Service
from desk.http.problems import Problem
from desk.office.frame import Fields
from desk.office.session import CurrentSession, Desk

router = APIRouter(prefix=HOME, include_in_schema=False)
FactId = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]*$", max_length=80)]
_FACTS, _OFF, _HISTORY = TABS[1][1], TABS[4][1], TABS[5][1]


@router.get("/off")
def show_off(current: CurrentSession, content: Service) -> HTMLResponse:
    """Show what is not answered now."""
    return _off(current, content)


@router.post("/off")
def change_off(
    current: CurrentSession, actor: CurrentActor, content: Service, desk: Desk, fields: Fields
) -> HTMLResponse:
    """Switch something off with a reason and an end, or on again."""
    scope, is_on = fields.get("scope", ""), fields.get("on") == "yes"
    name = "" if scope == "all" else fields.get("name", "") or fields.get(f"name_{scope}", "")
    until = form.until(fields.get("until", ""), desk.clock.now())
    _, status, said = attempt(
        lambda: content.switch(actor, scope, name, on=is_on, reason=fields.get("reason", ""), until=until)
    )
    done = (
        "案内をもどしました。"
        if is_on
        else "止めました。利用者には、いま案内できないことと、相談員や伝言をご案内します。"
    )
    return _off(current, content, status, said or done)


@router.get("/history")
def show_history(current: CurrentSession, content: Service) -> HTMLResponse:
    """Show what was published, newest first."""
    found, words = content.publications(), record_words.of(content)
    shown = [(one, words.what(one.what)) for one in found]
    return page(current, "content/history.html", title="公開の記録", tab=_HISTORY, publications=shown)


@router.get("/facts")
def list_values(
    current: CurrentSession, content: Service, q: Annotated[str, Query(max_length=80)] = ""
) -> HTMLResponse:
    """Show the values that answers use."""
    rows = [
        (view, title_of(view), view.published or view.versions[0])
        for view in content.find_items(Kind.FACT, q=q)
        if view.versions
    ]
    return page(current, "content/facts.html", title="変わる値", tab=_FACTS, rows=rows, q=q)


@router.get("/facts/{fact_id}")
def show_value(fact_id: FactId, current: CurrentSession, content: Service) -> HTMLResponse:
    """Show one value, where it is used, and its editor."""
    return _fact(current, content, fact_id)


@router.post("/facts/{fact_id}")
def change_value(
    fact_id: FactId, current: CurrentSession, actor: CurrentActor, content: Service, fields: Fields
) -> HTMLResponse:
    """Save a value and hand it in; approve it, send it back, or give it up."""
    view, status, said = attempt(lambda: content.fact(fact_id))
    if view is None:
        raise Problem(status, "not_found", said)
    do, standing = fields.get("do", ""), view.open
    revision = form.number(fields, "revision")
    try:
        if do == "save":
            draft = content.draft(actor, Kind.FACT, fact_id)
            begun_from = revision if standing else draft.revision
            saved = content.save(actor, draft, begun_from, form.fact_content_of(fields, draft.content))
            content.submit(actor, Kind.FACT, fact_id, saved.number)
            return _fact(current, content, fact_id, 200, "確認をお願いしました。書いた人とは別の人が公開します。")
        if standing is None:
            return _fact(current, content, fact_id, 409, "ほかの操作で状態が変わっています。")
        seen = (Kind.FACT, fact_id, standing.number)
        if do == "approve":
            content.approve(actor, *seen, revision=revision)
            return _fact(current, content, fact_id, 200, "公開しました。使っている回答は、すべて新しい値になりました。")
        if do == "reject":
            content.reject(actor, *seen, fields.get("words", ""))
            return _fact(current, content, fact_id, 200, "書いた人に戻しました。")
        content.discard(actor, *seen)
        return _fact(current, content, fact_id, 200, "この下書きをやめました。")
    except EditConflict as conflict:
        words = f"{conflict.version.changed_by}さんが先に保存しています。あなたの文章は下に残しています。"
        return _fact(current, content, fact_id, 409, words, fields)
    except ContentRefused as error:
        return _fact(current, content, fact_id, *refusal(error), fields if do == "save" else None)


def _off(current: Session, content: Content, status: int = 200, said: str = "") -> HTMLResponse:
    return page(
        current,
        "content/off.html",
        title="案内を止める",
        tab=_OFF,
        status=status,
        said=said,
        switches=content.switches(),
        scopes=record_words.SCOPES,
        topics=topic_names(content),
        titles={view.item.key: title_of(view) for view in content.find_items(Kind.ENTRY, state=State.PUBLISHED)},
        until=UNTIL,
    )


def _fact(
    current: Session, content: Content, fact_id: str, status: int = 200, said: str = "", fields: Fields | None = None
) -> HTMLResponse:
    view, missing, words = attempt(lambda: content.fact(fact_id))
    if view is None:
        raise Problem(missing, "not_found", words)
    shown = view.open or view.published or view.versions[0]
    written = form.fact_content_of(fields, shown.content) if fields is not None else shown.content
    used = content.users_of(fact_id)
    titles = {one.item.key: title_of(one) for one in content.find_items(Kind.ENTRY) if one.item.key in used}
    return page(
        current,
        "content/fact.html",
        title=f"変わる値：{title_of(view)}",
        tab=_FACTS,
        status=status,
        said=said,
        view=view,
        fact_id=fact_id,
        fields=form.fact_fields_of(written),
        beside=by_field(content.faults(Kind.FACT, fact_id, written)),
        used=titles,
        is_mine=view.open is not None and current.account.id in view.open.authors,
        four_eyes=content.four_eyes,
        differences=compare.differences(view.published.content, view.open.content)
        if view.published and view.open
        else [],
    )
