"""Where credentials are kept between runs: the key ring of the system, or a file only its owner can read.

What is stored is a small JSON object whose `kind` says which form of credentials it is.
"""

from __future__ import annotations

import importlib.util
import json
import os
import tempfile
from pathlib import Path
from typing import Any, Final, Protocol, cast

import platformdirs

from sipgate_tools.auth.credentials import BearerToken, Credentials, PersonalAccessToken
from sipgate_tools.errors import CredentialsMissing

_SERVICE: Final = "sipgate-tools"
_ENTRY: Final = "default"


class CredentialStore(Protocol):
    """A place that keeps one JSON object."""

    def load(self) -> dict[str, Any] | None:
        """Return what was saved, or `None`."""
        ...

    def save(self, content: dict[str, Any]) -> None:
        """Keep this, replacing what was there."""
        ...

    def clear(self) -> None:
        """Forget it."""
        ...


class FileStore:
    """Keeps credentials in a file of mode 0600, replaced in one step.

    Args:
        path: The file; by default `credentials.json` in the user's configuration folder.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or Path(platformdirs.user_config_dir(_SERVICE, appauthor=False)) / "credentials.json"

    def load(self) -> dict[str, Any] | None:
        """Return what was saved, or `None`.

        Raises:
            CredentialsMissing: The file is there but is not what we wrote.
        """
        try:
            text = self.path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        return _parsed(text, str(self.path))

    def save(self, content: dict[str, Any]) -> None:
        """Keep this, replacing what was there; a crash leaves the old file or the new one, never half of one."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # mkstemp makes the file with mode 0600 from the first moment on.
        handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=".credentials-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(content, file)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(self.path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def clear(self) -> None:
        """Forget it."""
        self.path.unlink(missing_ok=True)


class KeyringStore:
    """Keeps credentials in the key ring of the system (macOS Keychain, Windows Credential Locker, Secret Service)."""

    def load(self) -> dict[str, Any] | None:
        """Return what was saved, or `None`."""
        import keyring

        text = keyring.get_password(_SERVICE, _ENTRY)
        return None if text is None else _parsed(text, "the key ring")

    def save(self, content: dict[str, Any]) -> None:
        """Keep this, replacing what was there."""
        import keyring

        keyring.set_password(_SERVICE, _ENTRY, json.dumps(content))

    def clear(self) -> None:
        """Forget it."""
        import keyring
        from keyring.errors import PasswordDeleteError

        try:
            keyring.delete_password(_SERVICE, _ENTRY)
        except PasswordDeleteError:
            return  # nothing was there


def default_store() -> CredentialStore:
    """Return the key ring where one is installed and works, else the file."""
    if importlib.util.find_spec("keyring") is not None:
        import keyring
        from keyring.backends.fail import Keyring as NoKeyring

        if not isinstance(keyring.get_keyring(), NoKeyring):
            return KeyringStore()
    return FileStore()


def stored_credentials(store: CredentialStore | None = None) -> Credentials | None:
    """Return the credentials kept on this machine, or `None` when there are none.

    Raises:
        CredentialsMissing: What is kept cannot be read.
    """
    content = (store or default_store()).load()
    if content is None:
        return None
    match content:
        case {"kind": "personal_access_token", "token_id": str(token_id), "token": str(token)}:
            return PersonalAccessToken(token_id, token)
        case {"kind": "bearer_token", "token": str(token)}:
            return BearerToken(token)
        case _:
            raise CredentialsMissing("The stored credentials are of an unknown kind.", hint="Log in again.")


def _parsed(text: str, place: str) -> dict[str, Any]:
    try:
        content: object = json.loads(text)
    except ValueError:
        content = None
    if not isinstance(content, dict):
        raise CredentialsMissing(f"The credentials stored in {place} cannot be read.", hint="Log in again.")
    return cast("dict[str, Any]", content)
