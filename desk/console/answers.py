"""The approved answers and canned replies that a consultant may insert into a reply."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

import yaml
from fastapi import APIRouter, Query

from desk.console.session import CurrentSession
from desk.settings import PROJECT

router = APIRouter(prefix="/api/console", tags=["console"])
_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.DOTALL)
_LINK = re.compile(r"\[([^\]]+)\]\((https://[^)\s]+)\)")
MOST_FOUND = 20

# {相談員名} and {受付番号} are filled in by the console.
CANNED = (
    (
        "greeting",
        "最初のあいさつ",
        "お待たせいたしました。おたる移住・起業「ひと旗」サポートセンターの{相談員名}です。これまでのやり取りを拝見しました。",
    ),
    (
        "ask_timing",
        "時期をたずねる",
        "差し支えなければ、移住を考えていらっしゃる時期と、ご家族の人数を教えていただけますか。お答えになりたくないことは、書かなくて大丈夫です。",
    ),
    (
        "look_up",
        "確認する",
        "ありがとうございます。担当の部署に確認いたしますので、少しお時間をください。分かりしだい、このチャットでお知らせします。",
    ),
    (
        "visit",
        "来訪・オンライン相談の案内",
        "よろしければ、窓口での対面か、オンラインでもご相談いただけます。ご希望の日時を二つほど教えてください。",
    ),
    (
        "easy",
        "やさしい日本語",
        "こんにちは。わたしは {相談員名} です。あなたの 質問（しつもん）に 答（こた）えます。ゆっくり 書（か）いて ください。",
    ),
    (
        "close",
        "終わりのあいさつ",
        "ご相談ありがとうございました。受付番号は {受付番号} です。また何かありましたら、いつでもこのチャットへどうぞ。",
    ),
)


@router.get("/canned")
def canned(current: CurrentSession) -> dict[str, Any]:
    """Return the canned replies."""
    return {"replies": [{"id": key, "title": title, "text": text} for key, title, text in CANNED]}


@router.get("/answers")
def answers(
    current: CurrentSession, q: Annotated[str, Query(max_length=80)] = ""
) -> dict[str, Any]:
    """Return the answers whose title or text has all the words; those with the words in the title first."""
    words = _plain(q).split()
    found = [entry for entry in _library() if all(word in entry["plain"] for word in words)]
    found.sort(key=lambda entry: not all(word in _plain(entry["title"]) for word in words))
    shown = [
        {key: entry[key] for key in ("label", "title", "text", "sources")}
        for entry in found[:MOST_FOUND]
    ]
    return {"answers": shown}


def titles(labels: set[str]) -> dict[str, str]:
    """Return the titles of the answers that labels stand for."""
    return {entry["label"]: entry["title"] for entry in _library() if entry["label"] in labels}


@lru_cache(maxsize=1)
def _library(folder: Path = PROJECT / "data" / "answers") -> tuple[dict[str, Any], ...]:
    found = []
    for path in sorted(folder.glob("*/*.md")):
        match = _FRONT_MATTER.match(path.read_text(encoding="utf-8"))
        if match is None:
            continue
        fields = yaml.safe_load(match[1])
        text = _LINK.sub(r"\1（\2）", match[2].strip()).replace("**", "")
        found.append(
            {
                "label": f"{path.parent.name}/{path.stem}",
                "title": fields["title"],
                "text": text,
                "sources": fields["sources"],
                "plain": _plain(f"{fields['title']} {text}"),
            }
        )
    return tuple(found)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()
