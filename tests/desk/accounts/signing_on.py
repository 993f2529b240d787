"""What tests of single sign-on need: a desk that knows the provider, browsers, the way out and back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from fastapi.testclient import TestClient

from desk.accounts import tables as account_tables
from desk.audit.store import AuditLog
from tests.desk.accounts.oidc import CLIENT_ID, CLIENT_SECRET, Provider
from tests.desk.api import OFFICE_HOURS, Api, client_of

NOW = datetime.fromisoformat(OFFICE_HOURS).timestamp()
BEGIN, DISCOVERY = "/console/sso/begin", "/.well-known/openid-configuration"


def set_up(folder: Path, database_url: str, issuer: str) -> Api:
    return Api(
        folder / "desk",
        database_url=database_url,
        oidc_issuer=issuer,
        oidc_client_id=CLIENT_ID,
        oidc_client_secret=CLIENT_SECRET,
    )


def a_browser(api: Api) -> TestClient:
    return client_of(api.app, follow_redirects=False)


def way_back(browser: TestClient, provider: Provider) -> str:
    """Go out to the provider and log in there; returns where it sends the browser."""
    out = browser.get(BEGIN)
    assert out.status_code == 303, out.text
    return provider.authorize(out.headers["location"])


def is_refused(api: Api, browser: TestClient, answer: Any, reason: str, status: int = 403) -> bool:
    """Plain words, a way back, no session, one entry in the log."""
    assert answer.status_code == status, answer.text
    assert "ログインできませんでした" in answer.text
    assert '<a href="/console">' in answer.text
    assert "hitohata_session" not in browser.cookies
    assert browser.get("/api/console/session").status_code == 401
    with api.app.state.services.database.read() as connection:
        assert connection.execute(sa.select(account_tables.sessions)).first() is None
    entry = api.app.state.services.of(AuditLog).entries(1)[0]
    assert (entry.action, entry.subject) == ("login_sso_refused", reason)
    return True
