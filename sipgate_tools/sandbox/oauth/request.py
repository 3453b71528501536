"""Requests to the sandbox's OAuth server, and the server's error responses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import parse_qsl

from ..dispatch.http import Request, Response, json_response
from ..rules import Rules
from ..state import State

PATH: Final = "/auth/realms/"
NO_STORE: Final = {"cache-control": "no-store", "pragma": "no-cache"}


class OAuthError(Exception):
    """An error response of the OAuth server.

    Args:
        status: The HTTP status.
        error: The error code, such as `invalid_grant`.
        description: The description of the error, a sentence.
    """

    def __init__(self, status: int, error: str, description: str) -> None:
        super().__init__(description)
        self.status = status
        self.error = error
        self.description = description

    def response(self) -> Response:
        """Return the error as a response in Keycloak's format."""
        content = {"error": self.error, "error_description": self.description}
        return json_response(self.status, content, NO_STORE)


@dataclass(frozen=True, slots=True)
class OAuthRequest:
    """A request to the OAuth server.

    Attributes:
        state: The account.
        now: The current time of the sandbox.
        rules: The rules of the account.
        root: The URL of the OAuth server, without a path.
        approver: The id of the user whose logins are approved without the page; "" shows the page.
        realm: The realm in the path of the request, such as `sipgate-apps`.
        request: The HTTP request.
    """

    state: State
    now: datetime
    rules: Rules
    root: str
    approver: str
    realm: str
    request: Request

    @property
    def issuer(self) -> str:
        """The issuer (`iss`) in tokens, which is the URL of the realm."""
        return f"{self.root}{PATH}{self.realm}"

    def query(self) -> dict[str, str]:
        """Return the parameters of the URL. If a parameter occurs several times, the first value is used."""
        return _fields(self.request.query)

    def form(self) -> dict[str, str]:
        """Return the form fields in the body. If a field occurs several times, the first value is used."""
        return _fields(self.request.body.decode("utf-8", errors="replace"))


def _fields(text: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        fields.setdefault(name, value)
    return fields
