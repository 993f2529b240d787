"""`MAIL_IN_URL` and `SMTP_URL` are read by one rule: a password never travels in the open, and no message repeats it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from desk.channels.mail.mailbox_url import mailbox_server
from desk.mail.smtp_server import smtp_server

READ = pytest.mark.parametrize(
    ("read", "plain", "own"),
    [(mailbox_server, "imap", "address=iju@example.jp"), (smtp_server, "smtp", "from=iju@example.jp")],
    ids=["mailbox", "smtp"],
)


@READ
def test_a_password_travels_by_tls_or_on_this_machine_alone(
    read: Callable[[str], object], plain: str, own: str
) -> None:
    with pytest.raises(ValueError, match=f"use {plain}s:// or {plain}\\+starttls:// instead of {plain}://"):
        read(f"{plain}://iju:geheim@mail.example.jp/?{own}")

    for allowed in (f"{plain}://iju:geheim@127.0.0.1/", f"{plain}s://iju:geheim@mail.example.jp/"):
        assert read(f"{allowed}?{own}") is not None


@READ
@pytest.mark.parametrize("broken", ["{plain}s://iju:geheim@mail.example.jp:70000/?{own}", "http://iju:geheim@x/?{own}"])
def test_what_cannot_be_read_is_refused_without_repeating_it(
    read: Callable[[str], object], plain: str, own: str, broken: str
) -> None:
    with pytest.raises(ValueError, match="such as") as refused:
        read(broken.format(plain=plain, own=own))

    assert "geheim" not in str(refused.value)


def test_a_mailbox_is_read_by_a_user_at_an_address() -> None:
    with pytest.raises(ValueError, match="expected the user"):
        mailbox_server("imaps://mail.example.jp/?address=iju@example.jp")
    with pytest.raises(ValueError, match="address is missing"):
        mailbox_server("imaps://iju:geheim@mail.example.jp/")


def test_a_mailbox_is_read_whole() -> None:
    found = mailbox_server(
        "imap+starttls://i%40ju:ge%2Fheim@mail.example.jp:1430/Lists?address=iju@example.jp,b@example.jp&tags=1&ca=/x.pem"
    )

    assert (found.user, found.password, found.port, found.folder) == ("i@ju", "ge/heim", 1430, "Lists")
    assert (found.address, found.aliases, found.has_tags, found.ca_file) == (
        "iju@example.jp",
        ("b@example.jp",),
        True,
        "/x.pem",
    )
