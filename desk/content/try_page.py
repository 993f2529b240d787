"""試してみる: what a question would be answered now, what else was thought of, and the office's saved trials."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse

from desk.accounts.models import Session
from desk.contact.masking import mask
from desk.content.models import LABEL, EntryView, Kind, PhrasingState
from desk.content.page_parts import HOME, TABS, Shown, attempt, page, title_of
from desk.content.preview import Previews
from desk.content.service import Content, Service
from desk.content.step_rules import WRITERS
from desk.content.trials_store import MOST, Trial, Trials
from desk.conversation.errors import AssistantFailed
from desk.http.problems import Problem
from desk.office.frame import Fields
from desk.office.session import CurrentSession, Desk
from desk.services import part

router = APIRouter(prefix=f"{HOME}/try", include_in_schema=False)
LONGEST = 300
MOST_CANDIDATES = 5
OUTCOMES = {
    "answer": "この回答で答えます",
    "clarify": "聞き返します（下の候補から選んでもらいます）",
    "fallback": "分からないと言います",
    "handoff": "人への相談をご案内します",
}
_AWAY = "自動応答が動いていないか、準備中です。少し待ってから、もう一度試してください。"


@dataclass(frozen=True)
class Understanding:
    """Asks the assistant what it understands: (an id for the question, the text, the label of the answer before) → understanding."""

    ask: Callable[[str, str, str], Awaitable[dict[str, Any]]]


@dataclass(frozen=True)
class Verdict:
    """What came of a saved trial; `got` is the label that it was answered with, empty for none."""

    trial: Trial
    got: str
    outcome: str

    @property
    def is_well(self) -> bool:
        """Whether the expected answer came."""
        return self.got == self.trial.expected


Asked = Annotated[Understanding, Depends(part(Understanding))]
Saved = Annotated[Trials, Depends(part(Trials))]


@router.get("")
async def show_trial(current: CurrentSession, content: Service, saved: Saved) -> HTMLResponse:
    """Show the field for a question, and the saved trials."""
    return await run_in_threadpool(_page, current, content, saved)


@router.post("")
async def try_question(
    current: CurrentSession, content: Service, shown: Shown, saved: Saved, asked: Asked, desk: Desk, fields: Fields
) -> HTMLResponse:
    """Try a question, save or drop a trial, or try all saved ones."""
    if current.account.role not in WRITERS:
        raise Problem(403, "not_allowed", "この操作は、お使いの役割ではできません。")
    do, text = fields.get("do", "try"), mask(" ".join(fields.get("text", "").split()))[:LONGEST]
    after = fields.get("after", "") if LABEL.fullmatch(fields.get("after", "")) else ""
    try:
        if do == "all":
            verdicts = [await _judged(asked, trial) for trial in await run_in_threadpool(saved.all)]
            return await run_in_threadpool(_page, current, content, saved, verdicts=verdicts)
        if do in {"save", "drop"}:
            return await run_in_threadpool(_kept, current, content, saved, desk, fields, text)
        if not text:
            return await run_in_threadpool(_page, current, content, saved, status=422, said="質問を書いてください。")
        found = await asked.ask(secrets.token_hex(8), text, after)
    except (AssistantFailed, ValueError):
        return await run_in_threadpool(_page, current, content, saved, status=503, said=_AWAY, text=text, after=after)
    return await run_in_threadpool(_result, current, content, shown, saved, text, after, found)


async def _judged(asked: Understanding, trial: Trial) -> Verdict:
    found = await asked.ask(secrets.token_hex(8), trial.text, "")
    outcome = str(found.get("outcome", ""))
    return Verdict(trial, str(found.get("label") or "") if outcome in {"answer", "handoff"} else "", outcome)


def _kept(current: Session, content: Content, saved: Trials, desk: Desk, fields: Fields, text: str) -> HTMLResponse:
    number = fields.get("number", "")
    if fields.get("do") == "drop" and number.isdecimal() and len(number) < 10:
        saved.drop(int(number))
        return _page(current, content, saved, said="質問を、くり返し試す一覧から外しました。")
    expected = fields.get("expected", "")
    known = {view.item.key for view in content.find_items(Kind.ENTRY)}
    if not text or expected not in known:
        return _page(current, content, saved, status=422, said="質問と、出てほしい回答を選んでください。", text=text)
    if not saved.add(text, expected, current.account.name, desk.clock.now()):
        return _page(current, content, saved, status=422, said=f"残せるのは {MOST}件までです。", text=text)
    return _page(current, content, saved, said="この質問を、くり返し試す一覧に加えました。")


def _result(
    current: Session,
    content: Content,
    shown: Previews,
    saved: Trials,
    text: str,
    after: str,
    found: dict[str, Any],
) -> HTMLResponse:
    label = str(found.get("label") or "")
    views = {view.item.key: view for view in content.find_items(Kind.ENTRY)}
    candidates = [
        (one["label"], title_of(views[one["label"]]) if one["label"] in views else one["label"], one["confidence"])
        for one in (found.get("candidates") or [])[:MOST_CANDIDATES]
    ]
    looks = {}
    view = views.get(label)
    if view is not None and found.get("outcome") in {"answer", "handoff"}:
        for name, version in (("いま公開中", view.published), ("下書き", view.open)):
            made = attempt(lambda version=version: content.preview(label, version.content))[0] if version else None  # type: ignore[misc]
            if made:
                looks[name] = shown.of(made)
    result = {
        "outcome": OUTCOMES.get(str(found.get("outcome")), str(found.get("outcome"))),
        "is_danger": bool(found.get("danger")),
        "label": label,
        "title": title_of(view) if view else "",
        "confidence": found.get("confidence"),
        "candidates": candidates,
        "looks": looks,
        "taught": [title_of(one) for one in _teaching(content, views, text)],
    }
    return _page(current, content, saved, text=text, after=after, result=result)


def _teaching(content: Content, views: dict[str, EntryView], text: str) -> list[EntryView]:
    """Return the entries that have these words as a way of asking which is not approved yet."""
    drafted = (content.entry(key) for key, view in views.items() if view.published is None or view.open)
    return [
        view
        for view in drafted
        if any(one.text == text and one.state is PhrasingState.PROPOSED for one in view.phrasings)
    ]


def _page(
    current: Session,
    content: Content,
    saved: Trials,
    *,
    status: int = 200,
    said: str = "",
    text: str = "",
    after: str = "",
    result: dict[str, Any] | None = None,
    verdicts: list[Verdict] | None = None,
) -> HTMLResponse:
    titles = {view.item.key: title_of(view) for view in content.find_items(Kind.ENTRY)}
    return page(
        current,
        "content/try.html",
        title="試してみる",
        tab=TABS[2][1],
        status=status,
        said=said,
        text=text,
        after=after,
        result=result,
        trials=saved.all(),
        verdicts={verdict.trial.id: verdict for verdict in verdicts or []},
        passed=sum(verdict.is_well for verdict in verdicts or []),
        titles=titles,
    )
