"""Personal details in what somebody types: telephone, mail, postal code, Individual Number. Pure; finds, never keeps."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from desk.text import mail_addresses

# Numbers that everybody may quote (`texts.CITY_OFFICE` and the centre's), as digits.
PUBLIC_NUMBERS = frozenset({"0134324111"})
_DASHES = str.maketrans("ー－―‐−–—‑", "--------")
# 0 and nine or ten more digits, in up to three groups; +81 in place of the 0.
_PHONE = re.compile(r"(?<![\d-])(?:\+81[\s-]?\d|0\d)\d{0,4}[\s-]?\(?\d{1,4}\)?[\s-]?\d{3,4}(?![\d-])")
_POSTCODE = re.compile(r"(?:〒\s*\d{3}-?\d{4}|(?<![\d-])\d{3}-\d{4}(?![\d-]))(?!\s*(?:円|万|年|人|m))")
_TWELVE = re.compile(r"(?<![\d-])\d{4}[\s-]?\d{4}[\s-]?\d{4}(?![\d-])")


@dataclass(frozen=True)
class Found:
    """What is personal in a text.

    Attributes:
        kinds: Names of what was found, each once, in the order of the text.
        masked: The text with each of them replaced by its name.
    """

    kinds: tuple[str, ...]
    masked: str

    @property
    def words(self) -> str:
        """The kinds for a sentence: 電話番号や郵便番号."""
        return "や".join(self.kinds)

    @property
    def has_more(self) -> bool:
        """Whether the text says anything besides."""
        rest = re.sub(r"［[^］]+］|[\s、。,.:：です]|電話|番号|住所|郵便|メール|アドレス", "", self.masked)
        return len(rest) > 1


def find(text: str) -> Found | None:
    """Return what is personal in a text, None where nothing is."""
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES)
    kinds: list[str] = []

    def hide(name: str) -> str:
        kinds.append(name)
        return f"［{name}］"

    plain = mail_addresses.replaced(plain, lambda: hide("メールアドレス"), with_blanks=False)
    plain = _TWELVE.sub(lambda m: hide("マイナンバー") if is_individual_number(m[0]) else m[0], plain)
    plain = _PHONE.sub(lambda m: hide("電話番号") if _is_phone(m[0]) else m[0], plain)
    plain = _POSTCODE.sub(lambda m: hide("郵便番号"), plain)
    return Found(tuple(dict.fromkeys(kinds)), plain) if kinds else None


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


def _is_phone(text: str) -> bool:
    digits = "".join(c for c in text if c.isdecimal())
    if text.startswith("+81"):
        digits = "0" + digits[2:]
    return len(digits) in {10, 11} and digits not in PUBLIC_NUMBERS
