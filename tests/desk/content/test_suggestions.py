"""What the chat offers while somebody types: a small file, and choices that need no offer."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from desk.content import entries, pack, suggestions
from desk.content.service import Content
from tests.desk.api import Api
from tests.desk.content.conftest import PACK

PROJECT = Path(__file__).parents[3]
MOST_BYTES = 15_000


@pytest.fixture
def api(tmp_path: Path) -> Api:
    made = Api(tmp_path)
    pack.write(PACK, tmp_path / "small")
    made.app.state.services.of(Content).import_pack(tmp_path / "small")
    return made


def test_the_shipped_answers_make_a_small_file_with_titles_readings_and_ways_of_asking() -> None:
    shipped = entries.read_all(PROJECT / "data" / "answers")
    titles = {label: (entry.title, entry.easy_title) for label, entry in shipped.items()}

    found = suggestions.file(titles, pack.read(PROJECT / "data").phrasings)
    rows = {row[0]: row for row in json.loads(found.plain)}

    assert len(found.packed) <= MOST_BYTES
    assert json.loads(gzip.decompress(found.packed)) == json.loads(found.plain)
    assert len(rows) > 90
    assert not [label for label in rows if label.startswith("chitchat/")]
    assert rows["housing/rent_cost"][1] == shipped["housing/rent_cost"].title
    assert "やちん" in rows["housing/rent_cost"][2]
    assert sum(len(row[3]) == 3 for row in rows.values()) > 0.9 * len(rows)


def test_ways_of_asking_say_what_the_title_does_not() -> None:
    lines = ["除雪車はいつ来ますか", "除雪車は来ますか", "雪かきを頼みたい", "雪かきを頼めますか", "シャベル"]

    found = suggestions.few("除雪車", lines)

    assert any("雪かき" in line for line in found)
    assert "シャベル" not in found


def test_what_is_switched_off_is_not_offered() -> None:
    titles = {"town/bus": ("バス", None), "town/snow": ("雪", None), "life/school": ("学校", None)}

    def labels(scope: str, name: str) -> list[str]:
        found = suggestions.file(titles, {}, [{"scope": scope, "name": name, "until": None}])
        return [row[0] for row in json.loads(found.plain)]

    assert labels("topic", "town") == ["life/school"]
    assert labels("entry", "town/bus") == ["life/school", "town/snow"]
    assert labels("all", "") == []


def test_the_file_is_asked_for_once_and_again_after_a_publication(api: Api) -> None:
    first = api.http.get("/api/web/suggestions")
    again = api.http.get("/api/web/suggestions", headers={"if-none-match": first.headers["etag"]})

    assert first.headers["content-type"] == "application/json"
    assert {row[0] for row in first.json()} == {"town/bus", "town/snow"}
    assert again.status_code == 304
    assert not again.content
    packed = api.http.get("/api/web/suggestions", headers={"accept-encoding": "gzip"})
    plain = api.http.get("/api/web/suggestions", headers={"accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content


def test_a_title_that_was_tapped_asks_for_that_answer(api: Api) -> None:
    visitor = api.visitor()
    label = "town/bus"

    sent = visitor.post("/api/web/messages", json={"client_id": "a", "choice": f"entry:{label}"})

    assert sent.status_code == 202
    said = visitor.get("/api/web/messages").json()["messages"][-1]
    assert said["parts"][0]["text"] == PACK.entries[label]["title"]
    with api.app.state.services.database.read() as connection:
        payloads = connection.exec_driver_sql("SELECT payload FROM turns").scalars().all()
    assert [json.loads(one.removeprefix("/choose")) for one in payloads] == [{"label": label}]


def test_the_booking_leads_to_times() -> None:
    assert suggestions.payload("centre/centre_booking") == "/request_booking"


@pytest.mark.parametrize("choice", ["entry:", "entry:no/such", "entry:../../etc", "town/bus"])
def test_what_is_not_published_is_no_choice(api: Api, choice: str) -> None:
    sent = api.visitor().post("/api/web/messages", json={"client_id": "a", "choice": choice})

    assert sent.status_code == 422
