"""A page is a template: no markup in Python strings, nothing escaped by hand, nothing let through unescaped."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
# A tag, a comment or a doctype; not a named group of a regular expression.
_MARKUP = re.compile(r"(?<!\(\?P)</?[a-zA-Z][a-zA-Z0-9-]*(?=[\s>/]|$)|<!--|<!doctype", re.IGNORECASE)
# What makes text HTML by itself: escaping is the templates' work alone.
BY_HAND = {"desk/http/form_fill.py": ["html.escape"]}
_BY_HAND = {"html", "html.escape", "markupsafe", "markupsafe.Markup", "markupsafe.escape"}
# Markdown files are no pages: the mark after an answer's first part is the only markup that their readers know.
# What writes a finished page again, with what was typed in its fields, writes tags as it read them; HTML mails are cut where a tag or a comment
# begins; `<id>` is how a mail names another.
ALLOWED = {
    ("desk/channels/mail/html_text.py", "<!--"),
    ("desk/http/form_fill.py", "<!--"),
    ("desk/http/form_fill.py", "<xx"),
    ("desk/http/form_fill.py", "</x"),
    ("desk/mail/compose.py", "<x"),
    ("actions/library/check_text.py", "<!--"),
    ("actions/library/entries.py", "<!--"),
    ("desk/content/entries.py", "<!--"),
    ("bot/nlu/answer_texts.py", "<!--"),
}


def files(*endings: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "desk", "bot", "actions"],
        cwd=PROJECT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    found = [PROJECT / name for name in listed.split("\0") if name.endswith(endings)]
    return sorted(path for path in found if path.is_file())


def strings(source: str) -> Iterator[tuple[int, str]]:
    """Yield the line and text of each string that is no docstring; of an f-string whole, with `x` for its values."""
    tree = ast.parse(source)
    passed: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            passed.add(node.value)
        elif isinstance(node, ast.JoinedStr):
            pieces = [part.value if isinstance(part, ast.Constant) else "x" for part in node.values]
            passed.update(part for part in node.values if isinstance(part, ast.Constant))
            yield node.lineno, "".join(pieces)
        elif isinstance(node, ast.Constant) and node not in passed:
            if isinstance(node.value, bytes):
                yield node.lineno, node.value.decode("latin-1")
            elif isinstance(node.value, str):
                yield node.lineno, node.value


def markup(source: str) -> list[tuple[int, str]]:
    """Return the line and the beginning of each piece of markup."""
    return [(line, found.group()) for line, text in strings(source) for found in _MARKUP.finditer(text)]


def escapes(source: str) -> list[str]:
    """Return what is imported to escape by hand, or to say that a text is HTML already."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return [name for name in found if name in _BY_HAND]


def bare_environments(source: str) -> list[int]:
    """Return the lines that make a Jinja2 environment without autoescape or with names that may be missing."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in {"Environment", "Template"}:
            given = {key.arg: ast.unparse(key.value) for key in node.keywords}
            escapes_all = given.get("autoescape", "False").startswith(("True", "select_autoescape("))
            if not escapes_all or not given.get("undefined", "").endswith("StrictUndefined"):
                found.append(node.lineno)
    return found


def test_no_string_of_python_holds_markup() -> None:
    paths = files(".py")
    assert len(paths) > 300

    found = {
        (str(path.relative_to(PROJECT)), line, piece)
        for path in paths
        for line, piece in markup(path.read_text(encoding="utf-8"))
    }

    assert {one for one in found if (one[0], one[2]) not in ALLOWED} == set()
    assert {(name, piece) for name, _, piece in found} >= ALLOWED, "an allowance that nothing needs"


def test_nothing_is_escaped_by_hand() -> None:
    found = {str(path.relative_to(PROJECT)): escapes(path.read_text(encoding="utf-8")) for path in files(".py")}

    assert {name: names for name, names in found.items() if names} == BY_HAND


def test_every_environment_of_templates_escapes_and_is_strict() -> None:
    sources = {str(path.relative_to(PROJECT)): path.read_text(encoding="utf-8") for path in files(".py")}
    users = {name: bare_environments(source) for name, source in sources.items() if "from jinja2 import" in source}

    assert {"desk/http/templates.py", "bot/evaluation/page.py"} <= set(users)
    assert {name: lines for name, lines in users.items() if lines} == {}


def test_no_template_lets_anything_through_unescaped() -> None:
    templates = [path for path in files(".html", ".txt") if "templates" in path.parts]
    assert len(templates) > 40

    for path in templates:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\|\s*safe\b|autoescape|Markup", text), path
        assert not re.search(r"<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=", text), f"{path}: the policy forbids it"


@pytest.mark.parametrize(
    "source",
    [
        'page = "<p>" + words + "</p>"',
        'page = f"<{tag} class={kind}>{words}"',
        "field = '<input' + attributes",
        'page = ("<ul>" "<li>")',
        'def page() -> str:\n    """Return it."""\n    return f"""\n<!doctype html>{body}"""',
        'row = "".join(f"<td>{cell}</td>" for cell in cells)',
        'page = b"<h1>"',
        'page = "".join([x, "</div>"])',
    ],
)
def test_markup_in_python_is_found(source: str) -> None:
    assert markup(source) != []


@pytest.mark.parametrize(
    "source",
    [
        '"""Return <p> as it is."""',
        'number = re.compile(r"(?P<number>[0-9]+)")',
        'words = f"{a} < {b} > {c}"',
        'arrow = "a -> b, c <= d, <3"',
        "small = a <b",
    ],
)
def test_what_is_no_markup_is_left_alone(source: str) -> None:
    assert markup(source) == []


def test_escapes_by_hand_are_found() -> None:
    source = "import html\nfrom html import escape\nfrom markupsafe import Markup\nfrom html.parser import HTMLParser"

    assert escapes(source) == ["html", "html.escape", "markupsafe.Markup"]


def test_an_environment_that_escapes_nothing_is_found() -> None:
    loose = "Environment(loader=x)\nEnvironment(autoescape=True)\njinja2.Template(text)\n"
    strict = "Environment(autoescape=True, undefined=StrictUndefined)\n"

    assert bare_environments(loose) == [1, 2, 3]
    assert bare_environments(strict) == []
