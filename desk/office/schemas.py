"""What the console sends, and what it is answered of its session."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field
from typing_extensions import TypedDict

from desk.http.limits import LARGEST_NUMBER


def _words(text: str) -> str:
    kept = "".join(c for c in text if c in "\n\t" or ord(c) >= 32)
    if not kept.strip():
        raise ValueError("expected words, got none")
    return kept


Words = Annotated[str, Field(max_length=5_000), AfterValidator(_words)]


class Login(BaseModel):
    """E-mail, password, and the code of the second factor where one is set."""

    email: Annotated[str, Field(max_length=254)]
    password: Annotated[str, Field(max_length=200)]
    code: Annotated[str, Field(max_length=20)] = ""


class SendMessage(BaseModel):
    """A reply; `seen_seq` is the newest number on the screen, `confirm` sends although there is more."""

    client_id: Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[A-Za-z0-9_.:\-]+$")]
    text: Words
    seen_seq: Annotated[int, Field(ge=0, le=LARGEST_NUMBER)] | None = None
    confirm: bool = False


class Note(BaseModel):
    """An internal note."""

    text: Words


class Transfer(BaseModel):
    """To whom, and what the colleague should know; the note is an internal one."""

    account_id: Annotated[str, Field(max_length=32)]
    note: Annotated[str, Field(max_length=2_000)] = ""


class PutOff(BaseModel):
    """Until when, with a zone; `promise` if the migrant was told."""

    until: AwareDatetime
    promise: bool = False


class Closing(BaseModel):
    """How a case ended; `silent` if the migrant is told nothing."""

    ending: Literal["solved", "guided", "referred", "visit", "no_reply", "nuisance"] | None = None
    silent: bool = False


class Mute(BaseModel):
    """For how many days a person calls nobody."""

    days: Annotated[int, Field(ge=1, le=31)]


_Fact = Annotated[str, Field(max_length=200)]
_Tag = Annotated[str, Field(min_length=1, max_length=20, pattern=r"^[^\s#,、]+$")]


class Facts(BaseModel):
    """What is corrected of a case; what is not named stays."""

    model_config = ConfigDict(extra="forbid")
    topic: Annotated[str, Field(max_length=60)] | None = None
    from_where: _Fact | None = None
    family: _Fact | None = None
    timing: _Fact | None = None
    goal: _Fact | None = None
    name: Annotated[str, Field(max_length=60)] | None = None
    # A mail address or a telephone number; empty leaves the known one.
    contact: Annotated[str, Field(max_length=254)] | None = None
    tags: Annotated[list[_Tag], Field(max_length=10)] | None = None


class Duty(BaseModel):
    """Whether one takes cases."""

    on_duty: bool


class OfficePage(TypedDict):
    """A page of the office that one's role may open."""

    address: str
    name: str
    group: str


class ConsoleSession(TypedDict):
    """Who is logged in.

    Attributes:
        csrf: To be sent with every change.
        counts: Whether one can be 在席 at all: auditors never, managers by choice.
        must_set_factor: The office demands a second factor, and there is none yet.
    """

    csrf: str
    name: str
    role: str
    account_id: str
    on_duty: bool
    counts: bool
    must_set_factor: bool
    pages: list[OfficePage]


class OnDuty(TypedDict):
    """Whether one takes cases, and whether the office is open."""

    on_duty: bool
    open: bool
    opens_text: str | None


class LoginWays(TypedDict):
    """The ways to log in; `sso` is single sign-on."""

    sso: bool
