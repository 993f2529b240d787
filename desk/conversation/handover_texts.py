"""What the desk says to migrants while they wait for a person, talk with one, and afterwards. Japanese."""

from __future__ import annotations

from typing import Any

from desk.conversation import easy_texts
from desk.conversation.message_parts import (
    ASK_THE_BOT,
    BOOK,
    BOOK_INSTEAD,
    CANCEL_WAIT,
    GO_ON,
    KEEP_WAITING,
    LEAVE_MESSAGE,
    RATINGS,
    WITHDRAW,
    choices,
    notice,
    text,
)
from desk.conversation.models import Part, Situation
from desk.display_names import CONTACTS
from desk.text.pack import city


def purpose() -> str:
    """Return what is shown before anything personal is asked for (個人情報の保護に関する法律 第62条) and recorded with it.

    The assistant says the same where it asks in words (actions/handoff_questions.py, compared by tests/wire/city.json).
    """
    return (
        f"【個人情報の取り扱い】いただいた連絡先は、{city().names.city}の移住相談への回答と、ご希望の連絡のためだけに使います。"
        f"{city().readers}が見ます。"
        "法律で認められた場合を除き、ほかの目的には使わず、ほかに渡しません。消してほしいときは「会話を消す（この端末とサーバー）」で消せます。"
    )


def queued(receipt: str, position: int, situation: Situation) -> list[Part]:
    """Say that a person was called; what is promised is what is known."""
    wait = situation.expected_wait_minutes
    # What others waited, and no promise.
    band = f"・最近の待ち時間は {wait}分ほど" if wait else ""
    away = "" if situation.on_duty else "いま席を外しています。呼び出しは届いていますので、"
    words = f"相談員を呼んでいます（順番 {position}番目{band}、受付番号 {receipt}）。{away}このままお待ちください。書き足すこともできます。"
    easy = easy_texts.say(
        "queued",
        position=position,
        receipt=receipt,
        wait=easy_texts.say("queued_wait", minutes=wait) if wait else "",
        away="" if situation.on_duty else easy_texts.say("queued_away"),
    )
    return [
        notice("queued", words, easy=easy, receipt=receipt, position=position, expected_wait_minutes=wait),
        choices("queue", CANCEL_WAIT, LEAVE_MESSAGE),
    ]


def reached() -> list[Part]:
    """Confirm that words written in the queue are there for the consultants, with the ways to stop waiting."""
    words = "相談員に届きました。お返事までお待ちください。待つのをやめることも、伝言を残すこともできます。"
    return [notice("reached", words, easy=easy_texts.say("reached")), choices("queue", CANCEL_WAIT, LEAVE_MESSAGE)]


def book_instead() -> list[Part]:
    """Offer to whoever waits and writes of booking to do that instead: the assistant is silent while they wait."""
    words = "相談員をお待ちのあいだは、自動応答はお休みしています。予約に切り替えると、呼び出しを取りやめて、あいている時間をご案内します。"
    return [notice("book_instead", words, easy=easy_texts.say("book_instead")), choices("reply", BOOK_INSTEAD)]


def withdraw_or_not(receipt: str) -> list[Part]:
    """Ask whether a message that is kept shall be withdrawn."""
    words = f"お預かりしている伝言（受付番号 {receipt}）を取りやめますか？"
    easy = easy_texts.say("withdraw_or_not", receipt=receipt)
    return [text(words, easy), choices("reply", WITHDRAW, KEEP_WAITING)]


def kept() -> list[Part]:
    """Confirm that a message stays."""
    words = "わかりました。伝言はそのままお預かりします。ほかに知りたいことがあれば、続けてどうぞ。"
    return [text(words, easy_texts.say("kept"))]


def message_left(receipt: str, situation: Situation) -> list[Part]:
    """Say that the question was taken and when somebody will read it."""
    opens = situation.opens_text
    when = f"相談員は {opens} から確認し、" if opens else "相談員が確認しだい、"
    words = f"ご質問をお預かりしました（受付番号 {receipt}）。{when}このチャットにお返事します。自動応答は続けてお使いいただけます。"
    easy = easy_texts.say("message_left", receipt=receipt, when=f"{opens} から " if opens else "あとで ")
    return [
        notice("message_left", words, easy=easy, receipt=receipt, opens_text=opens),
        choices("reply", BOOK),
    ]


def leave_message_form(question: str) -> Part:
    """Return the form that takes a message; `question` is what it begins with."""
    return {
        "type": "form",
        "form": "leave_message",
        "text": "相談員への伝言を、下の記入欄に書いてください。",
        "purpose": purpose(),
        "easy_purpose": easy_texts.say("purpose"),
        "question": question,
    }


