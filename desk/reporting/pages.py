"""The report screens; every number comes from `desk.reporting`."""

from __future__ import annotations

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from desk.office.session import audited
from desk.reporting import answer_figures, charts, names, periods
from desk.reporting import figures as count
from desk.reporting.activity_sections import Compared, days_or_months, heat_section, origins_section, topics_section
from desk.reporting.page_frame import ROOT, CurrentView, NumberTable, Section, rate, sections
from desk.reporting.result_sections import consultants_section, outcome_sections, ratings_section, results_section

router = APIRouter(prefix=ROOT, include_in_schema=False, dependencies=[Depends(audited)])


@router.get("")
def show_activity(shown: CurrentView) -> HTMLResponse:
    """相談の動き."""
    cohort = shown.cohort()
    found = count.figures(cohort, shown.calendar.business_minutes)
    compared = Compared(shown)
    stretches = days_or_months(shown.period)
    channels = sorted(found.sessions_by_channel) or ["web"]
    series = {
        names.CHANNELS.get(name, name): [
            sum(s.channel == name and of.has(s.begin) for s in cohort) for _, of in stretches
        ]
        for name in channels
    }
    use = Section(
        "利用の数",
        words=compared.words,
        figures={
            "利用（セッション）": (f"{found.sessions}", compared.of(lambda one: one.sessions)),
            "会話": (f"{found.conversations}", compared.of(lambda one: one.conversations)),
            "質問": (f"{found.questions}", compared.of(lambda one: one.questions)),
            "選択肢を押した数": (f"{found.tapped}", "質問には数えません"),
        },
        chart=charts.columns("利用の数", [name for name, _ in stretches], series),
        tables=[
            NumberTable(
                "利用の数",
                ["日・月", *series],
                [[name, *(values[i] for values in series.values())] for i, (name, _) in enumerate(stretches)],
            )
        ],
        is_folded=True,
    )
    terms = ("利用（セッション）", "質問", "少ない数")
    return sections(shown, "", [use, topics_section(shown, cohort), origins_section(cohort)], *terms)


@router.get("/handover")
def show_handover(shown: CurrentView) -> HTMLResponse:
    """解決・引き継ぎ."""
    found = count.figures(shown.cohort(), shown.calendar.business_minutes)
    terms = ("回答率", "解決率", "引き継ぎ率", "待ち時間", "あきらめた", "少ない数")
    found_sections = outcome_sections(found)
    if shown.session.account.is_supervisor:
        found_sections.append(consultants_section(shown))
    return sections(shown, "/handover", found_sections, *terms)


@router.get("/hours")
def show_weekdays(shown: CurrentView) -> HTMLResponse:
    """曜日と時間帯."""
    return sections(shown, "/hours", [heat_section(shown, shown.cohort())], "質問", "少ない数")


@router.get("/satisfaction")
def show_satisfaction(shown: CurrentView) -> HTMLResponse:
    """満足度."""
    cohort = shown.cohort()
    found = count.figures(cohort, shown.calendar.business_minutes)
    rows = []
    for of in periods.months(shown.period):
        part = [s for s in cohort if of.has(s.begin)]
        month = count.figures(part, shown.calendar.business_minutes)
        rows.append([of.name, month.solved, month.unsolved, *rate(month.resolved)])
    solved = Section(
        "解決しましたか",
        figures={
            "解決率": rate(found.resolved),
            "はい": (f"{found.solved}", "回答"),
            "いいえ": (f"{found.unsolved}", "回答"),
            "無回答": rate(found.silent),
        },
        chart=charts.bars("解決しましたか", {"はい": found.solved, "いいえ": found.unsolved}),
        tables=[NumberTable("月ごと", ["月", "はい", "いいえ", "解決率", "内訳"], rows)],
    )
    terms = ("解決率", "相談員との会話", "少ない数")
    return sections(shown, "/satisfaction", [solved, ratings_section(shown)], *terms)


@router.get("/answers")
def show_answers(shown: CurrentView) -> HTMLResponse:
    """回答ごとの成績."""
    entries = shown.answers.entries()
    rows = []
    for of in answer_figures.by_answer(shown.cohort()):
        entry = entries.get(of.label, {})
        due = entry.get("review_by")
        late = "（過ぎています）" if due and due <= shown.today else ""
        rows.append(
            [
                entry.get("title") or f"いまはない回答（{of.label}）",
                of.shown,
                of.by_tap,
                rate(of.resolved)[0],
                of.solved,
                of.unsolved,
                of.led_on,
                f"{due or '―'}{late}",
                entry.get("owner", "―"),
            ]
        )
    heads = ["回答", "示した", "うち選択肢から", "解決率", "はい", "いいえ", "引き継ぎになった", "見直し期限", "担当"]
    answers = Section(
        "回答ごと",
        words="「引き継ぎになった」は、その回答のすぐ後に人への相談を希望したもの。リンクを押した数は、利用者を追いかけることになるため記録していません。",
        tables=[NumberTable(f"示した回答（{len(rows)}種類）", heads, rows, words=["担当"])],
    )
    return sections(shown, "/answers", [answers], "解決率", "少ない数")


@router.get("/results")
def show_results(shown: CurrentView) -> HTMLResponse:
    """成果."""
    return sections(shown, "/results", [results_section(shown)], "成果")
