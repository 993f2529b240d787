"""The editor of one version: write, see what it looks like, hand in, approve, send back, give up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path
from fastapi.responses import HTMLResponse, RedirectResponse

from desk.accounts.models import Session
from desk.content import compare, form
from desk.content.advice import advice
from desk.content.answer_page import Slug, Topic
from desk.content.api_access import CurrentActor
from desk.content.errors import ContentRefused, EditConflict
from desk.content.models import Kind, Origin, PhrasingState, State, Version
from desk.content.page_parts import HOME, Shown, attempt, by_field, page, refusal, said, title_of
from desk.content.preview import Previews
from desk.content.service import Content, Service
from desk.content.steps import TRAINED_FROM
from desk.http.problems import Problem
from desk.http.templates import render
from desk.office.frame import Fields
from desk.office.session import CurrentSession, Desk
from desk.services import Services
from desk.text.times import JAPAN

router = APIRouter(prefix=HOME, include_in_schema=False)
Number = Annotated[int, Path(ge=1, le=1_000_000)]
_ADDRESS = "/{topic}/{slug}/versions/{number}"
_DONE = {
    "save": "下書きを保存しました。まだ公開されていません。",
    "submit": "確認をお願いしました。書いた人とは別の主任・管理者が公開します。",
    "approve": "公開しました。5秒ほどで、この文章で答えます。",
    "reject": "書いた人に戻しました。",
    "discard": "この下書きをやめました。文章は記録に残っています。",
}


@router.get(_ADDRESS)
def show_version(
    topic: Topic, slug: Slug, number: Number, current: CurrentSession, content: Service, shown: Shown, desk: Desk
) -> HTMLResponse:
    """Show the editor, or the text where it cannot be changed any more."""
    return _editor(current, content, shown, desk, _version(content, f"{topic}/{slug}", number))


@router.post(_ADDRESS)
def change_version(
    topic: Topic,
    slug: Slug,
    number: Number,
    current: CurrentSession,
    actor: CurrentActor,
    content: Service,
    shown: Shown,
    desk: Desk,
    fields: Fields,
) -> object:
    """Save what was written and do what the button says; a refusal loses nothing of it."""
    label, do = f"{topic}/{slug}", fields.get("do", "save")
    seen = (Kind.ENTRY, label, number)
    revision = form.number(fields, "revision")
    version = _version(content, label, number)
    if do in {"save", "submit"}:
        try:
            begin, end = form.day(fields.get("publish_at", "")), form.day(fields.get("unpublish_at", ""))
        except ValueError:
            return _editor(current, content, shown, desk, version, 422, "日付を選んでください。", fields)
        written = form.content_of(fields)
        try:
            version = content.save(actor, seen, revision, written, publish_at=begin, unpublish_at=end)
        except EditConflict as conflict:
            return _conflict(current, label, conflict.version, written, fields)
        except ContentRefused as error:
            return _editor(current, content, shown, desk, version, *refusal(error), fields)
        if do == "save":
            return _editor(current, content, shown, desk, version, 200, _DONE["save"])
    acts = {
        "submit": lambda: content.submit(actor, *seen),
        "approve": lambda: content.approve(actor, *seen, revision=revision),
        "reject": lambda: content.reject(actor, *seen, fields.get("words", "")),
        "discard": lambda: content.discard(actor, *seen),
    }
    if do not in acts:
        return _editor(current, content, shown, desk, version, 422, "できない操作です。")
    done, status, words = attempt(acts[do])
    if done is None:
        return _editor(current, content, shown, desk, _version(content, label, number), status, words)
    if do == "discard":
        return RedirectResponse(f"{HOME}/{label}", 303)
    told = _DONE[do]
    if done.state is State.APPROVED and done.publish_at is not None:
        told = f"確認が済みました。{done.publish_at.astimezone(JAPAN):%Y年%-m月%-d日}に公開します。"
    return _editor(current, content, shown, desk, done, 200, told)


@router.post(_ADDRESS + "/check")
def check_version(
    topic: Topic, slug: Slug, number: Number, current: CurrentSession, content: Service, shown: Shown, desk: Desk, fields: Fields
) -> HTMLResponse:  # fmt: skip
    """Return what the text would look like and what could be better, while it is written; nothing is kept."""
    values = _looks(content, shown, f"{topic}/{slug}", form.content_of(fields), desk.clock.now())
    return HTMLResponse(render("content/looks.html", **values), headers={"cache-control": "no-store"})


def _editor(
    current: Session,
    content: Content,
    shown: Previews,
    desk: Services,
    version: Version,
    status: int = 200,
    words: str = "",
    fields: Mapping[str, str] | None = None,
) -> HTMLResponse:
    view = content.entry(version.key)
    written = form.content_of(fields) if fields is not None else version.content
    is_open = version.state in {State.DRAFT, State.IN_REVIEW}
    stands = view.published.content if view.published else None
    return page(
        current,
        "content/editor.html",
        title=f"{'書く' if is_open else '版を見る'}：{title_of(view)}",
        status=status,
        said=words,
        version=version,
        view=view,
        label=version.key,
        is_open=is_open,
        differences=compare.differences(stands, version.content) if stands and version.state is State.IN_REVIEW else (),
        proposed=[one for one in view.phrasings if one.state is PhrasingState.PROPOSED],
        is_young=view.item.origin is Origin.OFFICE and len(view.phrasings) < TRAINED_FROM,
        is_mine=current.account.id in version.authors,
        four_eyes=content.four_eyes,
        fields=form.fields_of(written),
        revision=fields["revision"] if fields is not None else version.revision,
        publish_at=_written_day(version.publish_at),
        unpublish_at=_written_day(version.unpublish_at),
        titles={item.item.key: title_of(item) for item in content.find_items(Kind.ENTRY)},
        known_facts=[
            (
                item.item.key,
                title_of(item),
                f"{item.published.content['value']}{item.published.content.get('unit') or ''}",
            )
            for item in content.find_items(Kind.FACT)
            if item.published
        ],
        **_looks(content, shown, version.key, written, desk.clock.now()),
    )


def _looks(content: Content, shown: Previews, label: str, written: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    faults = content.faults(Kind.ENTRY, label, written)
    advised = advice(written, now.astimezone(JAPAN).date())
    part, *_ = attempt(lambda: content.preview(label, written)) if not faults else (None,)
    return {
        "preview": shown.of(part) if part else None,
        "faults": [said(fault) for fault in faults],
        "advised": [said(fault) for fault in advised],
        "beside": by_field([*faults, *advised]),
    }


def _conflict(
    current: Session, label: str, stands: Version, written: Mapping[str, Any], fields: Mapping[str, str]
) -> HTMLResponse:
    return page(
        current,
        "content/conflict.html",
        title="ほかの人が先に保存しました",
        status=409,
        said=f"{stands.changed_by}さんが先に保存しています。あなたの文章はまだ保存されていません。両方を見比べて、決めてください。",
        label=label,
        stands=stands,
        differences=compare.differences(stands.content, written),
        fields={name: text for name, text in fields.items() if name not in {"csrf", "revision", "do"}},
    )


def _version(content: Content, label: str, number: int) -> Version:
    view, status, words = attempt(lambda: content.entry(label))
    found = next((version for version in view.versions if version.number == number), None) if view else None
    if found is None:
        raise Problem(404 if view else status, "not_found", words or "その版はありません。")
    return found


def _written_day(moment: datetime | None) -> str:
    return moment.astimezone(JAPAN).date().isoformat() if moment else ""
