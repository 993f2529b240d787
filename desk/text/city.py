"""What a city's profile says: names, telephones, links, colours, topics; pure. Read by `city_file`, held by `pack`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Names:
    """What things are called; `receipt` are the two letters that numbers of cases begin with."""

    city: str
    town: str
    town_easy: str
    latin: str
    service: str
    chat: str
    desk: str
    nickname: str
    receipt: str
    centre: str


@dataclass(frozen=True)
class Office:
    """Whom to telephone where nothing else helps."""

    name: str
    phone: str
    note: str = ""

    @property
    def digits(self) -> str:
        """The number as `tel:` takes it."""
        return re.sub(r"\D", "", self.phone)


@dataclass(frozen=True)
class Contact(Office):
    """Another place to ask, and what about."""

    about: str = ""


@dataclass(frozen=True)
class Place:
    """Where people meet a consultant."""

    short: str
    long: str
    in_person: str


@dataclass(frozen=True)
class Links:
    """The city's own pages; `line` is where one becomes a friend of its LINE account, empty where it has none."""

    city: str
    city_title: str
    migration: str
    line: str = ""


@dataclass(frozen=True)
class Colours:
    """Of buttons and bars, as #rrggbb, by day and in the dark."""

    primary: str
    primary_hover: str
    primary_dark: str
    primary_dark_hover: str


@dataclass(frozen=True)
class Card:
    """One field of the sample page."""

    title: str
    text: str
    ask: str


@dataclass(frozen=True)
class SamplePage:
    """The page on which the chat is shown to those who choose it; `picture` is a file of the pack."""

    heading: str
    lead: str
    picture: str
    people: str
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Topic:
    """One topic of the first screen and the labels it offers; `easy` is its name in やさしい日本語, empty where it needs none."""

    key: str
    name: str
    labels: tuple[str, ...]
    easy: str = ""


@dataclass(frozen=True)
class MenuField:
    """One field of LINE's menu."""

    label: str
    does: str
    sign: str
    colour: str


@dataclass(frozen=True)
class City:
    """The profile.

    Attributes:
        readers: Who reads what a person writes, as the words on personal data say it.
        hours: Slots of the consultants, as the setting OPENING_HOURS.
        areas: Japanese names of the folders of answers.
        own_places: Names that make a source the city's own (the content check).
        source_words: Words of titles that say nothing of what a page is about (the content check).
    """

    names: Names
    readers: str
    office: Office
    contacts: tuple[Contact, ...]
    place: Place
    links: Links
    hours: str
    colours: Colours
    sample_page: SamplePage
    own_places: tuple[str, ...]
    source_words: tuple[str, ...]
    areas: Mapping[str, str]
    topics: tuple[Topic, ...]
    line_menu: tuple[MenuField, ...]

    @property
    def centre_at(self) -> str:
        """The centre with where it is."""
        return f"{self.names.centre}（{self.place.short}）"

    @property
    def topic_names(self) -> dict[str, str]:
        """Names of areas and of the first screen's topics by key."""
        return {**self.areas, **{topic.key: topic.name for topic in self.topics}}

    @property
    def public_numbers(self) -> frozenset[str]:
        """Telephone numbers that everybody may quote, as digits."""
        return frozenset({self.office.digits, *(contact.digits for contact in self.contacts)})
