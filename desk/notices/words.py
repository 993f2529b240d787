"""What notices and digests say: receipt, topic, channel and time, never a name or a word of anybody; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from desk import display_names
from desk.display_names import CHANNELS
from desk.notices.rules import Notice
from desk.text import times

# why -> (subject, first sentence)
_WORDS = {
    "new": ("新しい相談が待っています", "新しい相談が入りました。相談員をお待ちです。"),
    "waiting": ("お待たせしている相談があります", "まだだれも受け取っていない相談があります。"),
    "lost": (
        "相談が順番待ちにもどりました",
        "担当の相談員との接続が切れたため、相談が順番待ちにもどりました。",
    ),
    "closing": (
        "受付が終わりましたが、待っている相談があります",
        "今日の受付時間が終わりましたが、まだお待ちの相談があります。",
    ),
    "unanswered": (
        "返事を待っている相談があります",
        "担当中の相談で、利用者が返事を待っています。",
    ),
    "left": ("伝言が届きました", "伝言が届きました。返事をお待ちです。"),
    "cry": (
        "【至急】すぐに見てほしい相談があります",
        "急いで人の対応が必要と思われる相談です。すぐに開いてください。",
    ),
    "alert": (
        "【至急】見守りが必要な会話があります",
        "自動応答との会話に、急いで人の対応が必要と思われる言葉がありました。相談員は呼ばれていません。見守りの一覧から、すぐに開いてください。",
    ),
}
_MARK = "【移住相談】"
# The console lists all; a letter need not.
MOST_LISTED = 20
_FOOT = "相談の内容とお名前は、このお知らせには書いていません。"


@dataclass(frozen=True)
class Figures:
    """What the digest counts.

    Attributes:
        promised: Answers promised to migrants until today.
        appointments: Of today.
        unanswered: Questions since the last working day that the bot could not answer.
        stuck: Messages, mails and notices that wait for a decision at 送信の記録.
        expired: Answers past their review_by.
    """

    waiting: int
    left: int
    held: int
    missed: int
    promised: int
    appointments: int
    unanswered: int
    stuck: int
    expired: int


def of_notice(notice: Notice, minutes: int, base_url: str) -> tuple[str, str]:
    """Return (subject, text) of a notice; `minutes` of opening have passed."""
    subject, first = _WORDS[notice.why]
    case = notice.case
    lines = [
        first,
        "",
        f"受付番号：{case.receipt}",
        f"分野：{display_names.topics().get(case.topic, 'その他')}",
        f"経路：{CHANNELS.get(case.channel, 'その他')}",
        f"受付：{times.moment(case.waiting_since)}",
        f"待ち時間：{minutes}分（受付時間のあいだで数えています）",
        "",
        "相談画面で開く：",
        f"{base_url}/console#/cases/{case.id}",
        "",
        _FOOT,
        f"このお知らせの設定：{base_url}/console/notices",
    ]
    mark = "" if subject.startswith("【") else _MARK
    return f"{mark}{subject}（{case.receipt}）", "\n".join(lines) + "\n"


def of_many(subjects: Sequence[tuple[str, str | None]], base_url: str) -> tuple[str, str]:
    """Return (subject, text) of one letter that stands for many, each a (subject, id of its case)."""
    count, listed = len(subjects), subjects[:MOST_LISTED]
    lines = [f"お知らせが {count}件あります。1通にまとめました。", ""]
    for subject, case_id in listed:
        lines += [
            f"・{subject.removeprefix(_MARK)}",
            f"  {base_url}/console" + (f"#/cases/{case_id}" if case_id else ""),
        ]
    if count > len(listed):
        lines += [f"・ほか {count - len(listed)}件：{base_url}/console"]
    lines += [
        "",
        _FOOT,
        f"このお知らせの設定：{base_url}/console/notices",
    ]
    return f"【移住相談】お知らせ {count}件（まとめ）", "\n".join(lines) + "\n"


def of_digest(day: date, now: datetime, figures: Figures, base_url: str) -> tuple[str, str]:
    """Return (subject, text) of a day's digest."""
    rows = (
        ("いま待っている相談", figures.waiting),
        ("返事を待っている担当中の相談", figures.missed),
        ("担当中の相談", figures.held),
        ("今日までに返事をする約束", figures.promised),
        ("預かっている伝言", figures.left),
        ("今日の相談の予約", figures.appointments),
        ("前の営業日から、自動応答が答えられなかった質問", figures.unanswered),
        ("送れていないメッセージ・メール・通知", figures.stuck),
        ("見直し期限を過ぎた回答", figures.expired),
    )
    lines = [
        f"{times.moment(now)} の状況です。",
        "",
        *(f"{name}：{count}件" for name, count in rows),
        "",
        "相談画面：",
        f"{base_url}/console",
        "",
        _FOOT,
        f"このお知らせの設定：{base_url}/console/notices",
    ]
    return f"【移住相談】今日の状況（{day.month}月{day.day}日）", "\n".join(lines) + "\n"
