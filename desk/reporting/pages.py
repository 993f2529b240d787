"""The report screens; every number comes from `desk.reporting`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import time, timedelta

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from desk.conversation.message_parts import RATINGS
from desk.hours.calendar import Calendar
from desk.office.session import audited
from desk.reporting import charts, names, origins, periods
from desk.reporting import figures as count
from desk.reporting.figures import FEWEST_FOR_A_RATE, Figures, Rate, Spread
from desk.reporting.history import Session
from desk.reporting.page_frame import ROOT, CurrentView, NumberTable, Section, View, rate, sections
from desk.reporting.periods import Period
from desk.text import times

router = APIRouter(prefix=ROOT, include_in_schema=False, dependencies=[Depends(audited)])
# Longer periods are shown by month.
MOST_DAYS_AS_DAYS = 62
# From this score on, a talk counts as good.
_GOOD = 4


class Compared:
    """The figures of the same days in the period before and a year earlier."""

    def __init__(self, shown: View) -> None:
        """Count them."""
        self._periods = {
            "前の期間": periods.like(shown.period, shown.today),
            "前の年": periods.year_before(shown.period, shown.today),
        }
        self._figures = {
            name: count.figures(shown.cohort(of), shown.calendar.business_minutes) for name, of in self._periods.items()
        }

    @property
    def words(self) -> str:
        """Say which days are compared."""
        named = "、".join(
            f"「{name}」は {periods.japanese(of.first)}から{periods.japanese(of.last)}まで"
            for name, of in self._periods.items()
        )
        return f"{named}の同じ日数です。"

    def of(self, number: Callable[[Figures], int]) -> str:
        """Return one number in both."""
        return "・".join(f"{name} {number(found)}" for name, found in self._figures.items())


@router.get("")
def show_activity(shown: CurrentView) -> HTMLResponse:
    """相談の動き."""
    cohort = shown.cohort()
    found = count.figures(cohort, shown.calendar.business_minutes)
    compared = Compared(shown)
    stretches = _stretches(shown.period)
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
    return sections(shown, "", [use, _topics(shown, cohort), _origins(cohort)], *terms)


def _stretches(period: Period) -> list[tuple[str, Period]]:
    """Return the days of a short period, the months of a long one."""
    if period.days > MOST_DAYS_AS_DAYS:
        return [(f"{of.first.month}月", of) for of in periods.months(period)]
    days = [period.first + timedelta(days=n) for n in range(period.days)]
    return [(f"{day.month}/{day.day}", periods.days(day, day)) for day in days]


def _topics(shown: View, cohort: Sequence[Session]) -> Section:
    months = periods.months(shown.period)
    if len(months) == 1:
        months = [periods.month(months[0].first.year, months[0].first.month - back) for back in (2, 1, 0)]
    by_month = {
        f"{of.first.month}月": count.topics(
            [s for s in cohort if of.has(s.begin)] if of.first >= shown.period.first else shown.cohort(of)
        )
        for of in months
    }
    total = count.topics(cohort)
    named = {names.topic(topic): number for topic, number in total.most_common()}
    ordered = [*total, *sorted({t for found in by_month.values() for t in found} - set(total))]
    ordered.sort(key=lambda topic: (-total[topic], topic))
    return Section(
        "分野",
        words="" if named else "この期間の質問はありません。",
        chart=charts.bars("答えた質問の分野", named) if named else None,
        tables=[
            NumberTable(
                "分野の移り変わり",
                ["分野", *by_month],
                [[names.topic(t), *(found[t] for found in by_month.values())] for t in ordered],
            )
        ],
    )


def _origins(cohort: Sequence[Session]) -> Section:
    return Section(
        "どこから・いつごろ・だれと・検討の段階",
        words="相談員に引き継いだ相談で、利用者が話したことから数えています。",
        tables=[
            NumberTable(name, [name, "相談"], sorted(counts.items(), key=lambda i: (-i[1], i[0])))
            for name, counts in origins.origins(cohort).items()
        ],
    )


def _minutes(spread: Spread) -> tuple[str, str]:
    median, p90 = spread.median, spread.p90
    few = f"（90パーセンタイルは{FEWEST_FOR_A_RATE}件から）"
    behind = f"10人中9人 {p90}分以内" if p90 is not None else few
    return ("―" if median is None else f"{median:g}分"), f"{behind}（n={len(spread.minutes)}）"


def outcome_sections(found: Figures) -> list[Section]:
    """Return what became of questions and hand-overs; the monthly sheet shows the same."""
    answered = Section(
        "自動応答",
        figures={
            "回答率": rate(found.answered),
            "解決率": rate(found.resolved),
            "無回答": rate(found.silent),
            "引き継ぎ率": rate(found.handed_over),
        },
        tables=[
            NumberTable(
                "文字で書かれたもの",
                ["どうなったか", "件数"],
                [[name, found.outcomes[key]] for key, name in names.OUTCOMES.items()],
            )
        ],
    )
    people = Section(
        "相談員への引き継ぎ",
        figures={
            "希望した": (f"{found.cases}件", ""),
            "相談員が受け取った": (f"{found.taken}件", ""),
            "時間外（伝言）": (f"{found.out_of_hours}件", ""),
            "待つあいだに伝言にした": (f"{found.left_while_waiting}件", ""),
            "待つあいだにあきらめた": (f"{found.abandoned}件", ""),
            "受け取りまで（中央値）": _minutes(found.waits),
            "最初の返事まで（中央値）": _minutes(found.replies),
        },
        tables=[
            NumberTable(
                "引き継ぎの理由",
                ["理由", "件数"],
                [[names.REASONS.get(key, key), number] for key, number in found.reasons.most_common()],
            )
        ],
    )
    return [answered, people]


@router.get("/handover")
def show_handover(shown: CurrentView) -> HTMLResponse:
    """解決・引き継ぎ."""
    found = count.figures(shown.cohort(), shown.calendar.business_minutes)
    terms = ("回答率", "解決率", "引き継ぎ率", "待ち時間", "あきらめた", "少ない数")
    found_sections = outcome_sections(found)
    if shown.session.account.is_supervisor:
        found_sections.append(consultants_section(shown))
    return sections(shown, "/handover", found_sections, *terms)


def consultants_section(shown: View) -> Section:
    """Return what each consultant did; for supervisors and managers."""
    rows = [
        [one.name, one.taken, one.closed, one.replies, _minutes(Spread(one.minutes))[0]]
        for one in shown.reader.consultants(
            shown.period.since, shown.period.until, shown.channel, shown.calendar.business_minutes
        )
    ]
    heads = ["相談員", "受け取った相談", "うち終了", "書いた返信", "受け取りから最初の返事まで（中央値）"]
    return Section(
        "相談員ごと",
        words="この期間に受け取った相談です。途中で引き継いだ相談は、いまの担当者に数えます。人を比べるためではなく、仕事の偏りを見るためのものです。",
        tables=[NumberTable("相談員ごと", heads, rows)],
    )


@router.get("/hours")
def show_weekdays(shown: CurrentView) -> HTMLResponse:
    """曜日と時間帯."""
    return sections(shown, "/hours", [heat_section(shown, shown.cohort())], "質問", "少ない数")


def heat_section(shown: View, cohort: Sequence[Session], *, with_table: bool = True) -> Section:
    """Return the heat map, on the screen with its table; on paper its cells have the numbers."""
    grid = count.by_hour(cohort)
    outside = count.outside(cohort, shown.calendar.is_open)
    table = NumberTable(
        "曜日と時間帯（時）",
        ["曜日", *map(str, range(24)), "計"],
        [[times.WEEKDAYS[day], *row, sum(row)] for day, row in enumerate(grid)],
    )
    return Section(
        "利用者が書いた曜日と時間帯",
        figures={"受付時間外の割合": rate(outside)},
        chart=charts.heat("曜日と時間帯", grid, office_hours(shown.calendar)),
        tables=[table] if with_table else [],
    )


def office_hours(calendar: Calendar) -> list[list[bool]]:
    """Return the hours of each weekday of which a part belongs to the office."""
    return [
        [
            any(slot.begin < _end_of(hour) and time(hour) < slot.accepts_until for slot in calendar.slots.get(day, ()))
            for hour in range(24)
        ]
        for day in range(7)
    ]


def _end_of(hour: int) -> time:
    return time(hour, 59, 59, 999_999)


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


def ratings_section(shown: View) -> Section:
    """Return how people found their talks with consultants."""
    scores = shown.reader.ratings(shown.period.since, shown.period.until, shown.channel)
    found = {name: scores.count(score) for score, name in RATINGS.items()}
    good = Rate(sum(score >= _GOOD for score in scores), len(scores))
    return Section(
        "相談員との会話はいかがでしたか",
        figures={"良かった（上の二つ）": rate(good), "回答": (f"{len(scores)}", "相談")},
        chart=charts.bars("相談員との会話はいかがでしたか", found),
        tables=[NumberTable("回答の内訳", ["回答", "数"], [[name, n] for name, n in found.items()])],
    )


@router.get("/answers")
def show_answers(shown: CurrentView) -> HTMLResponse:
    """回答ごとの成績."""
    entries = shown.answers.entries()
    rows = []
    for of in count.by_answer(shown.cohort()):
        entry = entries.get(of.label, {})
        due = entry.get("review_by")
        late = "（過ぎています）" if due and due <= shown.today else ""
        rows.append(
            [
                f"{entry.get('title', of.label)}（{of.label}）",
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
        tables=[NumberTable(f"示した回答（{len(rows)}種類）", heads, rows)],
    )
    return sections(shown, "/answers", [answers], "解決率", "少ない数")


@router.get("/results")
def show_results(shown: CurrentView) -> HTMLResponse:
    """成果."""
    return sections(shown, "/results", [results_section(shown)], "成果")


def results_section(shown: View) -> Section:
    """Return the ticks of a period, by month."""
    ticked = shown.reader.outcomes(shown.period.since, shown.period.until)
    total = Counter(kind for _, kind, _ in ticked)
    months = periods.months(shown.period)
    by_month: Mapping[str, Counter[str]] = {
        of.name: Counter(kind for _, kind, at in ticked if of.has(at)) for of in months
    }
    named = {name: total[kind] for kind, name in names.RESULTS.items()}
    return Section(
        "成果",
        words="相談の画面で、相談員が「成果」に印を付けたものと、相談の予約です。経路で絞り込んでも変わりません。",
        figures={name: (f"{number}件", "") for name, number in named.items()},
        tables=[
            NumberTable(
                "月ごと",
                ["月", *named],
                [[name, *(found[kind] for kind in names.RESULTS)] for name, found in by_month.items()],
            )
        ],
    )
