"""Values that two answers give differently: found by the words before them, and not where nothing contradicts."""

import pytest

from desk.content import contradictions, entries
from desk.text.markdown import plain_markdown


def found(**texts: str) -> list[str]:
    pairs = [(f"town/{name}", text) for name, text in texts.items()]
    return [f"{one.what}: {'、'.join(value for _, value in one.said)}" for one in contradictions.found(pairs)]


def test_another_amount_of_the_same_thing_is_found() -> None:
    assert found(a="移住支援金は、最大100万円です。", b="移住支援金は最大60万円まで出ます。") == [
        "移住支援金: 最大100万円、最大60万円"
    ]
    assert found(a="家賃の補助：20,000円", b="家賃の補助は１５０００円") == ["家賃の補助: 20000円、15000円"]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("移住支援金は最大100万円", "移住支援金は最大１００万円"),
        ("移住支援金は最大100万円", "起業支援金は最大200万円"),
        ("申請は3年以内", "申請は5人まで"),
        ("市長は2025年に言いました", "市長は2026年に言いました"),
        ("対象は3人", "対象は5人"),
        ("バス代は240円。こどもは半額で、バス代は120円", "バス代は120円"),
        ("人口は多い", "人口は少ない"),
    ],
)
def test_what_does_not_contradict_is_left_alone(a: str, b: str) -> None:
    assert found(a=a, b=b) == []


def test_one_answer_with_two_values_contradicts_nobody() -> None:
    assert found(a="家賃は5万円。広い部屋の家賃は8万円") == []


def test_the_shipped_answers_do_not_contradict_each_other() -> None:
    texts = [(label, plain_markdown(entry.whole)) for label, entry in entries.library().items()]

    assert sum(len(list(contradictions._values(text))) for _, text in texts) > 50
    assert contradictions.found(texts) == []
