"""An invented hand-over: who waits, gives up, leaves a message, talks, and what comes of it."""

from __future__ import annotations

from datetime import UTC, timedelta

from desk.demo.talk import Row, Talk
from desk.reporting.origins import STAGES
from desk.text.times import JAPAN

_FROM = ("東京", "東京", "神奈川", "札幌", "札幌", "大阪", "愛知", "福岡", "埼玉", "沖縄")
_WHEN = ("来年の春", "再来年", "できるだけ早く", "数年後", "来年", "夏ごろ", "定年後")
_WITH = ("夫婦二人", "子ども2人", "一人暮らし", "母と", "3歳の息子")


def hand_over(talk: Talk) -> None:
    """Let somebody ask for a person."""
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
        "reason": chance.choices(
            ("asked_for_person", "not_understood", "assistant_failed", "distress"), (75, 20, 3, 2)
        )[0],
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
    }
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


def _consult(talk: Talk, case: Row) -> None:
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
            talk.made.add("case_outcomes", case_id=case["id"], kind=kind, account_id="a_demo", at=later)
