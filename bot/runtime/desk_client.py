"""What the trainer asks of the desk; blocking, for processes of their own."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any

TIMEOUT_SECONDS = 15.0


class DeskAway(Exception):
    """The desk was not reached, or could not answer; worth trying again."""


class LeaseLost(Exception):
    """Another trainer has the work, or it is done."""


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
            DeskAway, LeaseLost: See there.
        """
        body = {"lease": job["lease"], "file": file, "sha256": sha256, "figures": figures}
        return str((self._post(f"{job['id']}/done", body) or {})["state"])

    def failed(self, job: dict[str, Any], problem: str) -> None:
        """Say why a training failed.

        Raises:
            DeskAway, LeaseLost: See there.
        """
        self._post(f"{job['id']}/failed", {"lease": job["lease"], "problem": problem[:2_000]})

    def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any] | None:
        request = urllib.request.Request(  # noqa: S310 - an address from the settings
            f"{self._base}/internal/training/{path}",
            json.dumps(body).encode(),
            {"authorization": f"Bearer {self._token}", "content-type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
                content = answer.read()
        except urllib.error.HTTPError as error:
            if error.code == 409:
                raise LeaseLost(path) from None
            raise DeskAway(f"status {error.code}") from None
        except OSError as error:
            raise DeskAway(type(error).__name__) from None
        found: dict[str, Any] | None = json.loads(content) if content else None
        return found
