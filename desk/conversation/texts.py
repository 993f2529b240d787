"""What the desk itself says to migrants: notices of the system, the greeting, apologies. Japanese, one place."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from desk.conversation import easy_texts
from desk.conversation.models import Part, Situation
from desk.display_names import AUTHORS, CONTACTS
from desk.text.pack import city, has_languages

BOT_NAME, SYSTEM_NAME = AUTHORS["bot"], AUTHORS["system"]
USER_NAME = "あなた"
# In place of a message that the person took back.
UNSENT = "（送信が取り消されました）"

ASK_PERSON = ("人に相談する", "/request_human")
BOOK = ("相談を予約する", "/request_booking")
# The same wish while the assistant is away: the desk hands over by itself.
ASK_PERSON_DIRECTLY = ("人に相談する", "desk:person")
CANCEL_WAIT = ("待つのをやめる", "desk:cancel")
WITHDRAW = ("伝言を取りやめる", "desk:cancel")
KEEP_WAITING = ("そのままにする", "desk:keep")
# Waiting ends with it, and times are offered.
BOOK_INSTEAD = ("予約に切り替える", "desk:book")
LEAVE_MESSAGE = ("伝言を残す", "desk:leave_message")
# Offers the languages, each by its own name; the assistant remembers what is chosen.
OTHER_LANGUAGES = ("English・中文・한국어", "/choose_language")
# The assistant goes on in plain Japanese with readings, whatever is written afterwards.
EASY = ("やさしい日本語", '/choose_language{"language": "ja-easy"}')
# Followed by the number of the message that it is about.
GO_ON = ("相談の続きをする", "desk:go_on:")
ASK_THE_BOT = ("自動応答に聞く", "desk:not_on:")
TRY_AGAIN = ("もう一度送る", "desk:again")


# How the talk with a consultant was, in five steps; answering is free.
RATINGS = {
    5: "とても良かった",
    4: "良かった",
    3: "ふつう",
    2: "あまり良くなかった",
    1: "良くなかった",
}


def topics() -> list[tuple[str, str]]:
    """Return (key, name) of the first screen's topics; the assistant has the same from the same profile."""
    return [(topic.key, topic.name) for topic in city().topics]


def purpose() -> str:
    """Return what is shown before anything personal is asked for (個人情報の保護に関する法律 第62条) and recorded with it.

    The assistant says the same where it asks in words (actions/handoff_questions.py, compared by tests/wire/city.json).
    """
    return (
        f"【個人情報の取り扱い】いただいた連絡先は、{city().names.city}の移住相談への回答と、ご希望の連絡のためだけに使います。"
        f"{city().readers}が見ます。"
        "法律で認められた場合を除き、ほかの目的には使わず、ほかに渡しません。消してほしいときは「会話を消す（この端末とサーバー）」で消せます。"
    )


def city_office() -> Part:
    """Return whom to telephone where nothing else helps."""
    return {"type": "contact", "label": city().office.name, "tel": city().office.phone}


def text(words: str, easy: str | None = None) -> Part:
    """Return a part of plain words; `easy` is the same in やさしい日本語, with readings as in 漢字《かんじ》."""
    return {"type": "text", "text": words, **({"easy": easy} if easy else {})}


def notice(kind: str, words: str, **more: object) -> Part:
    """Return a notice; fields that are None are left out."""
    return {
        "type": "notice",
        "kind": kind,
        "text": words,
        **{k: v for k, v in more.items() if v is not None},
    }


def choices(purpose: str, *offered: tuple[str, str], easy: Mapping[str, str] = MappingProxyType({})) -> Part:
    """Return choices as (label, payload); ids are given when they are stored.

    Args:
        purpose: What they are for.
        offered: The choices.
        easy: Words in やさしい日本語 by payload, beside those of `easy_texts`.
    """
    made = []
    for label, payload in offered:
        simple = easy.get(payload) or easy_texts.choice(label, payload)
        made.append({"label": label, "payload": payload} | ({"easy": simple} if simple else {}))
    return {"type": "choices", "purpose": purpose, "choices": made}


def language_payload(code: str) -> str | None:
    """Return the command that goes on in a language (ja-easy is やさしい日本語), that asks which where the code is empty; None where the pack has no texts of it."""
    if code.startswith("ja"):
        return f'/choose_language{{"language": "{code}"}}'
    if not has_languages():
        return None
    return f'/choose_language{{"language": "{code}"}}' if code else OTHER_LANGUAGES[1]


def topic_payload(key: str) -> str:
    """Return the command that shows a topic."""
    return f'/choose_topic{{"topic": "{key}"}}'


def _languages() -> list[tuple[str, str]]:
    return [OTHER_LANGUAGES] if has_languages() else []


def _topics(*more: tuple[str, str]) -> Part:
    offered = [(label, topic_payload(key)) for key, label in topics()]
    easy = {topic_payload(topic.key): topic.easy for topic in city().topics if topic.easy}
    return choices("topics", *offered, *more, ASK_PERSON, easy=easy)


def _hours(situation: Situation) -> str:
    """Say what the screen's bar says as well: whether somebody is there now."""
    if situation.open:
        away = "" if situation.on_duty else "（いま席を外しています）"
        return f"いまは相談員の受付時間内です{away}。"
    opens = f"次の受付は {situation.opens_text} からです。" if situation.opens_text else ""
    return f"いまは相談員の受付時間外です。{opens}"