def left(question: str, contact: dict[str, Any] | None) -> str:
    """Say what was left, for the log that both sides see; an address only so far that its owner knows it again."""
    if contact is None:
        return f"伝言：{question}\nお返事：このチャットで"
    value = str(contact["value"])
    name, at, domain = value.partition("@")
    shown = f"{name[:1]}…@{domain}" if at else f"…{value[-4:]}"
    return f"伝言：{question}\nお返事：このチャットと{CONTACTS[contact['kind']]}（{shown}）で"


def left_words(text: str) -> str:
    """Return the person's own words of what `left` says; other texts as they are."""
    question, is_left, _ = text.removeprefix("伝言：").rpartition("\nお返事：")
    return question if is_left and text.startswith("伝言：") else text


def joined(name: str) -> list[Part]:
    """Say who came."""
    return [
        notice(
            "consultant_joined",
            f"相談員の{name}が入りました。ここからは人がお答えします。",
            easy=easy_texts.say("joined", name=name),
            consultant_name=name,
        )
    ]


def resumed(name: str) -> list[Part]:
    """Say that the consultant of the last time goes on."""
    words = (
        f"前回お話しした相談員の{name}におつなぎしました。お返事までこのままお待ちください。書き足すこともできます。"
    )
    return [notice("consultant_joined", words, easy=easy_texts.say("resumed", name=name), consultant_name=name)]


def transferred(name: str) -> list[Part]:
    """Say who goes on."""
    easy = easy_texts.say("transferred", name=name)
    return [notice("consultant_joined", f"相談員の{name}に引き継ぎました。", easy=easy, consultant_name=name)]


def returned(rated_case: str | None = None) -> list[Part]:
    """Say that the bot answers again, and ask how the talk was where there was one."""
    words = "相談員との会話を終わりました。ここからは自動応答がお答えします。"
    return [notice("returned", words, easy=easy_texts.say("returned")), *_how_was_it(rated_case)]


def go_on(name: str, seq: int) -> list[Part]:
    """Ask whether what was written goes on with the talk of the last day."""
    words = f"相談員（{name}）との続きですね。おつなぎすると、いま書いた内容も相談員に届きます。"
    offered = [(label, f"{payload}{seq}") for label, payload in (GO_ON, ASK_THE_BOT)]
    return [text(words, easy_texts.say("go_on", name=name)), choices("reply", *offered)]


def closed(rated_case: str | None = None) -> list[Part]:
    """Say once that the case is closed, and ask how the talk was; writing opens the conversation again."""
    words = "相談を終了しました。また聞きたいことがあれば、いつでも書いてください。"
    return [notice("closed", words, easy=easy_texts.say("closed")), *_how_was_it(rated_case)]


def _how_was_it(case_id: str | None) -> list[Part]:
    if case_id is None:
        return []
    offered = [(label, f"desk:rated:{score}:{case_id}") for score, label in RATINGS.items()]
    return [choices("rating", *offered)]


def rated() -> list[Part]:
    """Thank for a rating."""
    return [text("ご回答ありがとうございました。相談の改善に役立てます。", easy_texts.say("rated"))]


def cancelled(receipt: str | None = None) -> list[Part]:
    """Confirm that nobody is waited for any more, or that the message with this receipt number is withdrawn."""
    if receipt is None:
        words, easy = "相談員の呼び出しを取りやめました。自動応答がお答えします。", easy_texts.say("cancelled")
        return [notice("returned", words, easy=easy)]
    words = f"伝言を取りやめました（受付番号 {receipt}）。自動応答がお答えします。"
    return [notice("returned", words, easy=easy_texts.say("withdrawn", receipt=receipt))]


def back_in_queue() -> list[Part]:
    """Explain once why another consultant will come."""
    return [
        notice(
            "queued",
            "担当が席を外しています。順番はそのままで、ほかの相談員をお呼びします。",
            easy=easy_texts.say("back_in_queue"),
        )
    ]


def released() -> list[Part]:
    """Say that the consultant changes; the place in the queue is kept."""
    words = "担当を交代するため、ほかの相談員をお呼びしています。順番はそのままです。お待ちのあいだ、書き足すこともできます。"
    return [notice("queued", words, easy=easy_texts.say("released"))]


def wait_apology(minutes: int) -> list[Part]:
    """Apologise for the wait, and offer not to wait."""
    words = f"{minutes}分ほどお待たせしています。申し訳ありません。このままお待ちいただくか、伝言を残すこともできます。"
    easy = easy_texts.say("wait_apology", minutes=minutes)
    return [notice("wait_apology", words, easy=easy), choices("queue", LEAVE_MESSAGE, CANCEL_WAIT)]
