"""まちの情報: what the pack's profile says, where it is shown, and how it is changed."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from desk.content.page_parts import HOME, TABS, page
from desk.office.session import CurrentSession
from desk.text import pack
from desk.text.city import City

router = APIRouter(prefix=f"{HOME}/city", include_in_schema=False)
_TAB = next(name for address, name in TABS if address.endswith("/city"))
_DOES = {"topics": "話題を選ぶ", "ask_person": "人に相談する", "home": "ホームページを開く"}


@router.get("")
def show_city(current: CurrentSession) -> HTMLResponse:
    """Show the profile."""
    city = pack.city()
    return page(
        current,
        "content/city.html",
        title="まちの情報",
        tab=_TAB,
        groups=_groups(city),
        file=f"{pack.folder().name}/city.yml",
    )


def _groups(city: City) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return (heading, (what, value) pairs)."""
    names, office, colours = city.names, city.office, city.colours
    menu = [
        (field.label, _DOES.get(field.does) or city.topic_names.get(field.does.partition(":")[2], field.does))
        for field in city.line_menu
    ]
    return [
        (
            "名前",
            [
                ("自治体", names.city),
                ("まちの呼び名", f"{names.town}（やさしい日本語：{names.town_easy}）"),
                ("サービス", names.service),
                ("チャットの見出し", names.chat),
                ("相談デスク", names.desk),
                ("相談の窓口", names.centre),
                ("相談の番号のはじめ", names.receipt),
                ("個人情報の説明にある「見る人」", city.readers),
            ],
        ),
        (
            "電話と場所",
            [
                (office.name, office.phone),
                *(
                    (f"{contact.name}（{contact.about}）" if contact.about else contact.name, contact.phone)
                    for contact in city.contacts
                ),
                ("会って相談するところ", city.place.long),
                ("受付時間のもと", city.hours),
            ],
        ),
        ("リンク", [(city.links.city_title, city.links.city), ("移住のページ", city.links.migration)]),
        (
            "色",
            [
                ("ボタンと帯", f"{colours.primary}（触れたとき {colours.primary_hover}）"),
                ("暗い画面", f"{colours.primary_dark}（触れたとき {colours.primary_dark_hover}）"),
            ],
        ),
        ("はじめの画面の話題", [(topic.name, f"{len(topic.labels)}件の回答") for topic in city.topics]),
        ("LINE のメニュー", menu),
    ]
