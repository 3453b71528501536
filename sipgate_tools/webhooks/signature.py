"""Signature verification: sipgate signs the raw bytes of each delivery's body with RSA.

The signature uses SHA-256 and PKCS#1 v1.5 and is sent in base64 in the header `X-Sipgate-Signature` (push API).
It covers no timestamp: the same bytes always have the same signature.
"""

from __future__ import annotations

import base64
import binascii
import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from sipgate_tools.errors import BadSignature, InvalidInput, MissingExtra

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

SIGNATURE_HEADER: Final = "X-Sipgate-Signature"
SIPGATE_PUBLIC_KEY: Final = """\
-----BEGIN PUBLIC KEY-----
MIICIjANBgkqhkiG9w0BAQEFAAOCAg8AMIICCgKCAgEAvFdlnqRfO5TmqzjtsFVC
qPz+oW+poi3lXQFvMJJMEAtlU4MbX+yuIkgnC+Qt3AQWIK+oWSEQiybg+p39wEMl
16PZxEzf9gONQvTg1XhyHnwqYUFQj/AoxPKGYC3jmdjZ224SrESiTN3CdxoOc3vk
cXiQstYE7SxnksPtzfk0aIOkicim5/tAP9izNQ18/zmX3ChjK2k72gf5dDlq+qZ8
pRiHAPZ64TySH6cLQDhaoh6Nbq8FEG3usXXPClbUMh2DZaTMPafpd+LNuTngJ/y+
KoZasVuFfXAeBqGA6l5d4Uedfr99Z6qjwDrJ8sU4z2Do9bJrbuqP+mOXEebhSI1K
vi8trEfrIt8hnDBGsBaB9NEO3kYxvDT2/PhC9fNYFocjEpZNd7/mUqTJDYlpa4UC
NDQaU+ATdXG8/P5sGAegks6MQTu+qe9XTO0CV48eswDkz6g3UbLOwmrJK59SjD3J
yAZ52sluwyDKRWw/PPTt8BTQLjvkdbiLUlc4ehJ4b1X7D7diYWHDPeFL47cAvaXh
dXVrZDeBJYibvD1jRx4ES0KlfhwzNXBYUoM/Movg9zMM2PzyHHKS//xIjwUC/FJ6
/6eykno0Hy2B1ev6s3hdY6VkN2zd7Wf+EK4DxRliwsg1U99szFE3ewLfexF+Uag5
M+TfPtOUumI/NHMTvsRW9+ECAwEAAQ==
-----END PUBLIC KEY-----
"""
"""The key that sipgate signs its deliveries with (RSA, 4096 bits)."""

PUBLIC_KEY_VARIABLE: Final = "SIPGATE_WEBHOOK_PUBLIC_KEY"
"""The environment variable with the public key of another sender, such as the sandbox: PEM text or a path."""

_WRONG: Final = "The signature of the delivery does not match its body."


def verify_signature(
    body: bytes, signature: str | bytes | None, public_key: str | bytes = SIPGATE_PUBLIC_KEY
) -> Literal[True]:
    """Return `True` if sipgate signed exactly these bytes, and raise an error otherwise.

    Args:
        body: The body exactly as received, before any decoding.
        signature: The value of the header `X-Sipgate-Signature`; `None` if the header is missing.
        public_key: An RSA public key as PEM; by default sipgate's.

    Raises:
        BadSignature: The signature is missing, not base64, or does not match body and key.
        InvalidInput: `public_key` is not an RSA public key.
        MissingExtra: The package `cryptography` is not installed.
    """
    key, padding, algorithm, invalid = _verifier(public_key)
    if not signature:
        raise BadSignature(
            "The delivery is not signed.",
            hint=f"sipgate sends the signature in the header {SIGNATURE_HEADER}.",
        )
    try:
        raw = base64.b64decode(signature, validate=True)
    except (binascii.Error, ValueError):
        raise BadSignature("The signature of the delivery is not base64.") from None
    try:
        key.verify(raw, body, padding, algorithm)
    except invalid:
        raise BadSignature(_WRONG) from None
    return True


def default_public_key() -> str:
    """Return the public key that verifies deliveries unless the program passes another one.

    It is the value of `SIPGATE_WEBHOOK_PUBLIC_KEY`, or sipgate's key if the variable is empty or not set.

    Raises:
        InvalidInput: The variable is neither PEM text nor the path of a readable file.
    """
    value = os.environ.get(PUBLIC_KEY_VARIABLE, "").strip()
    if not value:
        return SIPGATE_PUBLIC_KEY
    if value.startswith("-----BEGIN"):
        return value.replace("\\n", "\n")
    try:
        return Path(value).read_text()
    except (OSError, ValueError):
        raise InvalidInput(
            f"{PUBLIC_KEY_VARIABLE} is neither a public key nor the path of a readable file.",
            hint="Set it to PEM text (-----BEGIN PUBLIC KEY-----) or to a path.",
        ) from None


@lru_cache(maxsize=16)
def _verifier(public_key: str | bytes) -> tuple[RSAPublicKey, Any, Any, type[Exception]]:
    # Cached because parsing a PEM costs as much as verifying.
    try:
        # Imported here: an optional extra.
        from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
        from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.serialization import load_pem_public_key
    except ImportError as error:
        raise MissingExtra(
            "Verifying webhook signatures needs the package cryptography.",
            hint="Install it: pip install 'sipgate-tools[webhooks]'",
        ) from error
    pem = public_key.encode() if isinstance(public_key, str) else public_key
    try:
        key = load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, RSAPublicKey):
        raise InvalidInput(
            "The public key is not an RSA public key in PEM.",
            hint="Use a key that begins with -----BEGIN PUBLIC KEY-----.",
        )
    return key, PKCS1v15(), SHA256(), InvalidSignature
