"""What is said to somebody in danger: the helplines of `data/danger/lines.yml`, the most fitting first; pure but for the file."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from actions import replies
from actions.city import pack
from actions.in_language import AS_IT_IS
from actions.replies import Choice, Part
from actions.situation import Situation

KINDS = frozenset({"distress", "emergency"})
# An emergency begins with these, whatever it is about.
_IMMEDIATE = ("110", "119")
_JAPANESE = "ja"
# The subject of a danger that only the label tells.
_SUBJECT_OF_KIND = {"distress": "crisis", "emergency": "other"}


def of(where: Situation) -> tuple[str, str] | None:
    """Return (kind, subject) of the danger a message speaks of or a choice names, None for none."""
    found = where.understanding.get("danger")
    if found:
        return str(found["kind"]), str(found["subject"])
    topic, _, name = (where.label or "").partition("/")
    return (name, _SUBJECT_OF_KIND[name]) if topic == "chitchat" and name in KINDS else None


def parts(kind: str, subject: str, language: str) -> list[Part]:
    """Return words, numbers to tap and the one act, in that order; nothing else belongs below them."""
    lines = helplines()
    about = lines["subjects"].get(subject) or lines["subjects"]["other"]
    spoken = lines["words"]["emergency" if kind == "emergency" else about["words"]]
    told = lines["told"]
    shown = replies.text(f"{_in(spoken, language)}\n\n{_in(told, language)}".replace("**", ""), AS_IT_IS)
    shown["flags"] = [kind]
    if language == _JAPANESE and spoken.get("easy"):
        shown["easy"] = f"{spoken['easy']}{told['easy']}"
    named = [line for name in about["lines"] for line in lines["lines"] if line["id"] == name]
    if kind == "emergency":
        named.sort(key=lambda line: line["tel"] not in _IMMEDIATE)
    person = Choice(_in(lines["ask_person"], language), replies.ASK_PERSON.payload)
    return [
        shown,
        *(_contact(line, language) for line in named),
        replies.choices([person], "reply"),
    ]


def care(where: Situation) -> list[Part]:
    """Return the one line of care where danger is thinkable and the message was not understood for sure."""
    if not where.understanding.get("care"):
        return []
    line = helplines()["care"]
    language = _reply_language(where)
    shown = replies.text(_in(line, language), AS_IT_IS)
    if language == _JAPANESE:
        shown["easy"] = line["easy"]
    return [shown]


def answer(where: Situation) -> list[Part]:
    """Return the reply to a message of danger, empty for any other."""
    found = of(where)
    return parts(*found, _reply_language(where)) if found else []


def spoken_before(events: Iterable[Mapping[str, Any]]) -> dict[str, Any] | None:
    """Return the gravest danger heard since a person last gave the conversation back, the latest of equals.

    Whichever button or words lead to a hand-over afterwards, it is one of somebody in danger.
    """
    gravest: dict[str, Any] | None = None
    for event in events:
        if event.get("event") == "slot" and event.get("name") == "consultant_summary":
            gravest = None
        if event.get("event") != "user":
            continue
        found = _heard(event)
        if found and not (gravest and gravest["kind"] == "emergency" and found["kind"] != "emergency"):
            gravest = found
    return gravest


def _heard(event: Mapping[str, Any]) -> dict[str, Any] | None:
    parsed = event.get("parse_data") or {}
    known = parsed.get("understanding") or {}
    if known.get("danger"):
        return {key: known["danger"].get(key) for key in ("kind", "subject", "words", "by")}
    # A tap on the answer itself, and messages of before the detector.
    name = str(known.get("label") or _chosen(parsed) or "").removeprefix("chitchat/")
    if name not in KINDS:
        return None
    words = str((event.get("metadata") or {}).get("shown_text") or event.get("text") or "")
    return {"kind": name, "subject": _SUBJECT_OF_KIND[name], "words": words[:80], "by": "model"}


def _chosen(parsed: Mapping[str, Any]) -> str | None:
    labels = (e.get("value") for e in parsed.get("entities") or [] if e.get("entity") == "label")
    return next(labels, None)


def _reply_language(where: Situation) -> str:
    return where.language


def _contact(line: Mapping[str, Any], language: str) -> Part:
    label = f"{_in(line['name'], language)}（{_in(line['hours'], language)}）"
    return {"type": "contact", "label": label, "tel": line["tel"]}


def _in(spoken: Mapping[str, str], language: str) -> str:
    return str(spoken.get(language) or spoken[_JAPANESE])


def helplines() -> Any:
    """Return the file of the pack in use, read once; `desk.danger.lines` refuses an incomplete one, and so does a test."""
    return _read(pack() / "danger" / "lines.yml")


@functools.lru_cache(maxsize=4)
def _read(file: Path) -> Any:
    return yaml.safe_load(file.read_text(encoding="utf-8"))
