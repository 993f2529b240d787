"""Contacts as the hand-over's form reads them: the cases that all readers share."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from actions import contact

CASES = json.loads((Path(__file__).parents[1] / "wire" / "contacts.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES["read"], ids=lambda case: ascii(case["typed"]))
def test_a_contact_is_read_as_everywhere(case: dict[str, str]) -> None:
    read = contact.mail(case["typed"]) if case["kind"] == "email" else contact.phone(case["typed"])

    assert (read.value, read.refused) == (case.get("value", ""), case.get("refused"))


def test_every_refusal_says_what_to_do() -> None:
    assert {case["refused"] for case in CASES["read"] if "refused" in case} == set(contact.SAY)


@pytest.mark.parametrize("kind", ["email", "phone"])
def test_the_name_of_a_withheld_contact_stands_for_it(kind: str) -> None:
    assert contact.withheld(kind, None).value.startswith("［")
    assert contact.withheld(kind, "example") == contact.Reading(refused="example")


def test_a_reason_that_is_not_known_here_still_says_what_to_do() -> None:
    assert contact.SAY[contact.withheld("email", "of_tomorrow").refused]
