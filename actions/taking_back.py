"""Words that take something back (伝言を取り消したい, キャンセルしたい) where nothing that they name is kept: said so, and not わかりました; pure.

A message that is kept the desk itself takes back, before the assistant is asked (`desk/conversation/waiting.py`; `tests/wire/withdrawals.json`
has what both must hear), so that none is kept where such words come here.
"""

from __future__ import annotations

import re

from actions import replies, talk_texts
from actions.replies import ASK_PERSON, BOOK, LEAVE_MESSAGE, Part

_MESSAGE = re.compile(
    r"伝言|でんごん|メッセージ|ことづ|ことづけ|言付け|書き置き|\b(?:message|note)\b|留言|口信|消息|信息|[訊讯]息|메시지|메세지|메모",
    re.IGNORECASE,
)
_SENT = re.compile(r"問い合わせ|連絡")
_TAKES_BACK = re.compile(
    r"取り?(?:消|下げ|やめ)|とりけ|とりや|キャンセル|cancel|delete|withdraw|取消|撤[回销銷]|[删刪]除|취소|삭제",
    re.IGNORECASE,
)
# What is ended by these words and not taken back: the talk, or what is being written or waited for.
_OF_THE_TALK = re.compile(
    r"質問|会話|チャット|入力|待つの|(?:話す|聞く|書く|送る|頼む)の|画面|\b(?:chat|conversation)\b|对话|對話|聊天|대화|채팅"
)


def names_a_message(text: str) -> bool:
    """Whether words that stop something name a message that was left."""
    return bool(_MESSAGE.search(text) or (_SENT.search(text) and _TAKES_BACK.search(text)))


def names_nothing(text: str) -> bool:
    """Whether they take back without saying what: then it may be an appointment."""
    return bool(_TAKES_BACK.search(text)) and not names_a_message(text) and not _OF_THE_TALK.search(text)


def no_message() -> list[Part]:
    """Say that no message is kept."""
    return [talk_texts.say("no_message_kept"), replies.choices([LEAVE_MESSAGE, ASK_PERSON], "reply")]


def nothing() -> list[Part]:
    """Say that neither an appointment stands nor a message is kept."""
    return [talk_texts.say("nothing_to_take_back"), replies.choices([BOOK, LEAVE_MESSAGE, ASK_PERSON], "reply")]
