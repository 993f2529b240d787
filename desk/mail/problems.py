"""The reasons why letters were not sent, in plain Japanese for people; pure, shared by the console and `make mail-test`."""

from __future__ import annotations

# The first that occurs in the reason holds; special before general.
_WORDS = (
    ("login", "メールサーバーにログインできません（ユーザー名・パスワード・認証の方式）。"),
    ("5.1.1", "宛先のメールアドレスがありません。"),
    ("5.1.2", "宛先のメールアドレスのドメインがありません。"),
    ("5.2.2", "宛先の受信箱がいっぱいです。"),
    ("4.2.2", "宛先の受信箱がいっぱいです。"),
    ("5.7.", "受け取る側の決まりで断られました（送信元の設定：SPF・DKIM・差出人アドレスの権限など）。"),
    ("5.3.4", "メールが大きすぎます。"),
    (
        "CertificateVerification",
        "メールサーバーの証明書を確かめられません（証明書の期限・サーバー名、または ?ca= の指定）。",
    ),
    ("CertVerification", "メールサーバーの証明書を確かめられません（証明書の期限・サーバー名、または ?ca= の指定）。"),
    ("FileNotFoundError", "?ca= の証明書のファイルが見つかりません。"),
    ("SSLError", "暗号化した接続ができません（smtp・smtps・smtp+starttls とポート番号の組み合わせ）。"),
    (
        "starttls SMTPNotSupported",
        "メールサーバーが STARTTLS に対応していません（smtps:// か、庁内なら smtp:// を使います）。",
    ),
    (
        "starttls SMTPException",
        "メールサーバーが STARTTLS に対応していません（smtps:// か、庁内なら smtp:// を使います）。",
    ),
    ("gaierror", "メールサーバーの名前が見つかりません（ホスト名の書き間違い、DNS）。"),
    ("ConnectionRefusedError", "メールサーバーにつながりません（ポート番号、サーバーの停止）。"),
    ("mail 5", "差出人アドレスが断られました（?from= のアドレス、またはログインが必要）。"),
    ("rcpt 5", "宛先が断られました（アドレスの書き間違い、または外部への転送が許可されていない）。"),
    ("data 5", "内容が断られました（迷惑メールの判定など）。"),
    ("no_target", "通知先が設定（HITOHATA_NOTIFY_URLS）から外されています。"),
    ("target", "通知先が受け付けませんでした（停止、アドレスの変更、権限）。"),
    ("folder", "メールのフォルダに書けません（空き容量、権限）。"),
    ("Timeout", "メールサーバーが時間内に答えません（ファイアウォール、混雑）。"),
    ("Disconnected", "メールサーバーが接続を切りました。"),
    (" 4", "メールサーバーが一時的に受け付けません（混雑、初めての送信元の確認）。自動で送り直します。"),
)


def explained(problem: str) -> str:
    """Return a reason as a sentence; the codes alone where none is known."""
    for code, words in _WORDS:
        if code in problem:
            return words
    return "理由が分かりません。"
