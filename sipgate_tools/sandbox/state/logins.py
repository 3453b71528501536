"""Rows for OAuth authorization codes and login sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AuthorizationCode:
    """An authorization code, which the login page issues and the token endpoint exchanges.

    `id` is the code, `challenge` is the S256 challenge ("" without PKCE), `asked` is the time of issue, `session_id`
    is the resulting login session ("" before the exchange), and `session_state` is the id for that session.
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
    """A user's login session at an OAuth client. `refresh_id` identifies the only valid refresh token."""

    id: str
    client_id: str
    user_id: str
    realm: str
    scopes: tuple[str, ...]
    refresh_id: str
    refresh_until: datetime
