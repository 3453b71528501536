"""The key ring of the system as a store."""

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
from .stores import SERVICE, parsed

_ENTRY: Final = "default"
_PLACE: Final = "the key ring"
_LONGEST: Final = 1200  # characters: Windows keeps at most 2,560 bytes of UTF-16 in an entry


class KeyringStore:
    """Keeps credentials in the key ring of the system (macOS Keychain, Windows Credential Locker, Secret Service).

    What is too long for one entry, as the two tokens of a login are, is kept in several; the entry that names them is
    written last, so that a reader finds the old credentials or the new ones.
    """

    def __str__(self) -> str:
        return _PLACE

    def load(self) -> dict[str, Any] | None:
        """Return what was saved, or `None`.

        Raises:
            CredentialsMissing: The key ring cannot be read, or holds what we did not write.
        """
        for _ in range(3):  # somebody else may replace it between the entries
            head = _get(_ENTRY)
            if head is None:
                return None
            content = parsed(head, _PLACE)
            texts = [_get(name) for name in _parts_of(content)]
            if not texts:
                return content
            if None not in texts:
                return parsed("".join(text for text in texts if text), _PLACE)
        raise CredentialsMissing(
            "The credentials stored in the key ring are incomplete.", hint="Log in again."
        )

    def save(self, content: dict[str, Any]) -> None:
        """Keep this, replacing what was there.

        Raises:
            CredentialsMissing: The key ring cannot be written.
        """
        old = _stored_parts()
        text = json.dumps(content)
        pieces = [text[start : start + _LONGEST] for start in range(0, len(text), _LONGEST)]
        head = {"parts": len(pieces), "mark": secrets.token_hex(4)}
        parts = dict(zip(_parts_of(head), pieces, strict=True)) if len(pieces) > 1 else {}
        try:
            for name, piece in parts.items():
                _set(name, piece)
            _set(_ENTRY, json.dumps(head) if parts else text)
        except CredentialsMissing:
            old = list(parts)  # the new pieces are nobody's: the old credentials stay
            raise
        finally:
            for name in old:
                _delete(name)

    def clear(self) -> None:
        """Forget it."""
        old = _stored_parts()
        for name in (_ENTRY, *old):
            _delete(name)

    def lock(self) -> ProcessLock:
        """Return a lock that every process of this user shares."""
        return ProcessLock(Path(platformdirs.user_state_dir(SERVICE, appauthor=False)) / "keyring.lock")


def _parts_of(head: dict[str, Any]) -> list[str]:
    match head:
        case {"parts": int(count), "mark": str(mark)}:
            return [f"{_ENTRY}.{mark}.{number}" for number in range(count)]
        case _:
            return []


def _stored_parts() -> list[str]:
    head = _get(_ENTRY)
    try:
        return _parts_of(parsed(head, _PLACE)) if head is not None else []
    except CredentialsMissing:
        return []  # not ours: it is replaced


def _get(name: str) -> str | None:
    import keyring

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
            return  # nothing was there


@contextmanager
def _map_keyring_errors() -> Generator[None]:
    from keyring.errors import KeyringError

    try:
        yield
    except KeyringError as error:
        kind = type(error).__name__  # the error itself may hold what was to be kept
    else:
        return
    raise CredentialsMissing(
        f"The key ring cannot be used ({kind}).",
        hint="Unlock it, or set PYTHON_KEYRING_BACKEND=keyring.backends.fail.Keyring: then a file is used instead.",
    )
