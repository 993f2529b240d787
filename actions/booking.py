"""Offering times for an appointment: what the desk is asked, and what is said of its answer; pure. What was wished for, `booking_wish` reads."""

from __future__ import annotations

import dataclasses
import datetime
import json
import re
from collections.abc import Mapping
from typing import Any

from actions import replies, talk_texts
from actions.library.entries import Entry
from actions.replies import ASK_PERSON, LEAVE_MESSAGE, Choice, Part
from actions.situation import Situation
from actions.when.windows import WEEKDAYS, When

METHODS = {"in_person": "対面", "online": "オンライン", "phone": "電話"}
_EXAMPLE = "「来週の火曜の午後」「12月3日以降」のように書いてください。"
ALL_TIMES = Choice("ほかの日時を見る", "/choose_slot")
SOONEST = Choice("いちばん早い時間を見る", "/request_booking", "いちばん 早《はや》い 時間《じかん》を 見《み》る")


@dataclasses.dataclass(frozen=True)
class Offer:
    """What the desk answered: `fits` is yes, day (another hour of a day wished for) or no."""

    fits: str
    slots: list[Mapping[str, Any]]
    until_text: str


def request(where: Situation, found: When) -> dict[str, Any]:
    """Compose the request of `tests/wire/appointment_offer_request.json`."""
    return {
        "conversation_id": where.conversation_id,
        "windows": [window.as_dict() for window in found.windows[:10]],
        "method": found.method,
        "latest": found.latest,
    }


def read_offer(answer: object) -> Offer | None:
    """Read the desk's answer, None where it is none."""
    fields = answer if isinstance(answer, dict) else {}
    slots = fields.get("slots")
    if not isinstance(slots, list) or fields.get("fits") not in {"yes", "day", "no"}:
        return None
    return Offer(fields["fits"], slots, str(fields.get("until_text") or ""))


def ask_back(found: When, text: str) -> list[Part]:
    """Return the question before anything can be offered."""
    if found.ask == "half_of_day":
        halves = [
            Choice(label, _payload("request_booking", wish=_with_half(text, half)))
            for label, half in (("朝（午前）", "午前"), ("夜（午後）", "午後"))
        ]
        return [
            replies.text("朝と夜の、どちらの時間でしょうか？", "half_of_day"),
            replies.choices([*halves, ASK_PERSON], "reply"),
        ]
    if found.ask == "weekday":
        named = found.options[0][0]
        said = talk_texts.say("which_day", day=_day(named)[:-3], weekday=WEEKDAYS[named.weekday()])
        days = [
            Choice(_day(day), _payload("request_booking", wish=wish_of, kind="day")) for day, wish_of in found.options
        ]
        return [said, replies.choices([*days, ASK_PERSON], "reply")]
    if found.ask == "unread":
        return [talk_texts.say("time_unread", example=_EXAMPLE), replies.choices([SOONEST, ASK_PERSON], "reply")]
    words = f"その日は、もう過ぎているようです。いつがよいか、{_EXAMPLE}"
    return [replies.text(words, "day_past"), replies.choices([SOONEST, ASK_PERSON], "reply")]


def offered(offer: Offer, found: When) -> list[Part]:
    """Return the free times as choices."""
    choices = [Choice(_label(slot), _tap(slot, found.method)) for slot in offer.slots]
    ways = [ALL_TIMES, ASK_PERSON] if offer.fits == "yes" else [ALL_TIMES, LEAVE_MESSAGE, ASK_PERSON]
    return [
        replies.text(_words(offer, found), "times_offered" if offer.fits == "yes" else "times_other")
        | {"easy": _easy_words(offer, found)},
        replies.choices([*choices, *ways], "reply"),
    ]


def beside(shown: list[Part], second: object, library: Mapping[str, Entry]) -> list[Part]:
    """Return what is said of times, with the choice that leads to what was asked for as well, if anything was."""
    other, own = library.get(str(second or "")), library.get(replies.BOOKING)
    if other is None or own is None or other is own:
        return shown
    also = replies.choices([replies.choose(other)], "reply")["choices"]
    found = [
        replies.choices([Choice(c["label"], c["payload"], c.get("easy")) for c in [*also, *part["choices"]]], "reply")
        if part["type"] == "choices"
        else part
        for part in shown
    ]
    return [talk_texts.say("first_of_several", title=own.title, label=own.label), *found]


def none_free(entry: Entry | None) -> list[Part]:
    """Say that nothing can be booked now, with other ways to a person."""
    words = "いま予約できる時間がありません。伝言を残すと、相談員からお返事します。下の連絡先でもうかがいます。"
    return [
        replies.text(words, "times_none"),
        *replies.contacts(entry),
        replies.choices([LEAVE_MESSAGE, ASK_PERSON], "reply"),
    ]


