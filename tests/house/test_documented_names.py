"""The functions, classes, settings and tests that the documents name are in the code; files: `test_documents`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

from tests.house.test_documents import DOCUMENTS, PROJECT, TRACKED

# Python and TypeScript by the name of their file, which is how documents name a module: `rules.around`.
MODULES: dict[str, list[str]] = defaultdict(list)
WORDS = {PurePosixPath(name).stem for name in TRACKED}
for name in TRACKED:
    # What measures is read by its owner only, and holds sentences.
    if not re.search(r"\.(py|tsx?|toml|ya?ml|html|css|sh|json|service)$", name) or name.startswith(
        "benchmarks/evaluation/"
    ):
        continue
    source = (PROJECT / name).read_text(encoding="utf-8")
    WORDS |= set(re.findall(r"[A-Za-z_]\w*", source))
    for owner in {PurePosixPath(name).stem, *re.findall(r"^(?:export )?class (\w+)", source, re.MULTILINE)}:
        if name.endswith((".py", ".ts", ".tsx")):
            MODULES[owner].append(source)
WORDS |= {f"HITOHATA_{word.upper()}" for word in WORDS} | {word.upper() for word in WORDS}
# How others call theirs: an event of Rasa, a variable of uvicorn.
OTHERS = {"ConversationPaused", "FORWARDED_ALLOW_IPS"}
_MEMBER = re.compile(r"([A-Za-z_]\w*)\.([a-z_]\w*)(?:\(.*\))?")
# What may stand behind a dot and is no member: endings of files, keys of a pack and of an alert.
_ENDINGS = {
    "py",
    "md",
    "ts",
    "tsx",
    "js",
    "json",
    "jsonl",
    "yml",
    "html",
    "css",
    "toml",
    "csv",
    "txt",
    "dump",
    "line",
    "stopped",
}


def nowhere(text: str) -> Iterator[str]:
    """Yield what a document names in back quotes and no code has."""
    prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    for quoted in re.findall(r"`([^`\n]+)`", prose):
        if test := re.fullmatch(r"[\w./-]*?(\w+)\.py::(.+)", quoted):
            # A long name may end in …
            parts = [part.strip("…") for part in test[2].split("::")]
            if not any(all(part in source for part in parts) for source in MODULES[test[1]]):
                yield quoted
        elif (member := _MEMBER.fullmatch(quoted)) and member[2] not in _ENDINGS:
            sources = MODULES.get(member[1])
            if sources and not any(re.search(rf"\b{member[2]}\b", source) for source in sources):
                yield quoted
        elif re.fullmatch(r"[A-Za-z]\w*(\(.*\))?", quoted):
            word = re.split(r"\(", quoted)[0]
            if re.search(r"_|[a-z][A-Z]", word) and word not in WORDS | OTHERS:
                yield quoted


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_a_document_names_is_in_the_code(name: str) -> None:
    assert sorted(set(nowhere((PROJECT / name).read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize(
    "named",
    [
        "not_any" + "where",
        "not_any" + "where(1)",
        "NotAny" + "Where",
        "HITOHATA_NOT_ANY" + "WHERE",
        "frame.not_any" + "where",
        "DatabaseStore.not_any" + "where",
        "test_doors.py::test_not_any" + "where",
    ],
)
def test_what_is_nowhere_is_found(named: str) -> None:
    assert list(nowhere(f"`{named}` and `frame.show`, `DatabaseStore`, `DatabaseStore.ask`, `HITOHATA_PORT`")) == [
        named
    ]


def test_this_reads_documents_and_code() -> None:
    assert len(DOCUMENTS) > 20
    assert len(MODULES) > 500
    assert Path(__file__).stem in MODULES
