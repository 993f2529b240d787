"""答えられなかった質問: groups, and what a person decides about each; nothing is trained or published by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from html import escape
from typing import Annotated, Any

import yaml
from fastapi import APIRouter, Depends, Path, Response
from fastapi.responses import HTMLResponse

from desk.contact.masking import mask
from desk.content import service as content
from desk.http.limits import LARGEST_NUMBER
from desk.http.problems import Problem
from desk.office import frame
from desk.office.frame import Fields
from desk.office.session import audited
from desk.reporting import history, names, periods, unanswered
from desk.reporting.page_frame import ROOT, CurrentView, View, folded, number_table, page, section
from desk.reporting.store import ReportingStore
from desk.reporting.unanswered import Group
from desk.services import part
from desk.text import times

router = APIRouter(prefix=f"{ROOT}/unanswered", include_in_schema=False, dependencies=[Depends(audited)])
MOST_SHOWN = 60
LONGEST_REMARK = 200
LONGEST_PHRASING = 300
STATUSES = {
    "rephrase": "既存の回答に言い換えを追加",
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
    return unanswered.groups(asked, store.decisions(), shown.period, earlier)


def _page(shown: View, store: ReportingStore, status: int = 200, said: str = "") -> HTMLResponse:
    found = _groups(shown, store)
    decided = {decision.id: decision for decision in store.decisions()}
    counted = Counter(decided[group.id].status if group.id in decided else "new" for group in found)
    listed = found[:MOST_SHOWN]
    often = list(enumerate((g for g in listed if g.count + g.before > 1), start=1))
    once = list(enumerate((g for g in listed if g.count + g.before == 1), start=len(often) + 1))
    rows = [[name, counted[key]] for key, name in {"new": "まだ決めていない", **STATUSES}.items()]
    body = (
        "<p>自動応答が読み取れなかった質問と、聞き返しても合うものがなかった質問を、似たものどうしでまとめています。"
        "電話番号・名前などは伏せてあります。<strong>ここで決めても、自動応答はひとりでには変わりません。</strong>"
        "言い換えの一覧を確かめて学習データに加え、学習し直したときに変わります。</p>"
        + number_table("まとまりの数", ["扱い", "数"], rows)
        + "".join(_group(shown, *item, decided) for item in often)
        + (folded(f"1件だけの質問（{len(once)}件）", *(_group(shown, *item, decided) for item in once)) if once else "")
        + ("" if found else "<p>この期間に、答えられなかった質問はありません。</p>")
        + _phrasings(shown, store)
    )
    return page(shown, PATH, body, "質問", status=status, said=said)


def _group(shown: View, number: int, group: Group, decided: Mapping[str, Any]) -> str:
    decision = decided.get(group.id)
    examples = "".join(f"<li>{escape(text)}</li>" for text in group.examples)
    channels = "・".join(
        f"{names.CHANNELS.get(name, name)} {count}件" for name, count in sorted(group.channels.items())
    )
    status = ""
    if decision is not None:
        what = f"：{decision.label}" if decision.label else ""
        remark = f"（{decision.remark}）" if decision.remark else ""
        day = periods.japanese(periods.local(decision.at).date())
        status = f'<p class="decided">{escape(STATUSES[decision.status] + what + remark)}　{day}</p>'
    effect = f"前の期間 {group.before}件 → この期間 {group.count}件"
    last = times.moment_in_year(group.last_at)
    return section(
        f"{number}. {group.exemplar}",
        f"<p><strong>{effect}</strong>　最後は {last}　{channels}</p>{status}",
        f"<h3>例</h3><ul>{examples}</ul>",
        f"<p>自動応答の返事：{escape(group.bot_said) or '―'}</p>",
        _actions(shown, group),
    )


def _actions(shown: View, group: Group) -> str:
    chosen = "".join(
        f'<option value="{escape(label)}">{escape(entry["title"])}（{escape(label)}）</option>'
        for label, entry in content.entries().items()
    )
    address = shown.address(f"{PATH}/{group.id}")
    phrasing = (
        "<input type=hidden name=do value=rephrase>"
        f"<label>回答<select name=label required><option value=''>選んでください</option>{chosen}</select></label>"
        f'<label>学習データに加える言い方（直してから）<input name="text" maxlength="{LONGEST_PHRASING}" value="{escape(group.exemplar)}" required></label>'
    )
    remark = f'<label>覚え書き（課の名前など）<input name="remark" maxlength="{LONGEST_REMARK}"></label>'
    others = "".join(
        frame.form(
            shown.session,
            address,
            f'{remark}<input type="hidden" name="do" value="{do}">',
            STATUSES[do],
            kind="row",
        )
        for do in ("draft", "asked", "out_of_scope")
    )
    draft = (
        f'<p><a href="{escape(shown.address(f"{PATH}/{group.id}/draft.md"))}">回答の下書き（ひな形）を取り出す</a></p>'
    )
    return (
        '<details class="noprint"><summary>どうするかを決める</summary>'
        + frame.form(shown.session, address, phrasing, STATUSES["rephrase"])
        + others
        + draft
        + "</details>"
    )


def _phrasings(shown: View, store: ReportingStore) -> str:
    found = store.phrasings()
    rows = "".join(
        f'<tr><th scope="row">{escape(label)}</th><td>{escape(text)}</td><td>'
        + frame.form(shown.session, shown.address(f"{PATH}/phrasings/{number}"), "", "外す", kind="inline")
        + "</td></tr>"
        for number, label, text in found
    )
    table = (
        '<div class="wide" tabindex="0" role="region" aria-label="言い換えの一覧"><table><caption>言い換えの一覧</caption>'
        f'<thead><tr><th scope="col">回答</th><th scope="col">言い方</th><th scope="col">操作</th></tr></thead><tbody>{rows}</tbody></table></div>'
        f'<p><a href="{ROOT}{PATH}/phrasings.yml">data/nlu に加える形（YAML）で取り出す</a></p>'
    )
    return section("学習データに加える言い換え", table if found else "<p>まだありません。</p>")


@router.post("/{group_id}")
def decide_unanswered(
    group_id: Annotated[str, Path(pattern="^[0-9a-f]{32}$")],
    shown: CurrentView,
    store: Store,
    fields: Fields,
) -> HTMLResponse:
    """Keep a decision; what is kept of people's words is masked again, whatever came."""
    do, label = fields.get("do", ""), fields.get("label", "")
    group = next((found for found in _groups(shown, store) if found.id == group_id), None)
    if do not in STATUSES or group is None:
        return _page(shown, store, 422, "できない操作です。画面を読み込み直してください。")
    account = shown.session.account.id
    if do == "rephrase":
        text = mask(fields.get("text", "")).strip()[:LONGEST_PHRASING]
        if label not in content.entries() or not text or "\n" in text:
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
    return _page(shown, store, said=f"「{STATUSES[do]}」にしました。")


