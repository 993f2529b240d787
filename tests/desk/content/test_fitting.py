from __future__ import annotations

from desk.content.fitting import fitting


def understood(label: str | None, confidence: float, *candidates: tuple[str, float]) -> dict[str, object]:
    others = [{"label": one, "confidence": sure} for one, sure in candidates]
    return {"label": label, "confidence": confidence, "candidates": others}


def test_the_likeliest_comes_first_and_each_once() -> None:
    known = understood("town/snow", 0.6, ("town/snow", 0.6), ("town/bus", 0.2), ("housing/rent", 0.02))

    assert list(fitting(known, 0.03).items()) == [("town/snow", 0.6), ("town/bus", 0.2)]
    assert fitting(known, 0.5) == {"town/snow": 0.6}


def test_where_nothing_was_decided_what_came_near_counts() -> None:
    assert fitting(understood(None, 0, ("town/bus", 0.2)), 0.03) == {"town/bus": 0.2}


def test_small_talk_and_a_wish_for_a_person_ask_nothing_of_the_library() -> None:
    assert fitting(understood("chitchat/thanks", 0.9, ("town/bus", 0.3)), 0.03) == {}
    # What the chat cannot do is no answer for a consultant to insert.
    assert fitting(understood("out_of_scope/oos_assistant", 0.4, ("town/bus", 0.3)), 0.03) == {}
    assert fitting(understood("town/bus", 0.5, ("handoff/request", 0.3), ("chitchat/greet", 0.2)), 0.03) == {
        "town/bus": 0.5
    }


def test_what_is_no_answer_of_the_library_does_not_fit() -> None:
    assert fitting({"label": "out_of_scope", "confidence": 0.9}, 0.5) == fitting({}, 0.5) == {}
