"""The key pair the sandbox signs its webhooks with.

It ships with the package: making 4096 bits takes seconds at every first start, and a key that everybody has
protects as much as is needed here, where nothing is real. Whoever trusts this public key trusts every sandbox,
so it belongs into tests and never into a server that real calls reach.
"""

from __future__ import annotations

import base64
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey


@cache
def public_key() -> str:
    """PEM of the public key (RSA, 4096 bit)."""
    return files(__package__ or "").joinpath("sandbox-only-public-key.pem").read_text()


@cache
def _private_key() -> RSAPrivateKey:
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    pem = files(__package__ or "").joinpath("sandbox-only-private-key.pem").read_bytes()
    return cast("RSAPrivateKey", load_pem_private_key(pem, None))


def sign(body: bytes) -> str:
    """The value of `X-Sipgate-Signature` for a webhook's body: RSA-SHA256 (PKCS#1 v1.5) in base64."""
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.hashes import SHA256

    return base64.b64encode(_private_key().sign(body, PKCS1v15(), SHA256())).decode()
