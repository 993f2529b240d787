"""What a message after an answer means: `bot.nlu.follow_up`."""

from __future__ import annotations

import numpy as np
import pytest

from bot.nlu import likeness, message_form
from bot.nlu.answer_texts import AnswerText
from bot.nlu.follow_up import FollowUps, may_follow
from bot.nlu.follow_up_features import FEATURES
from bot.nlu.follow_up_weights import WEIGHTS, WEIGHTS_WITHOUT_LINES
from bot.nlu.followed import Followed, Line
from bot.nlu.label_model import Scores
from bot.nlu.label_words import LabelWords
from bot.nlu.morphology import analyse
from bot.nlu.word_index import WordIndex

JOBS, WAGE, TRIAL, SCHOOL = "jobs/job_search", "jobs/wage_level", "housing/trial_stay", "life/school"
LABELS = [JOBS, WAGE, TRIAL, SCHOOL, "chitchat/smalltalk", "out_of_scope/oos_tax", "chitchat/distress"]
ANSWERS = {
    JOBS: AnswerText("小樽の仕事。観光の求人が多いです。高校生も応募できます。", (WAGE,)),
    WAGE: AnswerText("給料の水準。最低賃金。", (JOBS,), "給料の水準"),
    TRIAL: AnswerText("お試し暮らし。1週間から。", ()),
    SCHOOL: AnswerText("小中学校。転校の手続き。", (), "小中学校の転校"),
}
QUESTIONS = {
    JOBS: ["仕事はありますか", "求人を見たい"],
    WAGE: ["給料はいくら", "給料の相場"],
    SCHOOL: ["学校はありますか", "小学校の数"],
}


@pytest.fixture(scope="module")
def known():
    return FollowUps.of(LABELS, WordIndex.of(QUESTIONS), ANSWERS)


def read(*ranking, nearness=0.5):
    rest = (1.0 - sum(chance for _, chance in ranking)) / len(LABELS)
    named = dict(ranking)
    pairs = [(label, named.get(label, rest)) for label in LABELS]
    return Scores(sorted(pairs, key=lambda pair: -pair[1]), nearness)


# Messages of one meaning stand in one direction.
DIRECTIONS = {"高校生": 0, "学生": 0, "暮らせる": 1, "いくら": 2, "学校": 3}


def vector(text):
    dense = np.full(8, 0.1, dtype=np.float32)
    dense[[place for word, place in DIRECTIONS.items() if word in text]] = 1.0
    return dense


def scored(known, last, text, alone, joint):
    return known.scores(last, text, analyse(text), alone, joint, vector(text))


def column(known, name, last, text):
    table = known.features(last, text, analyse(text), read((JOBS, 0.5)), read((JOBS, 0.5)))
    return dict(zip(known.labels, table[:, FEATURES.index(name)], strict=True))


@pytest.mark.parametrize(
    "message",
    [
        "給料は？",
        "それはいくら？",
        "冬だと高くなる？",
        "二匹いるんですが",
        "引っ越したら返すの",
        "もう転入しちゃったんだけど",
        "収入の条件",
        "まだ離婚が成立していません",
        "小樽で中古の家を買って住みたい",
    ],
)
def test_a_short_message_may_go_on(message):
    assert may_follow(message, analyse(message))


@pytest.mark.parametrize(
    "message",
    [
        "",
        "ありがとうございました",
        "わかりました",
        "東京です",
        "30代の夫婦です",
        "移住支援金を申請したあとに転職したら返すことになりますか、それとも返さなくていいですか",
    ],
)
def test_other_messages_stand_alone(message):
    assert not may_follow(message, analyse(message))


def test_a_case_stays_with_the_answer_though_it_names_another_topic(known):
    # Alone, 高校生 is about schools; this answer holds the word.
    made = scored(known, JOBS, "高校生でも？", read((SCHOOL, 0.8), (JOBS, 0.05)), read((JOBS, 0.8)))

    assert made.label == JOBS


def test_a_neighbour_is_preferred_to_a_far_label_that_is_as_likely(known):
    even = read((WAGE, 0.4), (TRIAL, 0.4))

    made = dict(scored(known, JOBS, "暮らせるくらい？", even, even).ranking)

    assert made[WAGE] > made[TRIAL]


