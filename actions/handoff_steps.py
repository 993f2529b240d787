"""The form that takes a message outside hours, as a pure step: what came in, what is asked next."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from actions import contact
from actions.situation import Situation

QUESTION, KIND, CONSENT, CONTACT = (
    "handoff_question",
    "handoff_contact_kind",
    "handoff_consent",
    "handoff_contact",
)
SLOTS = (QUESTION, KIND, CONSENT, CONTACT)
LONGEST_QUESTION = 2_000
_STOP = re.compile(
    r"^(?:やめ(?:る|ます|たい|て)|キャンセル|中止|取り消し|とりけし|戻る|もどる|最初から|stop|cancel|quit|取消|不要了|그만(?:두기)?|취소)[。!.]?$"
)
_YES = re.compile(
    r"^(?:はい|ok|同意|いい(?:です)?よ?|うん|ええ|お願い|わかりました|了解|よろしい|yes|i agree|agree|好的?$|可以|네|예$|동의(?!하지))"
)
_NO = re.compile(r"^(?:いいえ|いや|不要|だめ|残さない|同意しない|しない|結構|no|不同意|不留|아니|동의하지)")
_KINDS = (
    (re.compile(r"メール|めーる|mail|eメール|邮件|邮箱|郵件|郵箱|메일"), "email"),
    (re.compile(r"電話|でんわ|tel|携帯|phone|电话|전화"), "phone"),
    (re.compile(r"チャット|ここ|いらない|不要|なし|どちらも|このまま|だけ|chat|聊天|채팅"), "chat"),
)
# Words that end the form: what they want is done instead.
_LEAVING = frozenset({"stop", "restart", "back", "book", "my_booking", "change_booking", "cancel_booking"})
_NO_QUESTION = "ご相談の内容を、文字で書いてください。やめるときは「やめる」と書いてください。"
_DANGERS = ("chitchat/distress", "chitchat/emergency")


@dataclasses.dataclass(frozen=True)
class Step:
    """What one message did to the form.

    Attributes:
        slots: Values to set.
        requested: Slot to ask for next, None when the form ends.
        path: `message` while the message stands, `cancelled` when the person stopped.
        say: Words before the next question, None for none.
        answer: Label of a question asked in between, answered before the form goes on.
    """

    slots: Mapping[str, Any]
    requested: str | None
    path: str = "message"
    say: str | None = None
    answer: str | None = None


def take(filled: Mapping[str, Any], requested: str | None, where: Situation, earlier_question: str | None) -> Step:
    """Return the step for one message.

    Args:
        filled: The form's slots so far.
        requested: The slot asked for, None at the beginning.
        where: The message and where it came from.
        earlier_question: The migrant's last question before the form, if any.
    """
    if requested is None:
        return Step({}, _next(filled, where))
    if where.label in _DANGERS and not where.chosen:
        question = filled.get(QUESTION) or where.text
        return Step({QUESTION: question[:LONGEST_QUESTION], KIND: "chat"}, None, answer=where.label)
    plain = unicodedata.normalize("NFKC", where.text).strip().lower()
    control = None if where.chosen else where.understanding.get("control")
    if control == "back" and (earlier := _before(requested)) is not None:
        return Step(dict.fromkeys(SLOTS[SLOTS.index(earlier) :]), earlier)
    if where.intent == "cancel_handoff" or control in _LEAVING or _STOP.match(plain):
        return Step(dict.fromkeys(SLOTS), None, "cancelled")
    if requested == QUESTION and control not in {None, "told"}:
        # はい, ありがとう, ヘルプ are no question that a consultant could answer.
        if control == "yes" and earlier_question:
            return Step({QUESTION: earlier_question}, _next({**filled, QUESTION: earlier_question}, where))
        return Step({QUESTION: None}, QUESTION, say=_NO_QUESTION)
    if requested == KIND and control == "no":
        return Step({KIND: "chat"}, _next({**filled, KIND: "chat"}, where))
    value, hint = _READERS[requested](where, plain, filled, earlier_question)
    if value is None:
        return Step({requested: None}, requested, say=hint, answer=_aside(where, requested))
    changed = {requested: value}
    if requested == CONSENT and value is False:
        changed[KIND] = "chat"
    return Step(changed, _next({**filled, **changed}, where))


def _before(requested: str) -> str | None:
    """Return the question before one, None before the first; a way to answer leads back to its choice."""
    if requested == KIND:
        return QUESTION
    return KIND if requested in {CONSENT, CONTACT} else None


def _next(filled: Mapping[str, Any], where: Situation) -> str | None:
    """Return the first slot that is still needed; LINE never asks for contact data."""
    needed = [QUESTION]
    if where.channel != "line":
        needed.append(KIND)
        if filled.get(KIND) in {"email", "phone"}:
            needed += [CONSENT, CONTACT]
    return next((name for name in needed if filled.get(name) is None), None)


def _aside(where: Situation, requested: str) -> str | None:
    """Return the label of a real question asked in the middle of the form."""
    understood = where.understanding
    is_question = understood.get("outcome") == "answer" and float(understood.get("confidence") or 0) >= 0.6
    label = str(where.label or "")
    return label if is_question and requested != QUESTION and not label.startswith("chitchat/") else None


def _question(
    where: Situation, plain: str, filled: Mapping[str, Any], earlier: str | None
) -> tuple[str | None, str | None]:
    if where.intent == "as_discussed":
        return earlier or "これまでの会話のとおり", None
    if where.chosen or not plain:
        return None, "ご相談の内容を、文字で書いてください。"
    return where.text.strip()[:LONGEST_QUESTION], None


def _kind(
    where: Situation, plain: str, filled: Mapping[str, Any], earlier: str | None
) -> tuple[str | None, str | None]:
    chosen = where.chosen.get("kind")
    if chosen in {"chat", "email", "phone"}:
        return chosen, None
    found = next((kind for pattern, kind in _KINDS if pattern.search(plain)), None)
    return (
        found,
        None if found else "下の選択肢から選ぶか、「メール」「電話」「チャットだけ」のように書いてください。",
    )


def _consent(
    where: Situation, plain: str, filled: Mapping[str, Any], earlier: str | None
) -> tuple[bool | None, str | None]:
    given = where.chosen.get("given")
    if given in {"yes", "no"}:
        return given == "yes", None
    if _NO.match(plain):
        return False, None
    if _YES.match(plain):
        return True, None
    return None, "「同意して入力する」か「連絡先は残さない」を選んでください。"


def _contact(
    where: Situation, plain: str, filled: Mapping[str, Any], earlier: str | None
) -> tuple[str | None, str | None]:
    kind = "email" if filled.get(KIND) == "email" else "phone"
    if kind in where.contacts:
        found = contact.withheld(kind, where.contacts[kind])
    else:
        found = contact.mail(where.text) if kind == "email" else contact.phone(where.text)
    return (None, contact.SAY[found.refused]) if found.refused else (found.value, None)


_READERS = {QUESTION: _question, KIND: _kind, CONSENT: _consent, CONTACT: _contact}
