"""The tokens of a login through OAuth, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from ._unpicklable import Unpicklable

_LEEWAY: Final = timedelta(seconds=30)


@dataclass(frozen=True)
class OAuthTokens(Unpicklable):
    """What sipgate gave for a login.

    Attributes:
        access_token: Signs requests; a JWT that lives about five minutes.
        refresh_token: Good for one renewal, about 30 days long; `None` when there is none.
        issued_at: When it was asked for.
        expires_at: When the access token ends.
        refresh_expires_at: When the refresh token ends, where sipgate said so.
        scopes: What the access token allows, where sipgate said so.
    """

    access_token: str = field(repr=False)
    refresh_token: str | None = field(repr=False)
    issued_at: datetime
    expires_at: datetime
    refresh_expires_at: datetime | None = None
    scopes: tuple[str, ...] = ()

    def due(self, now: datetime) -> bool:
        """Return whether the access token should be renewed: it has ended, or will within half a minute."""
        leeway = min(_LEEWAY, (self.expires_at - self.issued_at) / 2)
        return now >= self.expires_at - leeway

    def to_json(self) -> dict[str, Any]:
        """Return the tokens as an object that JSON can hold, secrets included."""
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
        """Return the tokens that `to_json` wrote.

        Raises:
            KeyError, TypeError, ValueError: It did not write this.
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
        """Return tokens of which only the refresh token is known: the first request renews them."""
        past = datetime.fromtimestamp(0, UTC)
        return cls("", refresh_token, past, past)
