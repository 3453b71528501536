"""Where credentials are kept between runs: the key ring of the system, or a file only its owner can read.

What is stored is a small JSON object whose `kind` says which form of credentials it is.
"""

from __future__ import annotations

import importlib.util
import json
import os
import tempfile
import threading
from pathlib import Path
from typing import Any, Final, cast

import platformdirs

from sipgate_tools.errors import CredentialsMissing

from .credentials import BearerToken, Credentials, PersonalAccessToken
from .locks import ProcessLock, ThreadLock
from .store_protocol import CredentialStore, check_store

SERVICE: Final = "sipgate-tools"


class FileStore:
    """Keeps credentials in a file of mode 0600, replaced in one step.

    A link is followed: the file that it points to is replaced, and the link stays.

    Args:
        path: The file; by default `credentials.json` in the user's configuration folder.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or Path(platformdirs.user_config_dir(SERVICE, appauthor=False)) / "credentials.json"

    def __str__(self) -> str:
        return str(self.path)

    def load(self) -> dict[str, Any] | None:
        """Return what was saved, or `None`.

        Raises:
            CredentialsMissing: The file is there but cannot be read, or is not what we wrote.
        """
        try:
            text = self.path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            kind = type(error).__name__  # the error itself may hold the content
        else:
            return parsed(text, str(self.path))
        raise CredentialsMissing(
            f"The credentials stored in {self.path} cannot be read ({kind}).",
            hint="Make it readable to you, or log in again.",
        )

    def save(self, content: dict[str, Any]) -> None:
        """Keep this, replacing what was there; a crash leaves the old file or the new one, never half of one.

        Raises:
            CredentialsMissing: It cannot be written.
        """
        try:
            self._replace(json.dumps(content))
        except OSError as error:
            reason = error.strerror
        else:
            return
        raise CredentialsMissing(
            f"The credentials cannot be stored in {self.path} ({reason}).", hint="Make its folder writable."
        )

    def _replace(self, text: str) -> None:
        target = self._target()
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # mkstemp makes the file with mode 0600 from the first moment on.
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".credentials-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def _target(self) -> Path:
        """Return the file itself, behind all links; a link that leads nowhere says where the file is to be."""
        return Path(os.path.realpath(self.path))

    def clear(self) -> None:
        """Forget it.

        Raises:
            CredentialsMissing: The file cannot be removed.
        """
        try:
            self._target().unlink(missing_ok=True)
        except OSError as error:
            reason = error.strerror
        else:
            return
        raise CredentialsMissing(
            f"The credentials stored in {self.path} cannot be removed ({reason}).",
            hint="Make its folder writable, or delete the file yourself.",
        )

    def lock(self) -> ProcessLock:
        """Return a lock that every process that uses this file shares."""
        target = self._target()
        return ProcessLock(target.with_name(f"{target.name}.lock"))


class MemoryStore:
    """Keeps credentials as long as the process lives."""

    def __init__(self) -> None:
        self._content: dict[str, Any] | None = None
        self._lock = threading.Lock()

    def __str__(self) -> str:
        return "memory"

    def load(self) -> dict[str, Any] | None:
        """Return what was saved, or `None`."""
        return self._content

    def save(self, content: dict[str, Any]) -> None:
        """Keep this, replacing what was there."""
        self._content = content

    def clear(self) -> None:
        """Forget it."""
        self._content = None

    def lock(self) -> ThreadLock:
        """Return a lock that all who use this store share."""
        return ThreadLock(self._lock)


def default_store() -> CredentialStore:
    """Return where credentials are stored by default: the key ring where one is installed and works, else the file."""
    return candidate_stores()[0]


def candidate_stores() -> list[CredentialStore]:
    """Return every place where credentials may be stored on this machine, in the order they are looked at."""
    if importlib.util.find_spec("keyring") is not None:
        import keyring
        from keyring.backends import fail, null

        if not isinstance(keyring.get_keyring(), (fail.Keyring, null.Keyring)):
            from .keyring_store import KeyringStore

            # A login from before the key ring was installed is still good.
            return [KeyringStore(), FileStore()]
    return [FileStore()]


def stored_credentials(store: CredentialStore | None = None) -> Credentials | None:
    """Return the credentials kept on this machine, or `None` when there are none.

    Args:
        store: Instead of all places.

    Raises:
        CredentialsMissing: What is kept cannot be read.
        InvalidInput: The store cannot be used, such as an asynchronous one: `AsyncOAuth.stored()` reads that.
    """
    if store is not None:
        check_store(store, asynchronous=False)
    for place in candidate_stores() if store is None else [store]:
        content = place.load()
        if content is not None:
            return _credentials_of(content, place)
    return None


def _credentials_of(content: dict[str, Any], store: CredentialStore) -> Credentials:
    match content:
        case {"kind": "personal_access_token", "token_id": str(token_id), "token": str(token)}:
            return PersonalAccessToken(token_id, token)
        case {"kind": "bearer_token", "token": str(token)}:
            return BearerToken(token)
        case {"kind": "oauth"}:
            from .oauth_credentials import OAuthCredentials  # it knows this module

            return OAuthCredentials.from_json(content, store)
        case _:
            raise CredentialsMissing("The stored credentials are of an unknown kind.", hint="Log in again.")


def store_token(credentials: PersonalAccessToken | BearerToken, store: CredentialStore | None = None) -> None:
    """Keep a token on this machine, where `Sipgate()` finds it; a login through OAuth keeps itself.

    Raises:
        CredentialsMissing: The place cannot be written.
    """
    match credentials:
        case PersonalAccessToken(token_id, token):
            content = {"kind": "personal_access_token", "token_id": token_id, "token": token}
        case BearerToken(token):
            content = {"kind": "bearer_token", "token": token}
    (store or default_store()).save(content)


def parsed(text: str, place: str) -> dict[str, Any]:
    """Return the JSON object that a store wrote.

    Raises:
        CredentialsMissing: It is not one.
    """
    try:
        content: object = json.loads(text)
    except ValueError:
        content = None
    if not isinstance(content, dict):
        raise CredentialsMissing(f"The credentials stored in {place} cannot be read.", hint="Log in again.")
    return cast("dict[str, Any]", content)
