"""Single sign-on: out to the provider and back (authorization code with PKCE, state and nonce), into a local account."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlencode

from desk.accounts import id_token
from desk.accounts.id_token import Person
from desk.accounts.models import Account
from desk.accounts.provider import Provider
from desk.accounts.sign_on_refused import SignOnRefused
from desk.accounts.sign_on_store import Attempt, SqlAttempts
from desk.accounts.store import SqlAccountStore
from desk.http.budgets import Budgets

# Time to type a password and a code at the provider.
LONGEST = timedelta(minutes=10)
# What a provider may say instead of a code (RFC 6749, 4.1.2.1; OpenID Connect Core 3.1.2.6); other words are not repeated.
_AWAY = frozenset({"server_error", "temporarily_unavailable"})
_DECLINED = frozenset(
    {
        "access_denied",
        "account_selection_required",
        "consent_required",
        "interaction_required",
        "invalid_request",
        "invalid_scope",
        "login_required",
        "unauthorized_client",
        "unsupported_response_type",
    }
)


@dataclass(frozen=True)
class SignOn:
    """Single sign-on as it is set up."""

    provider: Provider
    attempts: SqlAttempts
    redirect_uri: str
    # A login is two visits. Nothing can be guessed here, so that visits are not counted as wrong passwords are: nobody's
    # password is held back by them.
    visits: Budgets = field(default_factory=Budgets)


async def address(sign_on: SignOn, attempt: Attempt, state: str) -> str:
    """Return the provider's address to which a browser is sent.

    Raises:
        SignOnRefused: The provider is away.
    """
    door = (await sign_on.provider.discovery()).authorization_endpoint
    challenge = hashlib.sha256(attempt.verifier.encode()).digest()
    asked = {
        "response_type": "code",
        "client_id": sign_on.provider.client_id,
        "redirect_uri": sign_on.redirect_uri,
        "scope": "openid email",
        "state": state,
        "nonce": attempt.nonce,
        "code_challenge": base64.urlsafe_b64encode(challenge).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    return f"{door}{'&' if '?' in door else '?'}{urlencode(asked)}"


def begin() -> tuple[Attempt, str, str]:
    """Return (attempt, state, what the browser keeps in a cookie)."""
    state, browser = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    nonce, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(48)
    return Attempt(_digest(state), _digest(browser), nonce, verifier), state, browser


def take(attempts: SqlAttempts, state: str, browser: str, now: datetime) -> Attempt:
    """Return the attempt that a browser comes back with, and use it up.

    Raises:
        SignOnRefused: There is none.
    """
    found = attempts.take(_digest(state), _digest(browser), now - LONGEST)
    if found is None:
        raise SignOnRefused("attempt")
    return found


async def person_of(sign_on: SignOn, attempt: Attempt, answer: Mapping[str, str], now: datetime) -> Person:
    """Return whom the provider vouches for.

    Raises:
        SignOnRefused: The provider does not, or is away.
    """
    provider = sign_on.provider
    discovery = await provider.discovery()
    # RFC 9207: an answer of another provider is not taken to this one.
    issuer = answer.get("iss", "")
    is_named = "iss" in answer or discovery.authorization_response_iss_parameter_supported
    if is_named and not hmac.compare_digest(issuer.encode(), provider.issuer.encode()):
        raise SignOnRefused("token", "iss of the answer")
    told = answer.get("error", "")
    if told in _AWAY:
        raise SignOnRefused("away", told)
    if "error" in answer or not answer.get("code"):
        raise SignOnRefused("declined", told if told in _DECLINED else "")
    token = await provider.redeem(answer["code"], attempt.verifier, sign_on.redirect_uri)
    for fresh in (False, True):
        keys = await provider.keys(fresh=fresh)
        try:
            return id_token.verified(
                token,
                keys,
                issuer=provider.issuer,
                client_id=provider.client_id,
                nonce=attempt.nonce,
                now=now,
            )
        except id_token.UnknownKey:
            continue
    raise SignOnRefused("token", "key")


def account_of(store: SqlAccountStore, person: Person) -> Account:
    """Return somebody's account; none is made, and its role is the local one.

    The first login finds it by the mail address and binds it to who came. From then on it is theirs, whatever address the
    provider gives to whom.

    Raises:
        SignOnRefused: There is none, it is closed, or it is somebody else's.
    """
    account = store.by_sso_identity(person.identity)
    is_bound = account is not None
    account = account or store.by_email(person.mail)
    if account is None:
        raise SignOnRefused("no_account")
    if not account.is_active:
        raise SignOnRefused("closed_account", account=account)
    if not is_bound:
        before = account.sso_identity
        # What another provider once said does not hold: the city has changed its provider.
        is_anothers = before is not None and _issuer(before) == _issuer(person.identity)
        if is_anothers or not store.bind_sso(account.id, person.identity, before):
            raise SignOnRefused("another_person", account=account)
    return account


def _issuer(identity: str) -> str:
    return identity.partition(" ")[0]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
