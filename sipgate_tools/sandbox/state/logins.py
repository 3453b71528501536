"""Rows: who logged in through OAuth, and who is about to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AuthorizationCode:
    """A code on its way from the login page to the token endpoint.

    `id` is the code, `challenge` the S256 challenge or "" without PKCE, and `session_id` the login that came of it,
    "" while nobody has exchanged it. `session_state` is the id that this login will have.
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
    """A user who is logged in at a client; `refresh_id` names the one refresh token that is good at present."""

    id: str
    client_id: str
    user_id: str
    realm: str
    scopes: tuple[str, ...]
    refresh_id: str
    refresh_until: datetime
