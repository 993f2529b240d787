"""The words of an HTML mail, as plain text; pure, one pass, no browser and no network.

Own and small: `html.parser` is quadratic in what strangers can send, and libraries that render HTML as text keep its looks.
"""

from __future__ import annotations

import re
from html import unescape

LONGEST_HTML = 600_000
_NEW_LINE = frozenset({"br", "p", "div", "tr", "table", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "hr",
                       "section", "article", "header", "footer", "blockquote", "pre", "center", "dl", "dt", "dd"})  # fmt: skip
_SILENT = frozenset({"script", "style", "head", "title", "noscript", "template", "svg", "object", "textarea", "select"})
_NAME = re.compile(r"/?\s{0,3}([A-Za-z][A-Za-z0-9]{0,20})")
_HREF = re.compile(r"href\s{0,3}=\s{0,3}(?:\"([^\"]{1,1000})|'([^']{1,1000})|([^\s\"'>]{1,1000}))", re.IGNORECASE)
_ALT = re.compile(r"\balt\s{0,3}=\s{0,3}[\"']([^\"']{1,200})", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none|mso-hide\s{0,3}:\s{0,3}all|\bhidden\b", re.IGNORECASE)
_QUOTE = re.compile(r"gmail_quote|yahoo_quoted|moz-cite-prefix|divRplyFwdMsg|OLK_SRC_BODY", re.IGNORECASE)
_VOID = frozenset({"br", "hr", "img", "meta", "link", "input", "area", "base", "col", "wbr"})


def html_text(source: str) -> str:
    """Return the words; quoted mails are lines that begin with "> "."""
    reader = _Reader()
    at, source = 0, source[:LONGEST_HTML]
    while at < len(source):
        opens = source.find("<", at)
        if opens < 0:
            reader.words(source[at:])
            break
        reader.words(source[at:opens])
        if source.startswith("<!--", opens):
            end = source.find("-->", opens + 4)
            # An end that is missing is missing for all that follows: nothing is searched for twice.
            at = len(source) if end < 0 else end + 3
            continue
        closes = source.find(">", opens)
        if closes < 0:
            break
        tag = source[opens + 1 : closes]
        at = closes + 1
        name = _NAME.match(tag)
        if name is None:
            if not tag.startswith(("!", "?")):
                reader.words(source[opens:at])
            continue
        reader.tag(name[1].lower(), tag, is_end=tag.startswith("/"))
    return reader.text()


class _Reader:
    """Collects lines; knows how deep it stands in quotes and in what is not shown."""

    def __init__(self) -> None:
        self._lines: list[tuple[int, list[str]]] = [(0, [])]
        self._quotes = 0
        self._silent: list[str] = []
        self._link = ""
        self._open: list[tuple[str, bool]] = []

    def words(self, source: str) -> None:
        if self._silent or not source:
            return
        shown = unescape(source).replace("\xa0", " ")
        for place, line in enumerate(re.split(r"\r?\n", shown)):
            if place and self._in_pre:
                self._break()
            self._lines[-1][1].append(line if self._in_pre else f" {line}" if place else line)

    @property
    def _in_pre(self) -> bool:
        return any(name == "pre" for name, _ in self._open[-20:])

    def tag(self, name: str, tag: str, *, is_end: bool) -> None:
        if self._silent:
            self._through_silence(name, is_end=is_end)
            return
        if is_end:
            self._end(name)
            return
        is_hidden = name not in _VOID and bool(_HIDDEN.search(tag[:2_000]))
        if (name in _SILENT or is_hidden) and not tag.endswith("/"):
            self._silent.append(name)
            return
        if name in _NEW_LINE:
            self._break()
        if name == "li":
            self._lines[-1][1].append("・")
        elif name in {"td", "th"}:
            self._lines[-1][1].append(" ")
        elif name == "img" and (alt := _ALT.search(tag[:2_000])):
            self._lines[-1][1].append(unescape(alt[1]))
        elif name == "a" and (link := _HREF.search(tag[:2_000])):
            self._link = unescape(next(one for one in link.groups() if one))
        if name not in _VOID and len(self._open) < 2_000:
            is_quote = name == "blockquote" or bool(_QUOTE.search(tag[:2_000]))
            self._open.append((name, is_quote))
            if is_quote:
                self._quotes += 1
                self._break()

    def _through_silence(self, name: str, *, is_end: bool) -> None:
        if name != self._silent[-1]:
            return
        if is_end:
            self._silent.pop()
        elif name not in {"script", "style", "title", "textarea"} and len(self._silent) < 2_000:
            self._silent.append(name)

    def _end(self, name: str) -> None:
        if name == "a" and self._link:
            said = "".join(self._lines[-1][1])
            if self._link.startswith(("http://", "https://")) and self._link.rstrip("/") not in said:
                self._lines[-1][1].append(f" {self._link} ")
            self._link = ""
        if name in _NEW_LINE and name != "br":
            self._break()
        # The nearest one of its name; what was left open inside it ends with it.
        for place in range(len(self._open) - 1, max(-1, len(self._open) - 50), -1):
            if self._open[place][0] == name:
                gone = sum(1 for _, is_quote in self._open[place:] if is_quote)
                del self._open[place:]
                if gone:
                    self._quotes -= gone
                    self._break()
                return

    def _break(self) -> None:
        self._lines.append((self._quotes, []))

    def text(self) -> str:
        """Return the lines, at most one empty one between two others."""
        out: list[str] = []
        for quotes, pieces in self._lines:
            line = " ".join("".join(pieces).split())
            if line:
                out.append(f"{'>' * min(quotes, 5)} {line}" if quotes else line)
            elif out and out[-1]:
                out.append("")
        return "\n".join(out).strip()
