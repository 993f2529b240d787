"""What the records of the content (publications, the audit log) say in the office's words: titles instead of labels and ids; pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from desk.content.models import Kind
from desk.content.page_parts import title_of, topic_names
from desk.content.service import Content

# What can be switched off.
SCOPES = {"all": "自動応答の全体", "topic": "話題", "entry": "回答"}
_KINDS = {Kind.ENTRY: SCOPES["entry"], Kind.FACT: "変わる値"}
# Of `steps.publication`, and of what becomes due by itself (`due.take`).
_ACTS = (
    (re.compile(r"phrasings of (\S+)"), "{}の質問の言い方を変えた"),
    (re.compile(r"publish(?:ed)? (\S+)(?: (\d+))?"), "{}を公開した"),
    (re.compile(r"withdr[ae]w (\S+)"), "{}を取り下げた"),
    (re.compile(r"restored? (\S+)(?: (\d+))?"), "{}をもとに戻した"),
)
_PACK = re.compile(r"pack (\w+)")
_SWITCHED = re.compile(r"switched (on|off) (all|topic|entry) ?(\S*)|switch_(on) (all|topic|entry) ?(\S*)")
_SWITCH = re.compile(r"(all|topic|entry) (\S*) ?(on|off)")
_VERSION = re.compile(r"(\S+) (\d+)")
_MODEL = re.compile(r"(\d+) (serves|waits)")
_SWITCHES = {"on": "の案内を再開した", "off": "の案内を止めた"}
_MODELS = {"serves": "使い始めた", "waits": "確認を待っている"}


class RecordWords:
    """Titles of what there is now, by key."""

    def __init__(self, titles: Mapping[str, str], topics: Mapping[str, str]) -> None:
        """Take what answers and values are called (回答「…」), and the topics."""
        self._titles, self._topics = titles, topics

    def what(self, recorded: str) -> str:
        """Return what a publication did; what is not known stays as it is."""
        return "、".join(self._act(one) for one in recorded.split("; "))

    def subject(self, recorded: str) -> str | None:
        """Return what an entry of the audit log is about, None where it is nothing of the content."""
        if recorded in self._titles:
            return self._titles[recorded]
        if (match := _VERSION.fullmatch(recorded)) and match[1] in self._titles:
            return f"{self._titles[match[1]]}（版 {match[2]}）"
        if match := _SWITCH.fullmatch(recorded):
            return self._switched(match[1], match[2], match[3])
        if match := _MODEL.fullmatch(recorded):
            return f"{match[1]}番の学習（{_MODELS[match[2]]}）"
        return "同梱の学習" if recorded == "shipped" else None

    def _act(self, recorded: str) -> str:
        if match := _SWITCHED.fullmatch(recorded):
            on, scope, name = [given for given in match.groups() if given is not None]
            return self._switched(scope, name, on)
        if match := _PACK.fullmatch(recorded):
            return f"同梱の内容を取り込んだ（{match[1]}）"
        for pattern, words in _ACTS:
            if match := pattern.fullmatch(recorded):
                number = match[2] if pattern.groups > 1 else None
                return words.format(self._named(match[1])) + (f"（版 {number}）" if number else "")
        return recorded

    def _named(self, key: str) -> str:
        return self._titles.get(key, key)

    def _switched(self, scope: str, name: str, on: str) -> str:
        whole = (
            SCOPES["all"]
            if scope == "all"
            else f"{SCOPES[scope]}「{self._topics.get(name, name)}」"
            if scope == "topic"
            else self._named(name)
        )
        return f"{whole}{_SWITCHES[on]}"


def of(content: Content) -> RecordWords:
    """Return the words for what there is now."""
    titles = {
        view.item.key: f"{name}「{title_of(view)}」"
        for kind, name in _KINDS.items()
        for view in content.find_items(kind)
    }
    return RecordWords(titles, topic_names(content))


def subjects(content: Content, recorded: Collection[str]) -> dict[str, str]:
    """Return {subject: words} for those that are of the content."""
    words = of(content)
    return {one: found for one in recorded if (found := words.subject(one)) is not None}
