"""Why a login by single sign-on was refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from desk.accounts.models import Account

Reason = Literal[
    "held_back",
    "attempt",
    "declined",
    "away",
    "code",
    "token",
    "unverified",
    "no_account",
    "closed_account",
    "another_person",
]
# As the audit log shows them.
REASONS: Mapping[str, str] = {
    "held_back": "続けて開かれた",
    "attempt": "使い終わった、期限切れの、または別のブラウザーからの手続き",
    "declined": "確認先でログインしなかった",
    "away": "確認先の応答がない、または正しくない",
    "code": "確認先がコードを認めない",
    "token": "IDトークンが正しくない",
    "unverified": "メールアドレスが確認済みでない",
    "no_account": "アカウントがない",
    "closed_account": "停止中のアカウント",
    "another_person": "別の庁内アカウントにつながっている",
}


class SignOnRefused(Exception):
    """Nobody is logged in; `detail` is for the process's log and names a check, never a value.

    `account` is whose login it would have been, where that was proved.
    """

    def __init__(self, reason: Reason, detail: str = "", *, account: Account | None = None) -> None:
        """Keep the reason."""
        self.reason, self.detail, self.account = reason, detail, account
        super().__init__(f"{reason} {detail}".strip())
