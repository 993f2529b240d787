"""`make mail-test` says in plain words what is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from desk.mail.message import NotAnAddress
from desk.mail.problems import explained
from desk.mail.smtp_server import smtp_server
from desk.mail.try_out import try_out
from desk.settings import Settings
from tests.desk.notify.conftest import Answers, certificate, only, serving


async def said(folder: Path, **settings: Any) -> tuple[bool, str]:
    lines: list[str] = []
    found = Settings(_env_file=None, environment="test", data_dir=folder, **settings)
    return await try_out(found, "name@example.jp", lines.append), "\n".join(lines)


async def test_a_server_that_takes_the_mail(tmp_path: Path, answers: Answers, server: str) -> None:
    is_well, words = await said(tmp_path, smtp_url=f"smtp://{server}/?from=a@example.jp")
    assert is_well
    assert "受け取りました" in words
    assert answers.mails[0]["subject"] == "【小樽市 移住相談】送信のテスト"


async def test_without_a_server_the_folder_is_named(tmp_path: Path) -> None:
    is_well, words = await said(tmp_path)
    assert is_well
    assert str(tmp_path / "mail") in words
    assert len(list((tmp_path / "mail").iterdir())) == 1


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("smtp://127.0.0.1:9/?from=a@example.jp", "つながりません"),
        ("smtp://no-such-host.invalid/?from=a@example.jp", "名前が見つかりません"),
        ("smtps://127.0.0.1:9/?from=a@example.jp&ca=/none.pem", "証明書のファイルが見つかりません"),
    ],
)
async def test_what_is_wrong_is_said(tmp_path: Path, url: str, words: str) -> None:
    is_well, found = await said(tmp_path, smtp_url=url)
    assert not is_well
    assert words in found


async def test_tls_and_passwords_have_words_of_their_own(
    tmp_path: Path, answers: Answers, server: str, authority: Any
) -> None:
    ca, path = authority
    plain = await said(tmp_path, smtp_url=f"smtp+starttls://{server}/?from=a@example.jp")
    assert "STARTTLS に対応していません" in plain[1]
    secure = {
        "tls_context": certificate(ca, "127.0.0.1"),
        "require_starttls": True,
        "authenticator": only("user", "right"),
    }
    with serving(answers, **secure) as address:
        untrusted = await said(tmp_path, smtp_url=f"smtp+starttls://{address}/?from=a@example.jp")
        assert "証明書を確かめられません" in untrusted[1]
        wrong = f"smtp+starttls://user:wrong@{address}/?from=a@example.jp&ca={path}"
        refused = await said(tmp_path, smtp_url=wrong)
    assert "ログインできません" in refused[1]
    assert "wrong" not in refused[1]


async def test_a_chat_that_is_away_is_named_by_its_place(tmp_path: Path) -> None:
    is_well, words = await said(tmp_path, notify_urls="json://127.0.0.1:9/secret")
    assert not is_well
    assert "通知先 1：送れませんでした" in words
    assert "secret" not in words


async def test_what_is_no_address_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotAnAddress):
        await try_out(Settings(_env_file=None, data_dir=tmp_path), "nobody", print)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://mail.example.jp/?from=a@example.jp", "smtp, smtps or smtp"),
        ("smtp:///?from=a@example.jp", "smtp, smtps or smtp"),
        ("smtp://mail.example.jp", "the sender is missing"),
        ("smtp://mail.example.jp/?from=a@example.jp%0d%0aBcc:x@y.jp", "the sender is missing"),
        ("smtp://u:secret@mail.example.jp/?from=a@example.jp", "travel in the open"),
        ("smtp://mail.example.jp:x/?from=a@example.jp", "expected an address such as"),
    ],
)
def test_an_address_of_a_server_that_cannot_be_used_is_refused(url: str, words: str) -> None:
    with pytest.raises(ValueError, match=words) as refused:
        smtp_server(url)
    assert "secret" not in str(refused.value)


def test_a_server_is_read_with_its_name_and_ports() -> None:
    found = smtp_server("smtp+starttls://u%40x:p%2Fw@mail.example.jp/?from=a@example.jp&name=小樽%0d%0a市")
    assert (found.port, found.user, found.password, found.name) == (587, "u@x", "p/w", "小樽 市")
    assert "p/w" not in repr(found)
    assert smtp_server("smtps://mail.example.jp/?from=a@example.jp").port == 465


def test_every_reason_has_words() -> None:
    assert explained("rcpt 550 5.1.1") == "宛先のメールアドレスがありません。"
    assert explained("data 451 4.7.1").endswith("自動で送り直します。")
    assert explained("something new") == "理由が分かりません。"
