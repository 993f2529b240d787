"""Thanks and farewells in longer words than the understanding hears by form (とっても助かりました！またね); pure.

They are understood as an aside, whose answer greets and asks for a question: to somebody who thanks or leaves, that is deaf.
"""

from __future__ import annotations

import re

from actions import control_replies, replies, talk_texts
from actions.replies import ASK_PERSON, Part
from actions.said_before import Before
from actions.situation import Situation
from actions.topic_choices import topics

_ASIDES = frozenset({"chitchat/greeting_thanks", "chitchat/smalltalk"})
_THANKS = re.compile(
    r"ありがと|有り?難う|助か(?:り|っ)|感謝|お世話に|参考になり|サンキュ|thank|appreciate|谢谢|謝謝|感谢|感謝|多謝|多谢|감사|고마", re.IGNORECASE
)  # fmt: skip
_FAREWELL = re.compile(
    r"さよう?なら|さいなら|(?:バイ|ばい){2}|(?:じゃあ?|では|それでは)[、,]?(?:ね|また|失礼)|^また(?:ね|な|来ます|今度|後で|あとで|明日)|"
    r"おやすみ|お休みなさい|失礼(?:します|いたします)|\b(?:good ?)?bye\b|see you|good ?night|再见|再見|拜拜|掰掰|晚安|안녕히|잘 ?가|다음에 ?(?:봐|또)",
    re.IGNORECASE,
)
# Whoever asks something besides is answered; the understanding took it for an aside.
_ASKS = re.compile(r"[?？]|(?:です|ます|でしょう)か|教えて|知りたい|ですが|けど")


def reply(where: Situation, known: Before) -> list[Part] | None:
    """Return what is said to thanks or to a farewell that was understood as an aside, or heard by its form; None for anything else."""
    is_heard = where.label in _ASIDES or where.understanding.get("control") == "thanks"
    if not is_heard or not where.understanding or _ASKS.search(where.text):
        return None
    if _FAREWELL.search(where.text):
        return [talk_texts.say("farewell"), replies.choices([*topics(), ASK_PERSON], "topics")]
    return control_replies.thanks(where, known) if _THANKS.search(where.text) else None
