"""答えられなかった質問: groups, and what a person decides about each; nothing is trained or published by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Path, Response
from fastapi.responses import HTMLResponse

from desk.contact.masking import mask
from desk.http.download import download
from desk.http.limits import LARGEST_NUMBER
from desk.http.problems import Problem
from desk.http.templates import render
from desk.office.frame import Fields
from desk.office.session import audited
from desk.reporting import history, names, periods, unanswered
from desk.reporting.page_frame import ROOT, CurrentView, View, page
from desk.reporting.store import ReportingStore
from desk.reporting.unanswered import Group
from desk.services import part
from desk.text import yaml_text

router = APIRouter(prefix=f"{ROOT}/unanswered", include_in_schema=False, dependencies=[Depends(audited)])
MOST_SHOWN = 60
LONGEST_REMARK = 200
LONGEST_PHRASING = 300
STATUSES = {
    "rephrase": "いまある回答で答えたい言い方として残す",
    "draft": "新しい回答を作る",
    "out_of_scope": "対象外にする",
    "asked": "担当課に聞く",
}
PATH = "/unanswered"


Store = Annotated[ReportingStore, Depends(part(ReportingStore))]


@router.get("")
def show_unanswered(shown: CurrentView, store: Store) -> HTMLResponse:
    """Show the groups."""
    return _page(shown, store)


def undecided(shown: View, store: ReportingStore) -> list[Group]:
    """Return the groups that were asked in the period and nobody has decided about."""
    decided = {decision.id for decision in store.decisions()}
    return [group for group in _groups(shown, store) if group.count and group.id not in decided]


def _groups(shown: View, store: ReportingStore) -> list[Group]:
    earlier = periods.before(shown.period)
    talks = shown.reader.talks(earlier.since, shown.period.until, shown.channel)
    both = periods.Period(earlier.first, shown.period.last, "")
    asked = list(unanswered.questions(history.cohort(talks, both)))
    return unanswered.groups(asked, store.decisions(), shown.period, earlier, shown.sketches.of)


def _page(shown: View, store: ReportingStore, status: int = 200, said: str = "") -> HTMLResponse:
    found = _groups(shown, store)
    decided = {decision.id: decision for decision in store.decisions()}
    counted = Counter(decided[group.id].status if group.id in decided else "new" for group in found)
    listed = found[:MOST_SHOWN]
    often = [g for g in listed if g.count + g.before > 1]
    once = [g for g in listed if g.count + g.before == 1]
    return page(
        shown,
        PATH,
        "reporting/unanswered.html",
        "質問",
        status=status,
        said=said,
        counted=[[name, counted[key]] for key, name in {"new": "まだ決めていない", **STATUSES}.items()],
        often=[_shown(shown, group, decided) for group in often],
        once=[_shown(shown, group, decided) for group in once],
        statuses=STATUSES,
        answers=[(label, entry["title"]) for label, entry in shown.answers.entries().items()],
        longest_phrasing=LONGEST_PHRASING,
        longest_remark=LONGEST_REMARK,
        phrasings=[
            (shown.address(f"{PATH}/phrasings/{number}"), _title(shown, label), text)
            for number, label, text in store.phrasings()
        ],
        phrasings_file=f"{ROOT}{PATH}/phrasings.yml",
    )


def _title(shown: View, label: str) -> str:
    """Return what people call an answer; one that was taken away has no other name than its label."""
    entry = shown.answers.entries().get(label)
    return entry["title"] if entry else label


def _shown(shown: View, group: Group, decided: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the page shows of a group; `decision` is empty where nobody has decided."""
    decision, words = decided.get(group.id), ""
    if decision is not None:
        what = f"：{_title(shown, decision.label)}" if decision.label else ""
        remark = f"（{decision.remark}）" if decision.remark else ""
        day = periods.japanese(periods.local(decision.at).date())
        words = f"{STATUSES[decision.status]}{what}{remark}　{day}"
    return {
        "group": group,
        "channels": [(names.CHANNELS.get(name, name), count) for name, count in sorted(group.channels.items())],
        "decision": words,
        "address": shown.address(f"{PATH}/{group.id}"),
        "draft": shown.address(f"{PATH}/{group.id}/draft.md"),
        "write": f"/console/answers/new?{urlencode({'asked': chr(10).join(group.examples)})}",
    }


@router.post("/{group_id}")
def decide_unanswered(
    group_id: Annotated[str, Path(pattern="^[0-9a-f]{32}$")],
    shown: CurrentView,
    store: Store,
    fields: Fields,
) -> HTMLResponse:
    """Keep a decision; what is kept of people's words is masked again, whatever came."""
    do, label = fields.get("do", ""), fields.get("label", "")
    group = unanswered.seen_as(group_id, _groups(shown, store))
    if do not in STATUSES or group is None:
        return _page(shown, store, 422, "できない操作です。画面を読み込み直してください。")
    account = shown.session.account.id
    if do == "rephrase":
        text = mask(fields.get("text", "")).strip()[:LONGEST_PHRASING]
        if label not in shown.answers.entries() or not text or "\n" in text:
            return _page(shown, store, 422, "回答と言い方を入れてください。")
        store.add_phrasing(label, text, conversation_id=group.conversation_id, account_id=account, now=shown.now)
    store.decide(
        group_id,
        exemplar=group.exemplar,
        conversation_id=group.conversation_id,
        status=do,
        label=label if do == "rephrase" else None,
        remark=fields.get("remark", "").strip()[:LONGEST_REMARK],
        account_id=account,
        at=shown.now,
    )
    return _page(shown, store, said=f"「{group.exemplar}」を「{STATUSES[do]}」にしました。")


@router.post("/phrasings/{phrasing_id}")
def drop_phrasing(
    phrasing_id: Annotated[int, Path(le=LARGEST_NUMBER)], shown: CurrentView, store: Store
) -> HTMLResponse:
    """Take a way of asking off the list."""
    store.drop_phrasing(phrasing_id)
    return _page(shown, store, said="言い方を一覧から外しました。")


@router.get("/phrasings.yml")
def export_phrasings(shown: CurrentView, store: Store) -> Response:
    """Return the ways of asking in Rasa's format, to be read and put into data/nlu by a person."""
    by_label: dict[str, list[str]] = {}
    for _, label, text in store.phrasings():
        by_label.setdefault(label, []).append(text)
    blocks = [
        {"intent": label, "examples": "".join(f"- {text}\n" for text in texts)} for label, texts in by_label.items()
    ]
    document = {"version": "3.1", "nlu": blocks}
    return download(yaml_text.dump(document), "phrasings.yml", "application/yaml; charset=utf-8")


@router.get("/{group_id}/draft.md")
def export_draft(
    group_id: Annotated[str, Path(pattern="^[0-9a-f]{32}$")], shown: CurrentView, store: Store
) -> Response:
    """Return an empty entry for data/answers with the questions that it should answer."""
    group = unanswered.seen_as(group_id, _groups(shown, store))
    if group is None:
        raise Problem(404, "unknown_group", "この期間には、このまとまりがありません。")
    text = render(
        "reporting/draft.txt",
        today=shown.today,
        review_by=shown.today.replace(year=shown.today.year + 1, day=min(shown.today.day, 28)),
        group=group,
    )
    return download(text, "draft.md", "text/markdown")
