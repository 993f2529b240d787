"""Reads a contact out of what somebody typed into a form; the one gate for all of the desk's forms.

Only what `patterns.find` finds is read: what a form takes is always hidden on screens and kept from the assistant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from desk.contact import patterns
from desk.contact.patterns import Kind

LONGEST_REMARK = 40
_REMARK = re.compile(r"[(\[【「]([^()\[\]【】「」]{1,40})[)\]】」]")
# Somebody's own script before the @: it is an address, and no mail server here can send to it.
_FOREIGN_LOCAL_PART = re.compile(r"[^\x00-\x7f]@(?:[^\W_]|-){1,63}\.")
# A field holds one contact; what stands behind so many is not looked at.
_MOST_LOOKED_AT = 5
_ODD_DOTS = re.compile(r"^\.|\.\.|\.$")


class Refused(StrEnum):
    """Why nothing was read."""

    NO_MAIL = "no_mail"
    NO_PHONE = "no_phone"
    NEITHER = "neither"
    LOCAL_PART = "local_part"
    DOTS = "dots"
    EXAMPLE = "example"


SAY = {
    Refused.NO_MAIL: "メールアドレスを「name@example.jp」のように、@ の前後を続けて書いてください。",
    Refused.NO_PHONE: "電話番号を市外局番から書いてください（例：0134-00-0000）。全角の数字やハイフンなしでもかまいません。",
    Refused.NEITHER: "メールアドレスか、市外局番からの電話番号を書いてください（例：name@example.jp、0134-00-0000）。",
    Refused.LOCAL_PART: "@ の前に日本語などがあるアドレスには、こちらからメールを送れません。半角の英数字のアドレスか、電話番号を書いてください。",
    Refused.DOTS: "@ の前の点が続いたり、端にあったりするアドレスには、こちらからメールを送れません。ほかのアドレスか、電話番号を書いてください。",
    Refused.EXAMPLE: "これは書き方の例です。例のかわりに、ご自分のものを書いてください。",
}
# What stands beside fields as an example, copied into them: the address, and numbers that end in zeros only.
_EXAMPLE_MAIL = "name@example.jp"
_EXAMPLE_NUMBER = re.compile(r"0[1-9]\d{0,3}0{6,8}")


class NotAContact(ValueError):
    """What was given leads to nobody."""


@dataclass(frozen=True)
class Reading:
    """What a field says.

    Attributes:
        kind: `email` or `phone`.
        value: The address in ASCII (an international domain as punycode), the number in its usual grouping; "" if none.
        remark: What stands beside it in brackets: 夜のみ.
        refused: Why there is no value.
    """

    kind: str
    value: str
    remark: str = ""
    refused: Refused | None = None


def mail(text: str) -> Reading:
    """Return the mail address in a text; of two nobody can tell which one is meant."""
    shown, _ = patterns.plain(text)
    read: dict[str, patterns.Found] = {}
    refused = Refused.LOCAL_PART if _FOREIGN_LOCAL_PART.search(shown) else Refused.NO_MAIL
    for found in [one for one in patterns.find(text) if one.kind is Kind.MAIL][:_MOST_LOOKED_AT]:
        address = re.sub(r"\s", "", found.plain).replace("。", ".").removeprefix("mailto:")
        try:
            value = validate_email(address, check_deliverability=False, test_environment=True).ascii_email
        except EmailNotValidError:
            refused = Refused.DOTS if _ODD_DOTS.search(address.partition("@")[0]) else refused
            continue
        if (value or "").lower() == _EXAMPLE_MAIL:
            refused = Refused.EXAMPLE
        elif value:
            read.setdefault(value, found)
    if len(read) == 1:
        [(value, found)] = read.items()
        return Reading("email", value, _remark(text, found))
    return Reading("email", "", refused=refused)


def phone(text: str) -> Reading:
    """Return the telephone number in a text; the city's own numbers are numbers too."""
    refused = Refused.NO_PHONE
    for found in patterns.find(text, public=()):
        if found.kind is not Kind.PHONE:
            continue
        digits = patterns.national(found.plain)
        is_abroad = found.plain.startswith("+") and not digits.startswith("0")
        if _EXAMPLE_NUMBER.fullmatch(digits):
            refused = Refused.EXAMPLE
            continue
        try:
            number = phonenumbers.parse(f"+{digits}" if is_abroad else digits, "JP")
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            form = phonenumbers.PhoneNumberFormat
            style = form.NATIONAL if number.country_code == 81 else form.INTERNATIONAL
            return Reading("phone", phonenumbers.format_number(number, style), _remark(text, found))
    return Reading("phone", "", refused=refused)


def contact(text: str) -> Reading:
    """Return the mail address or the telephone number in a text: with an @ it is meant to be an address."""
    shown, _ = patterns.plain(text)
    if "@" in shown:
        return mail(text)
    found = phone(text)
    # The field takes both: nobody who meant an address is told of area codes alone.
    return replace(found, refused=Refused.NEITHER) if found.refused is Refused.NO_PHONE else found


def _remark(text: str, found: patterns.Found) -> str:
    shown, _ = patterns.plain(f"{text[: found.begin]}\n{text[found.end :]}")
    beside = _REMARK.search(shown)
    return beside[1].strip() if beside else ""
