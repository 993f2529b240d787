"""Reads a telephone number or a mail address out of a line; the same rules as the desk's (`tests/wire/contacts.json`). Pure."""

from __future__ import annotations

import dataclasses
import re
import unicodedata

import phonenumbers
from email_validator import EmailNotValidError, validate_email

_DASHES = frozenset("ー−─━➖")
_UNSEEN = re.compile("[\u034f\u115f\u1160\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_DIGITS = re.compile(r"(?:\+ ?)?[0-9]+(?:[-()\s./・･の一~]{1,3}[0-9]+)*")
_LOCAL = r"A-Za-z0-9._%+\-!#$&'*=?^`{|}"
# 。 is a full stop, unless it leads to the end of an address: taro@example。jp.
_DOT = r"(?:\.|。(?=(?:[A-Za-z0-9\-]{1,63}[.。]){0,3}(?:jp|com|net|org|info)(?![A-Za-z0-9])))"
_MAIL = re.compile(
    rf"(?<![{_LOCAL}])[{_LOCAL}]+ {{0,2}}@ {{0,2}}(?:(?:[^\W_]|-){{1,63}}{_DOT}){{1,10}}(?:xn--[A-Za-z0-9\-]+|[A-Za-z][A-Za-z0-9\-]*)"
)
_FOREIGN_LOCAL_PART = re.compile(r"[^\x00-\x7f]@(?:[^\W_]|-){1,63}\.")
_ODD_DOTS = re.compile(r"^\.|\.\.|\.$")

SAY = {
    "no_mail": "メールアドレスの形になっていないようです。@ の前後をたしかめて、もう一度書いてください。",
    "no_phone": "電話番号の形になっていないようです。市外局番から、数字とハイフンで書いてください。",
    "local_part": "@ の前に日本語などがあるアドレスには、こちらからメールを送れません。半角の英数字のアドレスを書くか、「やめる」と書いてください。",
    "dots": "@ の前の点が続いたり、端にあったりするアドレスには、こちらからメールを送れません。ほかのアドレスを書くか、「やめる」と書いてください。",
    "example": "これは書き方の例です。例のかわりに、ご自分のものを書いてください。",
}
_FIELDS = {"email": "mail", "phone": "phone"}
# As the desk writes them in the place of what it withholds (desk/contact/withheld.py).
_NAMES = {"email": "［メールアドレス］", "phone": "［電話番号］"}
# What the questions name as an example, copied into the answer: the address, and numbers that end in zeros only.
_EXAMPLE_MAIL = "name@example.jp"
_EXAMPLE_NUMBER = re.compile(r"0[1-9]\d{0,3}0{6,8}")


@dataclasses.dataclass(frozen=True)
class Reading:
    """A contact as it is kept, or why there is none (a key of `SAY`)."""

    value: str = ""
    refused: str | None = None


def withheld(kind: str, refused: str | None) -> Reading:
    """Return the reading of a contact that the desk keeps to itself: its name stands for it, and the desk puts it back."""
    return Reading(refused=refused if refused in SAY else f"no_{_FIELDS[kind]}") if refused else Reading(_NAMES[kind])


def mail(text: str) -> Reading:
    """Return the mail address of a line, in ASCII."""
    shown = plain(text)
    refused = "local_part" if _FOREIGN_LOCAL_PART.search(shown) else "no_mail"
    for found in _MAIL.finditer(shown):
        address = re.sub(r"\s", "", found[0]).replace("。", ".")
        try:
            value = validate_email(address, check_deliverability=False, test_environment=True).ascii_email
        except EmailNotValidError:
            refused = "dots" if _ODD_DOTS.search(address.partition("@")[0]) else refused
            continue
        if (value or "").lower() == _EXAMPLE_MAIL:
            refused = "example"
        elif value:
            return Reading(value)
    return Reading(refused=refused)


def phone(text: str) -> Reading:
    """Return the telephone number of a line in its usual grouping."""
    refused = "no_phone"
    for found in _DIGITS.finditer(plain(text)):
        digits = re.sub(r"[^0-9]", "", found[0])
        is_abroad = found[0].startswith("+")
        inland = re.sub(r"^(?:0081|01081|81)0?", "0", digits)
        if _EXAMPLE_NUMBER.fullmatch(inland):
            refused = "example"
            continue
        is_japanese = digits.startswith("0") or (is_abroad and digits.startswith("81")) or len(digits) >= 11
        try:
            number = phonenumbers.parse(inland if is_japanese and inland.startswith("0") else f"+{digits}", "JP")
        except phonenumbers.NumberParseException:
            continue
        if (is_japanese or is_abroad) and phonenumbers.is_valid_number(number):
            form = phonenumbers.PhoneNumberFormat
            style = form.NATIONAL if number.country_code == 81 else form.INTERNATIONAL
            return Reading(phonenumbers.format_number(number, style))
    return Reading(refused=refused)


def plain(text: str) -> str:
    """Return a line in normal width, with hyphens for all dashes and without what is not drawn."""
    normal = unicodedata.normalize("NFKC", "".join(c for c in text if not _is_unseen(c)))
    return "".join("-" if c in _DASHES or unicodedata.category(c) == "Pd" else "~" if c == "〜" else c for c in normal)


def _is_unseen(character: str) -> bool:
    return unicodedata.category(character) == "Cf" or bool(_UNSEEN.match(character))
