"""Credentials from an OAuth login, whose tokens are refreshed automatically and stored after each refresh."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Self

from sipgate_tools.errors import CredentialsMissing, InvalidInput, NotAuthenticated

from ._unpicklable import Unpicklable
from .credentials import jwt_claims
from .oauth import LOG_IN_AGAIN, OAuthApplication
from .store_protocol import AnyStore, check_store
from .stores import MemoryCredentialStore
from .tokens import OAuthTokens

KIND: Final = "oauth"


def utc_now() -> datetime:
    """Return the current time in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class RefreshAttempt:
    """A refresh with the stored refresh token, recorded before its request is sent.

    Attributes:
        started_at: The time when the attempt started.
        refused: Whether sipgate rejected the refresh token, which is then permanently invalid.
    """

    started_at: datetime
    refused: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the attempt as a JSON-compatible dictionary."""
        return {"begun_at": self.started_at.isoformat(), "refused": self.refused}

    @classmethod
    def from_json(cls, content: object) -> Self | None:
        """Return the attempt from the output of `to_json`, or `None` for any other content.

        Raises:
            ValueError: The time is malformed.
        """
        match content:
            case {"begun_at": str(text), "refused": bool(refused)}:
                return cls(datetime.fromisoformat(text), refused)
            case _:
                return None


class OAuthCredentials(Unpicklable):
    """Credentials that authorize requests with the access token of an OAuth login, which clients refresh.

    Any number of clients, threads and tasks can share one object. Processes that share a store also share the login: a
    refresh by one process takes effect in all of them.

    Args:
        application: The OAuth client that logged in.
        tokens: The tokens of the login.
        store: The store for refreshed tokens; by default they are kept in this object only.
        now: A function that replaces the system clock.

    Raises:
        InvalidInput: The store is a class, or lacks a method.
    """

    def __init__(
        self,
        application: OAuthApplication,
        tokens: OAuthTokens,
        *,
        store: AnyStore | None = None,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self.application = application
        self.now = now
        self._tokens = tokens
        self._previous = tokens
        if store is None:
            memory = MemoryCredentialStore()
            memory.save(self.to_json())
            store = memory
        else:
            check_store(store, asynchronous=True)  # a client that cannot await raises when it is created
        self.store: AnyStore = store

    @property
    def tokens(self) -> OAuthTokens:
        """The current tokens."""
        return self._tokens

    def authorization(self) -> str:
        """Return the value of the `Authorization` header."""
        return f"Bearer {self._tokens.access_token}"

    def secrets(self) -> tuple[str, ...]:
        """Return the strings that must not appear in logs or errors, including the previous tokens."""
        both = (self._tokens, self._previous)
        texts = [self.application.client_secret]
        texts += [text for tokens in both for text in (tokens.access_token, tokens.refresh_token) if text]
        return tuple(texts)

    def needs_refresh(self) -> bool:
        """Return whether the access token should be refreshed before it is used."""
        return self._tokens.needs_refresh(self.now())

    def replace(self, tokens: OAuthTokens) -> None:
        """Replace the tokens."""
        self._previous, self._tokens = self._tokens, tokens

    def load_newer(self, content: Mapping[str, Any] | None) -> RefreshAttempt | None:
        """Use the stored tokens if they are newer than the current tokens.

        Args:
            content: The content of the store.

        Returns:
            The stored attempt to refresh the login with the current refresh token, or `None` if there is none.

        Raises:
            NotAuthenticated: The user logged out, or another login is stored now.
            CredentialsMissing: The stored content cannot be read.
        """
        if content is None:
            raise NotAuthenticated(
                "The stored login no longer exists: the user logged out.", hint=LOG_IN_AGAIN
            )
        stored = self.from_json(content, self.store) if content.get("kind") == KIND else None
        if stored is None or not self._same_login(stored):
            raise NotAuthenticated(
                "The stored login was replaced by another one.",
                hint="Create a new client: a client is bound to the login that it was created with.",
            )
        if stored.tokens.issued_at > self._tokens.issued_at:
            self.replace(stored.tokens)
        same = stored.tokens.refresh_token == self._tokens.refresh_token
        return RefreshAttempt.from_json(content.get("refresh")) if same else None

    def to_json(self, attempt: RefreshAttempt | None = None) -> dict[str, Any]:
        """Return the content for the store: the OAuth client and the tokens, secrets included.

        Args:
            attempt: The refresh attempt to record with these tokens, or `None`.
        """
        application = self.application
        content: dict[str, Any] = {
            "kind": KIND,
            "client_id": application.client_id,
            "client_secret": application.client_secret,
            "realm": application.realm,
            "login_url": application.login_url,
            "tokens": self._tokens.to_json(),
        }
        if application.allow_http:
            content["allow_http"] = True
        if attempt is not None:
            content["refresh"] = attempt.to_json()
        return content

    @classmethod
    def from_json(
        cls, content: Mapping[str, Any], store: AnyStore, *, now: Callable[[], datetime] = utc_now
    ) -> OAuthCredentials:
        """Return the login from the output of `to_json`.

        Args:
            content: The content of the store.
            store: The store for refreshed tokens.
            now: A function that replaces the system clock.

        Raises:
            CredentialsMissing: The content is malformed.
            InvalidInput: The store is a class, or lacks a method.
        """
        parts = _parts_in(content)
        if parts is None:
            raise CredentialsMissing("The stored login cannot be read.", hint=LOG_IN_AGAIN)
        return cls(*parts, store=store, now=now)

    def _same_login(self, other: OAuthCredentials) -> bool:
        return self.application == other.application and self._owner() in (other._owner(), None)

    def _owner(self) -> tuple[Any, ...] | None:
        claims = jwt_claims(self._tokens.access_token)
        return None if claims is None else (claims.get("sub"), claims.get("masterSipId"))

    def __repr__(self) -> str:
        application = self.application
        return f"<OAuthCredentials of client {application.client_id!r} in realm {application.realm!r}>"


def _parts_in(content: Mapping[str, Any]) -> tuple[OAuthApplication, OAuthTokens] | None:
    """Return the OAuth client and the tokens, or `None` instead of an error, which would contain the stored secrets."""
    try:
        RefreshAttempt.from_json(content.get("refresh"))
        application = OAuthApplication(
            content["client_id"],
            content["client_secret"],
            content["realm"],
            content["login_url"],
            content.get("allow_http") is True,
        )
        return application, OAuthTokens.from_json(content["tokens"])
    except (AttributeError, KeyError, TypeError, ValueError, InvalidInput):
        return None
