"""The office reads titles where records keep labels, ids and English."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from desk.content import pack
from desk.content.record_words import RecordWords
from desk.content.service import Content
from tests.desk.api import Api
from tests.desk.console.office import manager
from tests.desk.content.conftest import PACK
from tests.desk.content.person import Person

WORDS = RecordWords({"town/bus": "回答「バスの料金」", "bus_fare": "変わる値「市内バスの運賃」"}, {"town": "まち"})


@pytest.mark.parametrize(
    ("recorded", "words"),
    [
        ("phrasings of town/bus", "回答「バスの料金」の質問の言い方を変えた"),
        ("pack 1a2b3c", "同梱の内容を取り込んだ（1a2b3c）"),
        ("published town/bus 3", "回答「バスの料金」を公開した（版 3）"),
        ("withdrew bus_fare", "変わる値「市内バスの運賃」を取り下げた"),
        ("restored town/bus 2", "回答「バスの料金」をもとに戻した（版 2）"),
        ("switched off topic town", "話題「まち」の案内を止めた"),
        ("switched on all", "自動応答の全体の案内を再開した"),
        (
            "publish town/bus; switch_on entry town/bus",
            "回答「バスの料金」を公開した、回答「バスの料金」の案内を再開した",
        ),
        ("withdraw town/bus; switch_on all", "回答「バスの料金」を取り下げた、自動応答の全体の案内を再開した"),
        ("published town/gone 1", "town/goneを公開した（版 1）"),
    ],
)
def test_a_publication_says_what_it_did(recorded: str, words: str) -> None:
    assert WORDS.what(recorded) == words


@pytest.mark.parametrize(
    ("recorded", "words"),
    [
        ("town/bus", "回答「バスの料金」"),
        ("bus_fare 4", "変わる値「市内バスの運賃」（版 4）"),
        ("topic town off", "話題「まち」の案内を止めた"),
        ("all  on", "自動応答の全体の案内を再開した"),
        ("12 serves", "12番の学習（使い始めた）"),
        ("shipped", "同梱の学習"),
        ("k_1", None),
        ("YO-1124-01", None),
    ],
)
def test_an_entry_of_the_log_says_what_it_is_about(recorded: str, words: str | None) -> None:
    assert WORDS.subject(recorded) == words


@pytest.fixture
def api(tmp_path: Path) -> Api:
    made = Api(tmp_path)
    pack.write(PACK, tmp_path / "small")
    made.app.state.services.of(Content).import_pack(tmp_path / "small")
    return made


def test_the_pages_of_records_show_no_label(api: Api, writer: Person, chief: Person) -> None:
    chief.post("/off", scope="topic", name="town", reason="確かめています", until="")
    writer.post("/town/bus", do="draft")

    history = chief.get("/history").text
    assert "話題「" in history
    assert "switched" not in history
    log = re.sub(r"<select.*?</select>", "", manager(api).get("/console/audit").text, flags=re.DOTALL)
    assert "回答「バスの料金」" in log
    assert "town/bus" not in log
