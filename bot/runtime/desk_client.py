"""What the trainer asks of the desk; blocking, for processes of their own."""

from __future__ import annotations

import json
import shutil
import urllib.error
import urllib.request
from http.client import HTTPException
from pathlib import Path
from typing import Any

from bot.runtime import model_file

TIMEOUT_SECONDS = 15.0
# Of each piece of a model's file, not of the whole.
FILE_SECONDS = 60.0


class DeskAway(Exception):
    """The desk was not reached, or could not answer; worth trying again."""


class LeaseLost(Exception):
    """Another trainer has the work, or it is done."""


class FileMissing(Exception):
    """The desk does not see the model's file, or sees another one: it is on another machine."""


class DeskClient:
    """Calls the desk's internal addresses with the assistant's token."""

    def __init__(self, base: str, token: str) -> None:
        """Call this address."""
        self._base, self._token = base, token

    def lease(self, code: str) -> dict[str, Any] | None:
        """Return the training that is due, None where nothing is.

        Raises:
            DeskAway: See there.
        """
        return self._post("lease", {"code": code})

    def renew(self, job: dict[str, Any]) -> None:
        """Go on with a training.

        Raises:
            DeskAway, LeaseLost: See there.
        """
        self._post(f"{job['id']}/renew", {"lease": job["lease"]})

    def done(self, job: dict[str, Any], file: str, sha256: str, figures: dict[str, Any]) -> str:
        """Hand a model in; returns its state: serving or waiting.

        Raises:
            DeskAway, LeaseLost, FileMissing: See there.
        """
        body = {"lease": job["lease"], "file": file, "sha256": sha256, "figures": figures}
        return str((self._post(f"{job['id']}/done", body) or {})["state"])

    def failed(self, job: dict[str, Any], problem: str) -> None:
        """Say why a training failed.

        Raises:
            DeskAway, LeaseLost: See there.
        """
        self._post(f"{job['id']}/failed", {"lease": job["lease"], "problem": problem[:2_000]})

    def upload(self, job: dict[str, Any], path: Path) -> None:
        """Bring a model's file to a desk on another machine.

        Raises:
            DeskAway, LeaseLost: See there.
        """
        address = f"{self._base}/internal/training/{job['id']}/file?lease={job['lease']}&name={path.name}"
        headers = {"authorization": f"Bearer {self._token}", "content-length": str(path.stat().st_size)}
        with path.open("rb") as file:
            request = urllib.request.Request(address, file, headers, method="PUT")  # noqa: S310
            self._open(request, path.name, FILE_SECONDS).close()

    def download(self, path: Path, file: str) -> bool:
        """Bring the model that serves, if it is this file; False where another one serves by now.

        Raises:
            DeskAway: See there.
            OSError: It could not be written.
        """
        request = urllib.request.Request(  # noqa: S310
            f"{self._base}/internal/model", headers={"authorization": f"Bearer {self._token}"}
        )
        with self._open(request, "model", FILE_SECONDS) as answer:
            if answer.headers.get("x-model-file") != file:
                return False
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished = path.with_name(f".{path.name}.part")
            try:
                with unfinished.open("wb") as target:
                    shutil.copyfileobj(answer, target)
                if f'"{model_file.sha256(unfinished)}"' != answer.headers.get("etag"):
                    raise DeskAway("the model broke off")
                unfinished.replace(path)
            finally:
                unfinished.unlink(missing_ok=True)
        return True

    def content(self, known: str) -> Any:
        """Return {name, files: {path: text}} of the newest publication; None where it is the known one, or there is none.

        Raises:
            DeskAway: See there.
        """
        headers = {"authorization": f"Bearer {self._token}", "if-none-match": f'"{known}"'}
        request = urllib.request.Request(f"{self._base}/internal/content", headers=headers)  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
                return json.loads(answer.read())
        except urllib.error.HTTPError as error:
            if error.code in {304, 404}:
                return None
            raise DeskAway(f"status {error.code}") from None
        except (OSError, HTTPException, ValueError) as error:
            raise DeskAway(type(error).__name__) from None

    def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any] | None:
        request = urllib.request.Request(  # noqa: S310 - an address from the settings
            f"{self._base}/internal/training/{path}",
            json.dumps(body).encode(),
            {"authorization": f"Bearer {self._token}", "content-type": "application/json"},
        )
        with self._open(request, path, TIMEOUT_SECONDS) as answer:
            content = answer.read()
        found: dict[str, Any] | None = json.loads(content) if content else None
        return found

    def _open(self, request: urllib.request.Request, what: str, seconds: float) -> Any:
        try:
            return urllib.request.urlopen(request, timeout=seconds)  # noqa: S310
        except urllib.error.HTTPError as error:
            if error.code == 409:
                raise (FileMissing if b"model_unusable" in error.read() else LeaseLost)(what) from None
            raise DeskAway(f"status {error.code}") from None
        except (OSError, HTTPException) as error:
            raise DeskAway(type(error).__name__) from None
