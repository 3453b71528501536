"""The key pair that signs the sandbox's webhooks: the key pair in the package, or your own.

The package contains a key pair because generating a 4096-bit key takes seconds, and a published private key is
sufficient for a sandbox. A receiver that trusts the public key in the package trusts every sandbox. Use it in tests,
never on a server that receives real calls.
"""

from __future__ import annotations

import base64
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sipgate_tools.errors import MissingExtra

from ..dispatch.api_errors import MISSING_EXTRA

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

SMALLEST_BITS: Final = 2048


class Signer:
    """Signs webhooks.

    Args:
        pem: The RSA private key as PEM, without a password. If None, the key in the package is used.
    """

    def __init__(self, pem: bytes | None = None) -> None:
        self._pem = pem

    def sign(self, body: bytes) -> str:
        """Return the value of `X-Sipgate-Signature` for a webhook's body, RSA-SHA256 (PKCS#1 v1.5) in base64."""
        key = self._key
        # Imported here: takes 30 ms, and most sandboxes sign nothing.
        from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
        from cryptography.hazmat.primitives.hashes import SHA256

        return base64.b64encode(key.sign(body, PKCS1v15(), SHA256())).decode()

    @cached_property
    def public_key(self) -> str:
        """The public key that verifies the signatures, as PEM."""
        if self._pem is None:
            return _package_file("sandbox-only-public-key.pem").decode()
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        pem = self._key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        return pem.decode()

    @cached_property
    def _key(self) -> RSAPrivateKey:
        return _package_key() if self._pem is None else read_key(self._pem)


def signer_of(key: str | Path | None) -> Signer:
    """Return the signer for a key.

    Args:
        key: A private key as a PEM string, or the path of a PEM file. If None, the key in the package is used.

    Raises:
        MissingExtra: A key was passed, but the extra `sandbox` is not installed.
        ValueError: The key is not an RSA private key of at least 2048 bits without a password, or the file cannot be
            read. The message never contains the key.
    """
    if key is None:
        return Signer()
    pem = key.encode() if isinstance(key, str) and "-----BEGIN" in key else _file(Path(key))
    read_key(pem)
    return Signer(pem)


def read_key(pem: bytes) -> RSAPrivateKey:
    """Return the private key in PEM data.

    Raises:
        MissingExtra: The extra `sandbox` is not installed.
        ValueError: `pem` is not an RSA private key of at least 2048 bits without a password.
    """
    try:
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key
    except ImportError as error:
        raise MissingExtra(MISSING_EXTRA) from error

    try:
        key = load_pem_private_key(pem, None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, RSAPrivateKey) or key.key_size < SMALLEST_BITS:
        raise ValueError(
            f"The signing key must be an RSA private key in PEM, without a password, of {SMALLEST_BITS} bits or more. "
            "To create one, run: openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:4096 -out key.pem"
        )
    return key


def _file(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except (OSError, ValueError) as error:
        # The argument can be a malformed key, which must not appear in an error, so only a possible path is included.
        named = f" {path}" if len(str(path)) < 200 and "\n" not in str(path) else ""
        reason = error.strerror if isinstance(error, OSError) else "not a path"
        raise ValueError(f"The signing key{named} cannot be read: {reason}.") from None


@cache
def _package_file(name: str) -> bytes:
    return files(__package__ or "").joinpath(name).read_bytes()


@cache
def _package_key() -> RSAPrivateKey:
    return read_key(_package_file("sandbox-only-private-key.pem"))
