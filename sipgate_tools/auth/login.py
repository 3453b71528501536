"""A login through OAuth as credentials: its tokens change while it is used, and are kept where they are stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from sipgate_tools.auth.credentials import jwt_claims
from sipgate_tools.auth.oauth import LOG_IN_AGAIN, OAuthApplication
from sipgate_tools.auth.storage import CredentialStore, MemoryStore
from sipgate_tools.auth.tokens import OAuthTokens
from sipgate_tools.errors import CredentialsMissing, NotAuthenticated

KIND: Final = "oauth"


def utc_now() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


class OAuthCredentials:
    """Signs requests with the access token of a login; the client that uses it renews it.

    Any number of clients, threads and tasks may share one. Processes that share a store share the login: whoever
    renews it first does it for all.

    Args:
        application: The client that logged in.
        tokens: What sipgate gave for it.
        store: Where each renewed set of tokens is kept; by default only in this object.
        now: Instead of the system's clock.
    """

    def __init__(
        self,
        application: OAuthApplication,
        tokens: OAuthTokens,
        *,
        store: CredentialStore | None = None,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self.application = application
        self.store: CredentialStore = MemoryStore() if store is None else store
        self.now = now
        self._tokens = tokens
        self._previous = tokens
        if store is None:
            self.keep()

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

    def due(self) -> bool:
        """Return whether the access token should be renewed before it is used."""
        return self._tokens.due(self.now())

    def adopt(self, tokens: OAuthTokens) -> None:
        """Go on with these tokens."""
        self._previous, self._tokens = self._tokens, tokens

    def keep(self) -> None:
        """Store the present tokens."""
        self.store.save(self.to_json())

    def reload(self) -> None:
        """Go on with what is stored, if it is newer than what is here.

        Raises:
            NotAuthenticated: Somebody logged out, or logged in as somebody else.
            CredentialsMissing: What is stored cannot be read.
        """
        content = self.store.load()
        if content is None:
            raise NotAuthenticated("The stored login is gone: somebody logged out.", hint=LOG_IN_AGAIN)
        stored = OAuthCredentials.from_json(content, self.store) if content.get("kind") == KIND else None
        if stored is None or not self._same_login(stored):
            raise NotAuthenticated(
                "The stored login was replaced by another one.",
                hint="Make a new client: this one goes on for nobody else than whom it was made for.",
            )
        if stored.tokens.issued_at > self._tokens.issued_at:
            self.adopt(stored.tokens)

    def to_json(self) -> dict[str, Any]:
        """Return what is stored: the client and the tokens, secrets included."""
        application = self.application
        return {
            "kind": KIND,
            "client_id": application.client_id,
            "client_secret": application.client_secret,
            "realm": application.realm,
            "login_url": application.login_url,
            "tokens": self._tokens.to_json(),
        }

    @classmethod
    def from_json(
        cls, content: Mapping[str, Any], store: CredentialStore, *, now: Callable[[], datetime] = utc_now
    ) -> OAuthCredentials:
        """Return the login that `to_json` described, kept in this store.

        Raises:
            CredentialsMissing: It did not describe this.
        """
        try:
            application = OAuthApplication(
                content["client_id"], content["client_secret"], content["realm"], content["login_url"]
            )
            return cls(application, OAuthTokens.from_json(content["tokens"]), store=store, now=now)
        except (KeyError, TypeError, ValueError):
            raise CredentialsMissing("The stored login cannot be read.", hint=LOG_IN_AGAIN) from None

    def _same_login(self, other: OAuthCredentials) -> bool:
        return self.application == other.application and self._whose() in (other._whose(), None)

    def _whose(self) -> tuple[Any, ...] | None:
        claims = jwt_claims(self._tokens.access_token)
        return None if claims is None else (claims.get("sub"), claims.get("masterSipId"))

    def __repr__(self) -> str:
        application = self.application
        return f"<OAuthCredentials of client {application.client_id!r} in realm {application.realm!r}>"
