"""`make demo-data`: an invented year of conversations, so that lists and reports can be looked at; never in production.

The people are invented; the questions are those of data/nlu and the answers those of data/answers. Equal seeds give equal
rows, which the tests of the reports rely on.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
import yaml

from desk import demo_morning
from desk.conversation.models import Consultant
from desk.hours.calendar import Calendar, parse
from desk.reporting.origins import STAGES
from desk.settings import PROJECT, load
from desk.storage import migrate, reporting_tables, tables
from desk.storage.account_store import SqlAccountStore
from desk.storage.database import Database
from desk.storage.transaction import SqlStore
from desk.text.times import JAPAN

Row = dict[str, Any]
_MARK = "demo_"
# Weight of each hour of the day: lunch and the evening.
_HOURS = (2, 1, 1, 0, 0, 1, 2, 4, 5, 6, 7, 7, 9, 7, 5, 5, 6, 6, 7, 9, 12, 13, 10, 5)
_FROM = ("東京", "東京", "神奈川", "札幌", "札幌", "大阪", "愛知", "福岡", "埼玉", "沖縄")
_WHEN = ("来年の春", "再来年", "できるだけ早く", "数年後", "来年", "夏ごろ", "定年後")
_WITH = ("夫婦二人", "子ども2人", "一人暮らし", "母と", "3歳の息子")
_NAMES = ("鈴木", "高橋", "小林", "田中", "伊藤")
# What the bot has no entry for, asked in several ways.
_UNKNOWN = (
    ("畑を借りて野菜を作りたい", "畑を借りることはできますか", "家庭菜園の畑を借りたいのですが", "市民農園の畑は借りられる？"),
    ("馬を飼える土地はありますか", "馬を飼いたいのですが土地はありますか", "馬と暮らせる土地を探しています"),
    ("ピアノを弾いてもいい部屋", "ピアノ可の部屋はありますか", "防音でピアノが弾ける部屋"),
    ("キャンピングカーで下見に行けますか", "キャンピングカーを止める場所", "車中泊できる場所はありますか"),
    ("外国籍の妻の在留資格について", "在留資格の相談はどこですか", "外国籍の家族の在留資格は？"),
    ("墓じまいと墓の移転", "お墓を小樽に移したい", "墓の移転はできますか"),
    ("船を置ける場所", "ヨットの係留場所はありますか"),
    ("テレビの取材の依頼", "取材をお願いしたいのですが"),
)  # fmt: skip


@dataclass
class Rows:
    """Rows by table, and what tells them apart."""

    chance: random.Random
    calendar: Calendar
    by_table: dict[str, list[Row]] = field(default_factory=dict)
    receipts: dict[str, int] = field(default_factory=dict)

    def add(self, table: str, **values: Any) -> None:
        """Add a row."""
        self.by_table.setdefault(table, []).append(values)


@lru_cache(maxsize=1)
def _library() -> tuple[dict[str, str], dict[str, list[str]]]:
    """Return titles by label, and questions by label."""
    titles = {}
    for path in sorted((PROJECT / "data" / "answers").glob("*/*.md")):
        head = path.read_text(encoding="utf-8").split("---")[1]
        titles[f"{path.parent.name}/{path.stem}"] = str(yaml.safe_load(head)["title"])
    questions: dict[str, list[str]] = {}
    for path in sorted((PROJECT / "data" / "nlu").glob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            lines = re.findall(r"^- (.+)$", str(block.get("examples", "")), re.MULTILINE)
            questions[str(block.get("intent", ""))] = [line for line in lines if "[" not in line]
    asked = {label: lines for label, lines in questions.items() if label in titles and lines}
    return titles, asked


def rows(
    first: date, days: int, a_day: float, seed: int, calendar: Calendar
) -> dict[str, list[Row]]:
    """Return the rows of an invented stretch of days, by table."""
    made = Rows(random.Random(seed), calendar)  # noqa: S311 - not for secrets
    number = 0
    for offset in range(days):
        day = first + timedelta(days=offset)
        busy = a_day * (1.3 if day.month in {1, 2, 3, 8} else 0.9)
        for _ in range(made.chance.randint(0, max(1, round(2 * busy)))):
            number += 1
            _conversation(made, f"{_MARK}{seed}_{number}", day)
    return made.by_table


class _Talk:
    """One conversation while it is being made: a clock, a count of messages."""

    def __init__(self, made: Rows, conversation_id: str, channel: str, at: datetime) -> None:
        self.made, self.id, self.channel, self.at = made, conversation_id, channel, at
        self.seq = 0
        self.cases = 0
        self.closed = False

    def wait(self, least: float, most: float) -> None:
        """Let seconds pass."""
        self.at += timedelta(seconds=self.made.chance.uniform(least, most))

    def say(self, author: str, parts: list[Row], **more: Any) -> str:
        """Add a message; returns its outside id."""
        self.seq += 1
        outside_id = f"{self.id}_{self.seq}" if author == "user" else None
        names = {"user": "あなた", "bot": "自動応答", "consultant": "相談員 佐藤"}
        self.made.add(
            "messages",
            conversation_id=self.id,
            seq=self.seq,
            author=author,
            author_id="a_demo" if author == "consultant" else None,
            author_name=names.get(author, "お知らせ"),
            sent_at=self.at,
            parts=parts,
            outside_id=outside_id,
            late=False,
            understanding=more.get("understanding"),
        )
        return outside_id or ""

    def event(self, kind: str, case_id: str | None = None) -> None:
        """Add an event at this moment."""
        self.made.add(
            "events", conversation_id=self.id, case_id=case_id, account_id=None, kind=kind, epoch=1, detail=None, at=self.at
        )  # fmt: skip

    def ask(self, text: str, payload: str | None, understanding: Row | None) -> None:
        """Let the migrant say something to the bot."""
        self.wait(15, 240)
        outside_id = self.say("user", [{"type": "text", "text": text}], understanding=understanding)
        self.made.add(
            "turns",
            id=f"t_{outside_id}",
            number=len(self.made.by_table.get("turns", [])) + 1,
            conversation_id=self.id,
            outside_id=outside_id,
            channel=self.channel,
            text=text,
            payload=payload,
            sent_at=self.at,
            epoch=0,
            attempts=1,
            state="done",
            due_at=self.at,
        )
        self.wait(0.2, 2)


def _conversation(made: Rows, conversation_id: str, day: date) -> None:
    chance = made.chance
    hour = chance.choices(range(24), _HOURS)[0]
    begin = datetime.combine(day, time(hour, chance.randrange(60), chance.randrange(60)), JAPAN)
    channel = "line" if chance.random() < 0.25 else "web"
    talk = _Talk(made, conversation_id, channel, begin.astimezone(UTC))
    talk.event("started")
    talk.say("bot", [{"type": "text", "text": "こんにちは。"}])
    created = talk.at
    for visit in range(chance.choices((1, 2, 3), (80, 15, 5))[0]):
        if visit:
            talk.wait(1_799, 400_000)
        for _ in range(chance.choices((0, 1, 2, 3, 5), (6, 34, 30, 20, 10))[0]):
            _question(talk)
        if chance.random() < 0.16 and not talk.cases:
            _handover(talk)
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
    if chance.random() < 0.02:
        made.add(
            "test_conversations", conversation_id=conversation_id, account_id="a_demo", at=talk.at
        )


def _question(talk: _Talk) -> None:
    chance = talk.made.chance
    titles, asked = _library()
    label = chance.choice(sorted(asked))
    text = chance.choice(asked[label])
    kind = chance.choices(("answer", "clarify", "fallback", "failed"), (76, 10, 11, 3))[0]
    if kind == "fallback":
        text = chance.choice(chance.choice(_UNKNOWN))
        if chance.random() < 0.2:
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
        talk.say(
            "bot", [{"type": "text", "text": "すみません、ご質問をうまく読み取れませんでした。"}]
        )
    else:
        talk.event("assistant_failed")
        talk.say("system", [{"type": "notice", "kind": "error", "text": "申し訳ありません。"}])


def _choices(purpose: str) -> Row:
    return {"type": "choices", "purpose": purpose, "choices": []}


def _answer(talk: _Talk, label: str, title: str) -> None:
    chance = talk.made.chance
    parts: list[Row] = [
        {
            "type": "answer",
            "label": label,
            "title": title,
            "text": f"{title}のご案内です。",
            "sources": [{"title": "小樽市の案内（架空）", "url": "https://www.city.otaru.lg.jp/"}],
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


def _handover(talk: _Talk) -> None:
    made, chance = talk.made, talk.made.chance
    talk.ask("人に相談したい", None, {"outcome": "handoff", "label": "handoff/human_agent"})
    talk.cases += 1
    opened, is_open = talk.at, made.calendar.is_open(talk.at)
    day = f"{opened.astimezone(JAPAN):%y%m%d}"
    made.receipts[day] = made.receipts.get(day, 0) + 1
    case: Row = {
        "id": f"k_{talk.id}",
        "receipt": f"DEMO-{day}-{made.receipts[day]:02}",
        "conversation_id": talk.id,
        "channel": talk.channel,
        "state": "closed",
        "reason": chance.choices(("asked_for_person", "not_understood", "assistant_failed", "distress"), (75, 20, 3, 2))[0],
        "topic": chance.choice(("housing", "jobs", "subsidy", "life", "nursery", "startup")),
        "question": "くわしく相談したい",
        "slots": {
            name: chance.choice(values)
            for name, values in (("from_where", _FROM), ("timing", _WHEN), ("family", _WITH))
            if chance.random() < 0.7
        }
        | {"stage": STAGES[made.receipts[day] % len(STAGES)]},
        "understood": [],
        "flags": [],
        "contact": None,
        "consent": None,
        "transcript": [],
        "owner_id": None,
        "waiting_since": opened,
        "opened_at": opened,
        "claimed_at": None,
        "closed_at": None,
    }  # fmt: skip
    talk.event("request_person" if is_open else "leave_message", case["id"])
    talk.say("system", [{"type": "notice", "kind": "queued", "text": "相談員を呼んでいます。"}])
    fate = chance.choices(("talk", "cancel", "leave"), (82, 12, 6))[0]
    if fate == "cancel" and is_open:
        talk.wait(120, 1_500)
        talk.say("user", [{"type": "text", "text": "待つのをやめる"}])
        talk.event("cancelled", case["id"])
    else:
        if fate == "leave" and is_open:
            talk.wait(180, 900)
            talk.say("user", [{"type": "text", "text": "伝言を残す"}])
            talk.event("leave_message", case["id"])
        _consult(talk, case)
    case["closed_at"] = talk.at
    talk.closed = fate != "cancel"
    made.add("cases", **case)


def _consult(talk: _Talk, case: Row) -> None:
    chance = talk.made.chance
    while not talk.made.calendar.is_open(talk.at):
        talk.at = talk.made.calendar.next_opening(talk.at) or talk.at + timedelta(days=1)
    talk.at = talk.at.astimezone(UTC)
    talk.wait(30, 1_600)
    case["claimed_at"], case["owner_id"] = talk.at, "a_demo"
    talk.event("claim", case["id"])
    for _ in range(chance.randint(1, 3)):
        talk.wait(40, 600)
        talk.say("consultant", [{"type": "text", "text": "ご相談ありがとうございます。"}])
        talk.wait(40, 600)
        talk.say("user", [{"type": "text", "text": "ありがとうございます。もう少し考えます。"}])
    talk.wait(10, 200)
    talk.event("close", case["id"])
    for kind, share in (("visit", 0.2), ("online", 0.25), ("moved", 0.05)):
        if chance.random() < share:
            later = talk.at + timedelta(days=chance.randint(1, 40))
            talk.made.add(
                "case_outcomes", case_id=case["id"], kind=kind, account_id="a_demo", at=later
            )


def write(database: Database, made: dict[str, list[Row]]) -> None:
    """Write rows; conversations first, which messages point to."""
    known = {
        **tables.metadata.tables,
        reporting_tables.case_outcomes.name: reporting_tables.case_outcomes,
    }
    with database.write() as connection:
        for name in ("conversations", *sorted(set(made) - {"conversations"})):
            for some in _slices(made.get(name, [])):
                connection.execute(known[name].insert(), some)


def _slices(found: Sequence[Row], size: int = 1_000) -> Iterator[Sequence[Row]]:
    for first in range(0, len(found), size):
        yield found[first : first + size]


def main() -> int:
    """Fill the desk's database with the year up to today."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=400)
    parser.add_argument("--a-day", type=float, default=8)
    given = parser.parse_args()
    settings = load()
    if settings.is_production:
        print("demo-data: invented conversations are refused in production.", file=sys.stderr)
        return 2
    database = Database(settings.database)
    migrate.upgrade(database)
    with database.read() as connection:
        mark = tables.conversations.c.id.startswith(_MARK, autoescape=True)
        if connection.execute(sa.select(tables.conversations.c.id).where(mark)).first():
            print("demo-data: there is an invented year already.", file=sys.stderr)
            return 1
    today = datetime.now(JAPAN).date()
    made = rows(
        today - timedelta(days=given.days),
        given.days,
        given.a_day,
        1,
        parse(settings.opening_hours),
    )
    write(database, made)
    staff = [one for one in SqlAccountStore(database).all() if one.role != "auditor"]
    owner = Consultant(staff[0].id, staff[0].name) if staff else None
    waiting = demo_morning.add(SqlStore(database), datetime.now(UTC), owner)
    print(
        f"demo-data: {len(made['conversations'])} conversations, {len(made['messages'])} messages; {len(waiting)} open cases."
    )
    database.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
