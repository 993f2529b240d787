"""Whether words ask for やさしい日本語, which the assistant then goes on in; pure.

Only where the whole message says it: on LINE there is no switch to find it by, and who needs it reads little else.
"""

from __future__ import annotations

import re
import unicodedata

# Longer messages say more.
_LONGEST = 30
_ASKED = re.compile(
    r"(?:もっと|もう少し|ちょっと|すこし|少し|すみません|できれば|[、,。 ])*"
    r"(?:(?:やさしい|優しい|易しい|わかりやすい|分かりやすい|簡単な|かんたんな)(?:日本語|にほんご|言葉|ことば|言い方|いいかた)|"
    r"(?:やさしく|易しく|わかりやすく|分かりやすく|簡単に|かんたんに)(?:(?:言|書|話|説明|教|答|い|か)(?:って|いて|して|えて)))"
    r"(?:で|に|を|が|して|した|もう一度|もういちど|言って|書いて|話して|説明して|教えて|答えて|見|ほしい|いい|お願い(?:します)?|おねがい(?:します)?|"
    r"ください|下さい|もらえ|いただけ|くれ|ます|ません|たい|です|か|ね|[。、!?~ー ])*"
)


def are_asked_for(text: str) -> bool:
    """Whether a message asks for やさしい日本語 and nothing else."""
    plain = unicodedata.normalize("NFKC", text).replace(" ", "").strip()
    return 0 < len(plain) <= _LONGEST and _ASKED.fullmatch(plain) is not None
