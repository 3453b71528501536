"""A credential store that uses the system's keyring."""

from __future__ import annotations

import json
import secrets
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import platformdirs

from sipgate_tools.errors import CredentialsMissing

from .locks import ProcessLock
from .profiles import current_profile
from .stores import SERVICE, keyring_marker, parse_content

_NAME: Final = "the keyring"
_MAX_ENTRY_CHARS: Final = 1200  # characters: Windows keeps at most 2,560 bytes of UTF-16 in an entry


class KeyringStore:
    """Stores credentials in the system's keyring (macOS Keychain, Windows Credential Locker, Secret Service).

    Content that is too long for one entry, such as an OAuth login, is split into several entries. The entry that refers
    to the others is written last, so that a reader finds either the old credentials or the new ones. Each profile
    (`SIPGATE_PROFILE`) has its own entries.

    Raises:
        InvalidInput: The name in `SIPGATE_PROFILE` is not valid.
    """

    def __init__(self) -> None:
        self._profile = current_profile()
        self._entry = "default" if self._profile is None else f"profile:{self._profile}"

    def __str__(self) -> str:
        return _NAME

    def load(self) -> dict[str, Any] | None:
        """Return the saved content, or `None` if there is none.

        Raises:
            CredentialsMissing: The keyring cannot be read, or the saved content is incomplete or not a JSON object.
        """
        for _ in range(3):  # another process may replace the entries between two reads
            head = _get(self._entry)
            if head is None:
                return None
            content = parse_content(head, _NAME)
            texts = [_get(name) for name in self._parts_of(content)]
            if not texts:
                return content
            if None not in texts:
                return parse_content("".join(text for text in texts if text), _NAME)
        raise CredentialsMissing(
            "The credentials stored in the keyring are incomplete.", hint="Log in again."
        )

    def save(self, content: dict[str, Any]) -> None:
        """Replace the saved content.

        Raises:
            CredentialsMissing: The keyring cannot be written.
        """
        old = self._stored_parts()
        text = json.dumps(content)
        pieces = [text[start : start + _MAX_ENTRY_CHARS] for start in range(0, len(text), _MAX_ENTRY_CHARS)]
        head = {"parts": len(pieces), "mark": secrets.token_hex(4)}
        parts = dict(zip(self._parts_of(head), pieces, strict=True)) if len(pieces) > 1 else {}
        try:
            for name, piece in parts.items():
                _set(name, piece)
            _set(self._entry, json.dumps(head) if parts else text)
        except CredentialsMissing:
            old = list(parts)  # the old credentials stay valid: remove the new pieces
            raise
        finally:
            for name in old:
                _delete(name)
        if self._profile is not None:
            marker = keyring_marker(self._profile)
            marker.parent.mkdir(parents=True, exist_ok=True)
            marker.touch()

    def clear(self) -> None:
        """Delete the saved content.

        Raises:
            CredentialsMissing: The keyring cannot be used.
        """
        old = self._stored_parts()
        for name in (self._entry, *old):
            _delete(name)
        if self._profile is not None:
            keyring_marker(self._profile).unlink(missing_ok=True)

    def lock(self) -> ProcessLock:
        """Return a lock that is shared by all processes of this user."""
        return ProcessLock(Path(platformdirs.user_state_dir(SERVICE, appauthor=False)) / "keyring.lock")

    def _parts_of(self, head: dict[str, Any]) -> list[str]:
        match head:
            case {"parts": int(count), "mark": str(mark)}:
                return [f"{self._entry}.{mark}.{number}" for number in range(count)]
            case _:
                return []

    def _stored_parts(self) -> list[str]:
        head = _get(self._entry)
        try:
            return self._parts_of(parse_content(head, _NAME)) if head is not None else []
        except CredentialsMissing:
            return []  # not written by this class: `save` replaces it


def _get(name: str) -> str | None:
    import keyring  # an optional extra

    with _map_keyring_errors():
        return keyring.get_password(SERVICE, name)


def _set(name: str, text: str) -> None:
    import keyring

    with _map_keyring_errors():
        keyring.set_password(SERVICE, name, text)


def _delete(name: str) -> None:
    import keyring
    from keyring.errors import PasswordDeleteError

    with _map_keyring_errors():
        try:
            keyring.delete_password(SERVICE, name)
        except PasswordDeleteError:
            return  # there was no such entry


@contextmanager
def _map_keyring_errors() -> Generator[None]:
    from keyring.errors import KeyringError

    try:
        yield
    except KeyringError as error:
        kind = type(error).__name__  # the error's text may contain the credentials
    else:
        return
    raise CredentialsMissing(
        f"The keyring cannot be used ({kind}).",
        hint="Unlock it, or set PYTHON_KEYRING_BACKEND=keyring.backends.fail.Keyring to use a file instead.",
    )
