"""Reads `data/danger/lines.yml`: where somebody in danger is helped, as parts of a message; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desk.text import yaml_text

Part = dict[str, Any]
IMMEDIATE = ("110", "119")
LANGUAGES = ("ja", "en", "zh-Hans", "zh-Hant", "ko")
DEFAULT = "ja"


class LinesBroken(ValueError):
    """The file cannot be used; the message names the place."""


@dataclass(frozen=True)
class Helplines:
    """The helplines by id, each subject's ids with the words said, and sentences that go with them."""

    lines: Mapping[str, Mapping[str, Any]]
    subjects: Mapping[str, Mapping[str, Any]]
    words: Mapping[str, Mapping[str, str]]
    told: Mapping[str, str]
    care: Mapping[str, str]

    def parts(self, subject: str, kind: str, language: str) -> list[Part]:
        """Return what is shown to the migrant: words, then numbers to tap, the most fitting first.

        An emergency begins with 110 or 119 whatever its subject; an unknown subject is `other`.
        """
        about = self.subjects.get(subject) or self.subjects["other"]
        spoken = self.words["emergency" if kind == "emergency" else about["words"]]
        text: Part = {
            "type": "text",
            "text": f"{_in(spoken, language)}\n\n{_in(self.told, language)}".replace("**", ""),
        }
        if language == DEFAULT and spoken.get("easy"):
            text["easy"] = f"{spoken['easy']}{self.told['easy']}"
        return [text, *(self._contact(name, language) for name in self._order(about, kind))]

    def canned(self) -> list[tuple[str, str, str]]:
        """Return (subject, title, text) of one reply per subject for consultants, in Japanese."""
        replies = []
        for subject, about in self.subjects.items():
            numbers = "\n".join(
                f"・{_in(self.lines[name]['name'], DEFAULT)} {self.lines[name]['tel']}（{_in(self.lines[name]['hours'], DEFAULT)}）"
                for name in self._order(about, "distress")
            )
            spoken = _in(self.words[about["words"]], DEFAULT).replace("**", "")
            replies.append((subject, TITLES[subject], f"{spoken}\n\n{numbers}"))
        return replies

    def _order(self, about: Mapping[str, Any], kind: str) -> list[str]:
        named = list(about["lines"])
        if kind == "emergency":
            named.sort(key=lambda name: self.lines[name]["tel"] not in IMMEDIATE)
        return named

    def _contact(self, name: str, language: str) -> Part:
        line = self.lines[name]
        label = f"{_in(line['name'], language)}（{_in(line['hours'], language)}）"
        return {"type": "contact", "label": label, "tel": line["tel"]}


TITLES = {
    "suicide": "死にたい気持ちのとき",
    "violence": "暴力・支配から逃れたいとき",
    "child": "子どもが心配なとき",
    "care": "介護で追いつめられたとき",
    "crisis": "つらくて動けないとき",
    "medical": "けが・急病のとき",
    "fire": "火事・ガスのとき",
    "crime": "犯罪の危険があるとき",
    "accident": "事故・遭難のとき",
    "other": "心配なとき",
}


def load(path: Path) -> Helplines:
    """Read the file.

    Raises:
        LinesBroken: A line lacks a language or is unknown, or a subject lacks 110 or 119 among its first three.
    """
    fields = yaml_text.load(path.read_text(encoding="utf-8"))
    lines = {line["id"]: line for line in fields["lines"]}
    for name, line in lines.items():
        _complete(f"{name}.name", line["name"])
        _complete(f"{name}.hours", line["hours"])
    for subject in TITLES:
        named = (fields["subjects"].get(subject) or {}).get("lines") or []
        if unknown := [name for name in named if name not in lines]:
            raise LinesBroken(f"subjects.{subject}: {unknown[0]} is no line")
        first = {lines[name]["tel"] for name in named[:3]}
        if not first.issuperset(IMMEDIATE):
            raise LinesBroken(f"subjects.{subject}: expected 110 and 119 among the first three")
        _complete(f"words of {subject}", fields["words"][fields["subjects"][subject]["words"]])
    _complete("told", fields["told"])
    _complete("care", fields["care"])
    return Helplines(lines, fields["subjects"], fields["words"], fields["told"], fields["care"])


def _complete(where: str, spoken: Mapping[str, str]) -> None:
    for language in LANGUAGES:
        if not spoken.get(language):
            raise LinesBroken(f"{where}: {language} is missing")


def _in(spoken: Mapping[str, str], language: str) -> str:
    return str(spoken.get(language) or spoken[DEFAULT])
