"""What the pages of the answers share: names of states, what a refusal says, tabs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Annotated, Any, TypeVar

from fastapi import Depends
from fastapi.responses import HTMLResponse

from desk.accounts.models import Session
from desk.content import compare
from desk.content.api_access import problem_of
from desk.content.entries import MORE
from desk.content.errors import ContentRefused, Fault, Unusable
from desk.content.models import EntryView
from desk.content.preview import Previews
from desk.content.service import Content
from desk.content.step_rules import REVIEWERS
from desk.display_names import VERSIONS
from desk.office import frame
from desk.services import part
from desk.text.pack import city

SECTION = "回答"
HOME = "/console/answers"
TABS = (
    (HOME, "回答の一覧"),
    (f"{HOME}/facts", "変わる値（金額・日付）"),
    (f"{HOME}/try", "試してみる"),
    (f"{HOME}/models", "学習"),
    (f"{HOME}/off", "案内を止める"),
    (f"{HOME}/history", "公開の記録"),
    (f"{HOME}/city", "まちの情報"),
)
_FIELDS = {
    **compare.NAMES,
    "id": "記号",
    "label": "名前",
    "topic": "話題",
    "phrasings": "質問の言い方",
    "reason": "理由",
    "words": "戻す理由",
}
# What the readers of answer files say in English, as far as somebody in the office can cause it.
_SAID = (
    (re.compile(r"expected a fact of facts\.yml, got (\S+)"), r"「\1」という値はありません。「変わる値」のページで記号を確かめてください。"),
    (re.compile(r"expected \{\{ id \}\}.*"), "{{ 値の記号 }} の形で書いてください。"),
    (re.compile(f".*{MORE}.*"), "「くわしく」の区切りは一度だけ使えます。"),
)  # fmt: skip
T = TypeVar("T")
Shown = Annotated[Previews, Depends(part(Previews))]


def page(current: Session, template: str, *, title: str, tab: str = TABS[0][1], **values: Any) -> HTMLResponse:
    """Return a page of the answers with its tabs."""
    return frame.show(
        current,
        template,
        title=title,
        section=SECTION,
        tab=tab,
        tabs_=TABS,
        home=HOME,
        states=VERSIONS,
        may_review=current.account.role in REVIEWERS,
        **values,
    )


def attempt(do: Callable[[], T]) -> tuple[T | None, int, str]:
    """Do something of the service: (result, 200, ""), or (None, status, what is said)."""
    try:
        return do(), 200, ""
    except ContentRefused as error:
        return None, *refusal(error)


def refusal(error: ContentRefused) -> tuple[int, str]:
    """Return the status of a refusal, and what is said of it."""
    problem = problem_of(error)
    faults = error.faults if isinstance(error, Unusable) else ()
    return problem.status, " ".join([problem.message, *map(said, faults)])


def said(fault: Fault) -> str:
    """Return a fault as a sentence for the office."""
    reason = fault.reason
    for pattern, words in _SAID:
        reason = pattern.sub(words, reason)
    return f"{_FIELDS.get(fault.field, fault.field)}：{reason}"


def by_field(faults: Iterable[Fault]) -> dict[str, list[str]]:
    """Return what is said beside each field."""
    found: dict[str, list[str]] = {}
    for fault in faults:
        found.setdefault(fault.field, []).append(said(fault).partition("：")[2])
    return found


def title_of(view: EntryView) -> str:
    """Return the title of what is published, else of what is newest."""
    newest = view.published or view.open or (view.versions[0] if view.versions else None)
    # A value that was written before values had titles has none.
    return str(newest.content.get("title") or view.item.key) if newest else view.item.key


def topic_names(content: Content) -> dict[str, str]:
    """Return the names of the topics in which there are answers, by key."""
    named = city().topic_names
    return {topic: named.get(topic, topic) for topic in content.topics()}


def open_topics(content: Content) -> dict[str, str]:
    """Return the names of the topics in which an answer may be begun, by key: those with answers, and the profile's areas."""
    return {key: name for key, name in (dict(city().areas) | topic_names(content)).items() if key != "chitchat"}
