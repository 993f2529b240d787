"""OpenID Connect client: discovery, signing keys, code exchange; limited in time and size."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any, TypeVar, cast
from urllib.parse import quote_plus

import httpx
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from pydantic import BaseModel, ValidationError

from desk.accounts.sign_on_refused import SignOnRefused

# A whole question, however slowly the answer drips.
SECONDS = 5.0
_KEPT_SECONDS = 3600.0
# While the provider is away not everybody waits: who comes within this time is told so at once.
_AWAY_SECONDS = 5.0
_MOST_BYTES = 500_000
_Read = TypeVar("_Read")


class Discovery(BaseModel):
    """What the desk reads of the provider's description (OpenID Connect Discovery 3)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    token_endpoint_auth_methods_supported: list[str] = ["client_secret_basic"]
    authorization_response_iss_parameter_supported: bool = False


class _TokenAnswer(BaseModel):
    id_token: str


class Provider:
    """The provider that the settings name; nothing of it is believed without a check."""

    def __init__(self, issuer: str, client_id: str, client_secret: str, *, seconds: float = SECONDS) -> None:
        """Take the settings; asks nothing yet."""
        self.issuer, self.client_id = issuer, client_id
        self._client_secret, self._seconds = client_secret, seconds
        # Besides the public authorities those of the machine: a city's own provider may have the city's certificate.
        self._authorities = httpx.create_ssl_context(trust_env=False)
        self._authorities.load_default_certs()
        self._kept: dict[str, tuple[float, Any]] = {}
        self._away_until = 0.0

    async def discovery(self) -> Discovery:
        """Return the description, kept for an hour.

        Raises:
            SignOnRefused: The provider is away, or describes somebody else.
        """
        address = f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
        return await self._get(address, self._described)

    async def keys(self, *, fresh: bool = False) -> KeySet:
        """Return the keys that sign, kept for an hour; `fresh` asks again.

        Raises:
            SignOnRefused: The provider is away, or sends no keys.
        """
        address = (await self.discovery()).jwks_uri
        if fresh:
            self._kept.pop(address, None)
        return await self._get(address, _signing_keys)

    async def redeem(self, code: str, verifier: str, redirect_uri: str) -> str:
        """Return the ID token of a code, unchecked.

        Raises:
            SignOnRefused: The provider is away or does not take the code.
        """
        found = await self.discovery()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": verifier,
        }
        auth = None
        if "client_secret_basic" in found.token_endpoint_auth_methods_supported:
            # RFC 6749, 2.3.1: both are encoded as in a form first.
            auth = (quote_plus(self.client_id), quote_plus(self._client_secret))
        else:
            form |= {"client_id": self.client_id, "client_secret": self._client_secret}
        body = await self._ask("POST", found.token_endpoint, data=form, auth=auth)
        try:
            return _TokenAnswer.model_validate(body).id_token
        except ValidationError as error:
            raise SignOnRefused("token", "missing") from error

    def _described(self, body: Any) -> Discovery:
        found = Discovery.model_validate(body)
        endpoints = (found.authorization_endpoint, found.token_endpoint, found.jwks_uri)
        scheme = "https://" if self.issuer.startswith("https://") else ("https://", "http://")
        if found.issuer != self.issuer:
            raise SignOnRefused("away", "issuer")
        if not all(endpoint.startswith(scheme) for endpoint in endpoints):
            raise SignOnRefused("away", "scheme")
        return found

    async def _get(self, address: str, read: Callable[[Any], _Read]) -> _Read:
        until, kept = self._kept.get(address, (0.0, None))
        if time.monotonic() < until:
            return cast("_Read", kept)
        if time.monotonic() < self._away_until:
            raise SignOnRefused("away", "again")
        try:
            found = read(await self._ask("GET", address))
        except (SignOnRefused, JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
            self._away_until = time.monotonic() + _AWAY_SECONDS
            if isinstance(error, SignOnRefused):
                raise
            # An answer that nothing can be done with is not kept.
            raise SignOnRefused("away", type(error).__name__) from error
        self._kept[address] = (time.monotonic() + _KEPT_SECONDS, found)
        return found

    def _client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(timeout=self._seconds, trust_env=False, verify=self._authorities)

    async def _ask(self, method: str, address: str, **more: Any) -> Any:
        try:
            async with (
                asyncio.timeout(self._seconds),
                self._client() as http,
                http.stream(method, address, **more) as answer,
            ):
                if 400 <= answer.status_code < 500 and method == "POST":
                    raise SignOnRefused("code", str(answer.status_code))
                if answer.status_code != 200:
                    raise SignOnRefused("away", str(answer.status_code))
                content = b""
                async for piece in answer.aiter_bytes():
                    content += piece
                    if len(content) > _MOST_BYTES:
                        raise SignOnRefused("away", "size")
            return httpx.Response(200, content=content).json()
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, ValueError) as error:
            raise SignOnRefused("away", type(error).__name__) from error


def _signing_keys(body: Any) -> KeySet:
    for_signing = [key for key in body["keys"] if key.get("kty") in {"RSA", "EC"} and key.get("use", "sig") == "sig"]
    return KeySet.import_key_set({"keys": for_signing})
