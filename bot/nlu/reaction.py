"""Words with which a person takes in an answer before asking on (なるほど、じゃあ家賃は？ → じゃあ家賃は？); pure."""

from __future__ import annotations

import re

from bot.nlu import context, control
from bot.nlu.morphology import Morpheme, analyse
from bot.nlu.text import normalise

_BREAK = re.compile(r"[、。,，.．!！…〜～・\s笑]+")
# Thanks, consent and surprise name nothing: exclamations, adverbs and what is felt (すてき, よかった).
_FELT = frozenset({"感動詞", "副詞", "形容詞", "形状詞", "接続詞", "助詞", "助動詞", "補助記号", "接頭辞"})
_TAKEN_IN = frozenset({"thanks", "yes", "laugh"})
# 「たすかります」「わかりました」, however they are spelt and inflected.
_SAID = frozenset({"どうも", "どうもどうも"})
_VERBS = frozenset({"助かる", "分かる", "御座る"})
# 「安く、駅の近くで」 goes on.
_GOES_ON = re.compile(r"(?:く|に|で|て|と|も|は|が|を|の)$")
_LONGEST, _MOST = 14, 3


def behind(text: str) -> str:
    """Return what a message says behind such words, as typed; all of it where it begins with none or says nothing else."""
    rest = text
    for _ in range(_MOST):
        found = _BREAK.search(rest)
        if found is None or not _is_reaction(rest[: found.start()]) or not _says_something(rest[found.end() :]):
            break
        rest = rest[found.end() :]
    return text if _is_reaction(_BREAK.sub("", rest)) else rest


def _is_reaction(head: str) -> bool:
    plain = normalise(head)
    if not plain or len(plain) > _LONGEST:
        return False
    if control.read(plain) in _TAKEN_IN or plain in _SAID:
        return True
    words = analyse(plain)
    exclaims = any(word.part_of_speech[0] == "感動詞" for word in words)
    if not exclaims and (_GOES_ON.search(plain) or context.asks(plain)):
        return False
    return all(_is_felt(word) for word in words)


def _is_felt(word: Morpheme) -> bool:
    return word.part_of_speech[0] in _FELT or word.normalized in _VERBS


def _says_something(rest: str) -> bool:
    return control.read(rest) is None and any(word.is_content for word in analyse(rest))
