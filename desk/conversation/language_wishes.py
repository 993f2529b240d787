"""The names of the languages and the ways to wish for one, in each language that people write here; pure.

Any name goes with any way (「Koreanでお願いします」, "switch to 日本語"): who changes the language mixes them. A way is about the
talk itself. To learn a language, to need somebody who speaks it or to be able to consult in it is another matter.
"""

from __future__ import annotations

import re

EASY, JAPANESE = "ja-easy", "ja"
# Chinese was asked for, and nothing says which script.
ANY = ""

_NAMES = {
    EASY: r"(?:easy|simple|plain|やさしい|簡単な|简单的?|簡單的?|쉬운) ?(?:japanese|日本語|にほんご|日语|日語|日文|일본어)",
    JAPANESE: r"(?:ふつうの|普通の|もとの|元の|いつもの)?(?:japanese|日本語|にほんご|日语|日語|日文|일본어|일본말|nihongo)",
    "en": r"(?:english|英語|えいご|英文|英语|イングリッシュ|영어|eigo)",
    "zh-Hant": r"(?:traditional ?chinese|taiwanese(?: ?mandarin)?|繁[體体](?:中文|字)?(?:の中国語)?|繁中|正體(?:中文|字)?|台湾(?:の中国語|華語)|번체(?:자|중국어)?)",
    "zh-Hans": r"(?:simplified ?chinese|[简簡]体(?:中文|字)?(?:の中国語)?|简中|간체(?:자|중국어)?)",
    "ko": r"(?:korean|韓国語|かんこくご|ハングル|韩语|韓語|韩文|韓文|韩国语|韓國語|한국어|한국말|우리말|kankokugo)",
    ANY: r"(?:chinese|mandarin|中国語|ちゅうごくご|中文|汉语|漢語|华语|華語|普通话|普通話|중국어|중국말|chu+gokugo)",
}

# --- Japanese ---------------------------------------------------------------------------------

_FIRST = r"(?:すみません|すいません|できれば|やっぱり|やはり|じゃあ|では|全部|ぜんぶ|次から|これから|ここから|今から|もう一度|会話を|言語を|ことばを|言葉を|表示を|チャットを|[、,。]){0,3}"
_SAY = r"(?:話|はな|しゃべ|喋|会話|やりとり|やり取り|チャット|書|かき|かい|打|読|よみ|見|みた|みせ|聞|きき|質問|答|こたえ|返事|返信|回答|説明|案内|表示|言|いって|教え|おしえ|続け|つづけ)"
# Longer pieces first, for none is given back.
_ASKING = (
    r"(?:お願い(?:でき(?:ます|ません)か|します|したい)?|おねがい(?:します)?|(?:もらえ|いただけ|くれ|くださ)(?:ます|ません|る|い)?か?|下さい|ほしい|欲しい|たい(?:です|の|ん)?|"
    r"ましょう|よう|そう|(?:でき|せ|け|え|れ|め)(?:ます|る|ません)か|ますか|もいい|いい|大丈夫|だいじょうぶ|構いません|かまいません|ok|です|か|し|い|え|き|け|せ|み|り|っ|て|で|と|ね|よ|の|が|けど|だ|助かります|うれしい|嬉しい|[。、!?~ー])*+"
)
_JAPANESE_WAY = (
    rf"{_FIRST}{{name}}(?:版)?(?:で(?:も|の)?(?:{_SAY}{_ASKING}|対応(?:を)?(?:お願い(?:します)?|して(?:ください|下さい|ほしい(?:です)?))|{_ASKING})"
    rf"|に(?:変え|かえ|変更|切り?替え?|切りかえ|きりかえ|し|戻|もど|直|なお|設定|翻訳|訳){_ASKING}[りるしすれ]?{_ASKING}|に"
    rf"|(?:の)?(?:ほう|方)?が(?:いい|良い|よい|助か|楽|らく|わかりやすい|分かりやすい){_ASKING}"
    rf"|を(?:使|つか|希望|選)[いっうわび]?(?:します)?{_ASKING}|(?:を)?(?:お願い|おねがい|希望)(?:いたします|します)?{_ASKING}|[。!?~ー]*"
    r"|(?:de|ni)?(?:onegai(?:shimasu)?|hanashitai(?:desu)?|shite(?:kudasai)?|modoshite(?:kudasai)?|kudasai)?[.!?]*)"
)

# --- Chinese ----------------------------------------------------------------------------------

_CHINESE_WAY = (
    r"(?:你好|不好意思|麻烦|麻煩|[，,、])*(?:我们|我們|我|你们|你們|你|您)?(?:想要|想|要|希望|可不可以|可以|能不能|能|请|請|麻烦|麻煩){0,3}(?:把语言|把語言|语言|語言)?"
    r"(?:使用|改用|改说|改說|用|说|說|讲|講|以|(?:换|換|改|切换|切換|转|轉|变|變|调|調|设|設)(?:成|到|为|為|回)|换|換|切换|切換|回到|回)?{name}(?:版)?"
    r"(?:来|來|跟我|和我|的话|的話|方式|可不可以|可以|行不行|行|好|能|沟通|溝通|交流|交谈|交談|对话|對話|聊天|聊|谈|談|说话|說話|说|說|讲|講|问|問|提问|提問|回答|回复|回覆|答复|答覆|解释|解釋|显示|顯示|一下|谢谢|謝謝|吗|嗎|吧|呢|[。，,!?！？~])*+"
)

