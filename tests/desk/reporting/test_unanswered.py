from __future__ import annotations

import dataclasses
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest

from desk.assistant.wire import SKETCH_BITS
from desk.demo import library
from desk.reporting import periods, similarity, unanswered
from desk.reporting.history import InputKind, Outcome, Said, Session
from desk.reporting.unanswered import Question
from desk.text.times import JAPAN

NOVEMBER, OCTOBER = periods.month(2026, 11), periods.month(2026, 10)


def asked(text: str, day: date = date(2026, 11, 5), conversation: str = "c_1") -> Question:
    at = datetime(day.year, day.month, day.day, 10, tzinfo=JAPAN)
    return Question(text, at, "web", conversation, "すみません。")


def groups(*questions: Question, decided: tuple = ()) -> list[unanswered.Group]:
    return unanswered.groups(questions, decided, NOVEMBER, OCTOBER)


def test_questions_alike_stand_together_with_what_was_before() -> None:
    found = groups(
        asked("畑を借りて野菜を作りたい", date(2026, 10, 3)),
        asked("畑を借りることはできますか", date(2026, 10, 20)),
        asked("畑を借りたいです"),
        asked("馬を飼える土地はありますか"),
    )

    assert [(g.exemplar, g.before, g.count) for g in found] == [
        ("畑を借りて野菜を作りたい", 2, 1),
        ("馬を飼える土地はありますか", 0, 1),
    ]
    assert found[0].examples[0] == "畑を借りたいです"


def test_grouping_is_the_same_whatever_the_order_of_the_rows() -> None:
    questions = [
        asked(text, date(2026, 11, n))
        for n, text in enumerate(("畑を借りたい", "畑を借りられますか", "馬を飼いたい"), 1)
    ]

    assert groups(*questions) == groups(*reversed(questions))


def test_a_decision_keeps_its_group_when_other_questions_come() -> None:
    (first,) = groups(asked("畑を借りて野菜を作りたい", date(2026, 10, 3)))
    decision = SimpleNamespace(id=first.id, exemplar=first.exemplar)

    (later,) = groups(asked("野菜を作る畑を借りたいです"), decided=(decision,))

    assert (later.id, later.exemplar, later.count, later.before) == (first.id, first.exemplar, 1, 0)


def test_names_and_numbers_bring_nobody_together() -> None:
    found = groups(
        asked("【お名前】と申します。馬を飼いたい。電話は【番号】です"),
        asked("【お名前】と申します。ピアノを弾きたい。電話は【番号】です"),
    )

    assert len(found) == 2


def meant(text: str) -> int:
    """What a question of these tests means: animals or music, each a sketch of its own."""
    return 0 if "馬" in text or "牧" in text else (1 << SKETCH_BITS) - 1


def sketches(texts: Iterable[str]) -> dict[str, int]:
    return {text: meant(text) for text in texts if text}


def by_meaning(*questions: Question, decided: tuple = (), known: Callable = sketches) -> list[unanswered.Group]:
    return unanswered.groups(questions, decided, NOVEMBER, OCTOBER, known)


def test_what_means_the_same_stands_together_without_a_letter_in_common() -> None:
    found = by_meaning(asked("馬を飼える土地"), asked("牧場はありますか"), asked("ピアノの練習"), asked("馬の練習"))

    assert sorted(sorted(q.text for q in g.questions) for g in found) == [
        ["ピアノの練習"],
        sorted(["馬を飼える土地", "牧場はありますか", "馬の練習"]),
    ]


def test_what_the_assistant_has_not_said_is_told_by_the_letters() -> None:
    def half(texts: Iterable[str]) -> dict[str, int]:
        return {text: meant(text) for text in texts if text.startswith("馬")}

    found = by_meaning(asked("馬を飼える土地"), asked("牧場はありますか"), asked("牧場を探しています"), known=half)

    assert [sorted(q.text for q in g.questions) for g in found] == [
        ["牧場はありますか", "牧場を探しています"],
        ["馬を飼える土地"],
    ]


