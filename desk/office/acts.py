"""What the log keeps: each act once, with its name in Japanese and the endpoints that write it by being called."""

from __future__ import annotations


class Act:
    """An act of the log."""

    def __init__(self, action: str, name: str, *endpoints: str) -> None:
        """Declare an act.

        Args:
            action: Its code in the log, which never changes: old entries have it.
            name: What the log's page, its filter and its file call it.
            endpoints: Names of the functions whose call is written down; none where code writes the entry itself.
        """
        self.action, self.name, self.endpoints = action, name, endpoints


# Lists that a screen polls, presence and typing are not logged.
ACTS = (
    Act("view", "相談を見た", "show", "older", "show_case_answers", "show_drafts", "other_case", "preview_transcript"),
    Act("show_contact", "連絡先を表示した", "contact", "show_appointment_person"),
    Act("search", "検索した", "search"),
    Act("claim", "担当した", "claim"),
    Act("take_over", "引き取った", "take_over"),
    Act("transfer", "引き継いだ", "transfer"),
    Act("return", "自動応答に戻した", "give_back"),
    Act("close", "終了した", "close"),
    Act("send", "返信した", "send"),
    Act("note", "メモを書いた", "note"),
    Act("duty", "在席を変えた", "set_duty", "choose_presence"),
    Act("open_alert", "見守りの会話の全体を開いた", "open_alert"),
    Act("set_danger", "危険の印を付けた", "set_danger"),
    Act("lift_danger", "危険の印を外した", "lift_danger"),
    Act("call_supervisor", "主任を呼んだ", "call_supervisor"),
    Act("view_danger", "見守りの記録を見た", "show_danger"),
    Act("read_danger_again", "読めなかったメッセージをもう一度読ませた", "read_again"),
    Act("correct_case", "相談の内容を直した", "correct_facts"),
    Act("join_person", "同じ人の相談としてまとめた", "join_person"),
    Act("part_person", "まとめた相談を分けた", "part_person"),
    Act("note_person", "メモを見せる範囲を変えた", "show_note_everywhere"),
    Act("mute", "呼び出しを止めた", "mute"),
    Act("unmute", "呼び出しの停止をやめた", "unmute"),
    Act("release", "列に戻した", "release"),
    Act("undo", "担当の変更を取り消した", "undo"),
    Act("hand_on", "停止した人の相談と予約を引き継いだ"),
    Act("decide_aside", "処理できなかったものを決めた", "decide_aside"),
    Act("login", "ログインした"),
    Act("login_failed", "ログインに失敗した"),
    Act("login_sso", "庁内アカウントでログインした"),
    Act("login_sso_refused", "庁内アカウントでのログインを断った"),
    Act("logout", "ログアウトした", "log_out"),
    Act("edit_hours", "受付時間を変えた", "save_hours"),
    Act("add_account", "アカウントを作った", "add_account"),
    Act("change_account", "アカウントを変えた", "change_account", "correct_account"),
    Act("second_factor", "二段階認証を設定した", "begin_second_factor", "confirm_second_factor"),
    Act("view_audit", "操作の記録を見た", "show_log"),
    Act("view_mails", "届いたメールの一覧を見た", "show_mails"),
    Act("decide_mail", "取り分けたメールを決めた", "decide_mail"),
    Act("view_deliveries", "送信の記録を見た", "show_deliveries"),
    Act("export_audit", "操作の記録を書き出した", "export_log"),
    Act("change_password", "パスワードを変えた", "change_password"),
    Act("end_session", "ログインを終わらせた", "end_my_session", "end_other_sessions"),
    Act("prove", "本人であることを確かめた", "prove_again"),
    Act("recovery_codes", "回復コードを作った", "make_recovery_codes"),
    Act("decide_delivery", "届いていないメッセージを処理した", "decide_delivery"),
    Act("view_appointments", "予約の一覧を見た", "show_appointments"),
    Act("export_appointments", "予約の一覧を書き出した", "export_appointments"),
    Act("view_appointment", "予約を見た", "show_appointment"),
    Act("add_appointment", "予約を作った", "make_appointment", "book_for_case"),
    Act("change_appointment", "予約を変えた", "change_appointment"),
    Act(
        "edit_availability", "予約できる時間を変えた", "save_availability", "drop_availability", "save_appointment_desk"
    ),
    Act("privacy_find", "個人情報をさがした", "find_person"),
    Act("privacy_show", "個人情報の全体を見た", "show_person"),
    Act("privacy_export", "開示用ファイルを作った", "export_person"),
    Act("privacy_correct", "訂正した", "correct_person"),
    Act("privacy_limit", "利用停止・保存を変えた", "limit_person"),
    Act("privacy_erase", "消去の操作をした", "erase_person"),
    Act("privacy_requests", "請求の記録を見た", "show_requests"),
    Act("privacy_request", "請求の記録を変えた", "add_request", "decide_request"),
    Act("edit_periods", "保存期間を変えた", "save_periods"),
    Act("purge_list", "消去の一覧を作った", "prepare_purge"),
    Act("purge_decide", "消去の一覧を決めた", "decide_purge"),
    Act("purge_done", "保存期間を過ぎたものを消去した"),
    Act("view_unanswered", "答えられなかった質問を見た", "show_unanswered"),
    Act(
        "decide_unanswered",
        "答えられなかった質問の扱いを決めた",
        "decide_unanswered",
        "drop_phrasing",
        "decide_review",
        "finish_report",
        "finish_source",
    ),
    Act("export", "ファイルに出力した", "export_phrasings", "export_draft", "export_report"),
    Act("set_outcome", "成果の印を変えた", "set_outcome", "mark_trial"),
    Act("reopen", "終了した相談を開き直した", "reopen"),
    Act("snooze", "あとで対応にした", "snooze"),
    Act("wake", "あとで対応をやめた", "wake"),
    Act("print_record", "対応記録票を開いた", "show_record"),
    # The content's service writes these itself, whoever calls it.
    Act(
        "edit_content",
        "回答・値を書いた",
        "create_entry",
        "begin_answer",
        "change_answer",
        "change_version",
        "change_value",
        "add_value",
        "begin_version",
        "save_version",
        "save_fact",
    ),
    Act("submit_content", "回答・値の確認を頼んだ"),
    Act("approve_content", "回答・値を承認した", "step_version", "approve_phrasings", "step_fact"),
    Act("reject_content", "回答・値を差し戻した"),
    Act("discard_content", "回答・値の下書きをやめた"),
    Act("publish_content", "回答・値を公開した（予定の日）"),
    Act("withdraw_content", "回答・値を取り下げた", "withdraw_entry"),
    Act("restore_content", "回答・値を元に戻した", "restore_entry"),
    Act("edit_phrasings", "質問の言い方を変えた", "correct_answer", "add_phrasings", "remove_phrasing"),
    Act("switch_assistant", "自動応答を止めた・再開した", "change_off", "switch_assistant"),
    Act("switch_on_content", "自動応答を再開した（予定の時刻）"),
    Act("import_content", "同梱の内容を取り込んだ"),
    Act("train_model", "学習が終わった"),
    Act("accept_model", "学習の結果を使うことにした", "decide_model", "settle_model"),
    Act("refuse_model", "学習の結果を使わないことにした"),
    Act("serve_model", "前の学習の結果に戻した", "go_back_to_shipped"),
    Act("ask_department", "担当課に聞いた", "ask_department"),
    Act("answer_department", "担当課が答えた"),
    Act("use_department", "担当課の答えを見直しの一覧から外した", "use_department_answer"),
    Act("edit_canned", "定型文を変えた", "save_canned"),
    Act("decide_letter", "送れていないメールと通知を処理した", "decide_letter"),
    Act("edit_report_note", "月次報告の所見を書いた", "save_monthly_note"),
    Act("edit_notices", "通知の設定を変えた", "save_notices"),
    Act("send_transcript", "会話の控えをメールで送った", "send_transcript"),
    Act("resume_line", "LINE への送信を再開した", "resume_line"),
    Act("view_attachment", "添付ファイルを見た", "show_attachment"),
)

# The endpoint's name -> the action in the log.
AUDITED = {endpoint: act.action for act in ACTS for endpoint in act.endpoints}
# The action -> its name, in the order of the log's filter.
NAMES = {act.action: act.name for act in ACTS}
