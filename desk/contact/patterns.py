"""Finds personal data in what people type, in any width and with any separators, and hides it. Pure; linear in the text.

What a form would read as a contact is always found here: `desk.contact.parse` reads only what this finds. The assistant
(`actions/contact.py`) and the widget (`web/src/shared/personal.ts`) have the same rules; `tests/wire/contacts.json` holds the cases.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import chain, repeat

from desk.contact.telephone_numbers import DIGITS, GROUP, numbers
from desk.text.pack import city

# Not of the category Pd, and typed for a hyphen all the same.
_DASHES = frozenset("ー−─━➖")
# Drawn as nothing, and no format character (Cf): grapheme joiner, Hangul fillers, variation selectors.
_UNSEEN = re.compile("[\u034f\u115f\u1160\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]")

# Longer than any contact (a mail address has 254 characters at most).
_MARGIN = 320

_LOCAL = r"A-Za-z0-9._%+\-!#$&'*=?^`{|}"
# 。 is a full stop, unless it leads to the end of an address: taro@example。jp.
_DOT = r"(?:\.|。(?=(?:[A-Za-z0-9\-]{1,63}[.。]){0,3}(?:jp|com|net|org|info)(?![A-Za-z0-9])))"
_MAIL = re.compile(
    rf"(?<![{_LOCAL}])[{_LOCAL}]+ {{0,2}}@ {{0,2}}(?:(?:[^\W_]|-){{1,63}}{_DOT}){{1,10}}(?:xn--[A-Za-z0-9\-]+|[A-Za-z][A-Za-z0-9\-]*)"
)
_POSTCODE = re.compile(
    r"(?:〒\s{0,3}[0-9]{3}-?[0-9]{4}|(?<![0-9-])[0-9]{3}-[0-9]{4}(?![0-9-]))(?![0-9])(?!\s?(?:円|万|年|人|m))"
)
_LONG_NUMBER = re.compile(r"(?<![0-9-])[0-9]{4}(?:[- ]?[0-9]{4}){2,3}(?![0-9-])")
# Without an area code it is a number only where it is called one.
_CALLED = re.compile(
    r"(?:電話|番号|携帯|でんわ)(?:番号)?(?:は|:|が)? ?(?P<number>[0-9]{2,4}[-.・/の]?[0-9]{4})(?![0-9])"
)


class Kind(StrEnum):
    """What was found, by the word that stands in its place."""

    MAIL = "メールアドレス"
    PHONE = "電話番号"
    POSTCODE = "郵便番号"
    INDIVIDUAL_NUMBER = "マイナンバー"
    CARD = "カード番号"


CONTACTS = frozenset({Kind.MAIL, Kind.PHONE})
_SHOWN_AS = {Kind.MAIL: "【メール】", Kind.PHONE: "【電話番号】"}


@dataclass(frozen=True)
class Found:
    """One piece of personal data.

    Attributes:
        begin: Where it begins in the text as it was written.
        end: Where it ends.
        plain: The piece in normal width, with hyphens for all dashes.
    """

    begin: int
    end: int
    kind: Kind
    plain: str


def plain(text: str) -> tuple[str, list[int]]:
    """Return a text in normal width, without what is not drawn, and for each character where it was written.

    The list has one more entry: the length of the text.
    """
    pieces = [_plain(character) for character in text]
    lengths = map(len, pieces)
    return "".join(pieces), [*chain.from_iterable(map(repeat, range(len(text)), lengths)), len(text)]


def find(text: str, public: Collection[str] | None = None) -> list[Found]:
    """Return the personal data of a text, in its order, none of it twice.

    Args:
        text: As it was written.
        public: Numbers, as digits, that everybody may read; those of the city's profile by default.
    """
    public = city().public_numbers if public is None else public
    shown, origins = plain(text)
    found = [
        (begin, end, kind)
        for begin, end, kind in _spans(shown)
        if kind is not Kind.PHONE or _is_private(shown, begin, end, public)
    ]
    kept: list[Found] = []
    position = 0
    for begin, end, kind in sorted(found, key=lambda span: (span[0], -span[1])):
        if begin >= position:
            kept.append(Found(origins[begin], origins[end - 1] + 1, kind, shown[begin:end]))
            position = end
    return kept


def hidden(text: str, public: Collection[str] | None = None) -> str:
    """Return the text with mail addresses and telephone numbers replaced by what they are, all else as it was written."""
    return replaced(text, [one for one in find(text, public) if one.kind in CONTACTS], _SHOWN_AS)


def excerpt(text: str, longest: int, public: Collection[str] | None = None) -> str:
    """Return the beginning of a text with its contacts hidden; what lies far behind it is not read, however long the text is."""
    looked = text[: longest + 2 * _MARGIN]
    found = [one for one in find(looked, public) if one.kind in CONTACTS]
    if len(looked) < len(text):
        # A contact that the cut goes through is not found: nothing near the cut is shown.
        edge = len(looked) - _MARGIN
        found = [one for one in found if one.begin < edge]
        looked = looked[: max([edge, *(one.end for one in found)])]
    return replaced(looked, found, _SHOWN_AS)[:longest]


def replaced(text: str, found: Collection[Found], names: Mapping[Kind, str]) -> str:
    """Return the text with each piece replaced by its name."""
    pieces, position = [], 0
    for one in found:
        pieces += [text[position : one.begin], names[one.kind]]
        position = one.end
    return "".join([*pieces, text[position:]])


def national(number: str) -> str:
    """Return the digits of a number as they are dialled in Japan."""
    digits = "".join(GROUP.findall(number))
    for abroad in ("0081", "01081", "81"):
        if digits.startswith(abroad) and (abroad != "81" or number.lstrip().startswith("+") or len(digits) >= 11):
            return f"0{digits.removeprefix(abroad).removeprefix('0')}"
    return digits


def is_individual_number(text: str) -> bool:
    """Return whether twelve digits are a My Number, by its check digit.

    Source: 総務省令第85号（平成26年）第5条, https://elaws.e-gov.go.jp/document?lawid=426M60000008085 (checked 2026-11-25).
    """
    digits = [int(c) for c in text if c.isdecimal()]
    if len(digits) != 12:
        return False
    weighed = sum(
        digit * (place + 1 if place <= 6 else place - 5) for place, digit in enumerate(reversed(digits[:11]), 1)
    )
    rest = weighed % 11
    return digits[11] == (0 if rest <= 1 else 11 - rest)


def is_card(text: str) -> bool:
    """Return whether sixteen digits can be a payment card's number, by its check digit (ISO/IEC 7812-1, Luhn)."""
    digits = [int(c) for c in text if c.isdecimal()]
    doubled = [digit * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return len(digits) == 16 and sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def is_visible(text: str) -> bool:
    """Return whether anything of a text is drawn: not only spaces, controls, format characters, fillers, selectors."""
    return any(unicodedata.category(c) not in {"Cc", "Cf"} and not c.isspace() and not _UNSEEN.match(c) for c in text)


@lru_cache(maxsize=8_192)
def _plain(character: str) -> str:
    if unicodedata.category(character) == "Cf" or _UNSEEN.match(character):
        return ""
    normal = unicodedata.normalize("NFKC", character)
    return "".join("-" if c in _DASHES or unicodedata.category(c) == "Pd" else "~" if c == "〜" else c for c in normal)


def _spans(shown: str) -> Iterator[tuple[int, int, Kind]]:
    for at in _MAIL.finditer(shown):
        yield (*at.span(), Kind.MAIL)
    for at in _LONG_NUMBER.finditer(shown):
        if is_individual_number(at[0]):
            yield (*at.span(), Kind.INDIVIDUAL_NUMBER)
        elif is_card(at[0]):
            yield (*at.span(), Kind.CARD)
    for at in DIGITS.finditer(shown):
        yield from ((begin, end, Kind.PHONE) for begin, end in numbers(shown, at))
    for at in _CALLED.finditer(shown):
        yield (*at.span("number"), Kind.PHONE)
    for at in _POSTCODE.finditer(shown):
        yield (*at.span(), Kind.POSTCODE)


def _is_private(shown: str, begin: int, end: int, public: Collection[str]) -> bool:
    return national(shown[begin:end]) not in public