def silent(entry: Entry | None) -> list[Part]:
    """Say that the times could not be looked up."""
    words = "申し訳ありません。いま予約の空きを調べられませんでした。少し待って、もう一度お試しください。"
    again = Choice("もう一度ためす", "/request_booking", "もう一度《いちど》 する")
    return [
        replies.text(words, "times_silent"),
        *replies.contacts(entry),
        replies.choices([again, ASK_PERSON], "reply"),
    ]


def link_request(where: Situation) -> dict[str, Any]:
    """Compose the request for a page of booking: the time and the method that were tapped, if any."""
    return {
        "conversation_id": where.conversation_id,
        "begin": where.chosen.get("begin"),
        "method": where.chosen.get("method"),
    }


def link(answer: object) -> list[Part] | None:
    """Return the page to tap, None where the desk's answer holds none."""
    fields = answer if isinstance(answer, dict) else {}
    url = fields.get("url")
    if not isinstance(url, str):
        return None
    when_text = fields.get("text")
    chosen = f"{when_text} ですね。" if when_text else ""
    words = (
        f"{chosen}下の「予約のページ」で、お名前とご連絡先を入れると予約が決まります。"
        "まだ決まっていませんので、お早めにお願いします。お名前やご連絡先は、ここには書かないでください。"
    )
    easy = (
        f"{f'{when_text} ですね。' if when_text else ''}まだ 予約《よやく》は できていません。下《した》の「予約《よやく》のページ」で、"
        "名前《なまえ》と 連絡先《れんらくさき》を 書《か》いてください。それで 予約《よやく》が できます。名前《なまえ》や 連絡先《れんらくさき》は、ここには 書《か》かないでください。"
    )
    return [
        replies.text(words, "booking_page") | {"easy": easy},
        replies.page("予約のページ", url, "page_booking"),
        replies.choices([SOONEST, ASK_PERSON], "reply"),
    ]


def _day(day: datetime.date) -> str:
    return f"{day.month}月{day.day}日({WEEKDAYS[day.weekday()]})"


def _is_one_day(found: When) -> bool:
    return len({window.days.first for window in found.windows} | {window.days.last for window in found.windows}) == 1


def _words(offer: Offer, found: When) -> str:
    how = f"（{METHODS[found.method]}）" if found.method else ""
    if offer.fits == "day" and not _is_one_day(found):
        return (
            f"ご希望の時間帯{how}には、あいている時間がありません。受付時間の中では、次の時間があいています。"
            "時間のご希望は、伝言で相談員に伝えることもできます。"
        )
    if offer.fits == "day":
        return f"その時間はあいていませんが、同じ日の次の時間{how}ならあいています。"
    if offer.fits == "no":
        return (
            f"ご希望の日時{how}には、あいている時間がありません。予約できるのは受付時間の中で、{offer.until_text}までです。"
            "近いところでは、次の時間があいています。"
        )
    if found.latest:
        return f"それぞれの日の、いちばん遅くあいている時間{how}です。どれになさいますか？"
    if found.windows:
        return f"ご希望に合う、いまあいている時間{how}です。どれになさいますか？"
    return f"相談員と話す時間を予約できます。いまあいている時間{how}です。ほかの日時がよいときは、{_EXAMPLE}"


def _easy_words(offer: Offer, found: When) -> str:
    """Return the same in やさしい日本語: what was wished for is not free, or is, or nothing was wished for."""
    free = "次《つぎ》の 時間《じかん》が あいています。下《した》から 選《えら》んでください。"
    if offer.fits == "no":
        return (
            f"その 日《ひ》や 時間《じかん》は あいていません。予約《よやく》は {offer.until_text}まで できます。{free}"
        )
    if offer.fits == "day":
        return f"その 時間《じかん》は あいていません。{free}"
    more = (
        ""
        if found.windows
        else "ほかの 日《ひ》が いいときは、書《か》いてください。（例《れい》：「来週《らいしゅう》の 火曜日《かようび》の 午後《ごご》」）"
    )
    return f"{free}{more}"


def _label(slot: Mapping[str, Any]) -> str:
    return str(slot.get("short") or slot.get("text") or slot.get("begin"))


def _tap(slot: Mapping[str, Any], method: str | None) -> str:
    methods = slot.get("methods") or []
    only = method or (methods[0] if len(methods) == 1 else None)
    return _payload("choose_slot", begin=str(slot["begin"]), method=only)


def _payload(intent: str, **entities: str | None) -> str:
    given = {name: value for name, value in entities.items() if value}
    return f"/{intent}" + (json.dumps(given, ensure_ascii=False) if given else "")


def _with_half(text: str, half: str) -> str:
    """Return 明日の午前7時 for 明日の7時."""
    return re.sub(r"(\d{1,2}|[０-９]{1,2})(時|:)", rf"{half}\1\2", text, count=1)[:200]
