"""What kind of mail it is: somebody's words, or a machine's that must never be answered (RFC 3834, RFC 3464); pure.

Every rule looks at the head first; subjects decide only where programs send nothing else. A mail that a person wrote and a
rule takes for a machine's is set aside where people see it, and never thrown away.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import Message
from enum import StrEnum

from desk.channels.mail import headers
from desk.channels.mail.parts import Found

# Each server on the way adds one; a mail that goes in circles has more.
MOST_RECEIVED = 40
# What our own mails carry; one that comes back with it goes in circles.
OWN_MARK = "X-Hitohata-Mail"


class Kind(StrEnum):
    """See the module."""

    LETTER = "letter"
    AUTO_REPLY = "auto_reply"  # vacation notices, confirmations, read receipts
    BOUNCE = "bounce"  # could not be delivered, for good
    DELAYED = "delayed"  # not delivered yet
    LIST = "list"  # mailing lists, newsletters
    LOOP = "loop"  # our own, come back
    SPAM = "spam"  # the mail server's filter said so


@dataclass(frozen=True)
class Bounce:
    """What could not be delivered.

    Attributes:
        recipient: The address that failed, empty where it is not said.
        status: Enhanced status code (5.1.1), empty where it is not said.
        ids: Message ids that the report names: the mail that failed is among them.
    """

    recipient: str
    status: str
    ids: tuple[str, ...]


_MACHINE = re.compile(
    r"(?:mailer-daemon|postmaster|mail-daemon|mailerdaemon|bounces?)(?:[+-][^@]{0,60})?@", re.IGNORECASE
)
_NOREPLY = re.compile(r"(?:no-?_?reply|do-?_?not-?_?reply|noreply[^@]{0,20}|bounce[^@]{0,40})@", re.IGNORECASE)
_FAILED = re.compile(
    r"undeliver(?:ed|able)|delivery status notification|delivery (?:has )?fail|failure notice|mail delivery (?:failed|failure|system)|"
    r"returned mail|delivery failure|could not be delivered|message not delivered|配信(?:不能|できません|に失敗|エラー)|送信できませんでした|"
    r"届け(?:られません|できません)|配送(?:不能|できません)|メール送信エラー",
    re.IGNORECASE,
)
_WAITS = re.compile(r"\(delay\)|delayed|warning: could not send|still being retried|配信が遅れ|遅延", re.IGNORECASE)
_AUTOMATIC = re.compile(
    r"\s{0,3}(?:【自動(?:返信|応答|配信)】|\[自動(?:返信|応答)\]|自動(?:返信|応答)[：: ]|自動返信|不在(?:通知|のお知らせ|連絡)?[：: ]|不在通知|"
    r"(?:Re:\s{0,3})?automatic reply|auto(?:matic)?[- ]?(?:reply|response)|autoreply|out of (?:the )?office|vacation reply|"
    r"開封(?:済み|確認)[：: ]|read:|既読[：: ])",
    re.IGNORECASE,
)
_SPAM_SUBJECT = re.compile(r"\s{0,3}[\[【](?:SPAM|meiwaku|迷惑メール|迷惑|スパム)[^\]】]{0,20}[\]】]", re.IGNORECASE)
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_CODE = re.compile(r"\b(55[0-4]|5[0-4]\d)\b")
_REPLY_CODES = {"550": "5.1.1", "551": "5.1.6", "552": "5.2.2", "553": "5.1.3", "554": "5.0.0"}
_FINAL = re.compile(
    r"(?:final|original)-recipient\s{0,3}:\s{0,3}(?:rfc822|utf-8)\s{0,3};\s{0,3}<?([^\s<>;]{3,254})", re.IGNORECASE
)
_ADDRESS = re.compile(r"<?([A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{3,190})>?")
_INNER_ID = re.compile(r"message-id\s{0,3}:\s{0,3}<([^<>\s]{1,998})>", re.IGNORECASE)


def kind_of(
    message: Message, found: Found, subject: str, sender: str, own: frozenset[str]
) -> tuple[Kind, Bounce | None]:
    """Return the kind, with what a bounce tells.

    Args:
        message: The whole mail.
        found: Its parts.
        subject: Readable.
        sender: Address of From, lower case; empty where there is none.
        own: The mailbox's own addresses, lower case.
    """
    bounce = _bounce(message, found, subject, sender)
    if bounce is not None:
        return bounce
    if sender in own or headers.raw(message, OWN_MARK) or len(headers.all_raw(message, "received")) > MOST_RECEIVED:
        return Kind.LOOP, None
    if _is_spam(message, subject):
        return Kind.SPAM, None
    if _is_automatic(message, found, subject):
        return Kind.AUTO_REPLY, None
    if _is_list(message):
        return Kind.LIST, None
    return Kind.LETTER, None


def may_acknowledge(message: Message, sender: str, recipients: frozenset[str], own: frozenset[str]) -> bool:
    """Whether an acknowledgement may go to a letter (RFC 3834, section 2): to a person who named us, and wants answers."""
    suppress = headers.raw(message, "x-auto-response-suppress").lower()
    if any(word in suppress for word in ("all", "autoreply", "oof")):
        return False
    is_named = any(one in own or _untagged(one) in own for one in recipients)
    return bool(sender) and not _NOREPLY.match(sender) and not _MACHINE.match(sender) and is_named


def _untagged(address: str) -> str:
    local, at, domain = address.partition("@")
    return f"{local.partition('+')[0]}{at}{domain}"


def _bounce(message: Message, found: Found, subject: str, sender: str) -> tuple[Kind, Bounce] | None:
    report_type = str(message.get_param("report-type") or "").lower()
    fields = "\n".join(f"{key}: {value}" for one in found.reports for key, value in one.items())
    if message.get_content_type() == "multipart/report" and report_type in {"", "delivery-status"} and fields:
        action = next((str(one["action"]).strip().lower() for one in found.reports if one["action"]), "failed")
        kind = {
            "delayed": Kind.DELAYED,
            "delivered": Kind.AUTO_REPLY,
            "relayed": Kind.AUTO_REPLY,
            "expanded": Kind.AUTO_REPLY,
        }
        return kind.get(action, Kind.BOUNCE), _told(found, fields)
    is_null = headers.raw(message, "return-path").strip() == "<>"
    is_machine = bool(_MACHINE.match(sender)) or is_null
    if is_machine and _WAITS.search(subject):
        return Kind.DELAYED, _told(found, found.text)
    # Without a report, as qmail and old gateways write it: a machine that says it failed.
    if is_machine and (_FAILED.search(subject) or (_MACHINE.match(sender) and _FAILED.search(found.text[:2_000]))):
        return Kind.BOUNCE, _told(found, found.text)
    return None


def _told(found: Found, fields: str) -> Bounce:
    words = f"{fields[:20_000]}\n{found.text[:20_000]}"
    status = _STATUS.search(fields) or _STATUS.search(words)
    code = _CODE.search(words)
    final = _FINAL.search(fields) or _ADDRESS.search(fields) or _ADDRESS.search(found.text)
    inner = [headers.raw(one, "message-id") for one in found.inner]
    ids = [*headers.ids(inner), *_INNER_ID.findall(words)]
    return Bounce(
        headers.plain_address(final[1]).rstrip(".>") if final else "",
        status[1] if status else _REPLY_CODES.get(code[1], "5.0.0") if code else "",
        tuple(dict.fromkeys(ids)),
    )


def _is_spam(message: Message, subject: str) -> bool:
    flag = " ".join(headers.raw(message, name) for name in ("x-spam-flag", "x-spam-status", "x-spam")).strip().lower()
    level = headers.raw(message, "x-ms-exchange-organization-scl").strip()
    return flag.startswith("yes") or (level.isdecimal() and int(level) >= 5) or bool(_SPAM_SUBJECT.match(subject))


def _is_automatic(message: Message, found: Found, subject: str) -> bool:
    submitted = headers.raw(message, "auto-submitted").split(";")[0].strip().lower()
    if submitted and submitted != "no":
        return True
    if headers.raw(message, "precedence").strip().lower() in {"auto_reply", "auto-reply"}:
        return True
    if any(headers.raw(message, name) for name in ("x-autoreply", "x-autorespond", "x-autogenerated", "x-vacation")):
        return True
    if message.get_content_type() == "multipart/report":
        return True
    return bool(_AUTOMATIC.match(subject))


def _is_list(message: Message) -> bool:
    if any(
        headers.raw(message, name)
        for name in ("list-id", "list-post", "list-unsubscribe", "x-ml-name", "x-mailinglist")
    ):
        return True
    return headers.raw(message, "precedence").strip().lower() in {"bulk", "list", "junk"}
