"""Signatures made by openssl: only what sipgate signed is accepted."""

from __future__ import annotations

import base64
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from sipgate_tools.errors import BadSignature, InvalidInput
from sipgate_tools.webhooks import SIPGATE_PUBLIC_KEY, verify_signature

# The bodies that sipgate's documentation of the push API shows, and what else a form can hold.
BODIES = {
    "newCall": b"event=newCall&from=492111234567&to=4915791234567&direction=in&callId=123456&user[]=Alice&user[]=Bob"
    b"&userId[]=w0&userId[]=w1&fullUserId[]=1234567w0&fullUserId[]=1234567w1",
    "answer": b"event=answer&callId=123456&user=John+Doe&userId=w0&fullUserId=1234567w0&from=492111234567"
    b"&to=4915791234567&direction=in&answeringNumber=21199999999",
    "hangup": b"event=hangup&cause=normalClearing&callId=123456&from=492111234567&to=4915791234567&direction=in"
    b"&answeringNumber=4921199999999",
    "dtmf": b"event=dtmf&dtmf=1&callId=123456",
    "umlauts, escaped": b"event=newCall&callId=1&user%5B%5D=J%C3%BCrgen+M%C3%BCller%20%26+S%C3%B6hne",
    "umlauts, raw": "event=newCall&callId=1&user[]=Jürgen Müller&xcid=😀".encode(),
    "not UTF-8": b"event=newCall&callId=1&user[]=J\xfcrgen\x00",
    "empty": b"",
}


class OpenSsl(NamedTuple):
    public_key: str
    sign: Callable[[bytes], str]


@pytest.fixture(scope="session")
def make_key(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], OpenSsl]:
    if shutil.which("openssl") is None:
        pytest.skip("there is no openssl on this machine")
    folder = tmp_path_factory.mktemp("keys")

    def make(bits: int) -> OpenSsl:
        private = folder / f"{len(list(folder.iterdir()))}.pem"
        _openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", f"rsa_keygen_bits:{bits}", "-out", str(private))
        public_key = _openssl("pkey", "-in", str(private), "-pubout").decode()

        def sign(body: bytes) -> str:
            signature = _openssl("dgst", "-sha256", "-sign", str(private), given=body)
            return base64.b64encode(signature).decode()

        return OpenSsl(public_key, sign)

    return make


@pytest.fixture(scope="session")
def key(make_key: Callable[[int], OpenSsl]) -> OpenSsl:
    return make_key(2048)


def _openssl(*arguments: str, given: bytes = b"") -> bytes:
    return subprocess.run(["openssl", *arguments], input=given, check=True, capture_output=True).stdout


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_a_signature_of_openssl_is_valid(key: OpenSsl, body: bytes) -> None:
    assert verify_signature(body, key.sign(body), key.public_key) is True


def test_a_signature_and_a_key_may_be_bytes(key: OpenSsl) -> None:
    assert verify_signature(b"body", key.sign(b"body").encode(), key.public_key.encode())


def test_a_key_of_4096_bits_is_accepted(make_key: Callable[[int], OpenSsl]) -> None:
    large = make_key(4096)
    assert verify_signature(BODIES["newCall"], large.sign(BODIES["newCall"]), large.public_key)


def test_every_changed_bit_of_the_body_is_detected(key: OpenSsl) -> None:
    body = BODIES["dtmf"]
    signature = key.sign(body)
    for bit in range(len(body) * 8):
        changed = bytearray(body)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(BadSignature):
            verify_signature(bytes(changed), signature, key.public_key)


def test_changed_bits_of_the_signature_are_detected(key: OpenSsl) -> None:
    raw = base64.b64decode(key.sign(b"body"))
    for bit in range(0, len(raw) * 8, 37):
        changed = bytearray(raw)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(BadSignature):
            verify_signature(b"body", base64.b64encode(changed).decode(), key.public_key)


@pytest.mark.parametrize(
    "signature",
    [None, "", b"", " ", "not base64", "AAAA", "=", "====", "ä", "A" * 10_000_000, "QUFB\nQUFB", "-_-_"],
    ids=[
        "none",
        "empty",
        "empty bytes",
        "space",
        "words",
        "short",
        "pad",
        "pads",
        "umlaut",
        "10 MB",
        "lines",
        "URL",
    ],
)
def test_a_malformed_signature_is_refused(key: OpenSsl, signature: str | bytes | None) -> None:
    with pytest.raises(BadSignature):
        verify_signature(b"body", signature, key.public_key)


def test_a_signature_by_another_key_is_refused(key: OpenSsl, make_key: Callable[[int], OpenSsl]) -> None:
    other = make_key(2048)
    with pytest.raises(BadSignature):
        verify_signature(b"body", other.sign(b"body"), key.public_key)
    with pytest.raises(BadSignature):
        verify_signature(b"body", key.sign(b"body"), SIPGATE_PUBLIC_KEY)


def test_a_body_of_ten_megabytes_is_verified(key: OpenSsl) -> None:
    body = b"x" * 10_000_000
    assert verify_signature(body, key.sign(body), key.public_key)


@pytest.mark.parametrize(
    "public_key", ["", "no key", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"]
)
def test_a_malformed_key_is_refused(public_key: str) -> None:
    with pytest.raises(InvalidInput, match="RSA public key"):
        verify_signature(b"body", "QUFB", public_key)


def test_a_key_that_is_not_rsa_is_refused(tmp_path: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("there is no openssl on this machine")
    private = tmp_path / "ec.pem"
    _openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", str(private))
    public_key = _openssl("pkey", "-in", str(private), "-pubout").decode()
    with pytest.raises(InvalidInput, match="RSA public key"):
        verify_signature(b"body", "QUFB", public_key)


def test_sipgates_key_has_4096_bits() -> None:
    if shutil.which("openssl") is None:
        pytest.skip("there is no openssl on this machine")
    output = _openssl("pkey", "-pubin", "-noout", "-text", given=SIPGATE_PUBLIC_KEY.encode())
    assert b"4096 bit" in output


def test_no_error_contains_body_or_signature(key: OpenSsl) -> None:
    with pytest.raises(BadSignature) as caught:
        verify_signature(b"event=newCall&from=4921112345", key.sign(b"other"), key.public_key)
    assert "4921112345" not in str(caught.value)
