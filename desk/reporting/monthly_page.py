"""月次報告: a month's sheet for paper, and what the office writes about it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from desk.http.problems import Problem
from desk.office.changes import Changes
from desk.office.frame import Fields
from desk.office.session import audited
from desk.reporting import charts, names
from desk.reporting import figures as count
from desk.reporting.activity_sections import Compared, heat_section
from desk.reporting.monthly_notes import LONGEST_NOTE, MonthlyNotes, month_of
from desk.reporting.page_frame import ROOT, CurrentView, Section, View, page
from desk.reporting.result_sections import outcome_sections, results_section
from desk.services import part

router = APIRouter(prefix=ROOT, include_in_schema=False, dependencies=[Depends(audited)])
Notes = Annotated[MonthlyNotes, Depends(part(MonthlyNotes))]


@router.get("/monthly")
def show_monthly(shown: CurrentView, notes: Notes) -> HTMLResponse:
    """Show the sheet."""
    return _page(shown, notes)


@router.post("/monthly/note")
def save_monthly_note(shown: CurrentView, fields: Fields, notes: Notes, changes: Changes) -> HTMLResponse:
    """Keep what a supervisor or a manager writes about a month."""
    if not shown.session.account.is_supervisor:
        raise Problem(403, "not_supervisor", "主任と管理者だけができる操作です。")
    month = month_of(shown.period)
    if month is None:
        raise Problem(422, "no_month", "所見は、ひと月の報告に書けます。期間に月を選んでください。")
    text = fields.get("note", "").replace("\r\n", "\n").strip()
    if len(text) > LONGEST_NOTE:
        return _page(shown, notes, 422, f"所見は{LONGEST_NOTE:,}字までです（いま{len(text):,}字）。")
    before = notes.of(month)
    notes.save(month, text, shown.session.account.name, shown.now)
    changes({"所見": before.text if before else ""}, {"所見": text})
    said = f"{shown.period.name}の所見を{'保存しました' if text else '消しました'}。"
    return _page(shown, notes, said=said)


def _page(shown: View, notes: MonthlyNotes, status: int = 200, said: str = "") -> HTMLResponse:
    cohort = shown.cohort()
    found = count.figures(cohort, shown.calendar.business_minutes)
    compared = Compared(shown)
    topics = {names.topic(t): n for t, n in count.topics(cohort).most_common(8)}
    use = Section(
        "利用の数",
        words=compared.words,
        figures={
            "利用（セッション）": (f"{found.sessions}", compared.of(lambda one: one.sessions)),
            "会話": (f"{found.conversations}", compared.of(lambda one: one.conversations)),
            "質問": (f"{found.questions}", compared.of(lambda one: one.questions)),
            "引き継ぎ": (f"{found.cases}", compared.of(lambda one: one.cases)),
        },
    )
    sheet = [
        use,
        *outcome_sections(found),
        Section("分野", chart=charts.bars("答えた質問の分野（上位8）", topics) if topics else None),
        heat_section(shown, cohort, with_table=False),
        results_section(shown),
    ]
    terms = [term for term in names.DEFINITIONS if term != "対象"]
    month = month_of(shown.period)
    return page(
        shown,
        "/files",
        "reporting/monthly.html",
        *terms,
        status=status,
        said=said,
        has_picker=False,
        title="月次報告",
        sections=sheet,
        note=notes.of(month) if month else None,
        # The note is of the month, whichever channel the sheet is of.
        writes_to=shown.address("/monthly/note") if month and shown.session.account.is_supervisor else "",
        longest_note=LONGEST_NOTE,
    )
