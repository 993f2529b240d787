"""The morning after the invented year: who waits, who left a message, whom somebody is talking with; for looking and for tests.

Everything is done by the rules that real conversations follow; only the words are invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from desk.channels.line.tables import line_users
from desk.content import entries
from desk.conversation import answering, handover, inbound, texts
from desk.conversation.case_models import Handoff
from desk.conversation.models import Author, Consultant, Situation
from desk.conversation.ports import Transaction
from desk.conversation_sql.transaction import SqlStore
from desk.demo.line import line_user_id

_OPEN = Situation(open=True, on_duty=1)
_CLOSED = Situation(open=False, on_duty=0, opens_text="今日 9:00")
# A thought takes this long to be written.
_BETWEEN = timedelta(seconds=40)


@dataclass(frozen=True)
class Talk:
    """What one person says, and what is known of it.

    Attributes:
        minutes: How long ago the person was handed over.
        said: (words, label of the answer); without a label the bot had none.
        replies: What consultants and the person said then, the consultant first.
    """

    channel: str
    minutes: int
    topic: str
    said: tuple[tuple[str, str | None], ...]
    slots: dict[str, str]
    reason: str = "asked_for_person"
    question: str = ""
    contact: dict[str, str] | None = None
    is_open: bool = True
    replies: tuple[str, ...] = ()


TALKS = (
    Talk(
        "web",
        26,
        "housing",
        (
            ("東京から家族4人で引っ越しを考えています。犬と住める家はありますか", "housing/pet_housing"),
            ("家賃はどのくらいですか", "housing/rent_cost"),
            ("庭で焚き火をしてもいい家がいいのですが", None),
        ),
        {
            "goal": "家を借りたい",
            "stage": "検討中",
            "from_where": "東京",
            "family": "家族4人、犬",
            "timing": "来年の春",
        },
        question="犬と住める一軒家を、来年の春までに借りられるか知りたいです",
    ),
    Talk(
        "line",
        8,
        "startup",
        (("パン屋を始めたいです。融資はありますか", "startup/loan_terms"),),
        {"goal": "起業したい", "from_where": "札幌", "amounts": "自己資金200万円"},
        question="パン屋を始めたいです",
    ),
    Talk(
        "web",
        3,
        "life",
        (("もう消えてしまいたいです", "chitchat/distress"),),
        {},
        reason="distress",
        question="もう消えてしまいたいです",
    ),
    Talk(
        "web",
        840,
        "nursery",
        (("保育園留学は何歳からですか", "nursery/nursery_age"),),
        {"goal": "保育園留学をしたい", "family": "3歳の息子", "timing": "来年の夏"},
        question="3歳の息子と二週間行きたいです。空きはありますか",
        contact={"kind": "email", "value": "koharu@example.jp", "name": "こはる", "preferred_time": "平日の夕方"},
        is_open=False,
    ),
    Talk(
        "web",
        55,
        "jobs",
        (("看護師の仕事はありますか", "jobs/job_search"),),
        {"goal": "仕事を探したい", "stage": "見に行く前", "from_where": "大阪"},
        question="看護師の求人と、子どもを預ける先を知りたいです",
        replies=(
            "ご相談ありがとうございます。夜勤のある職場でもよろしいですか。",
            "日勤だけがいいです。いつごろ分かりますか。",
        ),
    ),
)


def add(store: SqlStore, now: datetime, owner: Consultant | None) -> list[str]:
    """Store the morning; without an `owner` nobody has taken a case. Returns the ids of the cases, as in `TALKS`."""
    return [_add(store, talk, now, owner) for talk in TALKS]


def _add(store: SqlStore, talk: Talk, now: datetime, owner: Consultant | None) -> str:
    at = now - timedelta(minutes=talk.minutes) - len(talk.said) * 2 * _BETWEEN
    situation = _OPEN if talk.is_open else _CLOSED
    with store.write() as tx:
        conversation_id = inbound.start(tx, talk.channel, at, situation, None).conversation_id
        if talk.channel == "line":
            tx.connection.execute(
                line_users.insert().values(
                    user_id=line_user_id(conversation_id),
                    conversation_id=conversation_id,
                    is_following=False,
                )
            )
        for number, (words, label) in enumerate(talk.said):
            at += _BETWEEN
            _ask(tx, conversation_id, f"demo-{number}", words, label, at)
            at += _BETWEEN
            tx.append(conversation_id, Author.BOT, texts.BOT_NAME, _answer(label), at)
        request = Handoff(
            conversation_id=conversation_id,
            channel=talk.channel,
            reason=talk.reason,
            topic=talk.topic,
            question=talk.question,
            slots=dict(talk.slots),
            understood=[],
            transcript=[],
            requested_at=at,
            contact=dict(talk.contact) if talk.contact else None,
        )
        webhook_id = f"demo:{conversation_id}"
        taken, _ = handover.take(tx, webhook_id, webhook_id, request, at, situation)
        case_id = str(taken["case_id"])
        for number, words in enumerate(talk.replies if owner else ()):
            at += 4 * _BETWEEN
            _reply(tx, case_id, conversation_id, number, words, owner, at)
        return case_id


def _ask(
    tx: Transaction,
    conversation_id: str,
    outside_id: str,
    words: str,
    label: str | None,
    at: datetime,
) -> None:
    said = [{"type": "text", "text": words}]
    tx.append(conversation_id, Author.USER, texts.USER_NAME, said, at, outside_id=outside_id)
    known = {
        "outcome": "answer" if label else "fallback",
        "label": label,
        "confidence": 0.9 if label else 0.3,
    }
    tx.set_understanding(conversation_id, outside_id, known)


def _reply(
    tx: Transaction,
    case_id: str,
    conversation_id: str,
    number: int,
    words: str,
    owner: Consultant | None,
    at: datetime,
) -> None:
    if owner is None:
        return
    if number % 2 == 0:
        client_id = f"demo-{number}"
        answering.send(tx, case_id, owner, words, client_id, at, seen_seq=None, is_confirmed=True)
    else:
        said = [{"type": "text", "text": words}]
        tx.append(conversation_id, Author.USER, texts.USER_NAME, said, at)


def _answer(label: str | None) -> list[dict[str, Any]]:
    """Return an approved entry as the bot shows it."""
    if label is None:
        return [{"type": "text", "text": "すみません、ご質問をうまく読み取れませんでした。"}]
    return [entries.library()[label].part()]
