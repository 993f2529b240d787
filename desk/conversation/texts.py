"""What the desk says to migrants besides a hand-over: greetings, what a channel is for, apologies. Japanese."""

from __future__ import annotations

from desk.conversation import easy_texts
from desk.conversation.message_parts import (
    ASK_PERSON,
    ASK_PERSON_DIRECTLY,
    BOOK,
    CANCEL_WAIT,
    EASY,
    LEAVE_MESSAGE,
    OTHER_LANGUAGES,
    TRY_AGAIN,
    choices,
    city_office,
    notice,
    text,
    topic_payload,
)
from desk.conversation.models import Part, Situation
from desk.display_names import AUTHORS
from desk.text.pack import city, has_languages

BOT_NAME, SYSTEM_NAME = AUTHORS["bot"], AUTHORS["system"]
USER_NAME = "あなた"
# In place of a message that the person took back.
UNSENT = "（送信が取り消されました）"


def topics() -> list[tuple[str, str]]:
    """Return (key, name) of the first screen's topics; the assistant has the same from the same profile."""
    return [(topic.key, topic.name) for topic in city().topics]


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
