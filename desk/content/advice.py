"""What the editor advises while somebody types; pure. Nothing here forbids: what must never be published stands in `checks`.

The rules are those of the content check of the shipped pack (`actions/library/check_*.py`), in words for the office.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import phonenumbers

from desk.content.errors import Fault
from desk.content.form import fields_of
from desk.text.times import day_of

LONGEST_LEAD = 200
LONGEST_EASY_SENTENCE = 45
LONGEST_UNTIL_REVIEW = timedelta(days=366)
_AMOUNT = re.compile(r"[\d,.]+[億万千]?[\d,]*円")
_YEAR = re.compile(r"\d{4}年|時期の記載なし|\{\{ ?[a-z0-9_]+\.as_of ?\}\}")
_PHONE = re.compile(r"(?<![\d-])0\d{1,4}-\d{1,4}-\d{3,4}(?![\d-])|(?<![\d-])0\d{8,10}(?![\d-])")
_MARKS = (
    (re.compile(r"^#{1,6} ", re.MULTILINE), "見出し（#）"),
    (re.compile(r"!\["), "画像"),
    (re.compile(r"<(?!!-- more -->)[a-zA-Z/!]"), "HTML"),
    (re.compile(r"^(?:```|    \S)", re.MULTILINE), "コード"),
    (re.compile(r"^> ", re.MULTILINE), "引用"),
)
_LINK = re.compile(r"\]\((?!https://)([^)]*)\)")
_RUBY = re.compile(r"[｜|]([^《》｜|]+)《([^《》]*)》|([一-鿿々〆ヶ]+)《([^《》]*)》")
_KANJI = re.compile(r"[一-鿿々〆]")
_READING = re.compile(r"[ぁ-ゖァ-ヺー・]+")
# Where the body is not sure, the easy text may not be surer.
_UNSURE = re.compile(r"場合があ|ことがあ|かもしれ|見込み|目安|予定|おおむね|原則|変わることが")
_EASY_UNSURE = re.compile(
    r"場合|ばあい|こと(?:が|も)ある|こと(?:が|も)あり|かもしれ|くらい|ぐらい|ほど|めやす|予定|よてい|だいたい|たいてい|変|か《わ》|ちがう"
)
_LIMIT = re.compile(r"\d+(?:\.\d+)?(?=[^\d\s。、・|（）]{0,4}(?:以上|以内|以下|未満))")


def advice(content: Mapping[str, Any], today: date) -> list[Fault]:
    """Return what could be better in an entry's content, by field."""
    fields = fields_of(content)
    found = [*_lead(fields["body"])]
    for name in ("body", "more"):
        found += [Fault(name, reason) for reason in _text(fields[name])]
    found += [Fault(name, reason) for name, reason in _days(content, today)]
    found += [Fault("easy", reason) for reason in _easy(fields)]
    found += [Fault("en", reason) for reason in _english(content)]
    for source in content.get("sources") or []:
        if str(source.get("url", "")).startswith("http://"):
            found.append(
                Fault(
                    "sources", f"{source.get('title', '')}：https:// で始まるアドレスがあれば、そちらにしてください。"
                )
            )
    said = "\n".join([*(fields[name] for name in ("body", "more", "easy", "easy_more", "caveat"))])
    numbers = _PHONE.findall(re.sub(r"https://[^)\s]+", "", said))
    numbers += [contact["phone"] for contact in fields["contacts"] if contact["phone"][:1] == "0"]
    for number in dict.fromkeys(numbers):
        if not _is_phone(number):
            found.append(Fault("body", f"{number} は、電話番号の形になっていないようです。"))
    return found


def _lead(body: str) -> Iterator[Fault]:
    lead = body.split("\n\n")[0]
    if len(lead) > LONGEST_LEAD:
        yield Fault(
            "body", f"はじめの段落は {LONGEST_LEAD}文字までにしてください（いま {len(lead)}文字）。結論を先に書きます。"
        )


def _text(text: str) -> Iterator[str]:
    for pattern, name in _MARKS:
        if pattern.search(text):
            yield f"{name}は使えません。段落、「- 」の箇条書き、**太字**、リンクだけを使ってください。"
    if link := _LINK.search(text):
        yield f"リンクは https:// で始まるアドレスにしてください（{link[1]}）。"
    before = ""
    for block in re.split(r"\n\s*\n|\n(?=\s*[-*] )", text):
        amount = _AMOUNT.search(block)
        where = f"{before}\n{block}" if block.lstrip().startswith("|") else block
        if amount and not _YEAR.search(where):
            yield f"「{amount[0]}」が、いつの金額かを近くに書いてください（例：2026年）。"
        before = block


def _days(content: Mapping[str, Any], today: date) -> Iterator[tuple[str, str]]:
    checked, review = day_of(str(content.get("checked"))), day_of(str(content.get("review_by")))
    if checked and checked > today:
        yield "checked", "確認日が先の日付です。"
    if review and review <= today:
        yield "review_by", "見直す日が過ぎています。"
    if checked and review and review < checked:
        yield "review_by", "見直す日が、確認日より前です。"
    if review and review > today + LONGEST_UNTIL_REVIEW:
        yield "review_by", "見直す日は1年以内にしてください。"


def _easy(fields: Mapping[str, Any]) -> Iterator[str]:
    easy = f"{fields['easy']}\n{fields['easy_more']}".strip()
    if not easy:
        yield "やさしい日本語がありません。「やさしい日本語」を選んだ人にも、ふつうの文で出ます。"
        return
    if found := _KANJI.findall(_RUBY.sub("", re.sub(r"\{\{.*?\}\}", "", easy))):
        yield f"読みがなのない漢字があります：{'、'.join(dict.fromkeys(found[:8]))}"
    for match in _RUBY.finditer(easy):
        reading = match[2] if match[1] else match[4]
        if not _READING.fullmatch(reading):
            yield f"読みがなは、ひらがなで書いてください：{match[0]}"
    plain = _RUBY.sub(lambda match: match[1] or match[3], easy)
    for sentence in re.split(r"[。\n]", plain):
        if len(sentence.strip()) > LONGEST_EASY_SENTENCE:
            yield f"文が長すぎます（{len(sentence.strip())}文字）。{LONGEST_EASY_SENTENCE}文字までに分けてください：{sentence.strip()[:20]}…"
    if (unsure := _UNSURE.search(fields["body"])) and not _EASY_UNSURE.search(easy):
        yield f"本文は「{unsure[0]}…」と書いていますが、やさしい日本語は言い切っています。"
    for limit in _LIMIT.finditer(fields["body"]):
        if limit[0] not in plain:
            yield f"本文の条件（{limit[0]}）が、やさしい日本語にありません。"


def _english(content: Mapping[str, Any]) -> Iterator[str]:
    checked, translated = day_of(str(content.get("checked"))), day_of(str(content.get("en_translated")))
    if content.get("en") and checked and translated and translated < checked:
        yield "確認日より前の訳です。本文に合わせて直し、訳した日を新しくしてください。それまで、英語で読む人には「日本語のほうが新しい」と出ます。"


def _is_phone(number: str) -> bool:
    try:
        parsed = phonenumbers.parse(number, "JP")
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number(parsed)
