"""What is asked for again: the password, before an account is opened or people's data are taken out."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from fastapi import Request

from desk.accounts import proof
from desk.accounts.models import Session
from desk.http.problems import Problem

PROVE = "/console/prove"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# Asked again for the password (and a code): the endpoint's name -> the page to return to, "" for its own address.
STEP_UP = {
    "show_accounts": "",
    "add_account": "/console/accounts",
    "change_account": "/console/accounts",
    "correct_account": "/console/accounts",
    "show_account_details": "",
    "confirm_close": "",
    "confirm_password": "",
    "begin_second_factor": "/console/second-factor",
    "confirm_second_factor": "/console/second-factor",
    "make_recovery_codes": "/console/me",
    "export_log": "",
    "export_appointments": "",
    "export_person": "/console/privacy",
}


def step_up(request: Request, found: Session, now: datetime) -> None:
    """Refuse what opens an account or takes people's data out, unless somebody proved a moment ago who it is.

    A screen that stands open must not be enough. Who comes by a link returns to it; a form is filled in once more.
    """
    route = request.scope["route"].name
    if route not in STEP_UP or proof.is_fresh(found, now):
        return
    page = STEP_UP[route] or request.url.path
    if request.method in SAFE and request.url.query:
        page += f"?{request.url.query}"
    raise Problem(403, "prove_again", "もう一度、パスワードで確かめます。", to=f"{PROVE}?{urlencode({'to': page})}")
