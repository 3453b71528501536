"""The addresses and credentials of a sandbox, and the environment variables for its clients."""

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
    """The properties of a sandbox for its addresses and credentials."""

    _signer: Signer

    @property
    def dispatcher(self) -> Dispatcher:
        """The dispatcher that responds to requests, without HTTP."""
        raise NotImplementedError

    @property
    def state(self) -> State:
        """The account's tables. To change the account without the API, put rows and then call `state.commit()`."""
        return self.dispatcher.state

    @property
    def base_url(self) -> str:
        """The URL of API version 2, ending in `/v2`. While the sandbox is served, the URL of the server."""
        return self.dispatcher.address.base_url

    @base_url.setter
    def base_url(self, address: str) -> None:
        self.dispatcher.address = SandboxAddress.at(address)

    @property
    def console_url(self) -> str:
        """The URL of the web console."""
        return f"{self.dispatcher.address.root}/console"

    @property
    def public_key_url(self) -> str:
        """The URL of the public key that verifies webhooks, for receivers in other languages."""
        return self.dispatcher.address.root + KEY_PATH

    @property
    def login_url(self) -> str:
        """The URL of the OAuth server, for the variable `SIPGATE_LOGIN_URL` of clients."""
        return self.dispatcher.address.root

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
        """The id of the predefined OAuth client."""
        return OAUTH_CLIENT.id

    @property
    def client_secret(self) -> str:
        """The secret of the predefined OAuth client."""
        return OAUTH_CLIENT.secret

    @property
    def public_key(self) -> str:
        """The public key that verifies the sandbox's webhooks, as PEM."""
        return self._signer.public_key

    @property
    def environment(self) -> dict[str, str]:
        """The environment variables for programs that use this account while it is served.

        `SIPGATE_WEBHOOK_PUBLIC_KEY` is a PEM string with several lines.
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
    """Return the redirect URI if it is valid.

    Raises:
        ValueError: `uri` is not an absolute http or https URL without a fragment and spaces.
    """
    try:
        parts = urlsplit(uri)
        good = parts.scheme in ("http", "https") and bool(parts.netloc) and "#" not in uri
    except ValueError:
        good = False
    if not good or any(char.isspace() for char in uri):
        raise ValueError(
            f"Invalid redirect URI {uri!r}. Use an http or https URL: http://app.internal:5000/callback"
        )
    return uri
