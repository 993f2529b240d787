"""Words that point at a place in a list: `bot.channels.pointing`."""

from __future__ import annotations

import pytest

from bot.channels import pointing

PLACES = {
    "number": "2 ２ ② 二番目 二番目で 2番目でお願いします 二番目のやつ ２つ目 ふたつめ にばんめ 2番 2番で その2 二番目は？ 二番目を教えて じゃあ二つ目がいいです 2番目の時間 "
    "the_second_one second 2nd number_2 option_two #2 I'll_take_the_second_one,_please show_me_the_2nd_option no._2 "
    "第二个 第2个 我想看第二个 2号 두_번째 두_번째요 2번이요 2번째_거_보여주세요 두번째_걸로_할게요",
    "last": "最後の 最後 下の 下のやつ 一番下の 下のでお願いします いちばん最後のを見せて 後者で ラスト the_last_one last bottom_one the_one_below the_latter 最后一个 下面的 下面那个吧 마지막 마지막_거요 아래_거",
    "first": "最初の 上の 上のやつ 上のやつで 一番上の 一番上のを教えてください 前者 the_top_one top the_former 上面的 上面那个 前者 위에_있는_거 제일_위",
    "middle": "真ん中 真ん中のやつ まんなか the_middle_one 中间的 가운데_거",
    "left": "左の 左側 the_left_one 左边的 왼쪽",
    "right": "右のほう 右 the_right_one 右边那个 오른쪽_거요",
    "all": "どっちも どちらも知りたい 両方 両方とも教えて 全部 ぜんぶお願いします すべて both both_of_them all_of_them 两个都要 都想知道 둘_다 전부",
    "any": "どれでもいい どっちでもいいです どちらでも大丈夫 おまかせします either_is_fine whichever 哪个都行 随便 아무거나",
    "none": "どれでもない どれも違います どちらでもない この中にない none_of_these neither 都不是 다_아니에요 해당_없음",
    "more": "もう少し詳しく くわしく教えて もっと詳しく教えてください 詳細は？ 詳しい話を聞きたい 具体的に教えて 続きを見せて more_details tell_me_more more_details,_please 更详细一点 再详细说明一下 더_자세히_알려_주세요 자세히",
    "that": "それで それでお願いします それ それがいいです それにします そっち これで その方で その時間でお願いします that_one that_one_please that_works 那个 就那个吧 그걸로_할게요 그거요",
}
CASES = [(words.replace("_", " "), place) for place, listed in PLACES.items() for words in listed.split()]


@pytest.mark.parametrize(("text", "place"), CASES)
def test_a_place_is_read(text: str, place: str) -> None:
    found = pointing.read(text)

    assert found is not None
    assert found.place == place
    assert (found.number == 2) is (place == "number")


@pytest.mark.parametrize(
    ("text", "name"),
    [("家賃のほう", "家賃"), ("市営住宅の方でお願いします", "市営住宅"), ("the one about rent", "rent")],
)
def test_a_part_of_a_name_is_read(text: str, name: str) -> None:
    found = pointing.read(text)

    assert found == pointing.Pointing("named", words=name)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "？",
        "119",
        "110番",
        "2人",
        "2人で住みたい",
        "二人暮らしです",
        "2時",
        "2日",
        "12月3日",
        "それはいくら？",
        "詳しい人に聞きたい",
        "融資について詳しく",
        "more than two people",
        "それで？",
        "それは？",
        "その補助金は？",
        "全部でいくら",
        "全部いやになった",
        "最後にします",
        "これで最後です",
        "もう全部終わりにしたい",
        "どうでもいい",
        "もうどうでもいいです",
        "どれもだめ",
        "上の子は小学生です",
        "下の子の保育園は？",
        "左官の仕事",
        "右も左もわからない",
        "家賃",
        "家賃は？",
        "お金のこと",
        "最初から",
        "前に戻る",
        "one room apartment",
        "right",
        "that is expensive",
        "I want to end it all",
        "第二次世界大战",
        "那怎么办",
        "위험해요",
        "이사",
        "일자리",
    ],
)
def test_anything_else_points_at_nothing(text: str) -> None:
    assert pointing.read(text) is None
