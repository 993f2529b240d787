"""Sections of the reports about what became of questions and hand-overs: answered, taken, rated, ticked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from desk.conversation.message_parts import RATINGS
from desk.reporting import charts, names, periods
from desk.reporting.figures import Figures
from desk.reporting.page_frame import NumberTable, Section, View, rate
from desk.reporting.rates import FEWEST_FOR_A_RATE, Rate, Spread

# From this score on, a talk counts as good.
_GOOD = 4


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
