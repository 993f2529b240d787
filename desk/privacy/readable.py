"""開示 as a document that people read: the talk as it went, each consultation in sentences, the rest in Japanese words. Pure.

Everything that is held stands in the machine's copy beside it (`内容.json`); codes and numbers of the machinery are left to that.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from desk.privacy.dossier import Section
from desk.text import times
from desk.text.markdown import plain_markdown

TALK, CASES = "メッセージ", "相談"
_TITLES = {"会話": "会話のはじまり"}
# Numbers of rows and ids: they lead to nothing outside the desk.
_KEYS_LEFT_OUT = frozenset(
    {"番号", "会話の番号", "相談の番号", "順番", "職員の番号", "メモの番号", "お知らせの版", "内容", "自動応答の理解"}
)
# What people wrote or were written; shown as it is, whatever it looks like.
WORDS = frozenset(
    {
        "言葉",
        "メモ",
        "件名",
        "宛先",
        "覚え書き",
        "相談の内容",
        "もとになった言葉",
        "質問の例",
        "名前（呼び名）",
        "連絡先",
        "お名前",
        "場所",
        "題",
        "要約",
    }
)
_CODE = re.compile(r"[a-z]{1,2}_[\w-]{6,}|[a-z][a-z0-9]*(?:[_/.][a-z0-9]+)*|[0-9a-f]{16,}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(?:Z|[+-][0-9:]+)?")
_SAID = {"言葉", "件名", "引用と署名", "題", "選択肢", "見出し", "注意書き", "やさしい日本語", "出典", "アドレス"}


@dataclass(frozen=True)
class Line:
    """One thing that was said: when, by whom, in which words."""

    at: str
    who: str
    words: list[str]


@dataclass(frozen=True)
class Record:
    """One thing that is held: a sentence, and what is known of it as (name, words)."""

    sentence: str
    facts: list[tuple[str, list[str]]] = field(default_factory=list)


@dataclass(frozen=True)
class Document:
    """What is read: the talk, the consultations, other things by their title, and what has only numbers as (title, count)."""

    talk: list[Line]
    cases: list[Record]
    others: list[tuple[str, list[Record]]]
    counts: list[tuple[str, int]]


def document(sections: Sequence[Section]) -> Document:
    """Return the document of sections as `desk.privacy.export.shown` makes them."""
    others, counts = [], []
    for section in sections:
        if section.title in {TALK, CASES}:
            continue
        records = [Record("", found) for row in section.rows if (found := _facts(row)) and _tells(found)]
        title = _TITLES.get(section.title, section.title)
        if records:
            others.append((title, records))
        else:
            counts.append((title, len(section.rows)))
    return Document(
        [line for row in _rows(sections, TALK) if (line := _line(row)).words],
        [_case(row) for row in _rows(sections, CASES)],
        others,
        counts,
    )


def _rows(sections: Sequence[Section], title: str) -> list[dict[str, Any]]:
    return [row for section in sections if section.title == title for row in section.rows]


def _line(row: Mapping[str, Any]) -> Line:
    who, name = str(row.get("だれの発言か", "")), str(row.get("発言者", ""))
    named = who if name in {"", who} else f"{who}（{name}）"
    late = "（お送りしなかった回答）" if row.get("送らなかった回答か") == "はい" else ""
    return Line(str(row.get("送信日時", "")), named + late, _said(row.get("内容", [])))


def _said(value: Any) -> list[str]:
    """Return the words of parts in their order; what tells machines apart is no word."""
    if isinstance(value, str):
        return [line for line in plain_markdown(value).split("\n") if line.strip()]
    if isinstance(value, Mapping):
        return [
            line if name != "選択肢" else f"［選択肢］{line}"
            for name, item in value.items()
            if name in _SAID
            for line in ([_choices(item)] if name == "選択肢" else _said(item))
            if line
        ]
    return [line for item in value for line in _said(item)] if isinstance(value, Sequence) else []


def _choices(items: Any) -> str:
    return "／".join(str(item.get("見出し", "")) for item in items if isinstance(item, Mapping))


def _case(row: Mapping[str, Any]) -> Record:
    reason, topic = (_word(row.get(name)) for name in ("理由", "分野"))
    about = f"「{topic}」について、" if topic else ""
    why = f"（{reason}）" if reason else ""
    sentence = (
        f"{row.get('受け付けた日時', '')}に、{about}{row.get('経路', '')}で相談を受け付けました{why}。"
        f"受付番号は {row.get('受付番号', '')} です。"
    )
    if row.get("担当した日時"):
        sentence += f"{row['担当した日時']}に相談員が担当しました。"
    if row.get("終了した日時"):
        sentence += f"{row['終了した日時']}に終わりました。"
    shown = {"受付番号", "経路", "理由", "分野", "受け付けた日時", "担当した日時", "終了した日時", "待ち始めた日時"}
    return Record(sentence, _facts({name: value for name, value in row.items() if name not in shown}))


def _word(value: Any) -> str:
    """Return a word, nothing for a code that has none."""
    text = str(value or "")
    return "" if _CODE.fullmatch(text) else text


def _facts(row: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    """Return what is known as (name, lines): no code, no number of a row."""
    found = []
    for name, value in row.items():
        if name in _KEYS_LEFT_OUT or _CODE.fullmatch(name):
            continue
        if lines := _lines(name, value):
            found.append((name, lines))
    return found


def _lines(name: str, value: Any) -> list[str]:
    if isinstance(value, Mapping):
        if "だれの発言か" in value:
            return [f"{value['だれの発言か']}：{' '.join(_said(value.get('言葉', '')))}"]
        return [f"{key}：{' '.join(lines)}" for key, lines in _facts(value)]
    if isinstance(value, list):
        return [line for item in value for line in _lines(name, item)]
    text = str(value).strip()
    if name not in WORDS and _CODE.fullmatch(text):
        return []
    if _MOMENT.fullmatch(text):
        return [times.moment_in_year(datetime.fromisoformat(text))]
    return text.split("\n") if text else []


def _tells(facts: Sequence[tuple[str, Sequence[str]]]) -> bool:
    """Whether something of a person stands in it, and not only times and counts."""
    return any(
        name in WORDS or not re.fullmatch(r"[0-9 年月日:()日月火水木金土はいいいえ.]*", " ".join(lines))
        for name, lines in facts
    )
