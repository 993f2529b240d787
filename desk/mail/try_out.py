"""Tries mail and chats with the settings that hold, and says in plain words what is wrong (`make mail-test TO=…`)."""

from __future__ import annotations

import argparse
import asyncio
import secrets
import sys
from collections.abc import Callable
from datetime import UTC, datetime

from pydantic import ValidationError

from desk import commands
from desk.mail.errors import NotSent, PutOff
from desk.mail.message import Letter, NotAnAddress, Way, mail_address
from desk.mail.problems import explained
from desk.mail.sender import Transport
from desk.mail.transports import chat_transport, mail_transport
from desk.settings import Settings
from desk.settings_check import load
from desk.text.pack import city

_TEXT = (
    "これは、移住相談チャットの送信のテストです。届いていれば、設定は正しく動いています。\n返信の必要はありません。\n"
)


def letter(way: Way, to: str, now: datetime) -> Letter:
    """Return a letter that is in no mailbox."""
    return Letter(
        0,
        secrets.token_hex(16),
        way,
        to,
        f"【{city().names.service}】送信のテスト",
        _TEXT,
        None,
        (),
        now,
        now,
        1,
        maybe_received=False,
    )


async def try_out(settings: Settings, to: str, say: Callable[[str], object]) -> bool:
    """Send one mail, and one notice to each chat; returns whether everything was taken.

    Raises:
        NotAnAddress: `to` is no mail address.
        ValueError: A setting cannot be used; the message names it.
    """
    address, now = mail_address(to), datetime.now(UTC)
    mails = mail_transport(settings.smtp_url, settings.data / "mail")
    is_well = await _try(mails, letter(Way.MAIL, address, now), "メール", say)
    if is_well and settings.smtp_url:
        say(
            "メール：メールサーバーが受け取りました。届かないときは、迷惑メールのフォルダと、差出人のドメインの SPF・DKIM を確かめてください。"
        )
    elif is_well:
        say(f"メール：HITOHATA_SMTP_URL がないので、送らずに {settings.data / 'mail'} に保存しました。")
    chats = chat_transport(settings.notify_urls)
    for place, name in enumerate(chats.names if chats else (), 1):
        assert chats is not None
        title = f"通知先 {place}"
        is_taken = await _try(chats, letter(Way.CHAT, name, now), title, say)
        if is_taken:
            say(f"{title}：受け取りました。")
        is_well = is_taken and is_well
    return is_well


async def _try(transport: Transport, one: Letter, title: str, say: Callable[[str], object]) -> bool:
    try:
        await transport.send(one)
    except NotSent as error:
        later = "（しばらくして直ることもあります）" if isinstance(error, PutOff) else ""
        say(f"{title}：送れませんでした。{explained(error.problem)}{later}")
        say(f"  くわしい記号：{error.problem}")
        return False
    return True


def main() -> int:
    """Return 0 if everything was taken, 1 if not, 2 if a setting cannot be used."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", required=True, help="address of the test mail")
    given = parser.parse_args()
    try:
        is_well = asyncio.run(try_out(load(), given.to, print))
    except NotAnAddress:
        print("宛先を書いてください：make mail-test TO=name@example.jp", file=sys.stderr)
        return 2
    except ValidationError:
        # A ValueError as well; `commands` tells it without what was given.
        raise
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    return 0 if is_well else 1


if __name__ == "__main__":
    commands.run(main)
