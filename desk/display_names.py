"""What screens, notices, files and the audit log call what the code calls by a key; each name once. Pure.

`python -m desk.display_names` prints what the console needs of it as web/src/shared/names.json (`make types`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from desk.text.pack import city

# Where people talk; `ORIGINS` has also who never talked.
CHANNELS: Mapping[str, str] = {"web": "ウェブ", "line": "LINE", "mail": "メール"}
ORIGINS: Mapping[str, str] = {**CHANNELS, "booking": "予約だけ"}
DANGERS: Mapping[str, str] = {"distress": "つらい気持ち", "emergency": "緊急"}
REASONS: Mapping[str, str] = {
    "asked_for_person": "人に相談したい",
    "not_understood": "自動応答が2回続けて分からなかった",
    "assistant_failed": "自動応答が動いていなかった",
    "left_message": "伝言の書き込み",
    **DANGERS,
}
STATES: Mapping[str, str] = {
    "alert": "見守り",
    "queued": "待っている",
    "message_left": "伝言",
    "consultant": "対応中",
    "closed": "終了",
}
AUTHORS: Mapping[str, str] = {"user": "利用者", "bot": "自動応答", "consultant": "相談員", "system": "お知らせ"}
# Who holds a conversation: what stands of its case, or the assistant.
HOLDERS: Mapping[str, str] = {"bot": AUTHORS["bot"], **STATES}
# What was told of oneself, by the assistant's slots.
TOLD: Mapping[str, str] = {
    "goal": "希望",
    "stage": "検討の段階",
    "language": "書かれた言語",
    "from_where": "お住まい",
    "family": "家族",
    "timing": "時期",
    "amounts": "金額",
}
# What the assistant did with a question.
OUTCOMES: Mapping[str, str] = {
    "answer": "答えた",
    "clarify": "聞き返した",
    "fallback": "わからなかった",
    "failed": "自動応答が動いていなかった",
    "handoff": "人への相談を希望した",
    "aside": "あいさつなど",
    "draft": "回答の案を用意した",
}
CONTACTS: Mapping[str, str] = {"email": "メール", "phone": "電話", "chat": "チャット"}
# What is told beside a contact, in the order in which it is shown.
CONTACT_DETAILS: Mapping[str, str] = {"name": "お名前", "preferred_time": "希望の時間帯"}
METHODS: Mapping[str, str] = {"in_person": "対面", "online": "オンライン", "phone": CONTACTS["phone"]}
# How far a message or a mail got. True words: LINE accepts messages even for people who blocked the account, so nothing
# is ever called read.
DELIVERIES: Mapping[str, str] = {
    "ready": "送信待ち",
    "sending": "送信待ち",
    "riding": "送信待ち",
    "held": "送れません（上限）",
    "shown": "相談ページに表示",
    "sent": "LINE受付済",
    "accepted": "メールサーバー受付済",
    "put_off": "送信待ち（相手のサーバーが混雑）",
    "bounced": "届きませんでした",
    "unknown": "届いたか不明",
    "dead": "送れませんでした",
    "dropped": "送っていません",
    "aside": "送れません（取り分けました）",
}
# How far a letter got: what a mail server took is called sent.
LETTERS: Mapping[str, str] = {
    **DELIVERIES,
    "sending": "送信中",
    "sent": "送信済み",
    "dropped": "送らないことにしました",
}
LETTER_KINDS: Mapping[str, str] = {
    "reply": "返信のお知らせ",
    "transcript": "会話の記録",
    "appointment": "予約のメール",
}
# The two ways in which consultants write.
REGISTERS: Mapping[str, str] = {"formal": "敬語", "easy": "やさしい日本語"}
# Where a version of an answer or a value stands.
VERSIONS: Mapping[str, str] = {
    "draft": "下書き",
    "in_review": "確認待ち",
    "approved": "公開の日を待っている",
    "published": "公開中",
    "superseded": "前の版",
    "withdrawn": "取り下げ中",
    "discarded": "やめた下書き",
}
# What an answer says beside its text.
ANSWER_PARTS: Mapping[str, str] = {
    "easy": REGISTERS["easy"],
    "caveat": "注意書き",
    "checked": "確認日",
    "sources": "出典",
}
# How a case ended, as its consultant chose; in the order of the dialog.
ENDINGS: Mapping[str, str] = {
    "solved": "解決した",
    "guided": "案内した",
    "referred": "他の課へつないだ",
    "visit": "来訪・予約につながった",
    "no_reply": "返事がなくなった",
    "nuisance": "いたずら・迷惑",
}
_OF_CONSOLE = {
    "states": STATES,
    "channels": CHANNELS,
    "endings": ENDINGS,
    "origins": ORIGINS,
    "reasons": REASONS,
    "dangers": DANGERS,
    "told": TOLD,
    "outcomes": OUTCOMES,
    "contacts": CONTACTS,
    "contact_details": CONTACT_DETAILS,
    "deliveries": DELIVERIES,
    "letters": LETTERS,
    "letter_kinds": LETTER_KINDS,
    "registers": REGISTERS,
}


def topics() -> dict[str, str]:
    """Return the names of all topics of the city by key; 全般 is what has none. Small talk is no topic."""
    named = {key: name for key, name in city().topic_names.items() if key != "chitchat"}
    return {**named, "general": "全般"}


if __name__ == "__main__":
    print(json.dumps(_OF_CONSOLE, ensure_ascii=False, indent=2))
