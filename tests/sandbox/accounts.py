"""How the tests of this room reach a sandbox: with a bare HTTP library, as any other program would."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import httpx2

from sipgate_tools.sandbox import Sandbox

NOON = datetime(2026, 3, 18, 11, 0, tzinfo=UTC)
MERLE = "+491729925904"


def connect(
    sandbox: Sandbox, scopes: Iterable[str] | None = None, *, user: str = "w0", jwt: bool = False
) -> httpx2.Client:
    """A client of a sandbox in process: the administrator's token, or one of its own with some scopes."""
    headers: dict[str, str] = {}
    auth: tuple[str, str] | None = None
    if jwt:
        headers["Authorization"] = f"Bearer {sandbox.issue_jwt(scopes or ('all',), user=user)}"
    elif scopes is None and user == "w0":
        auth = sandbox.token_id, sandbox.token
    else:
        auth = sandbox.issue_token(scopes or ("all",), user=user)
    return httpx2.Client(transport=sandbox, base_url=sandbox.base_url, auth=auth, headers=headers)


def sms(**fields: Any) -> dict[str, Any]:
    """The body of an SMS from the administrator's extension."""
    return {"smsId": "s0", "recipient": MERLE, "message": "Hallo", **fields}


def items(response: httpx2.Response) -> list[dict[str, Any]]:
    """The items of a successful list."""
    assert response.status_code == 200, response.text
    return response.json()["items"]


def errors(response: httpx2.Response) -> tuple[int, str]:
    """Status and sentence of an error of version 2."""
    error = response.json()["errors"][0]
    assert error["status"] == response.status_code
    return response.status_code, error["detail"]


ALEX = "+493023125100"
BERTA = "+493023125101"
SALES = "+493023125110"


def call_in(**fields: Any) -> dict[str, Any]:
    """A call script: Merle calls Alex."""
    return {"from": MERLE, "to": ALEX, **fields}


def call_out(**fields: Any) -> dict[str, Any]:
    """A call script: Alex calls Merle."""
    return {"from": "p0", "to": MERLE, **fields}
