"""For a day after a talk with a consultant: going on with it comes first, where the words lead back to it or the bot does not understand.

What is written after a talk is mostly about the talk: the assistant would take 「先ほどの資料が届いていません」 for a question about roads.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from desk.conversation import desk_handover, handover, handover_texts, message_parts, texts
from desk.conversation.case_models import Handoff
from desk.conversation.models import Author, Consultant, Conversation, Message, Part, Situation
from desk.conversation.ports import Transaction

LATELY = timedelta(hours=24)
# Longer messages are questions of their own, whatever they begin with.
_LONGEST = 80
_EARLIER = r"(?:先ほど|先程|さきほど|さっき|この前|こないだ|先日|前回|昨日|きのう|今朝|さっきまで|あのあと|その後)"
_THINGS = (
    r"(?:資料|書類|メール|件|話|お話|返事|お返事|返信|連絡|ご連絡|電話|お電話|相談|ご相談|約束|説明|ご説明|案内|ご案内|リンク|url|ファイル|写真|パンフレット|"
    r"続き|方|かた|相談員|担当)"
)
_BACK = re.compile(
    rf"{_EARLIER}(?:の|は|に|お|ご|いただい(?:た|て)|うかがった|伺った|聞いた|教えて|送って|話した|相談した|言って(?:い)?た|約束した)*.{{0,8}}{_THINGS}|"
    rf"{_THINGS}(?:が|は|も)?(?:まだ)?(?:届|来|き|もらえ|いただけ)[いきか]?(?:てい?)?(?:ない|ません|なく)|"
    r"(?:相談|話)の続き|続き(?:を|の)(?:相談|話|お願い)|(?:担当(?:の方|者|の人)?|相談員(?:さん)?|さっきの(?:人|方))(?:は|って)(?:いますか|いらっしゃいますか|まだいますか|どこ)"
)
_SOMEBODY = re.compile(r"(?P<name>[^\s、。「」]{1,8}?)(?:さん|様|さま|氏)(?:は|に|って|を|と|、|から|の)")


def leads_back(text: str, consultant_name: str) -> bool:
    """Whether a message is about the talk with this consultant."""
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    if not plain or len(plain) > _LONGEST:
        return False
    family = consultant_name.split()[0] if consultant_name.split() else ""
    named = _SOMEBODY.search(plain)
    is_named = bool(
        named and family and (named["name"].endswith(family.lower()) or family.lower().startswith(named["name"]))
    )
    return is_named or bool(_BACK.search(plain))


def ask(tx: Transaction, conversation: Conversation, message: Message, now: datetime) -> bool:
    """Ask whether a message goes on with the talk of the last day; returns whether it was asked."""
    who = lately(tx, conversation, now)
    if who is None or not leads_back(message.text, who.name):
        return False
    tx.append(conversation.id, Author.BOT, texts.BOT_NAME, handover_texts.go_on(who.name, message.seq), now)
    return True


def lately(tx: Transaction, conversation: Conversation, now: datetime) -> Consultant | None:
    """Return who talked with the person within the last day and has ended it, None where nobody did."""
    if not conversation.holder.bot_answers:
        return None
    return tx.latest_consultant(conversation.id, now - LATELY)


def first(
    parts: Sequence[Part], understanding: Mapping[str, Any], who: Consultant | None, seq: int | None
) -> list[Part]:
    """Return a bubble of the assistant with going on as its first choice, where it asks back or did not understand."""
    is_unsure = understanding.get("outcome") in {"clarify", "fallback"} and not understanding.get("control")
    at = next((n for n, part in enumerate(parts) if part.get("type") == "choices"), None)
    if who is None or seq is None or at is None or not is_unsure or understanding.get("topic"):
        return list(parts)
    label, payload = message_parts.GO_ON
    offered = parts[at] | {"choices": [{"label": label, "payload": f"{payload}{seq}"}, *parts[at]["choices"]]}
    return [*parts[:at], offered, *parts[at + 1 :]]


def take(
    tx: Transaction,
    conversation: Conversation,
    seq: int,
    outside_id: str,
    now: datetime,
    situation: Callable[[], Situation],
) -> None:
    """Hand over with the words that led back, to the consultant of the talk where they are there."""
    said = tx.messages(conversation.id)
    request = Handoff(
        conversation_id=conversation.id,
        channel=conversation.channel,
        reason="asked_for_person",
        topic="general",
        question=words_of(said, seq) or message_parts.GO_ON[0],
        slots={},
        understood=[],
        transcript=desk_handover.spoken(said),
        requested_at=now,
    )
    handover.take(tx, f"desk:{conversation.id}:{outside_id}", outside_id, request, now, situation())


def words_of(said: Sequence[Message], seq: int) -> str:
    """Return the migrant's words under a number, empty where there are none."""
    return next((message.text for message in said if message.seq == seq and message.author is Author.USER), "")
