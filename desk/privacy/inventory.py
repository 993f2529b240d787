"""The register of personal data: every table is declared here. Erasure, export and retention read nothing else.

Whoever adds a table adds it to `REGISTER`; a test compares this list with the schema.
"""

from __future__ import annotations

import sqlalchemy as sa

from desk.accounts.sign_on_tables import sign_on_attempts
from desk.appointments import tables as a
from desk.attachments.tables import attachments
from desk.cases.case_news_tables import case_news
from desk.cases.search_tables import search_answers, search_documents
from desk.channels.line.troubles import channel_troubles
from desk.conversation_sql import follow_up_tables as w
from desk.conversation_sql import link_tables
from desk.conversation_sql import tables as t
from desk.danger.tables import danger_marks, danger_readings
from desk.mail import tables as letter_tables
from desk.notices import tables as notice_tables
from desk.privacy import tables as p
from desk.privacy.data_category import Holding, Kept, Where, by_case, by_conversation
from desk.reporting.tables import case_outcomes, phrasings, test_conversations, unanswered_groups
from desk.set_aside.tables import set_aside

ERASED_WORDS = "（消去しました）"
# What is left of a case as a count.
_OF_A_CASE = (
    "id",
    "receipt",
    "conversation_id",
    "channel",
    "state",
    "reason",
    "topic",
    "flags",
    "owner_id",
)


def _by_note(conversation_id: str) -> sa.ColumnElement[bool]:
    notes = sa.select(t.notes.c.id).where(by_case(t.notes)(conversation_id))
    return w.mentions.c.note_id.in_(notes)


def _by_appointment(table: sa.Table) -> Where:
    """Find rows by their column `appointment_id`, and by `conversation_id` where there is one."""

    def of(conversation_id: str) -> sa.ColumnElement[bool]:
        c = a.appointments.c
        theirs = table.c.appointment_id.in_(sa.select(c.id).where(c.conversation_id == conversation_id))
        if "conversation_id" in table.c:
            return sa.or_(theirs, table.c.conversation_id == conversation_id)
        return theirs

    return of


