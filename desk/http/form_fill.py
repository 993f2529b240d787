"""Fills the form of a page with what was typed into it, so that a refused form loses nothing.

Works on the finished page, whatever template made it: no form has to be written for it, and none can be forgotten.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from html.parser import HTMLParser
from urllib.parse import urlsplit

# What is never put back: secrets, what the server wrote itself, what a browser does not let a page set.
_KEPT_AS_IT_IS = frozenset({"hidden", "password", "submit", "button", "image", "reset", "file"})
_TICKED = frozenset({"checkbox", "radio"})
_CSRF = "csrf"
Attributes = list[tuple[str, str | None]]


def filled(page: str, path: str, fields: Mapping[str, Sequence[str]]) -> str:
    """Return a page whose form for `path` holds the fields that were sent; the page as it is where no form fits.

    Args:
        page: The HTML of the page.
        path: Where the form was sent to, without its query.
        fields: What was sent, each name with its values in order.
    """
    found = _Forms()
    found.feed(page)
    fitting = [form for form in found.forms if form.fits(path, fields)]
    if not fitting:
        return page
    # Several forms may go to one address, one for each row: the hidden fields tell them apart.
    best = max(fitting, key=lambda form: (len(form.hidden), len(form.names & fields.keys())))
    filler = _Filler(best, fields)
    filler.feed(page)
    filler.close()
    return "".join(filler.out)


class _Form:
    def __init__(self, number: int, action: str, folds: Sequence[int]) -> None:
        self.number, self.path, self.folds = number, urlsplit(action).path, tuple(folds)
        self.hidden: dict[str, str] = {}
        self.names: set[str] = set()

    def fits(self, path: str, fields: Mapping[str, Sequence[str]]) -> bool:
        sent_as_hidden = all(value in fields.get(name, ()) for name, value in self.hidden.items())
        return self.path == path and sent_as_hidden and bool(self.names)


class _Forms(HTMLParser):
    """Finds the forms of a page, and which folded part (`details`) each stands in."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[_Form] = []
        self._form: _Form | None = None
        self._folds: list[int] = []
        self._count = 0

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "details":
            self._folds.append(self._count)
            self._count += 1
        elif tag == "form":
            self._form = _Form(len(self.forms), given.get("action") or "", self._folds)
            self.forms.append(self._form)
        elif self._form is not None and tag in {"input", "select", "textarea"} and name and name != _CSRF:
            if given.get("type") == "hidden":
                self._form.hidden[name] = given.get("value") or ""
            else:
                self._form.names.add(name)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "details" and self._folds:
            self._folds.pop()


class _Filler(HTMLParser):
    """Writes the page again, the controls of one form with other values; everything else stays byte by byte."""

    def __init__(self, form: _Form, fields: Mapping[str, Sequence[str]]) -> None:
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []
        self._form, self._fields = form, {name: list(values) for name, values in fields.items()}
        self._forms = self._details = 0
        self._inside = self._skips = False
        self._select = ""

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        given, raw = dict(attrs), self.get_starttag_text() or ""
        if tag == "details":
            if self._details in self._form.folds and "open" not in given:
                raw = _tag(tag, [*attrs, ("open", None)])
            self._details += 1
        elif tag == "form":
            self._inside = self._forms == self._form.number
            self._forms += 1
        elif self._inside:
            raw = self._control(tag, attrs, given, raw)
        self.out.append(raw)

    handle_startendtag = handle_starttag

    def _control(self, tag: str, attrs: Attributes, given: Mapping[str, str | None], raw: str) -> str:
        name, kind = given.get("name") or "", given.get("type") or "text"
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select in self._fields:
            is_chosen = given.get("value", "") in self._fields[self._select]
            return _tag(tag, _marked(attrs, "selected", is_chosen))
        elif tag == "textarea" and name in self._fields:
            self._skips = True
            # A line break right after the tag is dropped by browsers: this one keeps the text's own.
            return raw + "\n" + escape(self._fields[name].pop(0) if self._fields[name] else "")
        elif tag == "input" and name and name != _CSRF:
            if kind in _TICKED:
                is_ticked = (given.get("value") or "on") in self._fields.get(name, ())
                return _tag(tag, _marked(attrs, "checked", is_ticked))
            if kind not in _KEPT_AS_IT_IS and self._fields.get(name):
                return _tag(tag, [*((n, v) for n, v in attrs if n != "value"), ("value", self._fields[name].pop(0))])
        return raw

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._skips = False
        elif tag == "form":
            self._inside = False
        elif tag == "select":
            self._select = ""
        self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self._skips:
            self.out.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self.out.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.out.append(f"<!{decl}>")


def _marked(attrs: Attributes, mark: str, is_set: bool) -> Attributes:
    kept = [(name, value) for name, value in attrs if name != mark]
    return [*kept, (mark, None)] if is_set else kept


def _tag(tag: str, attrs: Attributes) -> str:
    written = "".join(f" {name}" if value is None else f' {name}="{escape(value)}"' for name, value in attrs)
    return f"<{tag}{written}>"
