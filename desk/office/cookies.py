"""The two cookies of the office: the session, and what lets a browser be known at the next login."""

from __future__ import annotations

from fastapi import Response

from desk.settings import Settings

COOKIE = "hitohata_session"
DEVICE_COOKIE = "hitohata_device"
DEVICE_SECONDS = 180 * 24 * 3600


def set_session_cookie(response: Response, token: str, settings: Settings) -> None:
    """Give a browser its session: invisible to scripts, sent to this site only."""
    response.set_cookie(
        COOKIE,
        token,
        httponly=True,
        samesite="strict",
        secure=settings.is_production,
        path="/",
    )


def set_device_cookie(response: Response, token: str, settings: Settings) -> None:
    """Let a browser be known at the next login; the cookie opens nothing."""
    response.set_cookie(
        DEVICE_COOKIE,
        token,
        max_age=DEVICE_SECONDS,
        httponly=True,
        samesite="strict",
        secure=settings.is_production,
        path="/api/console/login",
    )
