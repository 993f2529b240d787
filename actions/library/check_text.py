"""What the body of an answer must keep to: its shape, its Markdown, and a date beside each amount."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt

from actions.library.entry import Entry
from actions.library.facts import UNDATED

LONGEST_LEAD = 200
# What stands before [くわしく] fits one screen of a phone (390×844, 20 characters a line) together with title, contacts and choices.
MOST_LINES = 16
CHARACTERS_A_LINE = 20
# Paragraphs, lists, small tables, links, bold: what the web page, LINE and mail can show.
_ALLOWED = frozenset(
    f"{block}_{side}"
    for block in ("paragraph", "bullet_list", "ordered_list", "list_item", "strong", "link", "table", "thead", "tbody", "tr", "th", "td")
    for side in ("open", "close")
) | {"inline", "text", "softbreak", "hardbreak"}  # fmt: skip
_AMOUNT = re.compile(r"[\d,.]+[億万千]?[\d,]*円")
_YEAR = re.compile(rf"\d{{4}}(?:年|[〜～]\d{{4}}年)|{UNDATED}")
_YES = re.compile(r"\A(?:\*\*)?(?:はい|いいえ)[、。]")
# The assistant's own phrase; a citizen does not know what 手もと is.
_OWN_WORDS = re.compile(r"手もとの資料|手もとにあ|手もとでは")


def faults(entry: Entry) -> Iterator[str]:
    """Yield `field: reason` for each fault of the body."""
    lead = entry.text.split("\n\n")[0]
    if len(lead) > LONGEST_LEAD:
        yield f"text: expected the conclusion in at most {LONGEST_LEAD} characters, got {len(lead)}"
    if (count := lines(entry.text)) > MOST_LINES:
        yield f"text: expected at most {MOST_LINES} lines of {CHARACTERS_A_LINE} characters before <!-- more -->, got {count}"
    for field, text in (("text", entry.text), ("more", entry.more)):
        if text:
            yield from _markdown(field, text)
            yield from (f"{field}: {fault}" for fault in _undated(text))
    for field, text in (("text", entry.text), ("easy", entry.easy)):
        if text and _YES.match(text):
            yield f"{field}: expected no yes or no as the first word: other questions lead to this answer too"
    said = "\n".join(filter(None, (entry.text, entry.more, entry.caveat)))
    if (count := said.count("見つかりませんでした")) > 1:
        yield f"text: expected 「見つかりませんでした」 once, got {count} times: say in one place what is not known"
    if found := _OWN_WORDS.search(said):
        yield f"text: expected 「市の公表資料では見つかりませんでした」, got 「{found[0]}」"


def blocks(text: str) -> list[str]:
    """Return paragraphs, list items and tables of a text, each as one piece."""
    found: list[str] = []
    for chunk in re.split(r"\n\s*\n", text):
        if chunk.lstrip().startswith("|"):
            found.append(chunk)
            continue
        for line in chunk.split("\n"):
            if found and not re.match(r"\s*(?:[-*]|\d+\.)\s", line) and line is not chunk.split("\n")[0]:
                found[-1] += f"\n{line}"
            else:
                found.append(line)
    return found


def lines(text: str) -> int:
    """Return about how many lines of a phone a text takes."""
    plain = re.sub(r"\]\([^)]*\)|\*\*", "", text)
    return sum(-(-len(line) // CHARACTERS_A_LINE) for line in plain.split("\n") if line.strip())


def _markdown(field: str, text: str) -> Iterator[str]:
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        for part in [token, *(token.children or [])]:
            if part.type not in _ALLOWED:
                yield f"{field}: expected paragraphs, lists, tables, links and bold, got {part.type.removesuffix('_open')}"
            href = str(part.attrs.get("href", "")) if part.type == "link_open" else "https://"
            if not href.startswith("https://"):
                yield f"{field}: expected https links, got {href}"


def _undated(text: str) -> Iterator[str]:
    """Name the amounts without the time of which they are true: in the same paragraph, item, or before the table."""
    before = ""
    for block in blocks(text):
        amount = _AMOUNT.search(block)
        where = f"{before}\n{block}" if block.startswith("|") else block
        if amount and not _YEAR.search(where):
            yield f"expected the year of which 「{amount[0]}」 is true beside it"
        before = block
