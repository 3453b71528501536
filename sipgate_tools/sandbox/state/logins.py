"""Rows: OAuth authorization codes and login sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AuthorizationCode:
    """An authorization code, issued by the login page and exchanged at the token endpoint.

    `id` is the code, `challenge` the S256 challenge or "" without PKCE, `asked` the time of issue, `session_id` the
    resulting login or "" before the exchange, and `session_state` the id that this login will have.
    """

    id: str
    client_id: str
    user_id: str
    realm: str
    redirect_uri: str
    scopes: tuple[str, ...]
    challenge: str
    asked: datetime
    session_id: str = ""
    session_state: str = ""


@dataclass(frozen=True, slots=True)
class LoginSession:
    """A login of a user at a client; `refresh_id` identifies the only valid refresh token."""

    id: str
    client_id: str
    user_id: str
    realm: str
    scopes: tuple[str, ...]
    refresh_id: str
    refresh_until: datetime
