"""Mails to consultants who are away: a case of theirs changed hands, or will. Never a name or a word of a migrant."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import datetime, timedelta

from desk.cases.case_news import CaseNews
from desk.conversation.case_models import News
from desk.conversation.ports import Clock
from desk.notices.service import Reader, is_quiet
from desk.set_aside.store import Round

# What is undone within ten seconds is mailed to nobody.
AFTER = timedelta(seconds=20)
# kind -> (subject, first sentence); {by} is a colleague's name.
_WORDS = {
    News.HANDED: ("相談を引き継ぎました", "{by}さんから相談を引き継ぎました。担当はあなたです。"),
    News.STOPPED: (
        "相談を引き継ぎました",
        "担当者のアカウントが停止されたため、相談の担当があなたに変わりました。",
    ),
    News.RESUMED: (
        "前に担当した方から、また相談がありました",
        "24時間以内に担当した方がまた相談に来られたため、続けてあなたの担当になりました。",
    ),
    News.TAKEN: ("相談の担当が変わりました", "{by}さんが相談を引き取りました。"),
    News.GOING: (
        "【至急】まもなく相談が列に戻ります",
        "担当中の相談で利用者が返事を待っています。画面から離れて5分たちました。このまま戻らないと、約5分後にほかの相談員を呼びます。",
    ),
    News.GONE: (
        "相談が列に戻りました",
        "画面から離れて10分たち、利用者が返事を待っていたため、相談を列に戻しました。",
    ),
    News.UNDONE: ("相談の担当が元に戻りました", "{by}さんが、担当の変更を取り消しました。"),
}


class NewsMail:
    """Called by the sweeper; who is 在席 sees it on the screen and gets no mail."""

    def __init__(
        self,
        store: CaseNews,
        readers: Callable[[datetime], list[Reader]],
        walk: Callable[[datetime], Round],
        clock: Clock,
        base_url: str,
    ) -> None:
        """Take the ports."""
        self._store, self._readers, self._walk = store, readers, walk
        self._clock, self._base_url = clock, base_url

    def mail_news(self) -> None:
        """Write the mails that are due now; who has quiet hours gets theirs after them, if it is still unread then."""
        now = self._clock.now()
        waiting = self._store.unread(now, now - AFTER)
        if not waiting:
            return
        readers = {one.id: one for one in self._readers(now)}
        walk = self._walk(now)
        for news_id in waiting:
            walk.attempt(str(news_id), functools.partial(self._tell, news_id, readers, now))

    def _tell(self, news_id: int, readers: dict[str, Reader], now: datetime) -> None:
        found = self._store.one(news_id)
        reader = readers.get(found.account_id) if found else None
        if found is None or reader is None or reader.is_present or not reader.settings.by_mail:
            return
        if is_quiet(reader.settings.quiet_from, reader.settings.quiet_until, now):
            return
        subject, first = _WORDS[found.kind]
        mark = "" if subject.startswith("【") else "【移住相談】"
        lines = [
            first.format(by=found.by_name or "同僚"),
            "",
            f"受付番号：{found.receipt}",
            *(["申し送りのメモがあります。"] if found.has_note else []),
            "",
            "相談画面で開く：",
            f"{self._base_url}/console#/cases/{found.case_id}",
            "",
            "相談の内容とお名前は、このお知らせには書いていません。",
            f"このお知らせの設定：{self._base_url}/console/notices",
        ]
        text = "\n".join(lines) + "\n"
        self._store.mail(found, reader.email, f"{mark}{subject}（{found.receipt}）", text, now)
