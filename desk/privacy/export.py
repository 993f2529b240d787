"""The answer to 開示: one ZIP with everything held on a person, to read (HTML) and to process (JSON)."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from desk import display_names
from desk.http.templates import render
from desk.privacy import codes, inventory, readable
from desk.privacy.codes import Titles
from desk.privacy.dossier import CORRECTABLE, Dossier, Section
from desk.text import times

READABLE, DATA, FIRST = "内容.html", "内容.json", "はじめにお読みください.txt"
# Keys inside contacts, consents, slots and messages.
_KEYS = {
    **display_names.TOLD,
    **display_names.CONTACT_DETAILS,
    **display_names.ANSWER_PARTS,
    # What columns are called is what the same things are called inside of them.
    **{
        key: inventory.NAMES[key]
        for key in (
            "at",
            "author",
            "flags",
            "kind",
            "method",
            "question",
            "reason",
            "receipt",
            "sent_at",
            "text",
            "topic",
        )
    },
    "choices": "選択肢",
    "confidence": "確からしさ",
    "given": "確認したか",
    "label": "見出し",
    "last_label": "最後の話題",
    "nearness": "話題への近さ",
    "second_label": "二番目の話題",
    "candidates": "ほかの候補",
    "danger": "危険の言葉",
    "offer": "聞き返した話題",
    "control": "操作の言葉",
    "leans_on_context": "前の話題を使ったか",
    "by_rule": "言葉の一覧で見つけたか",
    "care": "気づかいを添えたか",
    "reply_language": "答えた言語",
    "outcome": "結果",
    "opens_at": "次の受付",
    "position": "順番",
    "purpose": "用途",
    "to": "引き継いだ相手",
    "subject": "件名",
    "folded": "引用と署名",
    "attachment": "添付ファイルの番号",
    "consultant_name": "相談員の名前",
    # Of a letter's head.
    "sender": "差出人",
    "reply_to": "返信の宛先",
    "bounces_to": "届かないときの知らせ先",
    "in_reply_to": "返信したメールの番号",
    "references": "これまでのメールの番号",
    "automatic": "自動で書いたメールか",
    "marks": "メールの印",
    "title": "題",
    "url": "アドレス",
    "value": CORRECTABLE["value"],
    "version": "お知らせの版",
}
# How the machinery tells parts and choices apart; says nothing of a person.
_LEFT_OUT = {"id", "type"}
# What people said or wrote: never read as a code, whatever it looks like.
_SPOKEN = {"text", "question", "words", "folded", "subject", "title", "value", "name"} | readable.WORDS


def archive(dossier: Dossier, now: datetime, titles: Titles) -> bytes:
    """Return the ZIP; files that have gone missing are left out. `titles` names answers by their labels."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(FIRST, _first(dossier, now))
        packed.writestr(READABLE, page(dossier, now, titles))
        packed.writestr(DATA, data(dossier.sections, titles))
        for number, place in enumerate(dossier.files, 1):
            if place.is_file():
                packed.writestr(f"添付/{number:02d}{place.suffix}", place.read_bytes())
    return out.getvalue()


def data(sections: list[Section], titles: Titles) -> str:
    """Return everything as JSON with Japanese names."""
    found = {section.title: section.rows for section in shown(sections, titles)}
    return json.dumps(found, ensure_ascii=False, indent=2)


def page(dossier: Dossier, now: datetime, titles: Titles) -> str:
    """Return everything as one page that needs nothing else."""
    receipts, sections = dossier.found.receipts, shown(dossier.sections, titles)
    made = readable.document(sections)
    return render("privacy/disclosure.html", made_at=now, receipts=receipts, document=made, data_name=DATA)


def shown(sections: list[Section], titles: Titles) -> list[Section]:
    """Return the sections as people read them: Japanese names, words and times, answers by their titles."""
    found = titles({label for section in sections for row in section.rows for label in codes.labels(row)})
    return [Section(section.title, [japanese(row, found) for row in section.rows]) for section in sections]


def japanese(value: Any, titles: Mapping[str, str], name: str = "") -> Any:
    """Return a value with Japanese keys, words and times; `name` is what it stands under."""
    if isinstance(value, dict):
        kept = {key: item for key, item in value.items() if key not in _LEFT_OUT and item is not None}
        return {_KEYS.get(key, key): japanese(item, titles, key) for key, item in kept.items()}
    if isinstance(value, list):
        return [japanese(item, titles, name) for item in value]
    if isinstance(value, datetime):
        return times.moment_in_year(value)
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if isinstance(value, str):
        return value if name in _SPOKEN else titles.get(value) or codes.inside(name, value)
    return value


def _first(dossier: Dossier, now: datetime) -> str:
    return (
        f"作成：{times.moment_in_year(now)}\r\n受付番号：{'、'.join(dossier.found.receipts) or 'なし'}\r\n\r\n"
        f"{READABLE} … お渡しする文書（ブラウザーで開きます。印刷できます）\r\n{DATA} … 同じ内容のデータ（機械で読むための控え）\r\n添付 … 送られたファイル\r\n\r\n"
        "請求した方にお渡しする前に、ほかの人の情報や不開示とする部分がないかを確かめてください。\r\n"
        "操作の記録（ログ）には利用者の言葉・お名前・連絡先を書いていません。\r\n"
    )
