"""The tokens of an OAuth login."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from ._unpicklable import Unpicklable

_LEEWAY: Final = timedelta(seconds=30)


@dataclass(frozen=True)
class OAuthTokens(Unpicklable):
    """The tokens that sipgate issued for a login.

    Attributes:
        access_token: The token that authorizes requests: a JWT that is valid for about five minutes.
        refresh_token: The token for one refresh, which is valid for about 30 days; `None` if sipgate issued none.
        issued_at: The time when the tokens were requested.
        expires_at: The time when the access token expires.
        refresh_expires_at: The time when the refresh token expires, or `None` if it does not expire or the time is
            unknown.
        scopes: The scopes of the access token; empty if sipgate did not return them.
    """

    access_token: str = field(repr=False)
    refresh_token: str | None = field(repr=False)
    issued_at: datetime
    expires_at: datetime
    refresh_expires_at: datetime | None = None
    scopes: tuple[str, ...] = ()

    def needs_refresh(self, now: datetime) -> bool:
        """Return whether the access token has expired or will expire soon.

        "Soon" means within 30 seconds, or within half of the token's lifetime if that is shorter.
        """
        leeway = min(_LEEWAY, (self.expires_at - self.issued_at) / 2)
        return now >= self.expires_at - leeway

    def to_json(self) -> dict[str, Any]:
        """Return the tokens as a JSON-compatible dictionary, secrets included."""
        until = self.refresh_expires_at
        return {
            "access_token": self.access_token,
            "refresh_token": self.refresh_token,
            "issued_at": self.issued_at.isoformat(),
            "expires_at": self.expires_at.isoformat(),
            "refresh_expires_at": until.isoformat() if until else None,
            "scopes": list(self.scopes),
        }

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> OAuthTokens:
        """Return the tokens from the output of `to_json`.

        Raises:
            KeyError, TypeError, ValueError: The content is malformed.
        """
        until = content["refresh_expires_at"]
        return cls(
            str(content["access_token"]),
            content["refresh_token"],
            datetime.fromisoformat(content["issued_at"]),
            datetime.fromisoformat(content["expires_at"]),
            datetime.fromisoformat(until) if until else None,
            tuple(content["scopes"]),
        )

    @classmethod
    def of_refresh_token(cls, refresh_token: str) -> OAuthTokens:
        """Return expired tokens with only a refresh token, so that the first request obtains an access token."""
        past = datetime.fromtimestamp(0, UTC)
        return cls("", refresh_token, past, past)