def test_a_sentence_about_another_topic_leaves_the_context(known):
    made = scored(known, JOBS, "学校はありますか", read((SCHOOL, 0.9)), read((SCHOOL, 0.45), (JOBS, 0.45)))

    assert made.label == SCHOOL


def test_chances_sum_to_one_and_danger_is_no_choice(known):
    made = scored(known, JOBS, "いくら？", read((WAGE, 0.4)), read((WAGE, 0.5)))

    assert sum(chance for _, chance in made.ranking) == pytest.approx(1.0)
    assert "chitchat/distress" not in dict(made.ranking)
    assert made.ranking == sorted(made.ranking, key=lambda pair: -pair[1])


@pytest.mark.parametrize(("last", "best"), [("jobs/unknown", WAGE), (JOBS, "new/taught_since")])
def test_labels_that_are_not_known_leave_the_message_as_it_is(known, last, best):
    alone = Scores([(best, 0.9), (JOBS, 0.1)], 0.5)

    assert scored(known, last, "いくら？", alone, read((JOBS, 0.9))) is alone


def test_last_answer_neighbours_and_far_labels_are_told_apart(known):
    assert column(known, "the label of the last answer", JOBS, "いくら？")[JOBS] == 1.0
    assert column(known, "the last answer leads to it", JOBS, "いくら？") == {
        label: float(label == WAGE) for label in known.labels
    }
    far = column(known, "far: cannot stand alone by its form", JOBS, "いくら？")
    assert {label for label, value in far.items() if value} == {TRIAL, SCHOOL}


def test_words_count_where_the_answer_holds_them(known):
    held = column(known, "share of the message's words that its answer holds", WAGE, "観光だと？")

    assert held[JOBS] == pytest.approx(1.0)
    assert held[WAGE] == 0.0


def test_words_count_where_the_questions_use_them(known):
    used = column(known, "how much its questions use them", JOBS, "給料は？")

    assert max(used, key=used.get) == WAGE


def test_a_message_without_words_of_its_own_weighs_no_words(known):
    assert not any(column(known, "share of the message's words that its answer holds", JOBS, "いくら？").values())
    assert not any(column(known, "how much its questions use them", JOBS, "いくら？").values())


def test_words_of_a_title_or_subject_name_an_answer(known):
    to_school = column(known, "the message's words name it", JOBS, "転校すると？")
    elsewhere = column(known, "they name it and not the last label", JOBS, "転校すると？")

    assert to_school == {label: float(label == SCHOOL) for label in known.labels}
    assert elsewhere == to_school
    assert column(known, "the last label: how much better they name another", JOBS, "転校すると？")[JOBS] == 1.0
    assert not any(column(known, "they name it and not the last label", SCHOOL, "転校すると？").values())
    assert column(known, "the last label: the message's words name it", SCHOOL, "転校すると？")[SCHOOL] == 1.0


def test_a_word_that_names_two_answers_names_each_by_half():
    answers = {JOBS: AnswerText("", (), "高校生の仕事"), SCHOOL: AnswerText("", (), "高校生の学校")}
    words = LabelWords.of([JOBS, SCHOOL, WAGE], WordIndex.of(QUESTIONS), answers)

    assert list(words.named(analyse("高校生"))) == [0.5, 0.5, 0.0]


def test_an_undecided_reading_is_told_from_a_sure_one_and_a_near_one_from_a_far_one(known):
    def numbers(alone):
        table = known.features(JOBS, "高校生でも？", analyse("高校生でも？"), alone, read((JOBS, 0.9)))
        of_last = table[known.labels.index(JOBS)]
        return [
            of_last[FEATURES.index(f"the last label: {name} alone")]
            for name in ("entropy of the reading", "nearness read")
        ]

    (sure, near), (torn, far) = numbers(read((SCHOOL, 0.97))), numbers(read((SCHOOL, 0.4), (WAGE, 0.4), nearness=0.2))

    assert sure < torn
    assert (near, far) == (0.5, 0.2)