def test_the_assistant_is_told_nothing_of_a_person() -> None:
    told: list[str] = []

    def note(texts: Iterable[str]) -> dict[str, int]:
        told.extend(texts)
        return {}

    by_meaning(asked("【お名前】と申します。馬を飼いたい"), known=note)

    assert told == ["。馬を飼いたい"]


def test_what_is_decided_is_about_the_question_that_was_seen() -> None:
    """By letters the two stand apart, and that is what the page showed; by meaning they stand together."""
    horses, pasture = asked("馬を飼える土地", conversation="c_1"), asked("牧場はありますか", conversation="c_2")
    shown = {group.exemplar: group.id for group in groups(horses, pasture)}
    now = by_meaning(horses, pasture)

    seen = unanswered.seen_as(shown[pasture.text], now)

    assert len(now) == 1
    assert seen is not None
    assert (seen.id, seen.exemplar, seen.conversation_id) == (shown[pasture.text], pasture.text, "c_2")
    assert unanswered.seen_as("0" * 32, now) is None


def test_an_exemplar_tells_nothing_of_a_person_where_another_is_there() -> None:
    (found,) = groups(
        asked("【お名前】と申します。馬を飼える土地", date(2026, 11, 1), "c_personal"),
        asked("馬を飼える土地", date(2026, 11, 2), "c_plain"),
    )

    assert (found.exemplar, found.conversation_id) == ("馬を飼える土地", "c_plain")


def test_examples_differ_by_what_is_asked_and_not_by_who_asks() -> None:
    (found,) = groups(
        asked("馬を飼える土地", date(2026, 11, 1)),
        asked("馬を飼える土地はどこ", date(2026, 11, 2)),
        asked("【お名前】と申します。馬を飼える土地。電話は【番号】です", date(2026, 11, 3)),
        asked("【お名前】と申します。馬を飼える農地", date(2026, 11, 4)),
    )

    assert found.examples == ("馬を飼える土地はどこ", "馬を飼える土地", "【お名前】と申します。馬を飼える農地")


def session(*said: Said) -> Session:
    return Session("c_1", "line", said[0].at, said, (), ())


def said(number: int, author: str, text: str, **more: object) -> Said:
    at = datetime(2026, 11, 24, 10, tzinfo=JAPAN) + timedelta(minutes=number)
    return dataclasses.replace(Said(number, author, at, text), **more)


def test_what_was_not_understood_and_what_was_asked_back_in_vain_is_unanswered() -> None:
    talk = session(
        said(1, "user", "馬を飼いたい。09012345678です", input_kind=InputKind.TYPED, outcome=Outcome.FALLBACK),
        said(2, "bot", "読み取れませんでした。"),
        said(3, "user", "ピアノ", input_kind=InputKind.TYPED, outcome=Outcome.CLARIFY),
        said(4, "bot", "どちらですか。"),
        said(5, "user", "どれでもない", input_kind=InputKind.TAPPED),
        said(6, "user", "冬の暖房", input_kind=InputKind.TYPED, outcome=Outcome.CLARIFY),
        said(7, "user", "暖房費", input_kind=InputKind.TAPPED),
        said(8, "user", "家賃", input_kind=InputKind.TYPED, outcome=Outcome.ANSWER),
    )

    found = list(unanswered.questions([talk]))

    assert [(q.text, q.bot_said) for q in found] == [
        ("馬を飼いたい。【番号】です", "読み取れませんでした。"),
        ("ピアノ", "どちらですか。"),
    ]


@pytest.mark.parametrize("seed", [1, 2])
def test_groups_of_real_questions_are_mostly_of_one_label(seed: int) -> None:
    chance = random.Random(seed)
    _, by_label = library.library()
    labels = chance.sample(sorted(by_label), 25)
    items = [
        (label, text) for label in labels for text in chance.sample(by_label[label], min(20, len(by_label[label])))
    ]
    chance.shuffle(items)

    numbers = similarity.grouped([], [text for _, text in items])

    members = defaultdict(list)
    for (label, _), number in zip(items, numbers, strict=True):
        members[number].append(label)
    together = [found for found in members.values() if len(found) > 1]
    own = sum(Counter(found).most_common(1)[0][1] for found in together)
    assert sum(map(len, together)) > 0.25 * len(items)
    assert own > 0.65 * sum(map(len, together))
