"""The key pair the sandbox signs its webhooks with: the one that ships with the package, or one of yours.

One ships with the package because making 4096 bits takes seconds at every first start, and a key that everybody has
protects as much as is needed here, where nothing is real. Whoever trusts that public key trusts every sandbox, so it
belongs into tests and never into a server that real calls reach.
"""

from __future__ import annotations

import base64
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sipgate_tools.errors import MissingExtra

from ..extra import NEEDED

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

SMALLEST_BITS: Final = 2048


class Signer:
    """Signs webhooks.

    Args:
        pem: the private key (RSA, PEM, without a password); None for the one of the package.
    """

    def __init__(self, pem: bytes | None = None) -> None:
        self._pem = pem

    def sign(self, body: bytes) -> str:
        """Return the value of `X-Sipgate-Signature` for a webhook's body: RSA-SHA256 (PKCS#1 v1.5) in base64."""
        key = self._key
        from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
        from cryptography.hazmat.primitives.hashes import SHA256

        return base64.b64encode(key.sign(body, PKCS1v15(), SHA256())).decode()

    @cached_property
    def public_key(self) -> str:
        """PEM of the public key that belongs to the signatures."""
        if self._pem is None:
            return _shipped("sandbox-only-public-key.pem").decode()
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        written = self._key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        return written.decode()

    @cached_property
    def _key(self) -> RSAPrivateKey:
        return _shipped_key() if self._pem is None else read_key(self._pem)


def signer_of(key: str | Path | None) -> Signer:
    """Return the signer of a key that somebody chose.

    Args:
        key: a private key as PEM text, or the path of a file with one; None for the key of the package.

    Raises:
        ValueError: it is no RSA private key, or the file cannot be read; the key itself is not repeated.
    """
    if key is None:
        return Signer()
    pem = key.encode() if isinstance(key, str) and "-----BEGIN" in key else _file(Path(key))
    read_key(pem)
    return Signer(pem)


def read_key(pem: bytes) -> RSAPrivateKey:
    """Return the private key in a PEM.

    Raises:
        MissingExtra: the extra `sandbox` is not installed.
        ValueError: it is no RSA private key of at least 2048 bits without a password.
    """
    try:
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key
    except ImportError as error:
        raise MissingExtra(NEEDED) from error

    try:
        key = load_pem_private_key(pem, None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, RSAPrivateKey) or key.key_size < SMALLEST_BITS:
        raise ValueError(
            f"The signing key is not an RSA private key in PEM, without a password, of {SMALLEST_BITS} bits or "
            "more. Make one: openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:4096 -out key.pem"
        )
    return key


def _file(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except (OSError, ValueError) as error:
        # What was meant as a key must not appear in an error, so the path only appears when it can be one.
        named = f" {path}" if len(str(path)) < 200 and "\n" not in str(path) else ""
        reason = error.strerror if isinstance(error, OSError) else "not a path"
        raise ValueError(f"The signing key{named} cannot be read: {reason}.") from None


@cache
def _shipped(name: str) -> bytes:
    return files(__package__ or "").joinpath(name).read_bytes()


@cache
def _shipped_key() -> RSAPrivateKey:
    return read_key(_shipped("sandbox-only-private-key.pem"))
