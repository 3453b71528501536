"""A login through OAuth as credentials: its tokens change while it is used, and are kept where they are stored."""

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
from .stores import MemoryStore
from .tokens import OAuthTokens

KIND: Final = "oauth"


def utc_now() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class RefreshAttempt:
    """A renewal that was begun with the refresh token that is stored, written down before it was sent.

    Attributes:
        begun_at: When.
        refused: Whether sipgate refused the refresh token: it is good for nothing any more.
    """

    begun_at: datetime
    refused: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the attempt as an object that JSON can hold."""
        return {"begun_at": self.begun_at.isoformat(), "refused": self.refused}

    @classmethod
    def from_json(cls, content: object) -> Self | None:
        """Return the attempt that `to_json` wrote, or `None`."""
        match content:
            case {"begun_at": str(text), "refused": bool(refused)}:
                return cls(datetime.fromisoformat(text), refused)
            case _:
                return None


class OAuthCredentials(Unpicklable):
    """Signs requests with the access token of a login; the client that uses it renews it.

    Any number of clients, threads and tasks may share one. Processes that share a store share the login: whoever
    renews it first does it for all.

    Args:
        application: The client that logged in.
        tokens: What sipgate gave for it.
        store: Where each renewed set of tokens is kept; by default only in this object.
        now: Instead of the system's clock.

    Raises:
        InvalidInput: The store lacks a method.
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
            memory = MemoryStore()
            memory.save(self.to_json())
            store = memory
        else:
            check_store(store, asynchronous=True)  # whether a client can await it, that client says
        self.store: AnyStore = store

    @property
    def tokens(self) -> OAuthTokens:
        """The tokens at present."""
        return self._tokens

    def authorization(self) -> str:
        """Return the value of the `Authorization` header."""
        return f"Bearer {self._tokens.access_token}"

    def secrets(self) -> tuple[str, ...]:
        """Return the texts that must never be shown; those of the tokens before are among them."""
        both = (self._tokens, self._previous)
        texts = [self.application.client_secret]
        texts += [text for tokens in both for text in (tokens.access_token, tokens.refresh_token) if text]
        return tuple(texts)

    def needs_refresh(self) -> bool:
        """Return whether the access token should be renewed before it is used."""
        return self._tokens.due(self.now())

    def replace(self, tokens: OAuthTokens) -> None:
        """Go on with these tokens."""
        self._previous, self._tokens = self._tokens, tokens

    def take_over(self, content: Mapping[str, Any] | None) -> RefreshAttempt | None:
        """Go on with what is stored, if it is newer than what is here.

        Args:
            content: What the store has.

        Returns:
            The renewal that was begun with the stored refresh token and is not known to have succeeded, if any.

        Raises:
            NotAuthenticated: The user logged out, or another login is stored now.
            CredentialsMissing: What is stored cannot be read.
        """
        if content is None:
            raise NotAuthenticated("The stored login is gone: somebody logged out.", hint=LOG_IN_AGAIN)
        stored = self.from_json(content, self.store) if content.get("kind") == KIND else None
        if stored is None or not self._same_login(stored):
            raise NotAuthenticated(
                "The stored login was replaced by another one.",
                hint="Make a new client: a client is bound to the login that it was made with.",
            )
        if stored.tokens.issued_at > self._tokens.issued_at:
            self.replace(stored.tokens)
        same = stored.tokens.refresh_token == self._tokens.refresh_token
        return RefreshAttempt.from_json(content.get("renewal")) if same else None

    def to_json(self, attempt: RefreshAttempt | None = None) -> dict[str, Any]:
        """Return what is stored: the client and the tokens, secrets included.

        Args:
            attempt: A renewal that is begun with these tokens.
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
            content["renewal"] = attempt.to_json()
        return content

    @classmethod
    def from_json(
        cls, content: Mapping[str, Any], store: AnyStore, *, now: Callable[[], datetime] = utc_now
    ) -> OAuthCredentials:
        """Return the login that `to_json` described, kept in this store.

        Raises:
            CredentialsMissing: It did not describe this.
            InvalidInput: The store lacks a method.
        """
        parts = _parts_in(content)
        if parts is None:
            raise CredentialsMissing("The stored login cannot be read.", hint=LOG_IN_AGAIN)
        return cls(*parts, store=store, now=now)

    def _same_login(self, other: OAuthCredentials) -> bool:
        return self.application == other.application and self._whose() in (other._whose(), None)

    def _whose(self) -> tuple[Any, ...] | None:
        claims = jwt_claims(self._tokens.access_token)
        return None if claims is None else (claims.get("sub"), claims.get("masterSipId"))

    def __repr__(self) -> str:
        application = self.application
        return f"<OAuthCredentials of client {application.client_id!r} in realm {application.realm!r}>"


def _parts_in(content: Mapping[str, Any]) -> tuple[OAuthApplication, OAuthTokens] | None:
    """Return client and tokens, or `None`: the error that says why would hold what is stored."""
    try:
        RefreshAttempt.from_json(content.get("renewal"))
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
