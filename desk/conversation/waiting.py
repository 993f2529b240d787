"""Words typed while somebody waits for a person, or while a message of theirs is kept: to stop, to withdraw, to leave a message, to book; pure.

Only where the whole message says it: 「予約をキャンセルしたい」 is no wish to stop waiting. The assistant is silent in the queue, so
the desk itself must hear them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from desk.conversation import handover_texts, texts, waiting_case, waiting_words
from desk.conversation.models import Author, Conversation, Part, Situation, State
from desk.conversation.ports import Transaction

# Longer messages say more.
_LONGEST, _LONGEST_FOREIGN = 30, 60
_BEFORE = r"(?:(?:すみません|すいません|ごめんなさい|あの|えっと|やっぱり|やっぱ|やはり|もう|じゃあ|それなら|では|いったん|一旦|とりあえず)[、,。 ]*)*"
_AFTER = (
    r"(?:です|ます|ので|から|けど|けれど|が|の|ん|と|よ|ね|な|わ|か|"
    r"お願い(?:し(?:ます|たい))?|ください|下さい|もらえ|いただけ|くれ|でき|や|っす|[。、!！?？.…ー~〜 ]|\(.{1,4}\))*"
)
# Why one cannot wait any longer: 子どもが起きたので、仕事に戻らないといけなくて.
_BECAUSE = r"(?:.{1,16}?(?:ので|から|んで|ため|なくて|ちゃって|てしまって|なって|し)[、, ]*)?"
_ANOTHER_TIME = r"また(?:今度|後で|あとで|後日|別の日|明日|次回|来ます|連絡(?:します)?)(?:に|で)?(?:する|し(?:ます|たい|とき(?:ます)?)|連絡します|来ます)?|(?:今日は|今回は|ひとまず)?(?:ここ|これ)(?:まで|で)(?:に)?(?:いい|し(?:ます|ておきます)|大丈夫)"
_STOPS = (
    r"(?:やめ(?:る|ます|たい|て(?:おき|ほしい|もらえ)?|とき|とく|に(?:する|し))?|辞め(?:る|ます|たい|て)?|止め(?:る|ます|たい|て)?|"
    r"取り?やめ(?:る|ます|たい|て)?|取り?消(?:し?て?|す|し(?:たい|ます|て))|取り?下げ(?:る|ます|たい|て)?|キャンセル(?:し(?:たい|ます|て)|する|で)?|"
    r"中止(?:し(?:たい|ます|て)|する|で)?|なし(?:に(?:し(?:たい|ます|て)|する)|で)?|なかったことに(?:し(?:たい|ます|て)|する)?|消し(?:たい|て))"
)
# 大丈夫です alone may mean that one goes on waiting.
_ENOUGH = r"(?:いい|けっこう|結構|大丈夫|いらない|要らない|不要)"
_WAIT = r"(?:(?:相談員(?:さん)?|人|呼び出し|順番)(?:を|と)?)?(?:待つ|待ち|呼ぶ|呼び出し|話す|つなぐ|相談)(?:の|こと)?"
_LEFT = r"(?:(?:さっき|先ほど|今|いま|この|その|あの|私|わたし)の?)?(?:伝言|メッセージ|言付け|ことづけ|預けた質問)"
# 連絡は不要です may mean that no reply is needed.
_SENT = r"(?:(?:さっき|先ほど|今|いま|この|その|あの|私|わたし)の?)?お?(?:問い合わせ|問合せ|連絡)"
_TAKES_BACK = (
    r"(?:取り?消(?:し(?:たい|ます|て)?|す)|取り?下げ(?:る|ます|たい|て)?|キャンセル(?:し(?:たい|ます|て)|する|で)?)"
)
_FORMS: tuple[tuple[str, str], ...] = (
    ("withdraw", rf"{_LEFT}(?:は|を|って|も|の)?[、,]?(?:もう|やっぱり?|やはり)?(?:{_STOPS}|{_ENOUGH}|取り?(?:消し|やめ|下げ)|キャンセル|中止|(?:送り|残し|し|書き)(?:ません|ない)|終わり|終了|ストップ)|{_SENT}(?:は|を|の)?[、,]?{_TAKES_BACK}"),
    ("leave_message", r"(?:伝言|メッセージ)(?:を|に|で|だけ)*(?:残(?:す|し(?:たい|ます|て))|預け(?:る|たい|ます)|(?:し|する|します|したい)|お願い)"),
    ("stop", rf"{_BECAUSE}(?:{_ANOTHER_TIME}|{_WAIT}(?:は|を)?{_STOPS})|{_STOPS}|(?:もう)?いいや|(?:もう|やっぱり?|やはり){_ENOUGH}|もう(?:待てない|待てません)|(?:自動応答|ロボット|ボット|ai)に(?:戻(?:る|して|りたい|ります)|する)|なんでも(?:ない|ありません)|何でも(?:ない|ありません)|stop|cancel|never ?mind"),
)  # fmt: skip
# Anywhere in a short message: who waits and writes of booking may want that instead, and is asked.
_BOOKS = re.compile(
    r"(?:予約|よやく|アポ)(?:を|は|って|も|が|の方が|にして|に)?(?:し|取|と(?:れ|り|っ)|入れ|でき|お願い|変え|切り替え|空い|あい)(?!.{0,8}(?:キャンセル|取り?消|やめ))"
)
_KANJI = re.compile("[一-龥々]")
_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
# The words of the forms as who writes no kanji writes them.
_READINGS = {
    "まつ": "待つ", "まて": "待て", "よぶ": "呼ぶ", "よびだし": "呼び出し", "はなす": "話す", "そうだんいん": "相談員", "そうだん": "相談", "でんごん": "伝言", "のこ": "残",
    "あず": "預", "とりけ": "取り消", "けし": "消し", "ちゅうし": "中止", "ひと": "人", "さきほど": "先ほど",
}  # fmt: skip
_BY_EAR = re.compile("|".join(sorted(_READINGS, key=len, reverse=True)))
# Asked so, it is a wish all the same.
_POLITE = ("もらえますか", "できますか", "いただけますか", "くれますか")
_COMPILED = tuple((name, re.compile(rf"{_BEFORE}(?:{form}){_AFTER}")) for name, form in _FORMS)
_FOREIGN = tuple((name, re.compile(rf"(?:{form})[.!?。！？~ ]*")) for name, form in waiting_words.FORMS)


class Wish(StrEnum):
    """What the words want: to stop (waiting), to withdraw the message, to leave one or to book instead of waiting."""

    STOP = "stop"
    WITHDRAW = "withdraw"
    LEAVE_MESSAGE = "leave_message"
    BOOK = "book"


def read(text: str) -> Wish | None:
    """Return what a message wants of the wait, None where it says something else."""
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    if not plain:
        return None
    if len(plain) <= _LONGEST_FOREIGN:
        curly = plain.replace("’", "'")
        foreign = next((Wish(name) for name, form in _FOREIGN if form.fullmatch(curly)), None)
        if foreign is not None:
            return foreign
    if len(plain) > _LONGEST:
        return None
    for spelt in _spellings(plain):
        found = next((Wish(name) for name, form in _COMPILED if form.fullmatch(spelt)), None)
        if found is not None and not _asks(spelt):
            return found
        if _BOOKS.search(spelt):
            return Wish.BOOK
    return None


def _spellings(plain: str) -> list[str]:
    """Return a text, and one without kanji in hiragana and in the kanji of the forms (まつのをやめる)."""
    if _KANJI.search(plain):
        return [plain]
    by_ear = plain.translate(_HIRAGANA).replace(" ", "")
    return list(dict.fromkeys([plain, by_ear, _BY_EAR.sub(lambda match: _READINGS[match[0]], by_ear)]))


def _asks(plain: str) -> bool:
    said = plain.rstrip("?!。、. ")
    return not said.endswith(_POLITE) and (said.endswith("か") or plain.endswith("?"))


def heed(
    tx: Transaction, conversation: Conversation, text: str, now: datetime, situation: Callable[[], Situation]
) -> bool:
    """Do what words typed while waiting want; returns whether nothing else needs to answer them."""
    wish, state = read(text), conversation.holder.state
    if wish is None or state not in {State.QUEUED, State.MESSAGE_LEFT}:
        return False
    if state is State.QUEUED and wish is Wish.LEAVE_MESSAGE:
        leave_message(tx, conversation, now, situation())
        return True
    if wish is Wish.BOOK:
        if state is State.QUEUED:
            _say(tx, conversation, handover_texts.book_instead(), now)
        return state is State.QUEUED
    if state is State.QUEUED or wish is Wish.WITHDRAW:
        waiting_case.cancel(tx, conversation, now)
        return True
    if wish is Wish.STOP:
        # Nothing waits visibly here: やめます may mean something else.
        case = tx.open_case(conversation.id)
        if case is not None:
            _say(tx, conversation, handover_texts.withdraw_or_not(case.receipt), now)
        return case is not None
    return False


def leave_message(tx: Transaction, conversation: Conversation, now: datetime, situation: Situation) -> None:
    """Stop waiting and keep the question; the web's form lets an address be added, LINE takes none."""
    waiting_case.turn_into_message(tx, conversation, now, situation)
    case = tx.open_case(conversation.id)
    if conversation.channel == "web" and case is not None:
        _say(tx, conversation, [handover_texts.leave_message_form(case.question)], now)


def confirm_arrival(tx: Transaction, conversation: Conversation, now: datetime) -> None:
    """Say once in a wait that what is written reaches the consultants, with the ways to stop waiting."""
    said = tx.messages(conversation.id)
    for message in reversed(said):
        kinds = {part.get("kind") for part in message.parts}
        if "reached" in kinds:
            return
        if "queued" in kinds:
            break
    _say(tx, conversation, handover_texts.reached(), now)


def _say(tx: Transaction, conversation: Conversation, words: list[Part], now: datetime) -> None:
    tx.append(conversation.id, Author.SYSTEM, texts.SYSTEM_NAME, words, now)
