"""Rows of an invented stretch of days. Equal seeds give equal rows, which the tests of the reports rely on.

The people are invented; the questions are those of data/nlu and the answers those of data/answers.
"""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta

from desk.demo.handovers import hand_over
from desk.demo.library import library
from desk.demo.line import line_user_id
from desk.demo.talk import Row, Rows, Talk
from desk.hours.calendar import Calendar
from desk.text.pack import city
from desk.text.times import JAPAN

MARK = "demo_"
# Weight of each hour of the day: lunch and the evening.
_HOURS = (2, 1, 1, 0, 0, 1, 2, 4, 5, 6, 7, 7, 9, 7, 5, 5, 6, 6, 7, 9, 12, 13, 10, 5)
_NAMES = ("鈴木", "高橋", "小林", "田中", "伊藤")
# What the bot has no entry for, asked in several ways.
_UNKNOWN = (
    (
        "畑を借りて野菜を作りたい",
        "畑を借りることはできますか",
        "家庭菜園の畑を借りたいのですが",
        "市民農園の畑は借りられる？",
    ),
    ("馬を飼える土地はありますか", "馬を飼いたいのですが土地はありますか", "馬と暮らせる土地を探しています"),
    ("ピアノを弾いてもいい部屋", "ピアノ可の部屋はありますか", "防音でピアノが弾ける部屋"),
    ("キャンピングカーで下見に行けますか", "キャンピングカーを止める場所", "車中泊できる場所はありますか"),
    ("外国籍の妻の在留資格について", "在留資格の相談はどこですか", "外国籍の家族の在留資格は？"),
    ("墓じまいと墓の移転", "お墓をそちらに移したい", "墓の移転はできますか"),
    ("船を置ける場所", "ヨットの係留場所はありますか"),
    ("テレビの取材の依頼", "取材をお願いしたいのですが"),
)


def rows(
    first: date,
    days: int,
    a_day: float,
    seed: int,
    calendar: Calendar,
    until: datetime | None = None,
) -> dict[str, list[Row]]:
    """Return the rows of an invented stretch of days, by table; nothing of it happens after `until`."""
    made = Rows(random.Random(seed), calendar)  # noqa: S311 - not for secrets
    number = 0
    for offset in range(days):
        day = first + timedelta(days=offset)
        busy = a_day * (1.3 if day.month in {1, 2, 3, 8} else 0.9)
        for _ in range(made.chance.randint(0, max(1, round(2 * busy)))):
            number += 1
            before = {name: len(found) for name, found in made.by_table.items()}
            ended = _conversation(made, f"{MARK}{seed}_{number}", day)
            if until is not None and ended > until:
                # It would go on tomorrow: left out whole, since half of it would be no conversation.
                for name, found in made.by_table.items():
                    del found[before.get(name, 0) :]
    if until is not None:
        outcomes = made.by_table.get("case_outcomes", [])
        outcomes[:] = [row for row in outcomes if row["at"] <= until]
    return made.by_table


def _conversation(made: Rows, conversation_id: str, day: date) -> datetime:
    """Add one conversation; returns when it ended."""
    chance = made.chance
    hour = chance.choices(range(24), _HOURS)[0]
    begin = datetime.combine(day, time(hour, chance.randrange(60), chance.randrange(60)), JAPAN)
    channel = "line" if chance.random() < 0.25 else "web"
    talk = Talk(made, conversation_id, channel, begin.astimezone(UTC))
    talk.event("started")
    talk.say("bot", [{"type": "text", "text": "こんにちは。"}])
    created = talk.at
    for visit in range(chance.choices((1, 2, 3), (80, 15, 5))[0]):
        if visit:
            talk.wait(1_799, 400_000)
        for _ in range(chance.choices((0, 1, 2, 3, 5), (6, 34, 30, 20, 10))[0]):
            _question(talk)
        if chance.random() < 0.16 and not talk.cases:
            hand_over(talk)
    made.add(
        "conversations",
        id=conversation_id,
        channel=channel,
        state="closed" if talk.closed else "bot",
        owner_id=None,
        epoch=talk.cases * 2,
        last_seq=talk.seq,
        token_hash=None,
        created_at=created,
    )
    if channel == "line":
        # Invented people follow no account: nothing is ever sent to them.
        made.add(
            "line_users", user_id=line_user_id(conversation_id), conversation_id=conversation_id, is_following=False
        )
    if chance.random() < 0.02:
        made.add("test_conversations", conversation_id=conversation_id, account_id="a_demo", at=talk.at)
    return talk.at


def _question(talk: Talk) -> None:
    chance = talk.made.chance
    titles, asked = library()
    label = chance.choice(sorted(asked))
    text = chance.choice(asked[label])
    kind = chance.choices(("answer", "clarify", "fallback", "failed"), (76, 10, 11, 3))[0]
    if kind == "fallback":
        text = chance.choice(chance.choice(_UNKNOWN))
        if chance.random() < 0.5:
            text = f"{chance.choice(_NAMES)}と申します。{text}。電話は090-1234-{chance.randrange(10_000):04}です"
    understanding = {"outcome": kind, "label": label, "confidence": 0.9, "candidates": []}
    talk.ask(text, None, None if kind == "failed" else understanding)
    if kind == "answer":
        _answer(talk, label, titles[label])
    elif kind == "clarify":
        talk.say("bot", [{"type": "text", "text": "どちらのことでしょうか。"}, _choices("clarify")])
        if chance.random() < 0.4:
            talk.ask("どれでもない", "/none_of_these", {"outcome": "fallback", "label": None})
            talk.say("bot", [{"type": "text", "text": "別の言い方で教えていただけますか。"}])
        else:
            talk.ask(titles[label], "/choose", {"outcome": "answer", "label": label})
            _answer(talk, label, titles[label])
    elif kind == "fallback":
        talk.say("bot", [{"type": "text", "text": "すみません、ご質問をうまく読み取れませんでした。"}])
    else:
        talk.event("assistant_failed")
        talk.say("system", [{"type": "notice", "kind": "error", "text": "申し訳ありません。"}])


def _choices(purpose: str) -> Row:
    return {"type": "choices", "purpose": purpose, "choices": []}


def _answer(talk: Talk, label: str, title: str) -> None:
    chance = talk.made.chance
    parts: list[Row] = [
        {
            "type": "answer",
            "label": label,
            "title": title,
            "text": f"{title}のご案内です。",
            "sources": [{"title": f"{city().names.city}の案内（架空）", "url": city().links.city}],
            "checked": talk.at.date().isoformat(),
            "outdated": False,
        }
    ]
    is_aside = label.split("/")[0] in {"chitchat", "out_of_scope", "handoff"}
    if not is_aside:
        parts.append(_choices("resolved"))
    talk.say("bot", parts)
    if not is_aside and chance.random() < 0.35:
        talk.wait(5, 90)
        is_solved = chance.random() < 0.74
        talk.say("user", [{"type": "text", "text": "はい" if is_solved else "いいえ"}])
        talk.event("resolved" if is_solved else "not_resolved")
        talk.say("bot", [{"type": "text", "text": "ありがとうございます。"}])
