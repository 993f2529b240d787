"""A Japanese name of a code stands once: no table of the desk and its screens, and none of the actions, repeats a pair of another."""

from __future__ import annotations

import ast
import re
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
_JAPANESE = re.compile(r"[぀-ヿ一-鿿]")
_PAIR = re.compile(r"(?:\b(\w+)|\[\"(\w+)\"): ?\"([^\"\n]+)\"|\[\"(\w+)\", \"([^\"\n]+)\"\]")
# Longer than any name: what is said.
LONGEST_NAME = 14
# Code -> why the same word is another thing, or cannot be had from the other table.
OTHERS = {
    "reason": "a field of the content's forms, and a column of a person's data",
    "topic": "a field of the content's forms, and what is switched off",
    "mail": "【メール】 stands in masked text and in excerpts, which hide telephone numbers by different words",
    "general": "what has no topic, of lists that the browser puts together",
}


def python_pairs(source: str) -> Iterator[tuple[str, str]]:
    """Yield code and name of each entry of a literal table; of an enumeration's member, its name in small letters."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Dict):
            continue
        for key, value in zip(node.keys, node.values, strict=True):
            if not isinstance(value, ast.Constant) or not isinstance(value.value, str):
                continue
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield key.value, value.value
            elif isinstance(key, ast.Attribute):
                yield key.attr.lower(), value.value


def script_pairs(source: str) -> Iterator[tuple[str, str]]:
    """Yield code and name of what looks like an entry of a table in TypeScript."""
    for first, second, name, third, other in _PAIR.findall(source):
        yield first or second or third, name or other


def doubles(sources: dict[str, str]) -> dict[tuple[str, str], list[str]]:
    """Return the pairs of code and name that several files have."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for file, source in sources.items():
        for code, name in python_pairs(source) if file.endswith(".py") else script_pairs(source):
            if code and _JAPANESE.search(name) and len(name) <= LONGEST_NAME:
                found[code, name].add(file)
    return {pair: sorted(files) for pair, files in found.items() if len(files) > 1}


def sources(*folders: str) -> dict[str, str]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *folders],
        cwd=PROJECT, check=True, capture_output=True, text=True,
    ).stdout.splitlines()  # fmt: skip
    # Invented conversations and what the database once was repeat words as they like.
    code = [name for name in listed if re.search(r"\.(py|tsx?)$", name) and not re.search("/(demo|migrations)/", name)]
    return {name: (PROJECT / name).read_text(encoding="utf-8") for name in code if (PROJECT / name).exists()}


@pytest.mark.parametrize("folders", [("desk", "web/src"), ("actions",), ("bot",)], ids=" ".join)
def test_no_name_of_a_code_stands_twice(folders: tuple[str, ...]) -> None:
    read = sources(*folders)

    assert len(read) > 50
    assert {pair: files for pair, files in doubles(read).items() if pair[0] not in OTHERS} == {}


def test_a_name_that_stands_twice_is_found() -> None:
    python = 'A = {"phone": "電話", State.OPEN: "開いている"}\nB = {"phone": LABEL}'
    script = 'const NAMES = { phone: "電話" };\nconst PAIRS = [["open", "開いている"]];'

    assert doubles({"a.py": python, "b.ts": script}) == {
        ("phone", "電話"): ["a.py", "b.ts"],
        ("open", "開いている"): ["a.py", "b.ts"],
    }
    assert doubles({"a.py": python, "b.ts": 'const NAMES = { mail: "電話" };'}) == {}
