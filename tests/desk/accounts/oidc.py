"""A small OpenID Connect provider on loopback, strict about what the desk sends; tests tell it how to misbehave.

It signs with `cryptography` alone, so that it shares no code with what checks its tokens.
"""

from __future__ import annotations

import base64
import datetime
import functools
import hashlib
import hmac
import ipaddress
import itertools
import json
import secrets
import ssl
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID

CLIENT_ID, CLIENT_SECRET = "hitohata desk", "a+secret:of/tests"
Signer = Callable[["Provider", dict[str, Any]], str]


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def signing_input(header: dict[str, Any], claims: dict[str, Any]) -> str:
    return ".".join(encoded(json.dumps(part).encode()) for part in (header, claims))


def by_rs256(provider: Provider, claims: dict[str, Any]) -> str:
    text = signing_input({"alg": "RS256", "kid": provider.kid}, claims)
    signed = provider.key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())
    return f"{text}.{encoded(signed)}"


def by_ps256(provider: Provider, claims: dict[str, Any]) -> str:
    text = signing_input({"alg": "PS256", "kid": provider.kid}, claims)
    pss = padding.PSS(padding.MGF1(hashes.SHA256()), hashes.SHA256().digest_size)
    return f"{text}.{encoded(provider.key.sign(text.encode(), pss, hashes.SHA256()))}"


def by_the_only_key(provider: Provider, claims: dict[str, Any]) -> str:
    """Without the key's name, as providers with one key may do."""
    text = signing_input({"alg": "RS256"}, claims)
    signed = provider.key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())
    return f"{text}.{encoded(signed)}"


def by_nobody(provider: Provider, claims: dict[str, Any]) -> str:
    return f"{signing_input({'alg': 'none', 'kid': provider.kid}, claims)}."


def by_the_public_key(provider: Provider, claims: dict[str, Any]) -> str:
    """HS256, with the public key for a secret: what takes any algorithm and any key takes this."""
    text = signing_input({"alg": "HS256", "kid": provider.kid}, claims)
    pem = provider.key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return f"{text}.{encoded(hmac.digest(pem, text.encode(), 'sha256'))}"


def by_another_key(provider: Provider, claims: dict[str, Any]) -> str:
    text = signing_input({"alg": "RS256", "kid": provider.kid}, claims)
    return f"{text}.{encoded(_rsa_key(-1).sign(text.encode(), padding.PKCS1v15(), hashes.SHA256()))}"


@functools.cache
def _rsa_key(number: int) -> rsa.RSAPrivateKey:
    """Return a key of this number's own: making one takes as long as ten tests of it."""
    return rsa.generate_private_key(65537, 2048)


