"""Who we are to push services (VAPID, RFC 8292), and which of them are called at all; pure but for the key's parsing.

A push carries no words: then nothing has to be encrypted (RFC 8291), and no push service learns anything but that there is news.
"""

from __future__ import annotations

import base64
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from joserfc import jwt
from joserfc.jwk import ECKey

# RFC 8292 allows 24 hours; the clocks of two machines differ.
_GOOD_FOR = timedelta(hours=12)
_KEY_BYTES = 32


class Vapid:
    """A key and whom to ask about what it signs."""

    def __init__(self, key: str, contact: str) -> None:
        """Read the key.

        Args:
            key: The private key (P-256) as 32 bytes in base64url, as `make push-key` writes it.
            contact: Where the push service may complain: mailto: or https:.

        Raises:
            ValueError: It is no such key, or no such address.
        """
        try:
            number = int.from_bytes(base64.urlsafe_b64decode(key + "=" * (-len(key) % 4)), "big")
            private = ec.derive_private_key(number, ec.SECP256R1())
        except ValueError:
            raise ValueError("HITOHATA_PUSH_KEY: expected 32 bytes in base64url, as `make push-key` writes") from None
        if not contact.startswith(("mailto:", "https://")):
            raise ValueError("HITOHATA_PUSH_CONTACT: expected mailto:… or https://…")
        self._contact = contact
        pem = private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        self._signs = ECKey.import_key(pem)
        point = private.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        self.public = _base64url(point)

    def authorization(self, endpoint: str, now: datetime) -> str:
        """Return the header for a call of an endpoint."""
        claims = {"aud": origin_of(endpoint), "exp": int((now + _GOOD_FOR).timestamp()), "sub": self._contact}
        token = jwt.encode({"typ": "JWT", "alg": "ES256"}, claims, self._signs)
        return f"vapid t={token}, k={self.public}"


def new_key() -> str:
    """Return a new private key as the setting has it."""
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return _base64url(number.to_bytes(_KEY_BYTES, "big"))


def origin_of(endpoint: str) -> str:
    """Return scheme, host and port of an address."""
    parts = urlsplit(endpoint)
    return f"{parts.scheme}://{parts.netloc}"


def is_allowed(endpoint: str, hosts: list[str]) -> bool:
    """Whether an address is one of a push service in the setting: it is the browser that names it, and the desk that calls it.

    Args:
        endpoint: As the browser gave it.
        hosts: Names of hosts (`fcm.googleapis.com`), of all below one (`*.push.apple.com`), or whole origins (a stand-in).
    """
    if not endpoint.isascii() or not endpoint.isprintable() or " " in endpoint or "\\" in endpoint:
        return False
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError:
        return False
    if parts.fragment or "@" in parts.netloc:
        return False
    if origin_of(endpoint) in hosts:
        return True
    host = parts.hostname or ""
    is_named = any(host.endswith(name[1:]) if name.startswith("*.") else host == name for name in hosts)
    return parts.scheme == "https" and port in {None, 443} and is_named


def _base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


if __name__ == "__main__":
    print(f"HITOHATA_PUSH_KEY={new_key()}")
