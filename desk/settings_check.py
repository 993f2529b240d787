"""What settings production refuses: missing or default secrets, and what cannot work; and reading them so."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from pydantic import ValidationError

from desk.settings import DEVELOPMENT_SECRET, DEVELOPMENT_TOKEN, Settings
from desk.text import pack, strength
from desk.text.city_file import examples_left
from desk.text.pack import city

# Settings of the other processes, of `make consultant` and of deploy/: they stand in the same environment.
_OF_OTHERS = ("DESK_URL", "TRAINER_NICE", "STOCK_RASA", "CONSULTANT_PASSWORD", "SITE", "DESKS")
_PREFIX = "HITOHATA_"
_SHORTEST_CLIENT_SECRET = 16
_SHORTEST_LINE_TOKEN = 40


class UnsafeSettings(ValueError):
    """Secrets are missing, or such that anybody knows; the message names them."""


def load() -> Settings:
    """Read and check the settings.

    Raises:
        pydantic.ValidationError: A value cannot be read.
        UnsafeSettings: See there.
        CityBroken: The pack's profile cannot be used.
    """
    settings = Settings()
    pack.use(settings.pack_folder)
    found = problems(settings) if settings.is_production else _half_sign_on(settings)
    if found:
        lines = "\n".join(f"  {name}: {words}" for name, words in found)
        raise UnsafeSettings(f"The settings cannot be used (make doctor says the same):\n{lines}")
    return settings


def unreadable(error: ValidationError) -> list[str]:
    """Return `HITOHATA_PORT: what was expected` of each setting that cannot be read; what was given may be a secret."""
    return [
        f"{_PREFIX}{'_'.join(map(str, problem['loc'])).upper()}: {problem['msg'].removeprefix('Value error, ')}"
        for problem in error.errors(include_input=False, include_url=False)
    ]


def problems(settings: Settings) -> list[tuple[str, str]]:
    """Return (setting, what is wrong in Japanese) of all that production refuses: missing, weak, or in a form that cannot work.

    No value is repeated: most of them are secrets.
    """
    line = settings.line_secrets
    judged = [
        ("HITOHATA_ASSISTANT_TOKEN", _assistant_token(settings.assistant_token)),
        *(
            ("HITOHATA_HANDOFF_SECRETS", strength.webhook_secret(one, DEVELOPMENT_SECRET))
            for one in settings.secrets or [""]
        ),
        ("HITOHATA_PUBLIC_URL", strength.https(settings.public_url)),
        *(("HITOHATA_ALLOWED_ORIGINS", strength.https(one)) for one in settings.origins or [""]),
        *(("HITOHATA_LINE_CHANNEL_SECRETS", strength.line_secret(one)) for one in line),
        ("HITOHATA_LINE_CHANNEL_ACCESS_TOKEN", _line_token(settings) if line else ""),
        ("HITOHATA_LINE_API_URL", strength.https(settings.line_api_url)),
        ("HITOHATA_LINE_DATA_API_URL", strength.https(settings.line_data_api_url)),
        *_half_sign_on(settings),
        *(("HITOHATA_PACK", words) for words in examples_left(city())),
        ("HITOHATA_TEST_CLOCK", "本番では使えません。消してください。" if settings.test_clock else ""),
    ]
    if settings.has_sign_on:
        judged.append(("HITOHATA_OIDC_ISSUER", strength.https(settings.oidc_issuer, has_path=True)))
        is_short = len(settings.oidc_client_secret) < _SHORTEST_CLIENT_SECRET
        words = (
            f"短すぎます（{_SHORTEST_CLIENT_SECRET}文字以上）。確認先の画面で作り直してください。" if is_short else ""
        )
        judged.append(("HITOHATA_OIDC_CLIENT_SECRET", words))
    return [(name, words) for name, words in judged if words]


def unknown(given: Iterable[str]) -> list[tuple[str, str]]:
    """Return (name, what it may have been meant for, in Japanese) of names like those of settings that are none."""
    known = [_PREFIX + name.upper() for name in (*Settings.model_fields, *_OF_OTHERS)]
    strange = sorted(name for name in given if name.startswith(_PREFIX) and name not in known)
    alike = {name: get_close_matches(name, known, n=1) for name in strange}
    return [
        (name, f"この名前の設定はないので、使われません。{f'{meant[0]} のことですか。' if meant else ''}")
        for name, meant in alike.items()
    ]


def _assistant_token(text: str) -> str:
    if text == DEVELOPMENT_TOKEN:
        return "公開されている開発用の値です。別の値にしてください。"
    return strength.token(text)


def _line_token(settings: Settings) -> str:
    has_one = len(settings.line_channel_access_token) >= _SHORTEST_LINE_TOKEN
    if has_one or (settings.line_channel_id and not settings.line_channel_access_token):
        return ""
    return "LINE に送るためのトークンがないか、短すぎます。トークンか HITOHATA_LINE_CHANNEL_ID を入れてください。"


def _half_sign_on(settings: Settings) -> list[tuple[str, str]]:
    sign_on = {
        "HITOHATA_OIDC_ISSUER": settings.oidc_issuer,
        "HITOHATA_OIDC_CLIENT_ID": settings.oidc_client_id,
        "HITOHATA_OIDC_CLIENT_SECRET": settings.oidc_client_secret,
    }
    if not any(sign_on.values()) or settings.has_sign_on:
        return []
    words = "庁内アカウントでのログインの設定が途中です。これも入れるか、HITOHATA_OIDC_ ではじまるほかの設定も空にしてください。"
    return [(name, words) for name, value in sign_on.items() if not value]