class Provider:
    """The provider: who logs in there is `mail`; `change` alters the claims of the next tokens."""

    def __init__(self, now: Callable[[], float], *, host: str = "127.0.0.1") -> None:
        self.now = now
        self.mail, self.change, self.sign = "sato@example.jp", dict[str, Any](), by_rs256
        self.dropped: set[str] = set()
        self.broken: dict[str, Any] = {}
        self.description: dict[str, Any] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []
        self.is_kid_published = True
        self.other_keys: list[dict[str, Any]] = []
        self._rotations = itertools.count()
        self.rotate()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Door", (_Door,), {"of": self}))
        self.issuer = f"http://{host}:{self._server.server_address[1]}"
        # How often it looks whether it is to stop: `close` waits for that.
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def secure(self, folder: Path) -> Path:
        """Speak TLS from now on, by a certificate that only this file vouches for; returns the file."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "A city's own provider")])
        today = datetime.datetime.now(datetime.UTC)
        made = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(today - datetime.timedelta(days=1))
            .not_valid_after(today + datetime.timedelta(days=1))
            .add_extension(
                x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
                critical=False,
            )
            .sign(key, hashes.SHA256())
        )
        certificate, secret = folder / "provider.crt", folder / "provider.key"
        certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
        secret.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate, secret)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.issuer = self.issuer.replace("http://", "https://")
        return certificate

    def rotate(self) -> None:
        self.key, self.kid = _rsa_key(next(self._rotations)), secrets.token_hex(4)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def authorize(self, address: str) -> str:
        """Log somebody in as a browser would; returns path and query of the way back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert asked["client_id"] == CLIENT_ID
        assert set(asked["scope"].split()) == {"openid", "email"}
        code = secrets.token_urlsafe(12)
        self.codes[code] = asked
        return _way_back(asked, code=code)

    def decline(self, address: str) -> str:
        """Let somebody give up; returns path and query of the way back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        return _way_back(asked, error="access_denied", error_description="<b>given up</b>")

    def token(self, form: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """Return an answer, None where the request is not what it must be."""
        asked = self.codes.pop(form.get("code", ""), None)
        # RFC 6749, 2.3.1: encoded as in a form, then Basic.
        right = base64.b64encode(b"hitohata+desk:a%2Bsecret%3Aof%2Ftests").decode()
        if asked is None or authorization != f"Basic {right}":
            return None
        challenge = encoded(hashlib.sha256(form["code_verifier"].encode()).digest())
        if (
            challenge != asked["code_challenge"]
            or form["redirect_uri"] != asked["redirect_uri"]
            or form["grant_type"] != "authorization_code"
        ):
            return None
        now = int(self.now())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "sub": "1",
            "exp": now + 300,
            "iat": now,
            "nonce": asked["nonce"],
            "email": self.mail,
            "email_verified": True,
        } | self.change
        kept = {name: value for name, value in claims.items() if name not in self.dropped}
        return {"access_token": "x", "token_type": "Bearer", "id_token": self.sign(self, kept)}

    def jwks(self) -> dict[str, Any]:
        numbers = self.key.public_key().public_numbers()
        n, e = (encoded(number.to_bytes((number.bit_length() + 7) // 8, "big")) for number in (numbers.n, numbers.e))
        kid = self.kid if self.is_kid_published else "another"
        key = {"kty": "RSA", "use": "sig", "kid": kid, "n": n, "e": e}
        return {"keys": [*self.other_keys, key]}

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        } | self.description


def _way_back(asked: dict[str, str], **said: str) -> str:
    return f"{urlsplit(asked['redirect_uri']).path}?{urlencode({**said, 'state': asked['state']})}"


_LOGIN = """<!doctype html><html lang="ja"><meta charset="utf-8"><title>庁内アカウント</title><h1>庁内アカウント</h1>
<form method="post"><button name="as" value="me">ログイン</button><button name="as" value="">やめる</button></form>"""


class _Door(BaseHTTPRequestHandler):
    of: Provider

    def do_GET(self) -> None:
        if urlsplit(self.path).path == "/authorize":
            self._send(200, _LOGIN.encode(), {"content-type": "text/html; charset=utf-8"})
            return
        found = {"/.well-known/openid-configuration": self.of.discovery, "/keys": self.of.jwks}
        self._answer(lambda: found[self.path]())

    def do_POST(self) -> None:
        text = self.rfile.read(int(self.headers["content-length"])).decode()
        form = {name: values[0] for name, values in parse_qs(text).items()}
        if urlsplit(self.path).path == "/authorize":
            back = (self.of.authorize if form.get("as") else self.of.decline)(self.path)
            desk = urlsplit(parse_qs(urlsplit(self.path).query)["redirect_uri"][0])
            self._send(303, b"", {"location": f"{desk.scheme}://{desk.netloc}{back}"})
            return
        self._answer(lambda: self.of.token(form, self.headers.get("authorization", "")))

    def _answer(self, make: Callable[[], dict[str, Any] | None]) -> None:
        self.of.asked.append(self.path)
        how = self.of.broken.get(self.path)
        if how == "slow":
            time.sleep(2)
        body = make()
        status = how if isinstance(how, int) else 400 if body is None else 200
        text = b"<html>" if how == "garbage" else json.dumps(body).encode()
        if how == "huge":
            text += b" " * 2_000_000
        try:
            self.send_response(status)
            self.send_header("content-length", str(len(text)))
            self.end_headers()
            if how == "drip":
                for byte in text:
                    self.wfile.write(bytes([byte]))
                    self.wfile.flush()
                    time.sleep(0.1)
            else:
                self.wfile.write(text)
        except OSError:
            # The desk hung up, which is what these tests are about.
            return

    def _send(self, status: int, content: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "content-length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""