REGISTER: tuple[Holding, ...] = (
    # --- of migrants ---------------------------------------------------------------------------
    Holding(
        t.conversations,
        "会話",
        Kept.TALK,
        lambda conversation_id: t.conversations.c.id == conversation_id,
        # Its end (state, epoch, erased_at) is set by the erasure itself.
        blank={"token_hash": None, "owner_id": None},
        stays=("id", "channel", "state"),
    ),
    Holding(t.messages, "メッセージ", Kept.TALK, by_conversation(t.messages)),
    Holding(t.choices, "示した選択肢", Kept.TALK, by_conversation(t.choices)),
    Holding(t.turns, "自動応答への質問", Kept.TALK, by_conversation(t.turns)),
    Holding(t.returns, "相談員から自動応答への申し送り", Kept.TALK, by_conversation(t.returns)),
    Holding(
        t.cases,
        "相談",
        Kept.TALK,
        by_conversation(t.cases),
        blank={"question": ERASED_WORDS, "slots": {}, "understood": [], "transcript": []},
        stays=(*_OF_A_CASE, "contact", "consent"),
    ),
    Holding(
        t.cases,
        "連絡先と同意の記録",
        Kept.CONTACT,
        by_conversation(t.cases),
        blank={"contact": None, "consent": None},
        stays=(*_OF_A_CASE, "question", "slots", "understood", "transcript"),
    ),
    Holding(w.snoozes, "あとで・返事の約束", Kept.TALK, by_case(w.snoozes)),
    # Found through the notes: declared before them, so that it goes first.
    Holding(w.mentions, "メモでの呼びかけ", Kept.TALK, _by_note),
    Holding(t.notes, "内部メモ", Kept.TALK, by_case(t.notes)),
    # That a case changed hands, for whom among the staff; a note with it is in `notes`.
    Holding(case_news, "担当が変わった知らせ", Kept.TALK, by_case(case_news)),
    # Rows that a worker could not do: numbers and kinds of failures.
    Holding(set_aside, "処理できなかったもの", Kept.TALK, by_conversation(set_aside)),
    Holding(t.outbox, "LINEへの送信", Kept.TALK, by_conversation(t.outbox)),
    Holding(t.line_users, "LINEの利用者", Kept.TALK, by_conversation(t.line_users)),
    Holding(
        attachments,
        "LINEで届いた写真とファイル",
        Kept.TALK,
        by_conversation(attachments),
        files=lambda row: row["stored_name"],
    ),
    Holding(link_tables.links, "会話へのリンク", Kept.TALK, by_conversation(link_tables.links)),
    Holding(link_tables.web_keys, "会話を開いた端末", Kept.TALK, by_conversation(link_tables.web_keys)),
    Holding(
        letter_tables.letter_files,
        "メールの添付",
        Kept.MAIL,
        lambda conversation_id: letter_tables.letter_files.c.letter_id.in_(
            sa.select(letter_tables.letters.c.id).where(letter_tables.letters.c.conversation_id == conversation_id)
        ),
    ),
    Holding(
        letter_tables.letters,
        "送ったメール",
        Kept.MAIL,
        by_conversation(letter_tables.letters),
        files=letter_tables.file_of,
    ),
    Holding(
        notice_tables.seen_messages,
        "見たメッセージの番号",
        Kept.TALK,
        by_conversation(notice_tables.seen_messages),
    ),
    Holding(
        notice_tables.transcript_wishes,
        "会話をメールで受け取る申し込み",
        Kept.MAIL,
        by_conversation(notice_tables.transcript_wishes),
    ),
    # Which notices went out for a case: keys, and whom among the staff they went to.
    Holding(
        notice_tables.told_notices,
        "相談員へのお知らせの控え",
        Kept.TALK,
        by_case(notice_tables.told_notices),
    ),
    Holding(
        a.appointments,
        "相談の予約",
        Kept.CONTACT,
        by_conversation(a.appointments),
        # One that stood is cancelled by the erasure itself; the row stays as a count.
        blank=dict.fromkeys(("person_name", "contact_kind", "contact", "topic", "consent")),
        stays=(
            "id",
            "receipt",
            "account_id",
            "method",
            "place",
            "meeting_url",
            "status",
            "conversation_id",
            "case_id",
            "made_by",
        ),
    ),
    Holding(a.appointment_seats, "予約の席", Kept.TALK, _by_appointment(a.appointment_seats)),
    Holding(a.appointment_timers, "予約のお知らせ", Kept.TALK, _by_appointment(a.appointment_timers)),
    Holding(a.booking_links, "予約のリンク", Kept.TALK, _by_appointment(a.booking_links)),
    # What happened and when; never what was said.
    Holding(
        t.events,
        "経過",
        Kept.TALK,
        by_conversation(t.events),
        blank={},
        stays=("conversation_id", "case_id", "account_id", "kind", "detail"),
    ),
    # Triggers empty and remove these rows as well; the words of answers are the city's.
    Holding(search_documents, "検索のための写し", Kept.TALK, by_conversation(search_documents)),
    Holding(search_answers, "検索のための回答文", Kept.OFFICE),
    Holding(
        case_outcomes,
        "成果の印",
        Kept.TALK,
        by_case(case_outcomes),
        blank={},
        stays=("case_id", "kind", "account_id"),
    ),
    # Words of danger, why they were marked, and what came of it: as much the person's as the talk itself.
    Holding(danger_marks, "危険を知らせる言葉の印", Kept.TALK, by_conversation(danger_marks)),
    Holding(danger_readings, "これから読むメッセージの番号", Kept.TALK, by_conversation(danger_readings)),
    Holding(test_conversations, "集計から除く印", Kept.TALK, by_conversation(test_conversations)),
    Holding(unanswered_groups, "答えられなかった質問の例", Kept.TALK, by_conversation(unanswered_groups)),
    Holding(phrasings, "言い換えの案", Kept.TALK, by_conversation(phrasings)),
    # A repeated request must not open a second case: only its key, a hash and the receipt are kept.
    Holding(
        t.handoffs,
        "引き継ぎの控え",
        Kept.TALK,
        by_case(t.handoffs),
        blank={"body_hash": ""},
        stays=("webhook_id", "case_id", "answer"),
    ),
    Holding(t.timers, "時限", Kept.TALK, by_case(t.timers)),
    # The proof that somebody was erased: an id that leads nowhere.
    Holding(
        t.erasures,
        "消去の記録",
        Kept.OFFICE,
        by_conversation(t.erasures),
        blank={},
        stays=("conversation_id",),
    ),
    # A hold ends with what it held.
    Holding(p.restrictions, "保存と利用の制限", Kept.TALK, by_conversation(p.restrictions)),
    Holding(p.corrections, "訂正の記録", Kept.TALK, by_conversation(p.corrections)),
    # --- of nobody, or of the staff ------------------------------------------------------------
    Holding(t.line_events, "受け取ったLINEのイベントの番号", Kept.RECEIVED, age="received_at"),
    Holding(t.counters, "受付番号の数え", Kept.OFFICE),
    Holding(channel_troubles, "送信できない経路", Kept.OFFICE),
    Holding(t.accounts, "職員のアカウント", Kept.OFFICE),
    Holding(t.sessions, "職員のログイン", Kept.ACCESS, age="seen_at"),
    Holding(t.login_attempts, "ログインの失敗", Kept.ACCESS, age="at"),
    Holding(sign_on_attempts, "庁内アカウントでのログインの途中", Kept.ACCESS, age="at"),
    Holding(a.availability, "予約できる時間", Kept.OFFICE),
    Holding(a.appointment_desks, "会議の入口とカレンダー", Kept.OFFICE),
    Holding(t.hours_rules, "受付時間", Kept.OFFICE),
    Holding(w.canned_replies, "定型文", Kept.OFFICE),
    Holding(notice_tables.notice_settings, "職員の通知の設定", Kept.OFFICE),
    Holding(p.doomed_files, "これから消すファイル", Kept.OFFICE),
    Holding(p.privacy_requests, "開示などの請求の記録", Kept.OFFICE),
    Holding(p.retention_periods, "保存期間", Kept.OFFICE),
    Holding(p.purges, "消去の一覧", Kept.OFFICE),
    Holding(p.purpose_notices, "利用目的のお知らせの版", Kept.OFFICE),
    Holding(p.recovery_codes, "職員の回復コード", Kept.OFFICE),
    Holding(t.audit_entries, "操作の記録", Kept.LOG),
)

