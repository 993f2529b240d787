"""Steps of a manager on the pages of the office."""

from __future__ import annotations

from desk.audit.store import AuditLog
from tests.desk.api import Api


def manager(api: Api):
    api.account("管理", "boss@example.jp", "manager")
    return api.log_in("boss@example.jp")


def post(browser, path: str, **fields: str):
    return browser.post(path, data={"csrf": browser.headers["x-csrf-token"], **fields})


def actions(api: Api) -> list[str]:
    return [e.action for e in reversed(AuditLog(api.app.state.services.database).entries())]
