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
DANGER_SUBJECTS: Mapping[str, str] = {
    "suicide": "自殺・自傷",
    "violence": "暴力・支配・つきまとい",
    "child": "子どもの虐待・放置",
    "care": "介護の疲れ・虐待",
    "crisis": "絶望・孤立",
    "medical": "急な病気・けが",
    "fire": "火事・ガス",
    "crime": "犯罪・被害",
    "accident": "事故・遭難・行方不明",
    "other": "そのほか",
}
# Who found words of danger, and where the mark on them stands.
DANGER_FOUND_BY: Mapping[str, str] = {"rule": "言葉の一覧", "model": "学習した判定", "staff": "職員"}
DANGER_STATES: Mapping[str, str] = {"open": "見守り中", "lifted": "危険なし", "handled": "対応済み"}
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
APPOINTMENTS: Mapping[str, str] = {
    "booked": "予約済み",
    "changed": "変更済み",
    "cancelled": "取り消し",
    "done": "済み",
    "no_show": "来られなかった",
}
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
# What came of a case, as ticked for the reports.
TICKS: Mapping[str, str] = {"visit": "来訪", "online": "オンライン相談", "moved": "移住"}
# What happened in a conversation, as its events are called.
EVENTS: Mapping[str, str] = {
    "started": "会話のはじまり",
    "reopened": "終わった会話のつづき",
    "request_person": "人への相談の希望",
    "leave_message": "伝言のお預かり",
    "cancel": "相談員を待つのをやめた",
    "cancelled": "予約の取り消し",
    "claim": "相談員が担当した",
    "take_over": "ほかの相談員が引き取った",
    "transfer": "ほかの相談員へ引き継いだ",
    "release": "担当を外れた",
    "return": "自動応答へ戻した",
    "close": "相談を終えた",
    "lose_owner": "担当が席を外し、列に戻った",
    "reopen": "終わった会話のつづき",
    "resume": "前の担当が続けた",
    "take_up": "相談員がもう一度開いた",
    "undo": "引き継ぎを取り消した",
    "assistant_failed": "自動応答が動いていなかった",
    "resolved": "回答は役に立った",
    "not_resolved": "回答は役に立たなかった",
    "rated": "相談の感想",
    "edited": "発言の書き直し",
    "unsent": "送信の取り消し",
    "snooze": "あとで対応する印",
    "wake": "あとで対応する時刻になった",
    "woke": "あとで対応する時刻になった",
    "appointment_booked": "予約した",
    "appointment_changed": "予約を変えた",
    "appointment_cancelled": "予約を取り消した",
    "appointment_done": "予約の相談が済んだ",
    "appointment_no_show": "予約の時間に来られなかった",
    "mail_bounced": "メールが届かなかった",
    "attachment": "写真・ファイルの受け取り",
    "follow": "LINEの友だち追加",
    "unfollow": "LINEのブロック",
    "flag_distress": f"危険の印（{DANGERS['distress']}）",
    "flag_emergency": f"危険の印（{DANGERS['emergency']}）",
    "timer_apologise": "お待たせのおわび",
    "timer_offer_message": "伝言のご案内",
    "timer_promise": "返事の約束の時刻",
    "timer_wake": "あとで対応する時刻",
}
TIMERS: Mapping[str, str] = {
    "apologise": EVENTS["timer_apologise"],
    "offer_message": EVENTS["timer_offer_message"],
    "promise": EVENTS["timer_promise"],
    "wake": EVENTS["timer_wake"],
}
# How a hand-over reached a colleague (`desk.conversation.case_models.News`).
CASE_NEWS: Mapping[str, str] = {
    "handed": "引き継ぎを受けた",
    "stopped": "閉じたアカウントから引き継いだ",
    "resumed": "前の相談のつづき",
    "taken": "ほかの相談員が引き取った",
    "going": "まもなく列に戻る",
    "gone": "列に戻った",
    "undone": "引き継ぎの取り消し",
}
FILES: Mapping[str, str] = {"image": "写真", "video": "動画", "audio": "音声", "file": "ファイル"}
# How far a file of a migrant, or work on a message, got.
WORK: Mapping[str, str] = {
    "waiting": "順番待ち",
    "ready": "順番待ち",
    "fetching": "取り込み中",
    "running": "処理中",
    "stored": "保存済み",
    "done": "済み",
    "gone": "もうありません",
    "refused": "受け取れません",
    "failed": "できませんでした",
    "aside": "処理できず、取り分けました",
    "dropped": "取りやめ",
    "kept": "残っています",
    "doomed": "消すところ",
}
WAYS: Mapping[str, str] = {"mail": CHANNELS["mail"], "chat": "職員のチャット"}
MAIL_KINDS: Mapping[str, str] = {
    "letter": "メール",
    "auto_reply": "自動返信",
    "bounce": "届かなかったお知らせ",
    "delayed": "遅れているお知らせ",
    "list": "メーリングリスト・お知らせメール",
    "loop": "この窓口から出たメール",
    "spam": "迷惑メールの印があるもの",
}
APPOINTMENT_NOTICES: Mapping[str, str] = {
    "booked": "予約のお知らせ",
    "changed": "変更のお知らせ",
    "cancelled": "取り消しのお知らせ",
    "day_before": "前の日のお知らせ",
    "hour_before": "1時間前のお知らせ",
}
LIMITS: Mapping[str, str] = {"stop": "利用停止", "hold": "保存（消去しない）", "erase": "消去待ち"}
SEARCHED: Mapping[str, str] = {"message": "発言", "note": "内部メモ", "case": "相談"}
UNANSWERED: Mapping[str, str] = {
    "rephrase": "いまある回答で答える",
    "draft": "回答を作る",
    "out_of_scope": "対象外",
    "asked": "担当課に聞いた",
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
    "files": FILES,
}


def topics() -> dict[str, str]:
    """Return the names of all topics of the city by key; 全般 is what has none. Small talk is no topic."""
    named = {key: name for key, name in city().topic_names.items() if key != "chitchat"}
    return {**named, "general": "全般"}


if __name__ == "__main__":
    print(json.dumps(_OF_CONSOLE, ensure_ascii=False, indent=2))
