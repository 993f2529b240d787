"""Checks an ID token (OpenID Connect Core 3.1.3.7); pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from desk.accounts.sign_on_refused import SignOnRefused

# Signatures by a key that the desk does not have: neither "none" nor HS256, for which a public key would do as a secret.
ALGORITHMS = ("RS256", "PS256", "ES256")
_LEEWAY = 60
# A token is made when the code is redeemed, not before the login began.
_OLDEST = 600
_LONGEST = 20_000


class UnknownKey(Exception):
    """The token names a key that is not in the set: the provider may have changed its keys."""


@dataclass(frozen=True)
class Person:
    """Whom the provider vouches for: `identity` is "<issuer> <sub>" and for ever theirs, `mail` may change hands."""

    identity: str
    mail: str


def verified(token: str, keys: KeySet, *, issuer: str, client_id: str, nonce: str, now: datetime) -> Person:
    """Return whom the provider vouches for; the mail address in small letters.

    Raises:
        UnknownKey: See there.
        SignOnRefused: Any check failed.
    """
    claims = _signed_claims(token, keys)
    _check(claims, issuer, client_id, nonce, int(now.timestamp()))
    mail = claims.get("email")
    # Letters beyond ASCII may fold into others' addresses (K, ſ).
    if not isinstance(mail, str) or not (mail.isascii() and mail.isprintable()):
        raise SignOnRefused("unverified", "email")
    if not _is_vouched_for(claims):
        raise SignOnRefused("unverified", "email_verified")
    return Person(f"{issuer} {_subject(claims)}", mail.strip().lower())


def _subject(claims: dict[str, Any]) -> str:
    # OpenID Connect Core 2: at most 255 ASCII characters.
    subject = claims["sub"]
    if not isinstance(subject, str) or not subject.isascii() or not 0 < len(subject) <= 255:
        raise SignOnRefused("token", "sub")
    return subject


def _is_vouched_for(claims: dict[str, Any]) -> bool:
    if "email_verified" in claims:
        # The standard knows a boolean only: "true" and 1 are not true.
        return claims["email_verified"] is True
    # Entra ID never sends it. What it sends when told to says that the domain is the tenant's own; "1" in some tokens.
    # https://learn.microsoft.com/entra/identity-platform/optional-claims-reference (2026-11-25)
    domain_is_owned = claims.get("xms_edov")
    return domain_is_owned is True or domain_is_owned == "1"


def _signed_claims(token: str, keys: KeySet) -> dict[str, Any]:
    if len(token) > _LONGEST:
        raise SignOnRefused("token", "length")
    try:
        return jwt.decode(token, keys, algorithms=ALGORITHMS).claims
    except InvalidKeyIdError as error:
        raise UnknownKey from error
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise SignOnRefused("token", type(error).__name__) from error


def _check(claims: dict[str, Any], issuer: str, client_id: str, nonce: str, now: int) -> None:
    rules = jwt.JWTClaimsRegistry(
        now=now,
        leeway=_LEEWAY,
        iss={"essential": True, "value": issuer},
        aud={"essential": True, "value": client_id},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True, "value": nonce},
    )
    try:
        rules.validate(claims)
    except (JoseError, ValueError, TypeError) as error:
        raise SignOnRefused("token", getattr(error, "claim", "") or type(error).__name__) from error
    if claims["iat"] < now - _OLDEST:
        raise SignOnRefused("token", "iat")
    is_shared = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (is_shared or "azp" in claims) and claims.get("azp") != client_id:
        raise SignOnRefused("token", "azp")
