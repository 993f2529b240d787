"""What a consultant is told of a person, on invented conversations in the words people really use."""

from __future__ import annotations

import pytest

from actions import summary

TALKS = {
    "a family in Tokyo": (
        [
            "東京都世田谷区に住んでいます。夫と小学生の子どもが2人います",
            "来年の4月には引っ越したいです",
            "家賃7万円くらいで借りられる一軒家はありますか",
        ],
        {
            "from_where": "東京",
            "family": "夫、小学生の子どもが2人",
            "timing": "来年の4月",
            "goal": "家を借りたい",
            "amounts": "家賃7万円くらい",
        },
    ),
    "a couple near retirement": (
        ["横浜の夫婦です。定年を機に北海道へ移りたいと思っています", "中古の家を買うことも考えています"],
        {"from_where": "横浜", "family": "夫婦", "timing": "定年を機", "goal": "家を買いたい", "stage": "検討中"},
    ),
    "a baker": (
        ["札幌でパン屋に勤めています", "独立して小樽で自分の店を持ちたいのですが、自己資金は200万ほどです"],
        {"from_where": "札幌", "goal": "起業したい", "amounts": "自己資金は200万ほど"},
    ),
    "one alone, in plain kana and numbers": (
        ["ひとりぐらしです。いま福岡にいます", "半年後くらいに引っこしたい。ワンルームを借りたい"],
        {"from_where": "福岡", "family": "ひとりぐらし", "timing": "半年後くらい", "goal": "家を借りたい"},
    ),
    "a mother with a small child": (
        [
            "シングルマザーで、4才の娘と移住を検討しています",
            "今は名古屋に住んでて、夏休みに保育園留学で様子を見たいです",
        ],
        {
            "from_where": "名古屋",
            "family": "シングルマザー、4才の娘",
            "timing": "夏休み",
            "goal": "保育園留学をしたい",
            "stage": "検討中",
        },
    ),
    "a remote worker": (
        [
            "大阪の会社にリモートで勤めています。妻と猫2匹です",
            "2027年春までに決めたい",
            "まず一度、現地を見に行きたいです",
        ],
        {
            "from_where": "大阪",
            "family": "妻、猫2匹",
            "timing": "2027年春まで",
            "goal": "見に行きたい",
            "stage": "見に行く前",
        },
    ),
    "already decided": (
        ["四月から小樽に転勤になりました", "家族3人、小型犬がいます。今住んでいるのは仙台市です"],
        {"from_where": "仙台", "family": "家族3人、小型犬", "timing": "四月から", "stage": "決まっている"},
    ),
    "who returns home": (
        ["Uターンを考えています。実家の親の介護もあって", "看護師として働けるところを探しています", "神奈川県からです"],
        {"from_where": "神奈川", "family": "親", "goal": "地元に戻りたい、仕事を探したい", "stage": "検討中"},
    ),
    "a successor": (
        ["後継ぎのいないお店を引き継ぎたい", "埼玉県川口市在住の30代夫婦、子供1人", "できれば年内に話を進めたいです"],
        {"from_where": "埼玉", "family": "夫婦、子供1人", "timing": "年内", "goal": "事業を継ぎたい"},
    ),
    "parents of two": (
        ["子どもが小学校に入る前に移住したい。東京在住、3歳と1歳の子がいます", "まだ漠然と考えているだけですが"],
        {"from_where": "東京", "family": "3歳と1歳の子", "timing": "小学校に入る前", "stage": "調べはじめ"},
    ),
    "who works in another place than they were born": (
        ["仙台出身ですが今は東京で働いています", "猫を二匹飼っています。予算800万円以内で中古住宅を購入したい"],
        {"from_where": "東京", "family": "猫を二匹", "amounts": "予算800万円以内", "goal": "家を買いたい"},
    ),
    "two homes": (
        ["東京と小樽の二拠点生活に興味があります", "いつかは完全に移るかもしれません"],
        {"from_where": "東京", "goal": "二つの地域で暮らしたい", "stage": "調べはじめ", "timing": "いつか"},
    ),
}


@pytest.mark.parametrize("name", TALKS)
def test_what_was_told_stands_in_the_summary(name: str) -> None:
    questions, expected = TALKS[name]

    found = summary.told(questions)

    assert {kind: found.get(kind) for kind in expected} == expected


@pytest.mark.parametrize(
    "words",
    [
        "東京の天気は？",
        "北海道の冬は寒いですか",
        "小樽から札幌まで電車で何分ですか",
        "子どもの医療費の助成はありますか",
        "猫カフェはありますか",
        "開業届はどこに出しますか",
        "妻籠宿に似た町並みですか",
        "春の祭りはいつですか",
        "夏は涼しいですか",
        "10月の平均気温を教えて",
        "家賃の相場は？",
        "小樽の家賃は5万円くらいですか",
        "東京から小樽まで飛行機で何時間ですか",
        "札幌に住む友人にすすめられました",
        "犬を飼っている人は多いですか",
    ],
)
def test_what_was_only_asked_about_is_not_told_of_the_person(words: str) -> None:
    found = summary.told([words])

    assert {kind: found.get(kind) for kind in ("from_where", "family", "timing", "amounts")} == {
        "from_where": None,
        "family": None,
        "timing": None,
        "amounts": None,
    }
