"""What is said where the office has switched something off or withdrawn an answer: kindly, with a person to turn to."""

from __future__ import annotations

from actions import replies
from actions.library.shelf import SHELF
from actions.replies import Part

_ALL = (
    "申し訳ありません。ただいま、自動でのお答えをお休みしています。相談員におつなぎします。受付時間の外は、メッセージをお預かりします。",
    "すみません。今《いま》は、自動《じどう》で答《こた》えることを休《やす》んでいます。人《ひと》に相談《そうだん》できます。",
)
_NAMED = (
    "申し訳ありません。「{title}」の案内は、いま内容を確かめているため、お答えできません。相談員におたずねいただけます。",
    "すみません。このことは、今《いま》は答《こた》えられません。正《ただ》しいかどうか、確《たし》かめています。人《ひと》に相談《そうだん》できます。",
)
_UNKNOWN = (
    "申し訳ありません。その項目の案内は、いまお出しできません。別の言い方でお聞きいただくか、相談員におつなぎします。"
)


def everything() -> list[Part]:
    """Return what is said to any question while the assistant as a whole is switched off; nothing while it is not."""
    found = SHELF.switch("")
    return _said(*_ALL) if found is not None and found.scope == "all" else []


def answer(label: str) -> list[Part]:
    """Return what is said instead of an answer that is not given now (or, from an older model, not known)."""
    found, title = SHELF.switch(label), SHELF.title(label)
    if found is not None and found.scope == "all":
        return _said(*_ALL)
    return _said(_NAMED[0].format(title=title), _NAMED[1]) if title else _said(_UNKNOWN)


def _said(words: str, easy: str | None = None) -> list[Part]:
    spoken = replies.text(words) | ({"easy": easy} if easy else {})
    return [spoken, replies.choices([replies.ASK_PERSON], "reply")]
