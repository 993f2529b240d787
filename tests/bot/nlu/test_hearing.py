"""Rules, detector and labels together: `bot.nlu.hearing`."""

from __future__ import annotations

import dataclasses

import pytest

from bot.nlu import hearing, pattern_files
from bot.nlu.danger_model import Heard
from bot.nlu.known_labels import DANGERS
from bot.nlu.label_model import Scores
from bot.nlu.morphology import analyse
from bot.nlu.thresholds import Thresholds

THRESHOLDS = Thresholds(danger=0.3, detector=0.5, detector_with_label=0.2, rule=0.01, care=0.1, care_when_answered=0.3)
ORDINARY = (("jobs/job_search", 0.9), ("life/climate", 0.1))


def listened(text, score=None, ranking=ORDINARY, kind="distress", thresholds=THRESHOLDS):
    heard = None if score is None else Heard(score, kind, "suicide", text)
    scores = Scores(list(ranking), 0.5)
    return hearing.listen(text, analyse(text), scores, heard, thresholds, pattern_files.shared())


def test_a_rule_is_enough():
    found = listened("もう死にたいです", 0.02).danger

    assert found.as_dict() == {
        "kind": "distress",
        "subject": "suicide",
        "by": "rule",
        "words": "もう死にたいです",
        "rule": "in_so_many_words",
        "score": 0.02,
    }


def test_a_rule_reads_kana_words_in_kanji():
    assert listened("おっとになぐられて、ころされるかもっていわれた夫に", 0.1).danger.by == "rule"


def test_a_rule_that_the_detector_takes_for_nothing_leaves_a_line_of_care():
    found = listened("リスカがやめられない", 0.001)

    assert found == hearing.Hearing(None, thinkable=True)


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("119", True),
        ("隣の家が燃えています、どうしたらいいですか", True),
        ("リスカ", True),
        ("リスカがやめられない友人の話を聞いていました", False),
    ],
)
def test_for_an_emergency_and_in_a_word_or_two_the_detector_needs_to_say_less(text, counts):
    thresholds = dataclasses.replace(THRESHOLDS, rule=0.1, rule_when_pressing=0.03)

    assert (listened(text, 0.05, thresholds=thresholds).danger is not None) == counts
    assert listened(text, 0.02, thresholds=thresholds).danger is None
    assert listened(text, 0.1, thresholds=thresholds).danger is not None


def test_no_detector_overrules_explicit_words():
    assert listened("死にたいって相談してもいいところありますか", 0.001).danger.rule == "in_so_many_words"


def test_the_detector_is_enough():
    found = listened("荷物は全部処分しました", 0.6, kind="emergency").danger

    assert (found.kind, found.by, found.score, found.rule) == ("emergency", "model", 0.6, None)


@pytest.mark.parametrize("label", DANGERS)
def test_where_the_label_is_danger_less_is_needed_of_the_detector(label):
    ranking = ((label, 0.3), ("jobs/job_search", 0.2))

    assert listened("荷物は全部処分しました", 0.2, ranking).danger is not None
    assert listened("荷物は全部処分しました", 0.19, ranking).danger is None
    assert listened("荷物は全部処分しました", 0.2).danger is None


@pytest.mark.parametrize(("sure", "needed"), [(0.8, 0.5), (0.5, 0.3)])
def test_where_an_ordinary_label_is_sure_more_is_needed_of_the_detector(sure, needed):
    thresholds = dataclasses.replace(THRESHOLDS, answer=0.75, detector=0.3, detector_when_answered=0.5)
    ranking = (("jobs/job_search", sure), ("life/climate", 0.1))

    heard = [
        listened("荷物は全部処分しました", needed + by, ranking, thresholds=thresholds).danger for by in (-0.01, 0.0)
    ]

    assert [danger is not None for danger in heard] == [False, True]


def test_without_a_detector_the_label_is_enough():
    ranking = (("chitchat/emergency", 0.2), ("chitchat/distress", 0.1), ("jobs/job_search", 0.1))

    assert listened("荷物は全部処分しました", None, ranking).danger.kind == "emergency"
    assert listened("荷物は全部処分しました", None).danger is None


@pytest.mark.parametrize(("score", "thinkable"), [(0.1, True), (0.09, False)])
def test_danger_is_thinkable_from_its_own_threshold(score, thinkable):
    assert listened("荷物は全部処分しました", score).thinkable is thinkable


@pytest.mark.parametrize(("score", "likely"), [(0.3, True), (0.29, False)])
def test_from_a_higher_one_it_is_likely_whatever_is_answered(score, likely):
    found = listened("荷物は全部処分しました", score)

    assert (found.danger, found.likely) == (None, likely)


def test_what_is_no_danger_is_decided_as_if_there_were_no_such_labels():
    scores = Scores([("chitchat/emergency", 0.9), ("jobs/job_search", 0.1)], 0.5)

    assert hearing.without_dangers(scores).ranking == [("jobs/job_search", 0.1)]


def test_long_texts_are_heard_as_well():
    assert listened("移住の家賃が心配です。" * 900 + "もう死にたい", 0.5).danger.rule == "in_so_many_words"
