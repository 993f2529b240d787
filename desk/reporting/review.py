"""What there is to look over, from wherever it comes, in one order; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from desk.contact.masking import mask
from desk.content.service import Contradiction, Report, SourceNews
from desk.display_names import VERSIONS
from desk.reporting.answer_figures import AnswerFigures
from desk.reporting.departments import Question
from desk.reporting.history import InputKind, Session
from desk.reporting.unanswered import Group

# Answers with fewer いいえ say nothing yet; from this share on something is wrong with them.
FEWEST_UNSOLVED = 2
UNSOLVED_SHARE = 0.4
SOON = timedelta(days=30)
# The control of 「この回答間違ってるよ」, and how much is shown of what follows it.
WRONG = "wrong"
LONGEST_WORDS = 80


@dataclass(frozen=True)
class Work:
    """One thing to do.

    Attributes:
        kind: See `KINDS`.
        what: Title or words.
        why: What was seen.
        address: The page where it is done.
        due: Day, where there is one.
        owner: Whose it is, where it is somebody's.
        count: How often, for the order.
    """

    kind: str
    what: str
    why: str
    address: str
    due: str = ""
    owner: str = ""
    count: int = 0


KINDS: Mapping[str, str] = {
    "in_review": VERSIONS["in_review"],
    "phrasings": "言い方の確認",
    "said_wrong": "会話での指摘",
    "answered": "担当課の答え",
    "unanswered": "答えられなかった質問",
    "reported": "読んだ人からの知らせ",
    "unsolved": "「いいえ」が多い回答",
    "due": "見直す日",
    "fact": "値の期限",
    "conflict": "食い違う値",
    "source": "出典のページ",
}
# What became of a cited page.
_PAGES = {
    "changed": "ページの言葉が変わりました",
    "gone": "ページがなくなりました",
    "away": "ページを一週間開けません",
}


def unanswered(groups: Iterable[Group], address: str) -> list[Work]:
    """Return the groups that nobody has decided about."""
    return [
        Work("unanswered", group.exemplar, f"{group.count}件", f"{address}#{group.id}", count=group.count)
        for group in groups
    ]


def unsolved(figures: Iterable[AnswerFigures], titles: Mapping[str, str], home: str) -> list[Work]:
    """Return the answers after which people often said that it did not help."""
    found = []
    for of in figures:
        asked = of.solved + of.unsolved
        if of.label in titles and of.unsolved >= FEWEST_UNSOLVED and of.unsolved >= UNSOLVED_SHARE * asked:
            why = f"「解決しましたか」に いいえ {of.unsolved}件、はい {of.solved}件"
            found.append(Work("unsolved", titles[of.label], why, f"{home}/{of.label}", count=of.unsolved))
    return found


def reported(reports: Iterable[Report], titles: Mapping[str, str], address: str) -> list[Work]:
    """Return the answers that readers say are wrong, each once, the newest words first."""
    said: dict[str, list[Report]] = {}
    for report in reports:
        said.setdefault(report.label, []).append(report)
    return [
        Work(
            "reported",
            titles.get(label, label),
            f"「間違いを知らせる」{len(of)}件",
            f"{address}#{of[0].id}",
            count=len(of),
        )
        for label, of in said.items()
    ]


def said_wrong(cohort: Iterable[Session], titles: Mapping[str, str], home: str) -> list[Work]:
    """Return the answers after which somebody wrote that they are wrong, with what they wrote next, masked."""
    counts: Counter[str] = Counter()
    told: dict[str, str] = {}
    for session in cohort:
        label = ""
        for position, said in enumerate(session.said):
            label = said.shown[-1] if said.shown else label
            if said.control != WRONG or label not in titles:
                continue
            counts[label] += 1
            following = next((later for later in session.said[position + 1 :] if later.author == "user"), None)
            if following is not None and following.input_kind is InputKind.TYPED and following.control is None:
                told[label] = mask(following.text)[:LONGEST_WORDS]
    return [
        Work(
            "said_wrong",
            titles[label],
            f"「間違っている」と {count}件" + (f"：「{told[label]}」" if label in told else ""),
            f"{home}/{label}",
            count=count,
        )
        for label, count in counts.items()
    ]


def due(entries: Iterable[Mapping[str, Any]], today: date, home: str) -> list[Work]:
    """Return the answers whose day of review has come or is near."""
    found = []
    for entry in entries:
        if entry["review_by"] and entry["review_by"] <= today + SOON:
            why = "見直す日が過ぎています" if entry["review_by"] <= today else "見直す日が近づいています"
            address = f"{home}/{entry['label']}"
            found.append(Work("due", entry["title"], why, address, str(entry["review_by"]), str(entry["owner"])))
    return found


def facts(contents: Iterable[tuple[str, Mapping[str, Any]]], today: date, home: str) -> list[Work]:
    """Return the values that end soon or have ended."""
    found = []
    for key, content in contents:
        ends = str(content.get("valid_until") or "")
        if ends and date.fromisoformat(ends) <= today + SOON:
            value = f"{content.get('value')}{content.get('unit') or ''}"
            why = "期限が過ぎています" if date.fromisoformat(ends) < today else "期限が近づいています"
            found.append(Work("fact", f"{key}（{value}）", why, f"{home}/facts/{key}", ends))
    return found


def answered(found: Iterable[Question], address: str) -> list[Work]:
    """Return what departments have answered and nobody has used yet."""
    return [
        Work("answered", one.question, f"{one.department}（{one.answered_by}）の答え", f"{address}#{one.id}")
        for one in found
    ]


def contradictions(found: Iterable[Contradiction], titles: Mapping[str, str], home: str) -> list[Work]:
    """Return the values that two answers give differently; the first of them is where it begins."""
    works = []
    for one in found:
        said = "、".join(f"「{titles.get(label, label)}」では {value}" for label, value in one.said)
        why = f"{said}。どちらかを直すか、「変わる値」にしてください"
        works.append(Work("conflict", one.what, why, f"{home}/{one.said[0][0]}", count=len(one.said)))
    return works


def sources(found: Iterable[SourceNews], titles: Mapping[str, str], address: str) -> list[Work]:
    """Return the cited pages that changed, are gone, or cannot be opened."""
    return [
        Work(
            "source",
            one.title,
            f"「{titles.get(one.label, one.label)}」の出典：{_PAGES[one.what]}",
            f"{address}#source-{one.id}",
        )
        for one in found
    ]


def page_news(one: SourceNews) -> str:
    """Return what became of a cited page, in words."""
    return _PAGES[one.what]


def ordered(found: Iterable[Work]) -> list[Work]:
    """Return what waits for a person's decision first, then what people asked for most, then by day."""
    order = list(KINDS)
    return sorted(found, key=lambda work: (order.index(work.kind), -work.count, work.due or "9", work.what))


def counted(found: Sequence[Work]) -> dict[str, int]:
    """Return how many there are of each kind."""
    return {kind: sum(work.kind == kind for work in found) for kind in KINDS}
