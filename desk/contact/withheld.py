"""What the assistant is told of a message with personal data: the words without it. Pure; finds, never keeps."""

from __future__ import annotations

import re
from dataclasses import dataclass

from desk.contact import patterns
from desk.contact.patterns import Kind


def name(kind: Kind) -> str:
    """Return what stands in the place of one: ［電話番号］."""
    return f"［{kind.value}］"


_NAMES = {kind: name(kind) for kind in Kind}
# Around a number that is all of a message: 電話番号は…です.
_SAYS_NOTHING = re.compile(
    r"[\s、。,.:!()「」ですはの]|電話|携帯|番号|住所|郵便|メール|アドレス|連絡先|マイナンバー|カード"
)


@dataclass(frozen=True)
class Withheld:
    """A message without its personal data.

    Attributes:
        kinds: Names of what was found, each once, in the order of the text.
        told: The text as it was written, with each of them replaced by its name.
        has_more: Whether the text says anything besides.
    """

    kinds: tuple[str, ...]
    told: str
    has_more: bool

    @property
    def words(self) -> str:
        """The kinds for a sentence: 電話番号や郵便番号."""
        return "や".join(self.kinds)


def withhold(text: str) -> Withheld | None:
    """Return a text without what is personal in it, None where nothing is."""
    found = patterns.find(text)
    if not found:
        return None
    rest, _ = patterns.plain(patterns.replaced(text, found, dict.fromkeys(Kind, "")))
    has_more = len(_SAYS_NOTHING.sub("", rest)) > 1
    kinds = tuple(dict.fromkeys(one.kind.value for one in found))
    return Withheld(kinds, patterns.replaced(text, found, _NAMES), has_more)