@router.post("/phrasings/{phrasing_id}")
def drop_phrasing(
    phrasing_id: Annotated[int, Path(le=LARGEST_NUMBER)], shown: CurrentView, store: Store
) -> HTMLResponse:
    """Take a way of asking off the list."""
    store.drop_phrasing(phrasing_id)
    return _page(shown, store, said="一覧から外しました。")


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
    text = yaml.dump(document, Dumper=_Literal, allow_unicode=True, sort_keys=False, width=10_000)
    return _download(text, "phrasings.yml", "application/yaml")


class _Literal(yaml.SafeDumper):
    """Writes texts of several lines as Rasa's editors do (`examples: |`)."""


def _literal(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Literal.add_representer(str, _literal)


@router.get("/{group_id}/draft.md")
def export_draft(
    group_id: Annotated[str, Path(pattern="^[0-9a-f]{32}$")], shown: CurrentView, store: Store
) -> Response:
    """Return an empty entry for data/answers with the questions that it should answer."""
    group = next((found for found in _groups(shown, store) if found.id == group_id), None)
    if group is None:
        raise Problem(404, "unknown_group", "この期間には、このまとまりがありません。")
    asked = "\n".join(f"    - {text}" for text in group.examples)
    text = f"""---
title: （20字くらいの見出し）
easy_title: （やさしい日本語の見出し）
owner: （担当課）
sources:
  - title: （根拠にするページの名前）
    url: https://
checked: {shown.today}
review_by: {shown.today.replace(year=shown.today.year + 1, day=min(shown.today.day, 28))}
related: []
easy: |
  （やさしい日本語。条件をすべて入れる）
---
（結論を先に、200字まで。続けて要点を二つか三つ）
<!-- more -->
（くわしい説明。書き方は docs/answers.md）

<!-- 答えたい質問（{group.count}件、伏せ字）
{asked}
-->
"""
    return _download(text, "draft.md", "text/markdown")


def _download(text: str, name: str, media: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Response(text.encode(), media_type=f"{media}; charset=utf-8", headers=headers)
