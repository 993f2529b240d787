"""The few fields about a person, read as people write them; pure.

Asked are how to address them, one contact, and what it is about if they like (個人情報の保護に関する法律 第61・62条).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from desk.appointments.models import Method, Person
from desk.contact import parse
from desk.text.pack import city

LONGEST_NAME = 40
LONGEST_TOPIC = 500
# A contact that does not look like one, as against one that cannot be used.
_OF_ITS_SHAPE = frozenset({parse.Refused.NO_MAIL, parse.Refused.NO_PHONE, parse.Refused.NEITHER})
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def purpose() -> str:
    """Return what a person reads before they fill anything in; it is recorded with their consent."""
    return (
        f"入力いただいた内容は、{city().names.city}の移住相談のご予約と、そのご連絡のためだけに使います。"
        f"{city().readers}が見ます。"
        "法律で認められた場合を除き、ほかの目的には使わず、ほかに渡しません。"
        "お名前は本名でなくてもかまいません。予約のページの「入力した内容を消す」で、相談のあと、または予約を取り消したあとに、いつでも消せます。"
    )


EASY_PURPOSE = (
    "ここに 書《か》いたことは、予約《よやく》と、あなたに 連絡《れんらく》するためだけに 使《つか》います。相談《そうだん》の 仕事《しごと》を する人《ひと》が 見《み》ます。"
    "法律《ほうりつ》で 決《き》まっている ときの ほかは、ほかの人《ひと》に わたしません。本当《ほんとう》の 名前《なまえ》でなくても いいです。"
    "相談《そうだん》の あとや、予約《よやく》を やめた あとに、予約《よやく》の ページの「入力《にゅうりょく》した 内容《ないよう》を 消《け》す」で、いつでも 消《け》すことが できます。"
)


@dataclass(frozen=True)
class Filled:
    """What was filled in: the person where all is well, else what to say beside which field."""

    values: Mapping[str, str]
    person: Person | None = None
    problems: Mapping[str, str] = field(default_factory=dict)


def read(fields: Mapping[str, str], method: Method, now: datetime, language: str | None = None) -> Filled:
    """Read the fields `name`, `contact`, `topic`, `consent`; whether a contact is a mail address or a number is seen.

    `language`: of the page, which stands with the consent; or as a consultant chose; None for that of the talk.
    """
    values = {name: _clean(fields.get(name, "")) for name in ("name", "contact", "topic")}
    consents = fields.get("consent") == "yes"
    values["consent"] = "yes" if consents else ""
    name = " ".join(values["name"].split())
    problems: dict[str, str] = {}
    if not name:
        problems["name"] = "お呼びする名前を書いてください。ニックネームでもかまいません。"
    elif len(name) > LONGEST_NAME:
        problems["name"] = f"お名前は {LONGEST_NAME}文字までで書いてください。"
    found = parse.contact(values["contact"])
    is_call = method is Method.PHONE
    if is_call and (found.refused in _OF_ITS_SHAPE if found.refused else found.kind != "phone"):
        problems["contact"] = "電話での相談は、こちらからお電話します。電話番号を書いてください。"
    elif not values["contact"]:
        problems["contact"] = "メールアドレスか電話番号を、どちらか一つ書いてください。"
    elif found.refused in _OF_ITS_SHAPE:
        problems["contact"] = "メールアドレスか電話番号の形になっていないようです。例：name@example.jp、090-0000-0000"
    elif found.refused:
        problems["contact"] = parse.SAY[found.refused]
    topic = "\n".join(filter(None, [values["topic"], f"（ご連絡先について：{found.remark}）" if found.remark else ""]))
    if len(topic) > LONGEST_TOPIC:
        problems["topic"] = f"{LONGEST_TOPIC}文字までで書いてください。"
    if not consents:
        problems["consent"] = "内容を確かめて、しるしを付けてください。"
    if problems:
        return Filled(values, None, problems)
    consent: dict[str, object] = {"given": True, "text": purpose(), "at": now.isoformat(timespec="seconds")}
    if language is not None:
        consent["language"] = language
    return Filled(values, Person(name, found.kind, found.value, topic, consent))


def masked(person: Person) -> str:
    """Return a contact of which only the ends show: a link may be forwarded."""
    local, at, host = person.contact.partition("@")
    if at:
        return f"{local[:1]}…@{host}"
    return f"{person.contact[:3]}…{person.contact[-2:]}"


def masked_name(person: Person) -> str:
    """Return a name of which only the beginning shows: a case hides it until somebody asks, and so does its appointment."""
    return f"{person.name[:1]}…"


def _clean(text: str) -> str:
    return _CONTROL.sub("", text.replace("\r\n", "\n")).strip()
