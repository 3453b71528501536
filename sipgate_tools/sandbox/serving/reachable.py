"""The addresses and credentials of a sandbox, and its environment variables."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ..seeds.account import OAUTH_CLIENT
from ..state import State
from ..state.people import Token
from ..webhooks.signing_key import Signer
from .addresses import SandboxAddress
from .static_documents import KEY_PATH

if TYPE_CHECKING:
    from ..dispatch.dispatcher import Dispatcher


class Reachable:
    """The addresses and credentials of a sandbox."""

    _signer: Signer

    @property
    def engine(self) -> Dispatcher:
        """The request dispatcher, without HTTP."""
        raise NotImplementedError

    @property
    def state(self) -> State:
        """The account's tables. To change the account without the API, put rows, then call `state.commit()`."""
        return self.engine.state

    @property
    def base_url(self) -> str:
        """The address of API version 2, ending in `/v2`."""
        return self.engine.address.base_url

    @base_url.setter
    def base_url(self, address: str) -> None:
        self.engine.address = SandboxAddress.at(address)

    @property
    def console_url(self) -> str:
        """The address of the web console."""
        return f"{self.engine.address.root}/console"

    @property
    def public_key_url(self) -> str:
        """The URL of the public key that verifies webhooks, for receivers in other languages."""
        return self.engine.address.root + KEY_PATH

    @property
    def login_url(self) -> str:
        """The address of its OAuth login, `SIPGATE_LOGIN_URL` for clients."""
        return self.engine.address.root

    @property
    def token_id(self) -> str:
        """The token id of the administrator's personal access token."""
        return self._token.id

    @property
    def token(self) -> str:
        """The administrator's personal access token."""
        return self._token.secret

    @property
    def _token(self) -> Token:
        return next(token for token in self.state.tokens if token.user_id == "w0")

    @property
    def client_id(self) -> str:
        """The id of a registered OAuth client."""
        return OAUTH_CLIENT.id

    @property
    def client_secret(self) -> str:
        """The secret of the same OAuth client."""
        return OAUTH_CLIENT.secret

    @property
    def public_key(self) -> str:
        """The public key that verifies its webhooks, as PEM."""
        return self._signer.public_key

    @property
    def environment(self) -> dict[str, str]:
        """The environment variables for programs that use this account while it is served.

        `SIPGATE_WEBHOOK_PUBLIC_KEY` is PEM text of several lines.
        """
        return {
            "SIPGATE_BASE_URL": self.base_url,
            "SIPGATE_TOKEN_ID": self.token_id,
            "SIPGATE_TOKEN": self.token,
            "SIPGATE_LOGIN_URL": self.login_url,
            "SIPGATE_CLIENT_ID": self.client_id,
            "SIPGATE_CLIENT_SECRET": self.client_secret,
            "SIPGATE_WEBHOOK_PUBLIC_KEY": self.public_key,
        }


def check_redirect_uri(uri: str) -> str:
    """Return a valid redirect URI.

    Raises:
        ValueError: It is not an absolute http or https URL without a fragment.
    """
    try:
        parts = urlsplit(uri)
        good = parts.scheme in ("http", "https") and bool(parts.netloc) and "#" not in uri
    except ValueError:
        good = False
    if not good or any(char.isspace() for char in uri):
        raise ValueError(
            f"{uri!r} is not a redirect URI. Write http or https: http://app.internal:5000/callback"
        )
    return uri
