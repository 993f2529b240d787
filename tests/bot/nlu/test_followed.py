"""What people meant with messages after an answer: `bot.nlu.followed` and `bot.nlu.likeness`."""

from __future__ import annotations

import json

import numpy as np
import pytest

from bot.nlu import followed
from bot.nlu.followed import Followed, Line
from bot.nlu.likeness import NAMES, Likeness
from bot.nlu.morphology import analyse

LABELS = ["a/here", "a/there", "b/led_to", "c/far", "chitchat/smalltalk"]
HERE, THERE, LED_TO, FAR, ASIDE = range(5)
LEADS = np.zeros((5, 5))
LEADS[HERE, LED_TO] = 1.0
LINES = [
    *(Line("a/here", f"x{n}", "a/here", "one") for n in range(30)),
    *(Line("c/far", f"y{n}", "b/led_to", "two") for n in range(30)),
    *(Line("a/here", f"z{n}", "a/there", "two") for n in range(30)),
]


def vector(text):
    dense = np.full(6, 0.05, dtype=np.float32)
    dense["xyz".index(text[0])] = 1.0
    dense[3:] += 0.01 * (len(text) > 1 and int(text[1:]) % 3)
    return dense


def vectors(texts):
    return np.stack([vector(text) for text in texts])


@pytest.fixture(scope="module")
def likeness():
    return Likeness.of(Followed.learn(LINES, vectors), LABELS, LEADS)


def column(likeness, name, text, last=HERE, writer=None):
    return likeness.numbers(last, vector(text), analyse(text), writer)[:, NAMES.index(name)]


def test_like_messages_tell_where_people_go(likeness):
    stayed, neighbour, left = NAMES[:3]

    assert column(likeness, stayed, "x") == pytest.approx([1, 0, 0, 0, 0])
    assert column(likeness, neighbour, "z") == pytest.approx([0, 1, 1, 0, 0])
    # After c/far, b/led_to was elsewhere; after a/here it would be a neighbour.
    assert column(likeness, left, "y") == pytest.approx([0, 0, 0, 1, 0])
    assert column(likeness, neighbour, "y") == pytest.approx([0, 0, 0, 0, 0])


def test_what_was_meant_after_the_same_answer_stands_apart_from_what_was_meant_after_others(likeness):
    same, anywhere = NAMES[3], NAMES[5]

    assert column(likeness, anywhere, "y")[LED_TO] > 0.99
    assert column(likeness, same, "y")[LED_TO] == 0.0
    assert column(likeness, same, "y", last=FAR)[LED_TO] > 0.99
    assert column(likeness, NAMES[6], "y")[LED_TO] == pytest.approx(column(likeness, anywhere, "y")[LED_TO] - 0.5)
    assert not likeness.numbers(HERE, vector("y"), analyse("y"))[[FAR, ASIDE], 3:7].any()


def test_what_is_written_alike_counts_beside_what_is_meant_alike(likeness):
    kind = "cosine to a message after any answer that meant it"
    meant, written = f"{kind}, by vectors", f"{kind}, as written"
    found = likeness.numbers(HERE, vector("x"), analyse("z7"))

    assert found[HERE, NAMES.index(meant)] > found[THERE, NAMES.index(meant)]
    assert found[THERE, NAMES.index(written)] > found[HERE, NAMES.index(written)]


def test_a_writer_says_nothing_about_lines_of_the_same_hand(likeness):
    assert column(likeness, NAMES[3], "z")[THERE] > 0.99
    assert column(likeness, NAMES[3], "z", writer="two")[THERE] == 0.0
    assert column(likeness, NAMES[0], "z", writer="two")[HERE] == pytest.approx(1.0)


def test_what_was_learnt_is_read_again(tmp_path):
    learnt = Followed.learn(LINES, vectors)
    learnt.save(tmp_path)
    again = Followed.load(tmp_path)

    assert (again.afters, again.labels, again.writers) == (learnt.afters, learnt.labels, learnt.writers)
    assert again.cosines(vector("x")) == pytest.approx(learnt.cosines(vector("x")), abs=1e-7)
    assert again.written.cosines(analyse("x1")) == pytest.approx(learnt.written.cosines(analyse("x1")), abs=1e-7)


def test_a_pack_without_lines_has_none(tmp_path):
    made = Followed.learn(followed.read(tmp_path / "none", LABELS), vectors)
    made.save(tmp_path)

    assert not Likeness.of(Followed.load(tmp_path), LABELS, LEADS).is_known


def test_lines_are_read_without_what_takes_the_answer_in_and_between_known_labels_only(tmp_path):
    rows = [
        {"after": "housing/rent_cost", "text": "なるほど、駐車場は？", "label": "housing/rent_cost"},
        {"after": "housing/rent_cost", "text": "それはいくら？", "label": "housing/rent_cost"},
        {"after": "housing/rent_cost", "text": "猫は？", "label": "housing/gone"},
        {"after": "chitchat/smalltalk", "text": "家賃は？", "label": "housing/rent_cost"},
    ]
    (tmp_path / "one.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")

    found = followed.read(tmp_path, {"housing/rent_cost", "chitchat/smalltalk"})

    assert [(line.text, line.writer) for line in found] == [("駐車場は？", "one"), ("いくら?", "one")]
