"""The commonest words of languages in Latin letters, by which `language` tells them apart; pure.

Of other languages only those that are neither English nor romaji count: what two share tells nothing.
"""

from __future__ import annotations


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


ENGLISH = _words(
    "a about am an and any apartment are at be can can't cost could do does don't english find for from get has "
    "have hello help hi hospital house how i i'd i'm i've if in is it job live looking many me money move moving "
    "much my need no not of okay on or please rent school should snow thank thanks that the there this to want "
    "was we what when where which who why will with work would yes you your"
)
ROMAJI = _words(
    "arigatou arimasu arimasuka aru de deshita desu desuka doko donna dou ga hai hito hojokin ie iie ijuu ijyu "
    "ikura imasu imasuka iru itsu ka kara kedo kodomo konnichiwa kono kudasai made masen mashita masu mo mou nai "
    "naku nani nara ne ni no node onegaishimasu shigoto shinitai shitai shite sono soudan sumimasen sumitai suru "
    "tai tasukete to tsurai tte wa watashi wo ya yachin yo yoyaku yuki"
)
# German, French, Spanish, Portuguese, Italian, Vietnamese without marks, Indonesian, Tagalog.
OTHER = _words(
    "ako anda ang apakah auf avec ba bao berapa bisa che cho co combien como con cuánto da dan dans das della "
    "dengan der des di die donde duoc ein eine el em es est está et eu für gibt gostaria gusto hay ich il ingin "
    "ist je kann khong la lam las le les lo los ma magkano mga mi mit mon muon möchte na ng nha nhieu nicht nous "
    "não os où paano para per po por posso pour puedo quanto que quero quiero rumah sa saya sobre suis são tem "
    "tieng tinggal toi um uma un una und une untuk va você von vorrei voudrais vous wie yang"
)
