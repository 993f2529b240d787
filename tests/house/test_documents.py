"""What the documents name is there: files and folders, modules, commands of make, other documents and their sections.

So are the modules that comments name.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

PROJECT = Path(__file__).resolve().parents[2]
_LISTED = subprocess.run(
    ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
    cwd=PROJECT, check=True, capture_output=True, text=True,
).stdout.splitlines()  # fmt: skip
TRACKED = {name for name in _LISTED if (PROJECT / name).exists()}
FOLDERS = {str(folder) for name in TRACKED for folder in PurePosixPath(name).parents}
THERE = TRACKED | FOLDERS
TOP = {name.split("/")[0] for name in TRACKED}
FILE_NAMES = {PurePosixPath(name).name for name in TRACKED}
TARGETS = set(re.findall(r"^([a-z][a-z-]*):", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
# The changelog tells what was there once, the answers are the office's.
DOCUMENTS = sorted(
    name for name in TRACKED if name.endswith(".md") and name != "CHANGELOG.md" and not name.startswith("data/answers/")
)
# Made by commands, written by nobody: no file of the repository.
MADE = ("packs/", "deploy/compose/secrets", "desk/.venv", "web/dist", "web/node_modules")
_PATH = re.compile(r"(?:^|(?<=[\s(=]))((?:[\w.-]+/)+[\w.-]*)(?=$|[\s):,])")
_BARE_FILE = re.compile(r"[\w.-]+\.(?:py|tsx?|html|css|mjs)")
_MODULE = re.compile(r"python -m ((?:bot|desk|actions|tests|benchmarks)(?:\.\w+)*)")
# Not files: `desk.py`, `desk.dump`.
_DOTTED = re.compile(r"`((?:bot|desk|actions)(?:\.\w+)+)(?<!\.py)(?<!\.dump)(?<!\.json)`")
COMMENTED = sorted(name for name in TRACKED if re.search(r"\.(py|tsx?|toml|html)$", name))
_LINK = re.compile(r"\]\(([^)\s]+)\)")


def missing(text: str, folder: str = "") -> Iterator[str]:
    """Yield what a document in a folder names that is not there."""
    fenced = "\n".join(re.findall(r"```.*?```", text, re.DOTALL))
    prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    for quoted in re.findall(r"`([^`\n]+)`", prose):
        for found in _PATH.findall(quoted):
            path = found.rstrip("/.")
            if path.split("/")[0] in TOP and path not in THERE and not path.startswith(MADE):
                yield path
        if _BARE_FILE.fullmatch(quoted) and quoted not in FILE_NAMES:
            yield quoted
        if made := re.match(r"make ([a-z][a-z-]*)", quoted):
            yield from {made[1]} - TARGETS
    yield from set(re.findall(r"(?:^|\s)make ([a-z][a-z-]+)", fenced)) - TARGETS
    for module in _MODULE.findall(text):
        path = module.replace(".", "/")
        if not {f"{path}.py", f"{path}/__main__.py"} & TRACKED:
            yield module
    for link in _LINK.findall(prose):
        path, _, section = link.partition("#")
        if re.match(r"[a-z]+:", link) or "{{" in link:
            continue
        target = (PROJECT / folder / path).resolve()
        if not target.exists():
            yield link
            continue
        if section and section not in sections(target.read_text(encoding="utf-8") if path else text):
            yield link


def unknown(text: str) -> Iterator[str]:
    """Yield the modules in back quotes that are not there, and what is named in a module that does not know the word."""
    for name in _DOTTED.findall(text):
        parts = name.split(".")
        named = [("/".join(parts[:count]), parts[count:]) for count in range(len(parts), 0, -1)]
        files = ((f"{path}{end}", rest) for path, rest in named for end in (".py", "/__init__.py"))
        file, rest = next(found for found in files if found[0] in TRACKED)
        if rest and not re.search(rf"\b{rest[0]}\b", (PROJECT / file).read_text(encoding="utf-8")):
            yield name


def sections(text: str) -> set[str]:
    """Return the names by which the headings of a document can be linked to."""
    heads = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_a_document_names_is_there(name: str) -> None:
    text = (PROJECT / name).read_text(encoding="utf-8")

    assert sorted(set(missing(text, str(PurePosixPath(name).parent)))) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("`desk/never.py`", "desk/never.py"),
        ("in `desk/never/` and", "desk/never"),
        ("`never_was.py`", "never_was.py"),
        ("`make never`", "never"),
        ("```\nmake never\n```", "never"),
        ("`python -m desk.never`", "desk.never"),
        ("[x](docs/never.md)", "docs/never.md"),
        ("[x](docs/architecture.md#never)", "docs/architecture.md#never"),
    ],
)
def test_what_is_not_there_is_found(text: str, found: str) -> None:
    assert list(missing(text)) == [found]


def test_what_is_there_is_not_found() -> None:
    text = "`desk/main.py`, `desk/office/`, `python -m desk.main`, `make check`, [x](docs/architecture.md#processes)"

    assert list(missing(text)) == []


def test_modules_that_documents_and_comments_name_are_there() -> None:
    read = {name: (PROJECT / name).read_text(encoding="utf-8") for name in [*DOCUMENTS, *COMMENTED]}
    # This file names some that are not.
    found = {name: sorted(unknown(text)) for name, text in read.items() if PROJECT / name != Path(__file__)}

    assert {name: names for name, names in found.items() if names} == {}


def test_a_module_that_is_not_there_is_found() -> None:
    assert list(unknown("`desk.never`, `desk.main.never`, `desk.main.create_app`, `desk.office`")) == [
        "desk.never",
        "desk.main.never",
    ]