# Columns as an export of a person's data calls them.
NAMES = {
    "account_id": "職員の番号",
    "at": "日時",
    "attempts": "試みた回数",
    "author": "だれの発言か",
    "author_name": "発言者",
    "case_id": "相談の番号",
    "channel": "経路",
    "claimed_at": "担当した日時",
    "closed_at": "終了した日時",
    "consent": "個人情報の取り扱いの確認",
    "contact": "連絡先",
    "contact_kind": "連絡先の種類",
    "begin_at": "始まり",
    "end_at": "終わり",
    "is_noticed": "相談員が見たか",
    "made_by": "作った人",
    "meeting_url": "オンラインの入口",
    "method": "方法",
    "person_name": "名前（呼び名）",
    "place": "場所",
    "status": "予約の状態",
    "updated_at": "変えた日時",
    "conversation_id": "会話の番号",
    "by_name": "した人",
    "created_at": "作成日時",
    "detail": "詳細",
    "due_at": "予定の日時",
    "exemplar": "質問の例",
    "found_by": "見つけたもの（rule：言葉の一覧、model：学習した判定、staff：職員）",
    "is_read_by_rule": "言葉の一覧で読んだか",
    "rule": "言葉の一覧の項目",
    "score": "判定の値",
    "words": "もとになった言葉",
    "settle_reason": "印を外した理由",
    "expires_at": "期限",
    "erased_at": "消去した日時",
    "field": "項目",
    "flags": "注意の印",
    "html": "言葉（装飾つき）",
    "id": "番号",
    "is_urgent": "急ぎか",
    "is_promise": "返事の約束か",
    "note_id": "メモの番号",
    "seen_at": "見た日時",
    "until": "いつまで",
    "is_following": "LINEの友だちか",
    "kind": "種類",
    "label": "選択肢の言葉",
    "media_type": "ファイルの種類",
    "size": "大きさ（バイト）",
    "late": "送らなかった回答か",
    "mime": "ファイルの種類",
    "name": "ファイルの名前",
    "notes": "メモ",
    "opened_at": "受け付けた日時",
    "parts": "内容",
    "problem": "問題",
    "question": "相談の内容",
    "reason": "理由",
    "receipt": "受付番号",
    "recipient": "宛先",
    "remark": "覚え書き",
    "request": "送った内容",
    "seq": "順番",
    "set_at": "決めた日時",
    "sent_at": "送信日時",
    "settled_at": "結果が出た日時",
    "slots": "聞き取ったこと",
    "state": "状態",
    "subject": "件名（印では、何についてか）",
    "summary": "要約",
    "text": "言葉",
    "topic": "分野",
    "told_at": "伝えた日時",
    "transcript": "引き継いだときの会話",
    "understanding": "自動応答の理解",
    "understood": "自動応答が理解した話題",
    "used_at": "使った日時",
    "user_id": "LINEの利用者番号",
    "waiting_since": "待ち始めた日時",
    "way": "送り方",
    "first_at": "初めの日時",
    "last_at": "最後の日時",
    "is_aside": "取り分けたか",
    "tries": "試みた回数",
    "mailed_at": "メールで知らせた日時",
    "asked_at": "求めた日時",
    "done_at": "終えた日時",
}
# Keys and the machinery's own columns: nothing that tells of a person, and tokens never leave.
INTERNAL = frozenset(
    {
        "alone",
        "answer",
        "appointment_id",
        "author_id",
        "body_hash",
        "by_id",
        "capacity",
        "carried_by",
        "cell_at",
        "code_hash",
        "content",
        "dedup_key",
        "epoch",
        "first_tried_at",
        "give_up_at",
        "key",
        "lane",
        "last_seq",
        "leased_until",
        "letter_id",
        "mark",
        "maybe_received",
        "number",
        "outside_id",
        "owner_id",
        "payload",
        "prepared_by",
        "read_token",
        "reader",
        "reply_token",
        "reply_token_at",
        "retry_key",
        "sent_ids",
        "sequence",
        "set_by",
        "settled_by",
        "source",
        "stored_name",
        "token_hash",
        "item",
        "next_at",
        "webhook_id",
        "worker",
    }
)
