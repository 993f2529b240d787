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
    return _resting() if found is not None and found.scope == "all" else []


def answer(label: str) -> list[Part]:
    """Return what is said instead of an answer that is not given now (or, from an older model, not known)."""
    found, title = SHELF.switch(label), SHELF.title(label)
    if found is not None and found.scope == "all":
        return _resting()
    if not title:
        return _with_person(replies.text(_UNKNOWN, "no_entry"))
    named = replies.text(_NAMED[0].format(title=title), "entry_withheld", title=title, label=label)
    return _with_person(named | {"easy": _NAMED[1]})


def _resting() -> list[Part]:
    return _with_person(replies.text(_ALL[0], "resting") | {"easy": _ALL[1]})


def _with_person(spoken: Part) -> list[Part]:
    return [spoken, replies.choices([replies.ASK_PERSON], "reply")]
