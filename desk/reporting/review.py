"""What there is to look over, from wherever it comes, in one order; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from desk.display_names import VERSIONS


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


def ordered(found: Iterable[Work]) -> list[Work]:
    """Return what waits for a person's decision first, then what people asked for most, then by day."""
    order = list(KINDS)
    return sorted(found, key=lambda work: (order.index(work.kind), -work.count, work.due or "9", work.what))


def counted(found: Sequence[Work]) -> dict[str, int]:
    """Return how many there are of each kind."""
    return {kind: sum(work.kind == kind for work in found) for kind in KINDS}
