"""Storage of credentials: a file that only its owner can read, or the system's keyring."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.errors import KeyringLocked, PasswordDeleteError, PasswordSetError

from sipgate_tools import CredentialsMissing, Sipgate
from sipgate_tools.auth import (
    BearerToken,
    FileStore,
    KeyringStore,
    PersonalAccessToken,
    default_store,
    find_credentials,
    store_token,
    stored_credentials,
)
from sipgate_tools.auth.storage import candidate_stores
from tests.client.credentials import TOKEN, TOKEN_ID, jwt

LONG = {"kind": "oauth", "tokens": "x" * 6000}


class SmallRing(KeyringBackend):
    """A keyring in memory whose entries are as small as those of Windows."""

    priority = 1  # pyright: ignore[reportAssignmentType] - keyring's own backends do the same

    def __init__(self) -> None:
        super().__init__()
        self.entries: dict[tuple[str, str], str] = {}
        self.locked = False
        self.full_at = ""

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise KeyringLocked
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        full = bool(self.full_at) and username.endswith(self.full_at)
        if full or len(password.encode("utf-16-le")) > 2560:
            raise PasswordSetError
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.entries:
            raise PasswordDeleteError
        del self.entries[service, username]


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[SmallRing]:
    """Replace the system's keyring during the test, and empty the user's folders."""
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    for name in ("SIPGATE_TOKEN_ID", "SIPGATE_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    before = keyring.get_keyring()
    small = SmallRing()
    keyring.set_keyring(small)
    yield small
    keyring.set_keyring(before)


def test_the_key_ring_is_used_where_there_is_one_else_a_file(ring: SmallRing) -> None:
    assert isinstance(default_store(), KeyringStore)
    for absent in (fail.Keyring(), null.Keyring()):
        keyring.set_keyring(absent)
        assert isinstance(default_store(), FileStore)


def test_a_token_is_found_again_in_the_key_ring(ring: SmallRing) -> None:
    for credentials in (PersonalAccessToken(TOKEN_ID, TOKEN), BearerToken(jwt(sub="w0"))):
        store_token(credentials)
        assert find_credentials() == credentials
        with Sipgate() as client:
            assert client.api.credentials == credentials


def test_what_was_in_the_file_before_there_was_a_key_ring_is_still_found(ring: SmallRing) -> None:
    store_token(PersonalAccessToken(TOKEN_ID, TOKEN), FileStore())
    assert find_credentials() == PersonalAccessToken(TOKEN_ID, TOKEN)
    assert [str(place) for place in candidate_stores()] == ["the keyring", str(FileStore())]


def test_what_is_too_long_for_one_entry_takes_several(ring: SmallRing) -> None:
    store = KeyringStore()
    store.save(LONG)
    assert store.load() == LONG
    assert len(ring.entries) > 1
    store.save(LONG | {"kind": "other"})
    assert store.load() == LONG | {"kind": "other"}
    assert len(ring.entries) == 7
    store.save({"kind": "short"})
    assert store.load() == {"kind": "short"}
    assert len(ring.entries) == 1
    store.save(LONG)
    store.clear()
    assert (store.load(), ring.entries) == (None, {})
    store.clear()


def test_half_of_what_was_stored_is_no_credential(ring: SmallRing) -> None:
    store = KeyringStore()
    store.save(LONG)
    for name in [name for name in ring.entries if name[1].endswith(".1")]:
        del ring.entries[name]
    with pytest.raises(CredentialsMissing, match="incomplete"):
        store.load()


def test_a_save_that_fails_leaves_the_old_credentials(ring: SmallRing) -> None:
    store = KeyringStore()
    store.save(LONG)
    ring.full_at = ".3"
    with pytest.raises(CredentialsMissing, match="keyring cannot be used"):
        store.save(LONG | {"kind": "new"})
    assert store.load() == LONG
    assert len(ring.entries) == 7


def test_a_locked_key_ring_says_what_to_do(ring: SmallRing) -> None:
    ring.locked = True
    with pytest.raises(CredentialsMissing, match="Unlock it"):
        find_credentials()


def test_the_file_and_its_folder_belong_to_the_owner_alone(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "new" / "credentials.json")
    store.save({"kind": "short"})
    store.save(LONG)
    assert stat.S_IMODE(store.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(store.path.parent.stat().st_mode) == 0o700
    assert [path.name for path in store.path.parent.iterdir()] == ["credentials.json"]
    assert store.load() == LONG
    store.clear()
    store.clear()
    assert store.load() is None


def test_a_file_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CredentialsMissing, match="writable"):
        FileStore(tmp_path / "file" / "credentials.json").save({})


@pytest.mark.parametrize(
    "content",
    [
        "nothing",
        "[]",
        b"\xff",
        {},
        {"kind": "later"},
        {"kind": "oauth"},
        {"kind": "oauth", "client_id": "a", "client_secret": "b", "realm": "c", "login_url": "https://d"},
        {"kind": "personal_access_token", "token_id": 1},
    ],
)
def test_what_was_not_stored_by_us_is_refused_without_showing_it(tmp_path: Path, content: Any) -> None:
    path = tmp_path / "credentials.json"
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    with pytest.raises(CredentialsMissing):
        stored_credentials(FileStore(path))


def test_two_locks_of_one_place_exclude_one_another(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "credentials.json")
    first, second = store.lock(), store.lock()
    assert first.try_acquire()
    assert not second.try_acquire()
    first.release()
    assert second.try_acquire()
    second.release()
    assert stat.S_IMODE((tmp_path / "credentials.json.lock").stat().st_mode) == 0o600


def test_a_place_that_cannot_be_locked_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CredentialsMissing, match="locked"):
        FileStore(tmp_path / "file" / "credentials.json").lock().try_acquire()