def _easy_hours(situation: Situation) -> str:
    if situation.open:
        return "いまは、相談員《そうだんいん》と話《はな》せる時間《じかん》です。"
    away = "いまは、相談員《そうだんいん》がいません。"
    return f"{away}次《つぎ》は {situation.opens_text} からです。" if situation.opens_text else away


def greeting(situation: Situation) -> list[Part]:
    """Return the first message: that it is automatic, what it can do, when a person is there."""
    words = (
        f"こんにちは。{city().names.town}への移住のことに、自動でお答えします。\n"
        f"相談員（人）とも話せます。{_hours(situation)}\n"
        "お名前や電話番号は、ここに書かないでください。"
    )
    easy = (
        f"こんにちは。{city().names.town_easy}に住《す》みたい人《ひと》のためのチャットです。\n"
        "質問《しつもん》を書《か》いてください。コンピューターが答《こた》えます。\n"
        f"むずかしいことは、相談員《そうだんいん》（人《ひと》）と話《はな》せます。{_easy_hours(situation)}\n"
        "名前《なまえ》や電話番号《でんわばんごう》は、ここに書《か》かないでください。"
    )
    return [text(words, easy), _topics(BOOK, *_languages())]


def line_greeting(situation: Situation, *, by_link: bool = True, is_back: bool = False) -> list[Part]:
    """Return the first message on LINE: a bot speaks, and nothing personal belongs here."""
    person = (
        "くわしいご相談は、専用のページで相談員（人）がうかがいます。"
        if by_link
        else "むずかしいご相談は、相談員（人）におつなぎします。"
    )
    hello = "おかえりなさい。" if is_back else "友だち追加ありがとうございます。"
    words = (
        f"{hello}{city().names.town}への移住について、市などの公開情報をもとに自動応答（ロボット）がお答えします。\n"
        "LINE には個人情報は送らないでください（お名前・電話番号・住所など）。"
        f"{person}{_hours(situation)}"
    )
    # On the web a button above the talk does it.
    return [text(words), _topics(BOOK, EASY, *_languages())]


def ask_anything() -> list[Part]:
    """Invite a question, with the topics to begin with."""
    words = "知りたいことを、そのまま書いてください。話題から選ぶこともできます。"
    return [text(words, easy_texts.say("ask_anything")), _topics()]


def open_page(*, is_waiting: bool = False) -> list[Part]:
    """Lead from a channel that is not ours to our own page, while a person holds the conversation or is waited for."""
    return [
        notice(
            "open_page",
            "メッセージは相談員に届きました。ご相談の続きは、専用のページでお願いします。相談員の返信もそちらに届きます。",
            easy=easy_texts.say("open_page"),
        ),
        *([choices("queue", CANCEL_WAIT, LEAVE_MESSAGE)] if is_waiting else []),
    ]


def personal(kinds: str) -> list[Part]:
    """Ask kindly to keep personal details off a channel that is not ours."""
    return [
        notice(
            "personal",
            f"{kinds}のような個人情報は、LINE には書かないでください。いま送ったメッセージは、長押しして「送信取消」で消せます。"
            "必要なときは、専用のページで安全に書いていただけます。",
            easy=easy_texts.say("personal", kinds=kinds),
        )
    ]


def not_words(*, is_kept: bool) -> list[Part]:
    """Answer a photo, a place, a sticker: the bot reads words only."""
    if is_kept:
        words = "お預かりしました。相談員が確認します。ご質問は文字でお願いします。"
        return [text(words, easy_texts.say("not_words_kept"))]
    words = "文字のメッセージでご質問ください。写真や動画、位置情報、スタンプの内容は自動応答では読み取れず、保存もしていません。"
    return [text(words, easy_texts.say("not_words"))]


def too_many() -> list[Part]:
    """Ask for patience, once, when messages come faster than they can be answered."""
    return [
        notice(
            "too_many",
            "続けてたくさんのメッセージをいただいたので、順番にお答えしています。少しお待ちください。",
            easy=easy_texts.say("too_many"),
        )
    ]


def blocked() -> list[Part]:
    """Tell the consultants that LINE reaches the person no longer."""
    return [
        notice(
            "blocked",
            "LINE の友だちでなくなったため、LINE には届きません。連絡先があれば、そちらへご連絡ください。",
        )
    ]


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


def assistant_failed(situation: Situation) -> list[Part]:
    """Apologise for a turn without an answer, with ways on; nothing of what was written is lost."""
    person = "相談員におつなぎすることもできます。" if situation.open else ""
    words = f"申し訳ありません。いま自動応答がうまくお答えできません。書いていただいた内容は残っています。{person}"
    return [
        notice("error", words, easy=easy_texts.say("assistant_failed")),
        choices("reply", TRY_AGAIN, ASK_PERSON_DIRECTLY),
        city_office(),
    ]


def over() -> list[Part]:
    """Answer a tap on a choice whose moment has passed."""
    return [
        text("その操作は、もう必要がなくなりました。ご質問があれば、続けて書いてください。", easy_texts.say("over")),
        choices("reply", ASK_PERSON),
    ]


def resolved(is_solved: bool) -> list[Part]:
    """Thank for the feedback."""
    if is_solved:
        return [text("お役に立ててうれしいです。ほかにも気になることがあれば、どうぞ。", easy_texts.say("solved"))]
    words = "お役に立てず申し訳ありません。別の言い方で聞いていただくか、相談員におつなぎします。"
    return [
        text(words, easy_texts.say("not_solved")),
        choices("reply", ASK_PERSON),
    ]
