"""The second factor: six digits of an authenticator app (RFC 6238), good once, tolerant of a slow clock."""

from __future__ import annotations

import unicodedata
from datetime import datetime

import pyotp
import segno

from desk.text.pack import city

# RFC 6238, 5.2: one step of 30 s either way for clocks that differ.
_STEPS = (0, -1, 1)
_SECONDS = 30


def new_secret() -> str:
    """Return a secret in base32."""
    return pyotp.random_base32()


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """Return the 30-second step that a code belongs to, None for a wrong code; full-width digits are accepted."""
    digits = unicodedata.normalize("NFKC", code).replace(" ", "")
    present = int(now.timestamp()) // _SECONDS
    totp = pyotp.TOTP(secret)
    for offset in _STEPS:
        step = present + offset
        if pyotp.utils.strings_equal(digits, totp.at(step * _SECONDS)):
            return step
    return None


def picture(secret: str, email: str) -> str:
    """Return the QR code for the app as the address of a picture (`data:`), black and white."""
    address = pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=city().names.desk)
    return str(segno.make(address, error="m").svg_data_uri(scale=4))
