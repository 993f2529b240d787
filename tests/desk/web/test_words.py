"""The chat's own words in other languages: `GET /api/web/words/{tag}`."""

from __future__ import annotations

import pathlib
import re

import pytest

from desk.appointments import mine_api
from desk.channels.web import words
from desk.content.service import Published
from desk.conversation import texts
from desk.display_names import AUTHORS
from desk.text import pack
from desk.text.pack import city
from tests.desk.api import Api

LANGUAGES = ["en", "zh-Hans", "zh-Hant", "ko", "ja-easy"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_screen_gets_all_words_of_a_language_and_may_keep_them(api: Api, language: str) -> None:
    answer = api.http.get(f"/api/web/words/{language}")

    found = answer.json()
    assert found["language"] == language
    titles = api.app.state.services.of(Published).snapshot.entries.values()
    found["words"] = {word: said for word, said in found["words"].items() if word not in {one.title for one in titles}}
    # The words of each are those of all; plain Japanese leaves out the town's name and what is in kana as it is.
    others = words.of("en", str(pack.folder()))
    assert others is not None
    left_out = others["words"].keys() - found["words"].keys()
    assert found["words"].keys() <= others["words"].keys()
    assert not [word for word in left_out - {city().names.chat} if language != "ja-easy" or re.search("[一-龥]", word)]
    assert bool(found["unreviewed"]) == (language != "ja-easy")
    assert answer.headers["cache-control"] == "public, max-age=3600"


@pytest.mark.parametrize("language", LANGUAGES[:-1])
def test_titles_are_among_them_as_they_are_published(api: Api, language: str) -> None:
    """They are offered while somebody types, and a tapped one stands in the talk."""
    found = api.http.get(f"/api/web/words/{language}").json()["words"]

    offered = [row[1] for row in api.http.get("/api/web/suggestions").json()]
    assert len(offered) > 50
    assert [title for title in offered if title not in found] == []
    assert not [title for title in offered if re.search("[ぁ-ん]", found[title])]


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_that_the_desk_gives_are_among_them(language: str) -> None:
    found = words.of(language, str(pack.folder()))

    assert found is not None
    named = {AUTHORS["bot"], AUTHORS["system"], texts.USER_NAME, city().names.chat, *mine_api._STATES.values()}
    missing = named - found["words"].keys()
    assert missing <= ({city().names.chat, texts.USER_NAME} if language == "ja-easy" else set())


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("en-US", "en"),
        ("EN_gb", "en"),
        ("ko-KR", "ko"),
        ("zh", "zh-Hans"),
        ("zh-CN", "zh-Hans"),
        ("zh-TW", "zh-Hant"),
        ("zh-Hant-HK", "zh-Hant"),
        ("zh-Hans-HK", "zh-Hans"),
    ],
)
def test_a_page_may_name_its_language_in_its_own_way(api: Api, tag: str, language: str) -> None:
    assert api.http.get(f"/api/web/words/{tag}").json()["language"] == language


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant", "ko"])
def test_the_button_of_a_page_has_its_words_among_them(language: str) -> None:
    loader = (pathlib.Path(words.__file__).parents[3] / "web/src/widget/loader.ts").read_text(encoding="utf-8")
    found = words.of(language, str(pack.folder()))

    said = re.findall(r'say\("([^"]+)"\)', loader)
    assert len(said) >= 3
    assert found is not None
    assert [one for one in said if one not in found["words"]] == []


@pytest.mark.parametrize("language", ["de", "ja", "..%2Fen"])
def test_there_are_no_others(api: Api, language: str) -> None:
    assert api.http.get(f"/api/web/words/{language}").status_code in {404, 422}


def test_a_pack_that_speaks_japanese_only_has_easy_words() -> None:
    folder = str(pathlib.Path(__file__).parents[2] / "packs" / "mihon")

    assert words.of("en", folder) is None
    assert words.of("ja-easy", folder) is not None
