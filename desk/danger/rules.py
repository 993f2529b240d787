"""What follows from words of danger: which of two kinds goes first, when to try again, what may be shown; pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from desk.conversation.danger import EMERGENCY, KINDS, SUBJECTS, By, Finding, Mark
from desk.conversation.models import Message

# Of a message in a list or a notice on the screen; the whole of it stands in the transcript.
LONGEST_WORDS = 200
# The same person, the same subject: what was said about it is not said whole again.
SAY_AGAIN = timedelta(minutes=10)
# After more of the person's own messages it is.
MOST_SINCE = 4
# After more messages, whoever wrote them, the numbers have moved off a phone's screen: they come again, without the words.
MOST_BELOW = 2
# Shown before somebody takes an alert up: two messages before the words, one after them.
BEFORE, AFTER = 2, 1
# The model is asked again after these seconds; then the message is set aside, read by the pattern files alone.
RETRIES = tuple(timedelta(seconds=seconds) for seconds in (1, 2, 5, 15, 60, 300))
_HANGUL = re.compile(r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]")
# Characters that only one of the two ways to write Chinese has, and Japanese has not.
_ONLY_SIMPLIFIED = frozenset("们这吗么说话请谁让过还时给钱问题医马边东门见岁亲伤烦虑爱儿习电处")
_ONLY_TRADITIONAL = frozenset("們這嗎麼說讓過還給邊歲傷兒幫")
_LANGUAGES = frozenset({"ja", "en", "zh-Hans", "zh-Hant", "ko"})


def of_reply(understanding: dict[str, Any], flags: Sequence[str], text: str) -> Finding | None:
    """Return the danger that the assistant's reply tells of; a flag alone is enough.

    Args:
        understanding: As the wire has it.
        flags: Of the reply.
        text: The person's words, from which an excerpt is taken where the reply names none.
    """
    found = of_understanding(understanding, text)
    if found is not None:
        return found
    kinds = [kind for kind in reversed(KINDS) if kind in flags]
    if not kinds:
        return None
    subject = "crisis" if kinds[0] != EMERGENCY else "other"
    words = excerpt(text, text)
    return Finding(kinds[0], subject, words, By.MODEL, language=language_of(text))


def of_understanding(understanding: dict[str, Any], text: str) -> Finding | None:
    """Return the danger in an `understanding`; what cannot be read in it counts as the least that it can mean."""
    danger = understanding.get("danger")
    if not isinstance(danger, dict):
        return None
    kind = danger.get("kind")
    subject = danger.get("subject")
    score = danger.get("score")
    rule = danger.get("rule")
    language = understanding.get("language")
    return Finding(
        kind=str(kind) if kind in KINDS else KINDS[0],
        subject=str(subject) if subject in SUBJECTS else "other",
        words=excerpt(str(danger.get("words") or ""), text),
        by=By.RULE if danger.get("by") == By.RULE.value else By.MODEL,
        rule=str(rule)[:80] if rule else None,
        score=float(score) if isinstance(score, int | float) else None,
        language=str(language) if language in _LANGUAGES else language_of(text),
    )


def excerpt(words: str, text: str) -> str:
    """Return the words that raised it; the beginning of the message where they are not known."""
    found = " ".join((words.strip() or text.strip()).split())
    return found if len(found) <= LONGEST_WORDS else f"{found[: LONGEST_WORDS - 1]}…"


def language_of(text: str) -> str:
    """Return in which language words are written, by their letters; Japanese where they do not tell."""
    if _KANA.search(text):
        return "ja"
    if _HANGUL.search(text):
        return "ko"
    if _HAN.search(text):
        letters = set(text)
        if letters & _ONLY_SIMPLIFIED:
            return "zh-Hans"
        return "zh-Hant" if letters & _ONLY_TRADITIONAL else "ja"
    return "en" if _LATIN.search(text) else "ja"


def retry_at(attempts: int, now: datetime) -> datetime | None:
    """Return when the model is asked again after so many failures, None where it is given up."""
    return now + RETRIES[attempts - 1] if attempts <= len(RETRIES) else None


def pressing(kinds: Iterable[str]) -> str | None:
    """Return the more pressing of the kinds, None of none."""
    found = set(kinds)
    return next((kind for kind in reversed(KINDS) if kind in found), None)


def around(messages: Sequence[Message], seqs: Iterable[int]) -> list[Message]:
    """Return what may be seen of a talk with the bot before an alert is taken up: the words, and three messages around each.

    Args:
        messages: All of the conversation, in order.
        seqs: Numbers of the messages that hold words of danger.
    """
    places = [at for at, message in enumerate(messages) if message.seq in set(seqs)]
    shown: set[int] = set()
    for place in places:
        after = min(AFTER, len(messages) - 1 - place)
        before = BEFORE + AFTER - after
        shown.update(range(max(0, place - before), place + after + 1))
    return [messages[at] for at in sorted(shown)]


def newest(marks: Sequence[Mark]) -> Mark | None:
    """Return the mark at the latest message, None without any."""
    return max(marks, key=lambda mark: mark.seq, default=None)
