"""What the log's page calls the targets of entries: receipt numbers and names instead of ids."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

import sqlalchemy as sa

from desk.accounts.store import SqlAccountStore
from desk.conversation_sql import tables as t
from desk.db.database import Database

_AT_ONCE = 500
# Never a person's name or words: an auditor reads this.
_KINDS = {"ap_": "予約", "ch_": "選択肢"}
REFUSED_FOR = {
    403: "権限がない",
    404: "対象がない",
    409: "先に変わっていた",
    410: "もうない",
    422: "入力に不足や誤り",
    429: "回数が多すぎる",
    503: "混み合っていた",
}


class AuditNames:
    """Looks up what entries are about."""

    def __init__(
        self,
        database: Database,
        accounts: SqlAccountStore,
        of_content: Callable[[Collection[str]], Mapping[str, str]] = lambda _: {},
    ) -> None:
        """Use these; `of_content` names answers and values, which a feature above the office keeps."""
        self._database, self._accounts, self._of_content = database, accounts, of_content

    def of(self, subjects: Collection[str]) -> Mapping[str, str]:
        """Return {subject: words} for those that are ids; all else is shown as it is."""
        people = {account.id: account.name for account in self._accounts.everybody()}
        found = dict(self._of_content(subjects))
        found |= {subject: f"{people[subject]}（アカウント）" for subject in subjects if subject in people}
        found |= dict(self._cases(subjects))
        kinds = {subject: _KINDS.get(subject[:3]) for subject in subjects}
        found |= {subject: f"{kind} {subject[3:11]}" for subject, kind in kinds.items() if kind}
        return found

    def _cases(self, subjects: Collection[str]) -> Iterator[tuple[str, str]]:
        c = t.cases.c
        with self._database.read() as connection:
            for column, beginning, words in ((c.id, "k_", "相談"), (c.conversation_id, "c_", "会話")):
                wanted = [subject for subject in subjects if subject.startswith(beginning)]
                for begin in range(0, len(wanted), _AT_ONCE):
                    query = sa.select(column, c.receipt).where(column.in_(wanted[begin : begin + _AT_ONCE]))
                    yield from ((row[0], f"{words} {row[1]}") for row in connection.execute(query))


def refused(status: str) -> str:
    """Return why an act was refused, from the HTTP status of its answer."""
    why = REFUSED_FOR.get(int(status) if status.isdecimal() else 0, "")
    return f"断られた（{why or status}）"
