"""What was set aside, in Japanese for people: which work it was, why it could not be done, what can be done; pure."""

from __future__ import annotations

from desk.set_aside.kinds import Reason, Worker

WORK = {
    Worker.LINE: "LINE への送信",
    Worker.MAIL: "メールと通知の送信",
    Worker.MAILBOX: "届いたメールの取り込み",
    Worker.NOTICES: "相談員へのお知らせ",
    Worker.REPLIES: "返信のお知らせメール",
    Worker.NEWS: "担当が変わったお知らせ",
    Worker.TURNS: "自動応答への質問",
    Worker.TIMERS: "時刻が来たら行うこと（お詫び・あとで・約束）",
    Worker.OWNERS: "離席した担当者の相談を列に戻すこと",
    Worker.ASSISTANT: "自動応答への連絡（消去・申し送り）",
    Worker.ATTACHMENTS: "写真・ファイルの受け取り",
    Worker.SEARCH: "検索の準備",
    Worker.RETENTION: "保存期間を過ぎたものの消去",
    Worker.FILES: "ファイルの消去",
    Worker.APPOINTMENTS: "予約のお知らせ",
    Worker.CALENDAR: "予約の一覧とカレンダー",
}
# What it means for whoever is concerned.
MEANS = {
    Worker.LINE: "利用者にはまだ届いていません。",
    Worker.MAIL: "まだ届いていません。",
    Worker.MAILBOX: "受信箱に未読のまま残っています。受信箱で読めます。",
    Worker.TURNS: "利用者にはお詫びを伝えました。質問には相談員が答えてください。",
    Worker.ATTACHMENTS: "利用者にもう一度送ってもらってください。",
    Worker.SEARCH: "検索では見つかりません。相談の画面では読めます。",
    Worker.RETENTION: "まだ消えていません。",
    Worker.CALENDAR: "一覧とカレンダーに出ません。",
    Worker.APPOINTMENTS: "お知らせはまだ届いていません。",
}
WHY = {
    Reason.UNREADABLE: "記録を読み取れません。",
    Reason.NO_RECIPIENT: "送り先の LINE の利用者の記録がありません。",
    Reason.NO_MESSAGE: "送るメッセージの記録がありません。",
    Reason.FAILS: "何度試しても失敗しました。",
}