@pytest.mark.parametrize(("last", "elsewhere"), [(JOBS, {TRIAL, SCHOOL}), (SCHOOL, {JOBS, WAGE, TRIAL})])
def test_other_topics_that_nothing_ties_to_the_last_answer_are_elsewhere(known, last, elsewhere):
    assert scored(known, last, "高校生でも？", read((JOBS, 0.5)), read((JOBS, 0.5))).elsewhere == elsewhere


def test_there_is_a_constant_for_each_feature(known):
    table = known.features(JOBS, "いくら？", analyse("いくら？"), read((JOBS, 0.5)), read((JOBS, 0.5)))

    assert table.shape == (len(known.labels), len(FEATURES)) == (len(LABELS) - 1, len(WEIGHTS_WITHOUT_LINES))
    assert np.isfinite(table).all()
    assert len(WEIGHTS) == len(FEATURES) + len(likeness.NAMES)


def test_what_others_meant_after_the_same_answer_decides_between_what_is_as_likely():
    lines = [
        *(Line(JOBS, f"暮らせる{n}", WAGE, "one") for n in range(4)),
        *(Line(JOBS, f"学生{n}", JOBS, "one") for n in range(4)),
        *(Line(WAGE, f"学校{n}", SCHOOL, "one") for n in range(4)),
    ]
    followed = Followed.learn(lines, lambda texts: np.stack([vector(text) for text in texts]))
    taught = FollowUps.of(LABELS, WordIndex.of(QUESTIONS), ANSWERS, followed)
    even = read((WAGE, 0.3), (JOBS, 0.3), (SCHOOL, 0.3))

    assert [scored(taught, JOBS, text, even, even).label for text in ("高校生", "暮らせる", "学校")] == [
        JOBS,
        WAGE,
        SCHOOL,
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("民間の部屋なら", "sets a case (なら)"),
        ("学生でも？", "adds a case (でも)"),
        ("冬だとどう", "names a case (だと, 場合)"),
        ("じゃあ給料", "goes on (じゃあ, あと)"),
        ("入れますか", "asks by its end (か, の)"),
        ("家賃は？", "leaves the question out (は, って)"),
        ("借りたい", "wishes"),
        ("学生です", "tells"),
        ("市営以外", "asks for something else (以外, ほか)"),
        ("2階", "holds a number"),
        ("それいくら", "points (それ, そこ)"),
    ],
)
def test_the_form_of_a_message_is_told(text, name):
    form = dict(zip(message_form.NAMES, message_form.numbers(text, analyse(text)), strict=True))
    plain = dict(zip(message_form.NAMES, message_form.numbers("家賃", analyse("家賃")), strict=True))

    assert (form[name], plain[name]) == (1.0, 0.0)


def test_longer_messages_with_more_words_have_larger_numbers():
    short, long = (message_form.numbers(text, analyse(text))[-2:] for text in ("家賃は", "駅の近くの家賃はいくら"))

    assert all(one < other for one, other in zip(short, long, strict=True))


def test_the_form_counts_for_the_last_label_and_its_neighbours_only(known):
    def labels(name):
        return {label for label, value in column(known, name, JOBS, "学生なら？").items() if value}

    assert labels("the last label: sets a case (なら)") == {JOBS}
    assert labels("near: sets a case (なら)") == {WAGE}


def test_which_label_a_reading_puts_first_and_how_sure_it_is(known):
    alone, joint = read((SCHOOL, 0.9)), read((WAGE, 0.6))
    table = known.features(JOBS, "高校生でも？", analyse("高校生でも？"), alone, joint)

    def only(name):
        [found] = np.nonzero(table[:, FEATURES.index(name)])
        return [known.labels[i] for i in found]

    assert only("far: first when read alone") == [SCHOOL]
    assert only("near: first when read behind the subject") == [WAGE]
    assert only("near: first when read alone") == []
    assert table[known.labels.index(SCHOOL), FEATURES.index("far: first when read alone, how sure")] == pytest.approx(
        np.log(9), abs=0.01
    )


def test_danger_put_first_leaves_the_next_label_as_first(known):
    table = known.features(
        JOBS, "毎晩？", analyse("毎晩？"), read(("chitchat/distress", 0.8), (TRIAL, 0.1)), read((JOBS, 0.5))
    )

    assert table[known.labels.index(TRIAL), FEATURES.index("far: first when read alone")] == 1.0
