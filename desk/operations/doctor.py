"""`make doctor`: says in plain Japanese what is wrong with the settings and around the desk, before it is started."""

from __future__ import annotations

import os
import sys
import tempfile

from dotenv import dotenv_values
from pydantic import ValidationError

from desk.channels.mail.service import mailbox_server, reach
from desk.operations import surroundings
from desk.settings import Settings
from desk.settings_check import problems, unknown, unreadable
from desk.text import pack
from desk.text.city_file import CityBroken


def main() -> int:
    """Print what was found; 1 if the desk would not start or could not work."""
    try:
        settings = Settings()
    except ValidationError as error:
        for line in unreadable(error):
            name, _, expected = line.partition(": ")
            print(f"✗ {name}：読み取れない値です（{expected}）。")
        return 1
    try:
        pack.use(settings.pack_folder)
    except CityBroken as error:
        print(f"✗ HITOHATA_PACK：町のプロフィールが読み取れません（{error}）。")
        return 1
    found = [*problems(settings), *_mail(settings)]
    faults = [f"✗ DATA_DIR：{words}" for words in _folder(settings)]
    if not faults:
        faults += [f"✗ {name}：{words}" for name, words in surroundings.faults(settings)]
    faults += [f"✗ HITOHATA_MAIL_IN_URL：{words}" for words in _mailbox(settings)]
    mark = "✗" if settings.is_production else "・"
    strange = [f"・{name}：{words}" for name, words in unknown({*dotenv_values(".env"), *os.environ})]
    for line in (*faults, *(f"{mark} {name}：{words}" for name, words in found), *strange):
        print(line)
    if found and not settings.is_production:
        print(
            f"いまは {settings.environment} です。上の「・」は、本番（HITOHATA_ENVIRONMENT=production）の前に直してください。"
        )
    if not found and not faults:
        print("✓ 設定に問題は見つかりませんでした。")
    return 1 if faults or (found and settings.is_production) else 0


def _mail(settings: Settings) -> list[tuple[str, str]]:
    """Return what is wrong with the mailbox of consultations: it cannot be read, or nothing could be answered."""
    if not settings.mail_in_url:
        return []
    try:
        server = mailbox_server(settings.mail_in_url)
    except ValueError as error:
        return [("HITOHATA_MAIL_IN_URL", f"受信箱のアドレスが読み取れません（{error}）。")]
    found = []
    if not settings.smtp_url:
        found.append(("HITOHATA_SMTP_URL", "メールでの相談に返信できません。送るメールサーバーを入れてください。"))
    if not server.has_tags:
        words = "返信先に印を付けられません。iju+…@ の形のアドレスも届くなら、tags=1 を付けてください（docs/mail.md）。"
        found.append(("HITOHATA_MAIL_IN_URL", words))
    return found


def _mailbox(settings: Settings) -> list[str]:
    """Return why the mailbox of consultations cannot be read: logs in and out again."""
    try:
        words = reach(mailbox_server(settings.mail_in_url)) if settings.mail_in_url else ""
    except ValueError:
        # Said above already.
        return []
    return [words] if words else []


def _folder(settings: Settings) -> list[str]:
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.data):
            return []
    except OSError as error:
        return [f"{settings.data} に書き込めません（{error.strerror}）。フォルダーの場所と権限を確かめてください。"]


if __name__ == "__main__":
    sys.exit(main())
