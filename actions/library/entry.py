"""What an approved answer is."""

from __future__ import annotations

import dataclasses
import datetime

from actions.library.facts import Fact, Source


@dataclasses.dataclass(frozen=True)
class Contact:
    """Whom to ask; at least one of phone, email, url."""

    name: str
    phone: str | None = None
    email: str | None = None
    url: str | None = None


@dataclasses.dataclass(frozen=True)
class English:
    """An answer in English.

    Attributes:
        title: Short name.
        text: In restricted Markdown, its facts in place.
        translated: The day of the translation.
        is_older: Whether the Japanese original was checked or changed after that day.
        written: The text as it stands in the file.
        original: What it translates, as that stands in the file.
    """

    title: str
    text: str
    translated: datetime.date
    is_older: bool
    written: str
    original: str


@dataclasses.dataclass(frozen=True)
class Entry:
    """One approved answer, its facts in place.

    Attributes:
        label: `topic/name`.
        title: Short name, shown on cards and chips.
        text: The answer in restricted Markdown, as far as it is seen at once.
        sources: At least one; those of the facts are among them.
        checked: The oldest day on which the answer or a fact in it was compared with its sources.
        review_by: The day from which it is shown as possibly old.
        related: Labels offered next.
        more: What is seen after [くわしく].
        caveat: What the reader must know beside the answer.
        easy_caveat: The same in やさしい日本語.
        contacts: Whom to ask.
        easy: The answer in やさしい日本語; readings as 漢字《かんじ》, or ｜base《reading》.
        easy_more: The part of it after [くわしく].
        easy_title: The title in やさしい日本語.
        english: The part that is seen at once in English, where there is one.
        facts: Those that it refers to.
        written: Text, more, easy and so on as they stand in the file, before facts were put in.
    """

    label: str
    title: str
    owner: str
    text: str
    sources: tuple[Source, ...]
    checked: datetime.date
    review_by: datetime.date
    related: tuple[str, ...]
    more: str | None = None
    caveat: str | None = None
    easy_caveat: str | None = None
    contacts: tuple[Contact, ...] = ()
    easy: str | None = None
    easy_more: str | None = None
    easy_title: str | None = None
    english: English | None = None
    facts: tuple[Fact, ...] = ()
    written: str = ""

    @property
    def topic(self) -> str:
        """The part of the label before the slash."""
        return self.label.split("/")[0]

    def is_outdated(self, today: datetime.date) -> bool:
        """Whether the day of the next review has passed, or the last day of a fact in it."""
        ends = [fact.valid_until for fact in self.facts if fact.valid_until]
        return today > min([self.review_by, *ends])
