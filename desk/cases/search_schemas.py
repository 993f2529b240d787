"""What the console's search answers; see `schemas`."""

from __future__ import annotations

from typing_extensions import TypedDict

from desk.cases.list_schemas import CaseRow


class ExcerptPiece(TypedDict):
    """A piece of an excerpt; `hit` where it is what was searched for."""

    text: str
    hit: bool


class Hit(TypedDict):
    """A place where words were found."""

    part: str
    at: str
    seq: int | None
    excerpt: list[ExcerptPiece]


class FoundCase(CaseRow):
    """A case in which words were found: the newest places, and how many there are."""

    hits: list[Hit]
    hit_count: int


class FoundCases(TypedDict):
    """A page of what was found."""

    cases: list[FoundCase]
    page: int
    more: bool
