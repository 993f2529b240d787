"""The article the service began with is told in full: each statement stands in the answer that its question asks for."""

from __future__ import annotations

from pathlib import Path

import pytest

from actions.library.shelf import SHELF

TABLE = Path(__file__).resolve().parents[2] / "docs" / "article.md"


def _rows() -> list[tuple[str, str, str, str]]:
    """Return (statement, question, label, words) of the table's rows."""
    found = []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("| ") and "`" in line:
            statement, question, label, words = (cell.strip() for cell in line.strip("|").split("|"))
            found.append((statement, question, label.strip("`"), words))
    return found


ROWS = _rows()


def test_every_part_of_the_article_is_in_the_table() -> None:
    assert {label for _, _, label, _ in ROWS} == {
        "jobs/spot_work",
        "nursery/nursery_daily",
        "nursery/nursery_developmental",
        "nursery/nursery_stay_access",
        "nursery/nursery_booking",
        "centre/centre_overview",
        "life/city_profile",
        "events/migration_site",
        "events/migrant_meetup",
    }
    assert len({question for _, question, _, _ in ROWS}) == len(ROWS)


@pytest.mark.parametrize(("statement", "question", "label", "words"), ROWS)
def test_the_answer_tells_the_statement(statement: str, question: str, label: str, words: str) -> None:
    entry = SHELF.all()[label]
    # What [くわしく] opens is told as well.
    text = "\n".join(filter(None, (entry.text, entry.more))).replace("**", "")

    missing = [word for word in words.split("／") if word not in text]

    assert statement
    assert question
    assert missing == []
