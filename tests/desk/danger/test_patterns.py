"""What the desk's own reader hears: `desk.danger.patterns`."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest

from desk.danger.folding import MOST_SHOWN
from desk.danger.pattern_files import PatternsBroken, load
from desk.danger.patterns import Patterns
from desk.danger.shipped import rule_name

PROJECT = Path(__file__).resolve().parents[3]
CASES = json.loads((PROJECT / "tests" / "wire" / "danger.json").read_text(encoding="utf-8"))
PATTERNS = load(PROJECT / "data" / "danger" / "patterns")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "words.yml").write_text("words: {near: 夫|妻}", encoding="utf-8")
    context = "order: [violence]\nsupposed: もし\nurgent: 今\nfigures: 例え\nasking: か$\n"
    (tmp_path / "context.yml").write_text(context, encoding="utf-8")
    return tmp_path


def written(folder: Path, pattern: str, unless: str = "例外", **other: str) -> Patterns:
    group = {
        "id": "x",
        "name": "殴られている",
        "kind": "distress",
        "when_supposed": "quiet",
        "patterns": pattern,
        "unless": unless,
        "must": "a",
        "must_not": "b",
    }
    groups = [group, *([group | other] if other else [])]
    file = json.dumps({"subject": "violence", "groups": groups}, ensure_ascii=False)
    (folder / "violence.yml").write_text(file, encoding="utf-8")
    return load(folder)


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:24] for case in CASES])
def test_it_hears_what_the_assistant_hears(case: dict) -> None:
    found = PATTERNS.read(case["text"])

    heard = {"kind": found.kind, "subject": found.subject} if found else None
    assert heard == case["danger"]


@pytest.mark.parametrize("group", PATTERNS.groups, ids=lambda group: group.id)
def test_each_group_hears_its_own_sentences_and_no_others(group) -> None:
    assert [text for text in group.must if (f := PATTERNS.read(text)) is None or f.kind != group.kind] == []
    assert [text for text in group.must_not if PATTERNS.read(text)] == []


@pytest.mark.parametrize(
    ("pattern", "text", "heard"),
    [
        ("{near}に~4殴られ", "夫に毎日殴られています", True),
        ("{near}に~4殴られ", "夫に毎日毎日毎日殴られています", False),
        ("死[に|ぬ]た", "死た", True),
        ("^たすけて$", "たすけて。", True),
        ("^たすけて$", "いまたすけて", False),
        ("dv", "dvdを借りたい", False),
        ("119", "1119", False),
        ("殴られ", "もし殴られた場合は", False),
        ("殴られ", "もし今殴られたら", True),
        ("殴られ", "例え殴られ", True),
    ],
)
def test_the_language(folder: Path, pattern: str, text: str, heard: bool) -> None:
    assert (written(folder, pattern).read(text) is not None) is heard


def test_an_exception_hides_only_the_match_it_lies_over(folder: Path) -> None:
    patterns = written(folder, "殴られ", "殴られ強い")

    assert patterns.read("殴られ強い役") is None
    assert patterns.read("殴られ強い役、私は殴られる") is not None


@pytest.mark.parametrize("pattern", ["(死", "死)", "~40死", "{who}死", "[死]", "死~"])
def test_a_line_that_cannot_be_read_is_refused(folder: Path, pattern: str) -> None:
    with pytest.raises(PatternsBroken):
        written(folder, pattern)


@pytest.mark.parametrize("other", [{"id": "y"}, {"name": "蹴られている"}, {"id": "y", "name": " "}])
def test_every_rule_has_an_id_and_a_name_of_its_own(folder: Path, other: dict[str, str]) -> None:
    with pytest.raises(PatternsBroken):
        written(folder, "殴られ", **other)
    assert len(written(folder, "殴られ", id="y", name="蹴られている").groups) == 2


@pytest.mark.parametrize("group", PATTERNS.groups, ids=lambda group: group.id)
def test_screens_call_each_rule_by_a_japanese_name(group) -> None:
    assert rule_name(group.id) == group.name
    assert re.search(r"[ぁ-んァ-ヶ一-龠]", group.name)
    assert group.id not in group.name


def test_a_rule_of_another_list_has_a_name_too() -> None:
    assert rule_name("wish-1") == "いまの一覧にない項目"


def test_the_words_are_those_typed_around_the_match() -> None:
    found = PATTERNS.read("家" * 300 + "、もう死にたいです" + "家" * 300)

    assert found is not None
    assert "死にたい" in found.words
    assert len(found.words) == MOST_SHOWN


@pytest.mark.parametrize("unit", ["夫に", "死に", "あ\n", "移住の家賃が心配です。", "<a", "もう"])
def test_the_work_grows_with_the_length(unit: str) -> None:
    def seconds(length: int) -> float:
        text = (unit * length)[:length]
        times = []
        for _ in range(3):
            started = time.process_time()
            PATTERNS.read(text)
            times.append(time.process_time() - started)
        return min(times)

    assert seconds(20_000) <= 3 * seconds(10_000) + 0.002
