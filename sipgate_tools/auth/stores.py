"""Credential stores: a file that only its owner can read, and memory."""

from __future__ import annotations

import json
import os
import tempfile
import threading
from pathlib import Path
from typing import Any, Final, cast

import platformdirs

from sipgate_tools.errors import CredentialsMissing

from .locks import ProcessLock, ThreadLock
from .profiles import current_profile

SERVICE: Final = "sipgate-tools"
KEYRING_SUFFIX: Final = ".keyring"


class FileStore:
    """Stores credentials in a file that only its owner can read (mode 0600), and replaces the file atomically.

    If the path is a symbolic link, the file that the link points to is replaced.

    Args:
        path: The path of the file; by default `sipgate-tools/credentials.json` in the user's configuration folder, or
            `sipgate-tools/profiles/NAME.json` if `SIPGATE_PROFILE` is set.

    Raises:
        InvalidInput: The name in `SIPGATE_PROFILE` is not valid.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or _default_path()

    def __str__(self) -> str:
        return str(self.path)

    def load(self) -> dict[str, Any] | None:
        """Return the saved content, or `None` if the file does not exist.

        Raises:
            CredentialsMissing: The file exists but cannot be read, or does not contain a JSON object.
        """
        try:
            text = self.path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            kind = type(error).__name__  # the error's text may contain the credentials
        else:
            return parse_content(text, str(self.path))
        raise CredentialsMissing(
            f"The credentials stored in {self.path} cannot be read ({kind}).",
            hint="Make the file readable for your user, or log in again.",
        )

    def save(self, content: dict[str, Any]) -> None:
        """Replace the saved content. A crash leaves either the old file or the new one, never a partial file.

        Raises:
            CredentialsMissing: The file cannot be written.
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
        # mkstemp creates the file with mode 0600.
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
        """Return the path with all links resolved. The target of a dangling link does not exist yet."""
        return Path(os.path.realpath(self.path))

    def clear(self) -> None:
        """Delete the file.

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
        """Return a lock that is shared by all processes that use this file."""
        target = self._target()
        return ProcessLock(target.with_name(f"{target.name}.lock"))


class MemoryCredentialStore:
    """Stores credentials in memory: each object its own, which are lost with the object."""

    def __init__(self) -> None:
        self._content: dict[str, Any] | None = None
        self._lock = threading.Lock()

    def __str__(self) -> str:
        return "memory"

    def load(self) -> dict[str, Any] | None:
        """Return the saved content, or `None` if there is none."""
        return self._content

    def save(self, content: dict[str, Any]) -> None:
        """Replace the saved content."""
        self._content = content

    def clear(self) -> None:
        """Delete the saved content."""
        self._content = None

    def lock(self) -> ThreadLock:
        """Return a lock that is shared by all clients that use this object."""
        return ThreadLock(self._lock)


def parse_content(text: str, store: str) -> dict[str, Any]:
    """Parse the content of a store as a JSON object.

    Args:
        text: The content.
        store: The name of the store in errors.

    Raises:
        CredentialsMissing: `text` is not a JSON object.
    """
    try:
        content: object = json.loads(text)
    except ValueError:
        content = None
    if not isinstance(content, dict):
        raise CredentialsMissing(f"The credentials stored in {store} cannot be read.", hint="Log in again.")
    return cast("dict[str, Any]", content)


def stored_profiles() -> list[str]:
    """Return the names of the profiles with a login on this machine, in alphabetical order."""
    folder = _configuration_folder() / "profiles"
    return sorted({path.stem for suffix in (".json", KEYRING_SUFFIX) for path in folder.glob(f"*{suffix}")})


def keyring_marker(profile: str) -> Path:
    """Return the path of the empty file that lists a profile in the keyring, because a keyring cannot be searched."""
    return _configuration_folder() / "profiles" / f"{profile}{KEYRING_SUFFIX}"


def _default_path() -> Path:
    profile = current_profile()
    folder = _configuration_folder()
    return folder / "credentials.json" if profile is None else folder / "profiles" / f"{profile}.json"


def _configuration_folder() -> Path:
    return Path(platformdirs.user_config_dir(SERVICE, appauthor=False))
