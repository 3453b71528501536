"""A database with one row for each user: the login, encrypted, a lease, and the sessions of browsers. SQLite here.

For another database, replace `Database.execute`: the statements are plain SQL.
"""

import asyncio
import hashlib
import json
import secrets
import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

LEASE_SECONDS: Final = 60
SESSION_SECONDS: Final = 8 * 3600
LOGIN_SECONDS: Final = 600

_TABLES: Final = """
CREATE TABLE IF NOT EXISTS logins (user TEXT PRIMARY KEY, content BLOB);
CREATE TABLE IF NOT EXISTS leases (user TEXT PRIMARY KEY, owner TEXT NOT NULL, expires_at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS sessions (
    id_hash BLOB PRIMARY KEY, content BLOB NOT NULL, expires_at REAL NOT NULL
);
"""


class Cipher:
    """Encrypts JSON with AES-256-GCM.

    Args:
        keys: Keys of 32 bytes each. The first one encrypts; all of them decrypt, so that a key can be replaced.
    """

    def __init__(self, keys: Sequence[bytes]) -> None:
        self._ciphers = [AESGCM(key) for key in keys]
        self._ids = [hashlib.sha256(key).digest()[:4] for key in keys]

    def encrypt(self, content: dict[str, Any], owner: str) -> bytes:
        """Encrypt an object. `owner` is authenticated, so that the result cannot be moved to another row."""
        nonce = secrets.token_bytes(12)
        return (
            self._ids[0]
            + nonce
            + self._ciphers[0].encrypt(nonce, json.dumps(content).encode(), owner.encode())
        )

    def decrypt(self, encrypted: bytes, owner: str) -> dict[str, Any]:
        """Decrypt the result of `encrypt`; raises an exception for a wrong key, another owner, or changed bytes."""
        cipher = self._ciphers[self._ids.index(encrypted[:4])]
        return json.loads(cipher.decrypt(encrypted[4:16], encrypted[16:], owner.encode()))


class Database:
    """A SQLite file that all workers share."""

    def __init__(self, path: Path, cipher: Cipher) -> None:
        self.cipher = cipher
        self._path = path
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.executescript(_TABLES)
        path.chmod(0o600)

    async def execute(self, statement: str, *arguments: Any) -> tuple[Any, ...] | None:
        """Run and commit one statement, and return its first row or `None`."""
        return await asyncio.to_thread(self._execute, statement, arguments)

    def _execute(self, statement: str, arguments: tuple[Any, ...]) -> tuple[Any, ...] | None:
        with closing(sqlite3.connect(self._path, timeout=10)) as connection, connection:
            connection.execute("PRAGMA synchronous=FULL")  # a login must survive a power failure
            return connection.execute(statement, arguments).fetchone()


class Lease:
    """A lock in the database that expires, so that a killed worker does not hold it forever."""

    def __init__(self, database: Database, user: str) -> None:
        self._database, self._user, self._owner = database, user, secrets.token_hex(16)

    async def try_acquire(self) -> bool:
        """Acquire the lease if it is free or has expired, in one statement, and return whether it was acquired."""
        row = await self._database.execute(
            "INSERT INTO leases VALUES (?1, ?2, ?3) ON CONFLICT (user) DO UPDATE "
            "SET owner = ?2, expires_at = ?3 WHERE expires_at < ?4 RETURNING owner",
            self._user,
            self._owner,
            time.time() + LEASE_SECONDS,
            time.time(),
        )
        return row is not None

    async def release(self) -> None:
        """Release the lease, unless it has expired and another worker holds it."""
        await self._database.execute(
            "DELETE FROM leases WHERE user = ? AND owner = ?", self._user, self._owner
        )


class LoginStore:
    """The login of one user (an `AsyncCredentialStore`).

    Args:
        database: The database.
        user: `UserInfo.key`: the account and the user, such as `1234567-w0`.
    """

    def __init__(self, database: Database, user: str) -> None:
        self._database, self._user = database, user

    async def load(self) -> dict[str, Any] | None:
        """Return the login, or `None` if the user has not logged in."""
        row = await self._database.execute("SELECT content FROM logins WHERE user = ?", self._user)
        return None if row is None else self._database.cipher.decrypt(row[0], self._user)

    async def save(self, content: dict[str, Any]) -> None:
        """Replace the login."""
        encrypted = self._database.cipher.encrypt(content, self._user)
        await self._database.execute("INSERT OR REPLACE INTO logins VALUES (?, ?)", self._user, encrypted)

    async def clear(self) -> None:
        """Delete the login."""
        await self._database.execute("DELETE FROM logins WHERE user = ?", self._user)

    def lock(self) -> Lease:
        """Return a new lease, which is not acquired."""
        return Lease(self._database, self._user)


class Sessions:
    """Sessions of browsers: the cookie contains a random id, and the table its hash and the encrypted content."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def start(self, content: dict[str, Any], lifetime_seconds: float) -> str:
        """Start a session and return its id for the cookie. Expired sessions are deleted."""
        session_id = secrets.token_urlsafe(32)
        await self._database.execute("DELETE FROM sessions WHERE expires_at < ?", time.time())
        await self._database.execute(
            "INSERT INTO sessions VALUES (?, ?, ?)",
            _digest(session_id),
            self._database.cipher.encrypt(content, session_id),
            time.time() + lifetime_seconds,
        )
        return session_id

    async def get(self, session_id: str) -> dict[str, Any] | None:
        """Return the content of a session, or `None` if there is no such session or it has expired."""
        row = await self._database.execute(
            "SELECT content FROM sessions WHERE id_hash = ? AND expires_at >= ?",
            _digest(session_id),
            time.time(),
        )
        return None if row is None else self._database.cipher.decrypt(row[0], session_id)

    async def end(self, session_id: str) -> dict[str, Any] | None:
        """End a session, and return its content as `get` does. Of two workers, only one receives the content."""
        row = await self._database.execute(
            "DELETE FROM sessions WHERE id_hash = ? AND expires_at >= ? RETURNING content",
            _digest(session_id),
            time.time(),
        )
        return None if row is None else self._database.cipher.decrypt(row[0], session_id)


def _digest(session_id: str) -> bytes:
    return hashlib.sha256(session_id.encode()).digest()
