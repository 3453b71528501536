"""Certificates for tests, and TLS servers on loopback."""

from __future__ import annotations

import datetime
import socket
import ssl
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

pytest.importorskip("cryptography", reason="cryptography is not installed")

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass
class Authority:
    """A certificate authority of a test.

    Attributes:
        file: Its certificate, as `SSL_CERT_FILE` takes it.
    """

    file: Path
    key: ec.EllipticCurvePrivateKey
    name: x509.Name

    def issue(self, folder: Path, *, host: str = "localhost", days: tuple[int, int] = (-1, 10)) -> Path:
        """Return a file with a key and a certificate for a host, valid between two days from now."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = (
            _certificate_builder(
                x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)]), self.name, key, days
            )
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
            .sign(self.key, hashes.SHA256())
        )
        file = folder / f"{host}-{days[0]}.pem"
        file.write_bytes(_key_as_pem(key) + certificate.public_bytes(serialization.Encoding.PEM))
        return file


def an_authority(folder: Path, name: str = "authority") -> Authority:
    """Create an authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    certificate = (
        _certificate_builder(subject, subject, key, (-2, 20))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / f"{name}.pem"
    file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return Authority(file, key, subject)


def _certificate_builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, days: tuple[int, int]
) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + datetime.timedelta(days=days[0]))
        .not_valid_after(now + datetime.timedelta(days=days[1]))
    )


def _key_as_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )


RESPONSE = b"HTTP/1.1 200 OK\r\ncontent-length: 13\r\nconnection: close\r\n\r\n" + b'{"items": []}'


@contextmanager
def tls_server(certificate: Path) -> Generator[int]:
    """Respond to every request with an empty list over TLS; yields the port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with _listening(lambda connection: _respond(context.wrap_socket(connection, server_side=True))) as port:
        yield port


@contextmanager
def closing_server() -> Generator[int]:
    """Close every connection without a response; yields the port."""
    with _listening(socket.socket.close) as port:
        yield port


@contextmanager
def _listening(handle: Callable[[socket.socket], object]) -> Generator[int]:
    listener = socket.create_server(("127.0.0.1", 0))

    def accept() -> None:
        while True:
            try:
                connection = listener.accept()[0]
            except OSError:
                return
            with connection, suppress(OSError):
                handle(connection)

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(20)


def _respond(connection: ssl.SSLSocket) -> None:
    with connection:
        head = b""
        while b"\r\n\r\n" not in head:
            head += connection.recv(65536) or b"\r\n\r\n"
        connection.sendall(RESPONSE)
