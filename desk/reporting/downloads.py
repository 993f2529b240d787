"""What leaves the reports: rows for each conversation and message, masked, and a table that may be published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from fastapi import APIRouter, Depends, Response
from fastapi.responses import HTMLResponse

from desk.http.problems import Problem
from desk.office.session import audited
from desk.reporting import figures as count
from desk.reporting import names, rows
from desk.reporting.files import Cell, Table, csv_file, suppressed, xlsx_file
from desk.reporting.page_frame import ROOT, CurrentView, View, page, section

router = APIRouter(prefix=ROOT, include_in_schema=False, dependencies=[Depends(audited)])
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ROLES = frozenset({"supervisor", "manager"})
_NAMES = {"conversations": "会話ごと", "messages": "メッセージごと"}


@router.get("/files")
def show_files(shown: CurrentView) -> HTMLResponse:
    """出力."""
    rows_of = "".join(
        f'<li>{name}　<a href="{shown.address(f"/files/{kind}.csv")}">CSV</a>　<a href="{shown.address(f"/files/{kind}.xlsx")}">Excel（.xlsx）</a></li>'
        for kind, name in _NAMES.items()
    )
    inside = (
        "<p>電話番号・メール・郵便番号・名前などは伏せてあります。それでも、書かれた内容から人が分かることがあります。庁内でだけ使ってください。"
        f"だれがいつ出力したかは記録されます。</p><ul>{rows_of}</ul>"
        if shown.session.account.role in _ROLES
        else "<p>主任と管理者が出力できます。</p>"
    )
    body = (
        section(
            "月次報告（A4で印刷）",
            f'<p><a href="{shown.address("/monthly")}">報告書を開く</a>（ブラウザーの印刷から、紙かPDFにできます）</p>',
        )
        + section(
            "公開用の集計",
            "<p>議会や市のホームページに出せる形です。1件と2件は「3未満」にしてあります。</p>"
            f'<p><a href="{shown.address("/files/public.csv")}">CSV</a>　<a href="{shown.address("/files/public.xlsx")}">Excel（.xlsx）</a></p>',
        )
        + section("1行ずつのデータ", inside)
        + (
            section(
                "試験の会話",
                f'<p><a href="{shown.address("/trials")}">職員が試した会話を集計から除く</a></p>',
            )
            if shown.session.account.role in _ROLES
            else ""
        )
    )
    return page(shown, "/files", body, "少ない数")


@router.get("/files/{kind}.{ending}")
def export_report(shown: CurrentView, kind: str, ending: Literal["csv", "xlsx"]) -> Response:
    """Return a file; an entry of the audit log says who took which."""
    if kind == "public":
        sheets = {"集計": public_table(shown)}
    elif kind in _NAMES:
        if shown.session.account.role not in _ROLES:
            raise Problem(403, "not_supervisor", "主任と管理者だけが出力できます。")
        make = rows.conversations if kind == "conversations" else rows.messages
        sheets = {_NAMES[kind]: make(shown.cohort(), shown.calendar.business_minutes)}
    else:
        raise Problem(404, "unknown_file", "このファイルはありません。")
    content = csv_file(next(iter(sheets.values()))) if ending == "csv" else xlsx_file(sheets)
    name = f"hitohata-{kind}-{shown.period.first}-{shown.period.last}.{ending}"
    media = "text/csv; charset=utf-8" if ending == "csv" else _XLSX
    return Response(
        content,
        media_type=media,
        headers={"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"},
    )


def public_table(shown: View) -> Table:
    """Return the figures of the period as they may be published."""
    cohort = shown.cohort()
    found = count.figures(cohort, shown.calendar.business_minutes)

    def lines() -> Iterator[list[Cell]]:
        yield from (["利用", name, cell] for name, cell in _small(found.sessions_by_channel, names.CHANNELS))
        yield from (["質問", name, cell] for name, cell in _small(found.outcomes, names.OUTCOMES))
        yield from (["分野", name, cell] for name, cell in _small(count.topics(cohort), names.topics()))
        for name, of in (
            ("回答率（%）", found.answered),
            ("解決率（%）", found.resolved),
            ("引き継ぎ率（%）", found.handed_over),
        ):
            yield ["割合", name, of.percent]
        ways = {
            "相談員が受け取った": found.taken,
            "待つあいだにあきらめた": found.abandoned,
            "そのほか": found.cases - found.taken - found.abandoned,
        }
        yield from (["引き継ぎ", name, cell] for name, cell in suppressed(ways).items())
        yield from (["引き継ぎの理由", name, cell] for name, cell in _small(found.reasons, names.REASONS))
        yield ["待ち時間", "受け取りまでの中央値（分）", found.waits.median]
        ticked: dict[str, int] = dict.fromkeys(names.RESULTS, 0)
        for _, kind, _ in shown.reader.outcomes(shown.period.since, shown.period.until):
            ticked[kind] = ticked.get(kind, 0) + 1
        yield from (["成果", name, cell] for name, cell in _small(ticked, names.RESULTS))

    return ["区分", f"項目（{shown.period.name}）", "数"], lines()


def _small(counts: Mapping[str, int], called: Mapping[str, str]) -> list[tuple[str, Cell]]:
    hidden = suppressed({key: counts.get(key, 0) for key in {**dict.fromkeys(called), **counts}})
    return [(called.get(key, key), cell) for key, cell in hidden.items()]
