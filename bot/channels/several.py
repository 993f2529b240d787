"""Several wishes in one short message, which a classifier would blur into one: a list of topics (仕事と住まい), one time and not another; pure."""

from __future__ import annotations

import dataclasses
import json
import re

from bot.nlu import booking, topic_words
from bot.nlu.text import normalise

_AND = re.compile(r"[、,・&＆/／]|(?<!こ)と(?!か)|や|それから|それと|あと|および|及び|そして|\sand\s")
_NOT_BUT = re.compile(
    r"(?P<not>.{1,12}?)(?:じゃな(?:くて?|い)|では?なくて?|でなくて?|より(?:も)?|はやめて)[、,]?(?P<but>.{1,14})"
)
# A piece that is no topic may still be a thing that is asked for: 家賃, 雪かき.
_THING = re.compile(
    r"[一-龥々ァ-ヶー]{2,6}(?:について|の(?:こと|話)|を|が)?(?:(?:教え|おしえ)て(?:ください|下さい)?|知りたい(?:です)?|聞きたい(?:です)?)?[。?!]*"
)
_LONGEST, _FEWEST = 40, 2


@dataclasses.dataclass(frozen=True)
class Listed:
    """The topics that a message lists; `is_all` where it says nothing else."""

    topics: tuple[str, ...]
    is_all: bool


def topics(text: str) -> Listed:
    """Return the topics of a message that is a list (仕事と家賃), none of a message that is anything else."""
    plain = normalise(text).replace(" ", "") if not text.isascii() else normalise(text)
    pieces = [piece for piece in _AND.split(plain) if piece] if len(plain) <= _LONGEST else []
    found = [topic_words.topic(piece) for piece in pieces]
    named = tuple(dict.fromkeys(topic for topic in found if topic is not None))
    others = [piece for piece, topic in zip(pieces, found, strict=True) if topic is None]
    if not others and len(named) >= _FEWEST:
        return Listed(named, is_all=True)
    is_list = len(pieces) >= _FEWEST and all(_THING.fullmatch(piece) for piece in others)
    return Listed(named if is_list else (), is_all=False)


def command(text: str, shown: str | None) -> str | None:
    """Return the command that a message of several wishes stands for, None where it is to be understood as it is.

    Args:
        text: As typed.
        shown: Label of the last answer: after an offer of times, 「水曜じゃなくて木曜」 is about them.
    """
    plain = normalise(text).replace(" ", "")
    match = _NOT_BUT.fullmatch(plain) if shown == booking.BOOKING else None
    if match is not None and booking.goes_on(match["not"]) and booking.goes_on(match["but"]):
        return "/request_booking" + json.dumps({"wish": plain, "kind": "day"}, ensure_ascii=False)
    listed = topics(text)
    return "/choose_topic" + json.dumps({"topic": ",".join(listed.topics)}) if listed.is_all else None
