"""Which passage of an answer a follow-up asks for (上限は？ いつまで？ 土曜は？): its own bullets and rows alone; pure.

Used where the answer itself was just shown: nobody wants to read the whole card again.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata

from actions.library.entries import Entry
from actions.pieces import as_bullet, pieces_of

# What is asked for, what a passage says that answers it, and its name; the first that the message holds counts.
_ASPECTS: tuple[tuple[str, str, str], ...] = (
    (r"上限|限度|最大|最高|いくらまで|何円まで", r"上限|限度|最大|最高|円まで", "上限"),
    (r"下限|最低|最小|いくらから", r"最低|下限|以上|円から|円〜", "下限"),
    (r"いつまで|期限|締め?切|何日まで|何月まで", r"(?:[日末度]|\d月)まで|期限|締切|締め切|(?:年|か月|日)以内", "期限"),
    (r"何時|時間帯|営業時間|開いて", r"\d時|\d:\d\d|時間", "時間"),
    (r"いつから|何月から", r"から|開始|始ま", "始まる時期"),
    (r"土日|土曜|日曜|祝日|休み|定休|平日|曜日", r"[月火水木金土日]曜|[月火水木金土日](?:〜|・)[月火水木金土日]|土日|祝|休み|休館|平日|年末年始", "曜日"),
    (r"何日(?:間)?|何週|何か月|何ヶ月|何年|期間|どのくらいの間|日数", r"\d(?:日|週|か月|ヶ月|カ月|年)(?:間|〜|まで|以|に|\b)|期間|日数", "期間"),
    (r"何歳|年齢|いくつ(?:から|まで)", r"歳|年齢|年度", "年齢"),
    (r"いくら|料金|費用|値段|金額|代は|何円|お金", r"\d円|万円|無料|有料|料金|円", "料金"),
    (r"金利|利率|利子|利息", r"金利|利率|利子|利息|%|％", "金利"),
    (r"どこ|場所|住所|窓口|何階", r"窓口|階|場所|丁目|センター|課(?:へ|に|で|\b)|会場|所在", "場所"),
    (r"書類|必要なもの|持ち物|何を(?:持|出|用意)", r"書類|証明|持ち物|用意|提出|写し", "必要な書類"),
    (r"どうやって|やり方|方法|手続き|申し?込|申請|手順", r"申し?込|申請|手続|方法|予約|届", "手続き"),
    (r"条件|対象|誰が|だれが|資格", r"対象|条件|要件|できる人|の方", "条件"),
    (r"いつ|時期|何月", r"\d月|時期|年度|毎年|ごろ|頃|から", "時期"),
)  # fmt: skip
_COMPILED = tuple((re.compile(asked), re.compile(said), name) for asked, said, name in _ASPECTS)
# Other words for the same, or what settles it, by which an answer may name it.
_SAME = (
    "犬 猫 ペット",
    "ひとり暮らし 一人暮らし ひとり 一人 単身 独身 同居",
    "夫婦 二人 ふたり",
    "子ども 子供 こども 子連れ",
    "車 マイカー 自家用車",
    "学童 学童保育 放課後児童クラブ",
)
_ALSO = {word: tuple(words.split()) for words in _SAME for word in words.split()}
# Whether there is room, however it is put (空きは、空いてる？ 定員いっぱい？ 待機児童); 空き家 and the like are things of their own.
_ROOM = "空き"
_ROOM_ALONE = rf"{_ROOM}(?![家店地巣缶瓶箱])"
_ASKS_FOR_ROOM = re.compile(
    rf"{_ROOM_ALONE}|空いて|空くの|空[枠室席]|残り?枠|待機(?!場)(?:児童)?|定員|満員|満室|(?:もう|枠が|枠は)(?:いっぱい|埋ま)"
)
_KANA_NOUNS = "|".join(
    [*(word for word in sorted(_ALSO, key=len, reverse=True) if re.search("[ぁ-ん]", word)), _ROOM_ALONE]
)
# A noun of its own (駐車場は？ 小児科も？ 犬は？): kanji or katakana; what any question holds is none.
_NOUN = re.compile(rf"{_KANA_NOUNS}|" r"[一-龥々]{2,}|[一-龥](?=は|も|って|が|と|でも)|[ァ-ヶー]{2,}|[A-Za-z]{2,}")
_GENERAL = re.compile(
    r"場合|何[一-龥]|具体|詳細|教|情報|必要|可能|大丈夫|料金|費用|値段|金額|条件|対象|期間|期限|時間|場所|方法|手続|申込|申請|書類|窓口|上限|締切|期日"
)
# 小児科, 駐車場代: what kind of thing it is, behind the thing.
_KIND = re.compile(r"(?<=..)[科代料費額率]$")
# Such a piece answers whatever is asked of its noun: it differs, or is not known here.
_LEFT_OPEN = re.compile(r"見つかりません|確認できて|(?:ごとに|によって?|で)違い|ご確認|変わり(?:ます|、)")
_MOST = 3
_TWO = 2
_LONGEST_ASKED, _LONGEST_NAMING = 40, 15
# What asks for nothing but a noun (駐車場代は？ 犬も一緒に？ 更新料ってかかる？): a longer question says more than its noun.
_ONLY_NOUN = re.compile(
    rf"(?:じゃあ?|では|あと|ちなみに|それと)?[、,]?(?P<noun>{_KANA_NOUNS}|"
    r"[一-龥々]{1,6}|[ァ-ヶー]{2,10}|[一-龥々ァ-ヶー]{3,10}|[A-Za-z][A-Za-z-]{1,12})"
    r"(?:(?:は|も|って|が|でも)?(?:どう(?:です)?|あり(?:ます)?|ある|かかり?(?:ます)?|かかる|いくら(?:です)?|何(?:です)?|必要(?:です)?|いる|いります|一緒に|付き|つき|込み|つけたら)?(?:か|の)?"
    r"|のほうは|の方は|についても?|のことは|とかは"
    # A case of one's own (一人暮らしだと？ 冬なら高くなる？).
    r"|(?P<case>の(?:場合|とき)(?:は|も)?|だと|なら|だったら|だとしたら)(?:どう(?:なり|です|なる|なります)?|(?:高く|安く|多く|少なく)(?:なり|なる|なります)?|(?:変わ|違)(?:り|る|います|う|ってきます|ってくる)?(?:ます)?|いくら(?:です)?)?(?:か|の)?)[?？。]*"
)


def fitting(entry: Entry, asked: str) -> str | None:
    """Return the passages of an entry that a short follow-up asks for, as Markdown; None where none stands out.

    Args:
        entry: That was shown just before.
        asked: The message as it was typed.
    """
    plain = _plain(asked)
    if not plain or len(plain) > _LONGEST_ASKED:
        return None
    pieces = list(pieces_of(entry))
    found = _by_noun(pieces, plain)
    if (whole := _by_both(found, plain)) or (found and _ONLY_NOUN.fullmatch(plain) is None and _aspect(plain)):
        # A longer question of which only the noun stands in a piece (登録するのにお金いる？) is not answered by that.
        return _standing_out(whole, pieces)
    return _standing_out(found or _by_aspect(pieces, plain), pieces)


def answering(entry: Entry, asked: str) -> str | None:
    """Return the passages of an entry that hold the noun and say what is asked of it (バスは何時まで？); None where none does both."""
    pieces, plain = list(pieces_of(entry)), _plain(asked)
    return _standing_out(_by_both(_by_noun(pieces, plain), plain), pieces)


def is_half_asked(entry: Entry, asked: str) -> bool:
    """Whether an entry names the noun of a question and nowhere says what is asked of it (駐車場はいくら？)."""
    pieces, plain = list(pieces_of(entry)), _plain(asked)
    found = _by_noun(pieces, plain)
    return bool(found and _aspect(plain)) and not _by_both(found, plain)


def naming(entry: Entry, asked: str) -> str | None:
    """Return the passages of an entry that hold the noun which is all a question asks for; None where none stands out."""
    plain = _plain(asked)
    if _ONLY_NOUN.fullmatch(plain) is None:
        return None
    pieces = list(pieces_of(entry))
    return _standing_out(_by_noun(pieces, plain), pieces)


def about(entry: Entry, asked: str) -> str | None:
    """Return the passages of an entry that hold every noun of a whole question; None where none stands out."""
    pieces = list(pieces_of(entry))
    return _standing_out(_by_noun(pieces, _plain(asked)), pieces)


def leading(entry: Entry, asked: str) -> Entry:
    """Return the entry with the one or two bullets first that name what a question asks for and the first sentence does not.

    Nothing is left out: what stood further down, or under [くわしく], stands first, the rest below it in its order. Words of the
    question that the title or the first sentence hold tell no bullet from another.
    """
    pieces = list(pieces_of(entry))
    first = f"{entry.title}。{pieces[0] if pieces else ''}"
    own = [noun for noun in _nouns(_plain(asked)) if len(noun) >= _TWO and not _holds(first, noun)]
    found = [piece for piece in pieces if own and all(_holds(piece, noun) for noun in own)]
    lines = {line.strip() for block in (entry.text, entry.more or "") for line in block.split("\n")}
    if not 0 < len(found) <= _TWO or not all(piece.startswith("- ") and piece in lines for piece in found):
        return entry
    text, more = (_without(block, found) for block in (entry.text, entry.more or ""))
    return dataclasses.replace(entry, text="\n".join(found) + f"\n\n{text}", more=more or None)


def _without(block: str, pieces: list[str]) -> str:
    return "\n".join(line for line in block.split("\n") if line.strip() not in pieces).strip()


def names(entry: Entry, asked: str) -> bool:
    """Whether what is seen at once of an entry names every noun of a question, or the question has none."""
    seen = f"{entry.title}。{entry.text}"
    return all(_holds(seen, noun) for noun in _nouns(_plain(asked)))


def asks_in_vain(entry: Entry, asked: str) -> bool:
    """Whether a question asks for something of which no piece of the entry says anything."""
    plain, pieces = _plain(asked), list(pieces_of(entry))
    is_asked = bool(_nouns(plain)) or any(asks.search(plain) for asks, _, _ in _COMPILED)
    return is_asked and len(plain) <= _LONGEST_ASKED and not (_by_noun(pieces, plain) or _by_aspect(pieces, plain))


def missing(entry: Entry, asked: str) -> str | None:
    """Return the noun that is all a question asks for and of which the entry says nothing; None where it may be in there.

    A word that is only a part of another is looked for by its parts of two characters as well: 「更新料」 is not said to be
    missing where 「更新」 stands.
    """
    plain = _plain(asked)
    match = _ONLY_NOUN.fullmatch(plain)
    aspect = next((name for asks, _, name in _COMPILED if asks.search(plain)), None)
    if aspect is not None:
        is_all = not _nouns(plain) and len(plain) <= _LONGEST_NAMING
        return aspect if is_all and asks_in_vain(entry, asked) else None
    # Who asks of a case (独身の場合は) may find it under another word.
    if match is None or match["case"] or len(match["noun"]) < _TWO or _GENERAL.search(match[0]):
        return None
    whole = "".join((entry.title, entry.text, entry.more or "", entry.caveat or ""))
    noun = match["noun"]
    if _holds(whole, noun):
        return None
    parts = {noun[start : start + _TWO] for start in range(len(noun) - 1)}
    return None if any(part in whole for part in parts) else noun


def _by_noun(pieces: list[str], plain: str) -> list[str]:
    nouns = _nouns(plain)
    return [piece for piece in pieces if nouns and all(_holds(piece, noun) for noun in nouns)]


def _aspect(plain: str) -> re.Pattern[str] | None:
    """Return what a passage says that answers what is asked for, None where nothing is."""
    return next((said for asks, said, _ in _COMPILED if asks.search(plain)), None)


def _by_both(pieces: list[str], plain: str) -> list[str]:
    """Return those of the pieces that name the noun that say what is asked of it, or that it is not known."""
    said = _aspect(plain)
    return [piece for piece in pieces if said is not None and (said.search(piece) or _LEFT_OPEN.search(piece))]


def _nouns(plain: str) -> list[str]:
    rest, asked_for_room = _ASKS_FOR_ROOM.subn("、", plain)
    nouns = [_KIND.sub("", noun) for noun in _NOUN.findall(rest) if not _GENERAL.search(noun)]
    return [*nouns, _ROOM] if asked_for_room else nouns


def _holds(piece: str, noun: str) -> bool:
    """Whether a piece names a noun, or another word for it; one kanji only as a word of its own (金 is not in 支援金)."""
    if noun == _ROOM:
        return _ASKS_FOR_ROOM.search(piece) is not None
    found = ((other in piece) if len(other) > 1 else _stands_alone(other, piece) for other in _ALSO.get(noun, (noun,)))
    return any(found)


def _stands_alone(kanji: str, piece: str) -> bool:
    return re.search(rf"(?<![一-龥々]){kanji}(?![一-龥々])", piece) is not None


def _standing_out(found: list[str], pieces: list[str]) -> str | None:
    """Return the pieces found as Markdown; what fits nearly everything is no passage."""
    if not found or len(found) > max(_MOST, len(pieces) // 2):
        return None
    return "\n".join(as_bullet(piece) for piece in found[:_MOST])


def _plain(asked: str) -> str:
    return unicodedata.normalize("NFKC", asked).strip()


def _by_aspect(pieces: list[str], plain: str) -> list[str]:
    said = _aspect(plain)
    return [piece for piece in pieces if said is not None and said.search(piece)]