# --- Korean -----------------------------------------------------------------------------------

_KOREAN_SAY = r"(?:말씀|말|이야기|얘기|대화|질문|물어|묻|답변|대답|답|설명|안내|써|쓰|적어|채팅|바꾸|바꿔|바꿀|변경|전환|돌아가|돌려|되돌려|부탁|진행|보여|보고|읽고|가능|하고|해|할|하|될|되|돼|괜찮)"
_KOREAN_WAY = (
    r"(?:안녕하세요|죄송하지만|혹시|다시|언어를|이제|앞으로|[,.])*{name}(?:버전)?(?:"
    rf"(?:으로|로)(?:도|만)?(?:다시)?(?:{_KOREAN_SAY}(?:드리고|드려|드립|하고|하면|해도|해서|하|해|할|고|도|을|수|싶(?:어요|습니다|은데요?|어)|있(?:나요|을까요|어요|습니까|을지)|주(?:세요|시겠어요|실래요|실|십시오|면)|줘요?|"
    r"되(?:나요|겠습니까|겠어요|요)|될까요|돼요|니다|합니다|해요|게요|까요|한가요|가요|나요|세요|은가요|을까요|요|좋겠(?:어요|습니다)|감사합니다|[.!?~])*+)?"
    r"|(?:가|이)(?:좋(?:아요|겠어요|습니다)|편해요|편합니다)|(?:를|을)?(?:부탁(?:해요|드려요|드립니다|합니다)|쓰고싶(?:어요|습니다)|사용하고싶(?:어요|습니다)))?[.!?~]*"
)

# --- English ----------------------------------------------------------------------------------

_ENGLISH_WAY = (
    r"(?:(?:sorry|excuse me|please|hi|hello|ok|okay|ah|well|actually|then|now)[,.! ]+){0,3}"
    r"(?:(?:(?:can|could|may|shall|would|will) (?:i|we|you) (?:please |just )?|(?:is it (?:ok|okay|possible|fine|all right)|would it be (?:ok|okay|possible)) (?:to|if (?:i|we)) |"
    r"i(?:'d| would)? (?:really )?(?:want to|like to|love to|prefer to|wish to|need to|only|can only) |i wanna |let's |let us |please |could you please )?"
    r"(?:continue|go on|ask|write|type|speak|talk|chat|use|answer|reply|respond|do this|do it|go back|return|switch|change|turn|set)(?: (?:to|with) (?:me|you))?(?: me| you| questions?| the (?:chat|talk|conversation))?"
    r"(?: (?:it|this|the language|language|back|over|everything)){0,2}"
    r"|(?:do you|can you) (?:speak|understand)|do you have|i (?:only )?(?:speak|prefer|want|need)|i'd (?:like|prefer)|is|back)?"
    r"(?: ?(?:in|to|into|with))? ?{name}(?: language| version| mode)?(?: (?:again|instead|now|here|with you|with me|from now(?: on)?))?"
    r"(?:,? ?(?:please|pls|only|is ok|ok|okay|possible|is (?:better|easier|fine)|would be (?:better|great|nice)|thanks|thank you)){0,2}[.!? ]*"
)

# Letters of one script only, by which who asks for Chinese in Chinese says which.
_TRADITIONAL, _SIMPLIFIED = (
    re.compile("[請說講嗎覆換對們談煩變轉問語話華漢聊溝]"),
    re.compile("[请说讲吗复换对们谈烦变转问语话华汉沟]"),
)


def _compiled(way: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((code, re.compile(way.replace("{name}", name))) for code, name in _NAMES.items())


_JAPANESE, _CHINESE, _KOREAN, _ENGLISH = map(_compiled, (_JAPANESE_WAY, _CHINESE_WAY, _KOREAN_WAY, _ENGLISH_WAY))


def read(plain: str) -> str | None:
    """Return the code of the language that a message wishes for, None where it is anything else.

    Args:
        plain: In normal form, small letters.
    """
    joined = plain.replace(" ", "")
    for ways, words in ((_JAPANESE, joined), (_CHINESE, joined), (_KOREAN, joined), (_ENGLISH, plain)):
        found = next((code for code, form in ways if form.fullmatch(words)), None)
        if found is not None:
            return _script(words) if found == ANY and ways is _CHINESE else found
    return None


def _script(words: str) -> str:
    if _TRADITIONAL.search(words):
        return "zh-Hant"
    return "zh-Hans" if _SIMPLIFIED.search(words) else ANY
