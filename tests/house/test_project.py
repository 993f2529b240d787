"""Promises of the house that no single room can keep: documents, settings, contracts between environments."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

from actions import handoff_questions
from actions.city import city
from actions.library import check, entries

PROJECT = Path(__file__).resolve().parents[2]


def test_the_content_is_sound() -> None:
    assert check.faults() == []


def test_a_question_that_rasa_would_leave_out_is_named(tmp_path: Path) -> None:
    found = "nlu:\n- intent: life/snow_removal\n  examples: |\n    - 除雪は誰がしますか\n      - 雪かきが心配です\n"
    (tmp_path / "life.yml").write_text(found)

    faults = [one for one in check.faults(questions=tmp_path) if "indented" in one]

    assert len(faults) == 1
    assert faults[0].startswith("data/nlu/life.yml: life/snow_removal: ")
    assert "雪かきが心配です" in faults[0]


def test_every_command_of_the_makefile_has_one_line_of_help() -> None:
    makefile = (PROJECT / "Makefile").read_text()
    phony = set(re.findall(r"^\.PHONY: (\S+)$", makefile, re.MULTILINE)) - {"uv"}
    helped = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))

    assert phony == helped


def test_every_setting_of_the_desk_is_in_the_readme() -> None:
    source = (PROJECT / "desk" / "settings.py").read_text()
    names = re.findall(r"^    ([a-z_]+): .*= Field\(", source, re.MULTILINE)
    readme = (PROJECT / "README.md").read_text()

    missing = [name for name in names if f"HITOHATA_{name.upper()}" not in readme]

    assert names
    assert missing == []


def test_no_source_names_the_city_that_is_shipped() -> None:
    """Names, telephones and colours of a city stand in its pack; migrations tell how data were once."""
    named = re.compile(r"小樽|おたる|otaru|0134-?3", re.IGNORECASE)
    files = subprocess.run(
        ["git", "ls-files", "bot", "actions", "desk", "web/src", "web/public"],
        cwd=PROJECT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    sources = [name for name in files if Path(name).suffix in {".py", ".ts", ".tsx", ".html", ".css", ".svg", ".yml"}]

    found = [name for name in sources if named.search((PROJECT / name).read_text(encoding="utf-8"))]

    assert len(sources) > 300
    assert found == []


def test_every_decision_is_listed_in_order() -> None:
    numbers = sorted(int(path.name[:4]) for path in (PROJECT / "docs" / "decisions").glob("0*.md"))

    assert numbers == list(range(1, len(numbers) + 1))


def test_the_first_screens_topics_are_the_same_in_both_environments() -> None:
    wire = json.loads((PROJECT / "tests" / "wire" / "topics.json").read_text())

    assert wire == [{"key": topic.key, "label": topic.name} for topic in city().topics]


def test_desk_and_assistant_show_the_same_purpose_before_they_ask_for_an_address() -> None:
    wire = json.loads((PROJECT / "tests" / "wire" / "city.json").read_text())

    assert handoff_questions.consent_text() == wire["purpose"]


def test_every_test_that_the_accessibility_statement_names_exists() -> None:
    statement = (PROJECT / "docs" / "accessibility.md").read_text()
    named = set(re.findall(r"`((?:tests|web/tests)/[^`]+)`", statement))

    missing = []
    for name in named:
        file, _, test = name.partition("::")
        path = PROJECT / file
        if not path.is_file() or (test and f"def {test}(" not in path.read_text()):
            missing.append(name)

    assert len(named) > 15
    assert missing == []


def test_the_accessibility_statement_has_every_criterion_of_level_a_and_aa() -> None:
    statement = (PROJECT / "docs" / "accessibility.md").read_text()
    checklist = statement.split("## 達成基準チェックリスト")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (\d\.\d\.\d) \| .* \| (A|AA) \| (\S+) \|", checklist, re.MULTILINE)

    assert [level for _, level, _ in rows].count("A") == 25
    assert [level for _, level, _ in rows].count("AA") == 13
    assert {result for _, _, result in rows} <= {"適合", "該当なし", "要確認（人）"}


def test_every_menu_offers_answers_that_exist() -> None:
    library = entries.read_all()

    missing = [label for topic in city().topics for label in topic.labels if label not in library]

    assert missing == []


def test_rasas_requirements_are_the_published_ones() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())
    lifted = {item["name"]: item for item in project["tool"]["uv"]["dependency-metadata"]}

    assert set(lifted) == {"rasa", "rasa-sdk"}
    assert not any("requires-python" in item for item in lifted.values())


@pytest.mark.parametrize("name", ["config.yml", "domain.yml", "endpoints.yml", "credentials.yml"])
def test_rasas_files_can_be_read(name: str) -> None:
    assert yaml.safe_load((PROJECT / name).read_text())


def test_no_tracked_file_is_large() -> None:
    names = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, check=True).stdout
    paths = [PROJECT / name for name in names.decode().split("\0") if name]

    assert [path.name for path in paths if path.is_file() and path.stat().st_size > 1_000_000] == []


def test_archives_are_unpacked_without_what_an_older_python_lacks() -> None:
    """Debian 12 brings Python 3.11.2; filters of `tarfile` and `shutil` came with 3.11.4."""
    files = subprocess.run(
        ["git", "ls-files", "*.py"], cwd=PROJECT, capture_output=True, text=True, check=True
    ).stdout.split()
    wanted = [
        f"{file}:{call.lineno}"
        for file in files
        for call in ast.walk(ast.parse((PROJECT / file).read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and getattr(call.func, "attr", "") in {"extract", "extractall", "unpack_archive"}
        and any(given.arg == "filter" for given in call.keywords)
    ]

    assert len(files) > 1000
    assert wanted == []
