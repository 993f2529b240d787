"""What leaves the reports: rows for each conversation and message, masked, and a table that may be published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from fastapi import APIRouter, Depends, Response
from fastapi.responses import HTMLResponse

from desk.http.download import download
from desk.http.problems import Problem
from desk.office.session import audited
from desk.reporting import figures as count
from desk.reporting import names, rows
from desk.reporting.files import suppressed, xlsx_file
from desk.reporting.page_frame import ROOT, CurrentView, View, page
from desk.text.csv_file import Cell, Table, csv_file

router = APIRouter(prefix=ROOT, include_in_schema=False, dependencies=[Depends(audited)])
_ENDINGS = ("csv", "xlsx")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ROLES = frozenset({"supervisor", "manager"})
_NAMES = {"conversations": "会話ごと", "messages": "メッセージごと"}


@router.get("/files")
def show_files(shown: CurrentView) -> HTMLResponse:
    """出力."""
    files = [
        (name, *(shown.address(f"/files/{kind}.{ending}") for ending in _ENDINGS)) for kind, name in _NAMES.items()
    ]
    return page(
        shown,
        "/files",
        "reporting/files.html",
        "少ない数",
        monthly=shown.address("/monthly"),
        public=[shown.address(f"/files/public.{ending}") for ending in _ENDINGS],
        files=files,
        trials=shown.address("/trials"),
        may_export=shown.session.account.role in _ROLES,
    )


@router.get("/files/{kind}.{ending}")
def export_report(shown: CurrentView, kind: str, ending: Literal["csv", "xlsx"]) -> Response:
    """Return a file; an entry of the audit log says who took which."""
    if kind == "public":
        sheets = {"集計": public_table(shown)}
    elif kind in _NAMES:
        if shown.session.account.role not in _ROLES:
            raise Problem(403, "not_supervisor", "主任と管理者だけが出力できます。")
        cohort = shown.cohort()
        titles = {label: str(entry["title"]) for label, entry in shown.answers.entries().items()}
        sheets = {
            _NAMES[kind]: rows.conversations(cohort, shown.calendar.business_minutes)
            if kind == "conversations"
            else rows.messages(cohort, titles)
        }
    else:
        raise Problem(404, "unknown_file", "このファイルはありません。")
    content = csv_file(next(iter(sheets.values()))) if ending == "csv" else xlsx_file(sheets)
    name = f"hitohata-{kind}-{shown.period.first}-{shown.period.last}.{ending}"
    media = "text/csv; charset=utf-8" if ending == "csv" else _XLSX
    return download(content, name, media)


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
