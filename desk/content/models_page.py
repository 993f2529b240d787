"""学習: what is being learnt, which model answers, what it would change, and a person's word on it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from desk.accounts.models import Session
from desk.content.api_access import Reviewer
from desk.content.learnt_models import LearntModels
from desk.content.models import Kind
from desk.content.page_parts import HOME, TABS, attempt, page, title_of
from desk.content.service import Content, Service
from desk.content.training_api import Number
from desk.content.training_rows import Model
from desk.http.problems import Problem
from desk.office.frame import Fields
from desk.office.session import CurrentSession
from desk.services import part

router = APIRouter(prefix=f"{HOME}/models", include_in_schema=False)
_TAB = next(name for address, name in TABS if address.endswith("/models"))
Learnt = Annotated[LearntModels, Depends(part(LearntModels))]
STATES = {
    "training": "学習しています",
    "serving": "いま使っています",
    "waiting": "確認を待っています",
    "refused": "使わないことにしました",
    "kept": "前に使っていました",
    "failed": "学習できませんでした",
}
# What an assistant does where it gives no answer, as lists of changes name it.
_OUTCOMES = {"clarify": "（聞き返す）", "fallback": "（分からないと言う）", "handoff": "（人への相談を案内する）"}
_DONE = {
    "accept": "使うことにしました。数秒で切り替わります。",
    "refuse": "使わないことにしました。いまのまま答えます。",
    "serve": "この学習の結果に戻しました。数秒で切り替わります。",
    "shipped": "はじめの状態に戻しました。数秒で切り替わります。",
}


@router.get("")
def show_models(current: CurrentSession, content: Service, learnt: Learnt) -> HTMLResponse:
    """Show the trainings, newest first."""
    return _list(current, content, learnt)


@router.post("")
def go_back_to_shipped(
    current: CurrentSession, actor: Reviewer, content: Service, learnt: Learnt, fields: Fields
) -> HTMLResponse:
    """Let the shipped model serve."""
    if fields.get("do") != "shipped":
        return _list(current, content, learnt, 422, "できない操作です。画面を読み込み直してください。")
    _, status, said = attempt(lambda: learnt.serve_shipped(actor))
    return _list(current, content, learnt, status, said or _DONE["shipped"])


@router.get("/{number}")
def show_model(number: Number, current: CurrentSession, content: Service, learnt: Learnt) -> HTMLResponse:
    """Show one training: its figures beside those before it, and every answer that changes."""
    return _one(current, content, learnt, number)


@router.post("/{number}")
def settle_model(
    number: Number, current: CurrentSession, actor: Reviewer, content: Service, learnt: Learnt, fields: Fields
) -> HTMLResponse:
    """Accept, refuse, or go back."""
    do = fields.get("do", "")
    if do not in {"accept", "refuse", "serve"}:
        return _one(current, content, learnt, number, 422, "できない操作です。画面を読み込み直してください。")
    _, status, said = attempt(lambda: learnt.decide(actor, number, do))
    return _one(current, content, learnt, number, status, said or _DONE[do])


def _list(current: Session, content: Content, learnt: LearntModels, status: int = 200, said: str = "") -> HTMLResponse:
    found = learnt.models()
    newest = next(iter(content.publications(1)), None)
    return page(
        current,
        "content/models.html",
        title="学習",
        tab=_TAB,
        status=status,
        said=said,
        models=found,
        model_states=STATES,
        serving=next((model for model in found if model.state == "serving"), None),
        training=next((model for model in found if model.state == "training"), None),
        waiting=[model for model in found if model.state == "waiting"],
        publication=newest,
    )


def _one(
    current: Session, content: Content, learnt: LearntModels, number: int, status: int = 200, said: str = ""
) -> HTMLResponse:
    model, missing, words = attempt(lambda: learnt.model(number))
    if model is None:
        raise Problem(missing, "not_found", words)
    titles = {view.item.key: title_of(view) for view in content.find_items(Kind.ENTRY)}
    return page(
        current,
        "content/model.html",
        title=f"学習 {number}",
        tab=_TAB,
        status=status,
        said=said,
        model=model,
        model_states=STATES,
        figures=_figures(model),
        changes=[_change(change, titles) for change in sorted(model.changes, key=lambda one: bool(one["meant"]))],
        missed=model.figures.get("missed") or [],
        failed=[
            (one["text"], titles.get(one["expected"], one["expected"]), _told(one["got"], titles))
            for one in (model.figures.get("trials") or {}).get("failed", [])
        ],
        asked=(model.figures.get("trials") or {}).get("asked", 0),
        replayed=(model.figures.get("replay") or {}).get("asked", 0),
        replay_changed=len((model.figures.get("replay") or {}).get("changes", [])),
        replay=[
            _change(change, titles) for change in sorted(learnt.replayed(model), key=lambda one: bool(one["meant"]))
        ],
    )


def _figures(model: Model) -> list[tuple[str, str, str]]:
    """Return (what, before, after) of the evaluation."""
    old, new = model.figures.get("old"), model.figures.get("new")
    if not old or not new:
        return []
    return [
        ("評価用の質問の正答", f"{old['accuracy']:.1%}", f"{new['accuracy']:.1%}"),
        ("評価用の質問へのまちがった答え", f"{old['answered_wrong']:.1%}", f"{new['answered_wrong']:.1%}"),
        ("聞き取れた、助けを求める言葉", f"{old['cries']}件", f"{new['cries']}件"),
    ]


def _change(change: dict[str, Any], titles: dict[str, str]) -> tuple[str, str, str, bool]:
    return change["text"], _told(change["old"], titles), _told(change["new"], titles), bool(change["meant"])


def _told(what: str, titles: dict[str, str]) -> str:
    return _OUTCOMES.get(what) or titles.get(what, what)
