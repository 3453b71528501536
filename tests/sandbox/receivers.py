"""A webhook server of the tests' own: on loopback, from the standard library, with its own eyes for signatures."""

from __future__ import annotations

import base64
import ssl
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_public_key,
)
from cryptography.x509.oid import NameOID

from sipgate_tools.sandbox import Sandbox
from sipgate_tools.sandbox.events.media import recording

Form = dict[str, Any]
Decide = Callable[[Form], str]
"""Says what is answered to the form of a newCall or dtmf: XML."""


@dataclass
class Received:
    """A delivery as it arrived; `form` has lists for names that end in `[]`."""

    path: str
    headers: dict[str, str]
    body: bytes
    form: Form = field(default_factory=dict[str, Any])

    def __post_init__(self) -> None:
        for name, value in parse_qsl(self.body.decode(), keep_blank_values=True, strict_parsing=True):
            if name.endswith("[]"):
                self.form.setdefault(name, []).append(value)
            else:
                assert name not in self.form
                self.form[name] = value


class Receiver:
    """Verifies and keeps what arrives, and answers what a test says.

    Attributes:
        url: where it is.
        received: what arrived, in order.
        status: of every answer.
        headers: more headers of every answer.
        hold: set it to let answers come; clear it to keep them back.
    """

    def __init__(self, public_key: str) -> None:
        key = load_pem_public_key(public_key.encode())
        assert isinstance(key, RSAPublicKey)
        self._key = key
        self.url = ""
        self.received: list[Received] = []
        self.fetched: list[str] = []
        self.status = 200
        self.headers: dict[str, str] = {}
        self.sound = recording(3)
        self.hold = threading.Event()
        self.hold.set()
        self._decide: dict[str, Decide] = {}

    def on(self, event: str, xml: str | Decide) -> None:
        """Answer an event with XML, in which `{url}` is where this server is, or with what a function says."""
        self._decide[event] = (lambda _: xml) if isinstance(xml, str) else xml

    def forms(self, *events: str) -> list[Form]:
        """The forms of the events of some kinds, in the order they arrived."""
        return [one.form for one in self.received if not events or one.form["event"] in events]

    @property
    def events(self) -> list[str]:
        return [one.form["event"] for one in self.received]

    def take(self, path: str, headers: dict[str, str], body: bytes) -> bytes:
        """Keep a delivery, if it is signed, and say what is answered."""
        signature = base64.b64decode(headers["x-sipgate-signature"], validate=True)
        self._key.verify(signature, body, PKCS1v15(), SHA256())
        one = Received(path, headers, body)
        self.received.append(one)
        assert self.hold.wait(10)
        decide = self._decide.get(one.form["event"])
        return decide(one.form).replace("{url}", self.url).encode() if decide else b""


def response(inner: str = "", *, follow: bool = True) -> str:
    """Return the XML of a response that subscribes to the following events."""
    attributes = ' onAnswer="{url}/answer" onHangup="{url}/hangup"' if follow else ""
    return f'<?xml version="1.0" encoding="UTF-8"?><Response{attributes}>{inner}</Response>'


def gather(digits: int = 1, timeout: int = 2000, inner: str = "") -> str:
    """A Gather that tells digits to this server."""
    return f'<Gather onData="{{url}}/data" maxDigits="{digits}" timeout="{timeout}">{inner}</Gather>'


SOUND = "<Play><Url>{url}/menu.wav</Url></Play>"


@contextmanager
def listening(sandbox: Sandbox, *, certificate: Path | None = None) -> Generator[Receiver]:
    """A receiver that trusts the sandbox's key, while the block runs.

    Args:
        sandbox: whose webhooks it verifies.
        certificate: serve https, with a certificate that signs itself and is written there, key and all.
    """
    receiver = Receiver(sandbox.public_key)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            body = self.rfile.read(int(headers["content-length"]))
            self._respond(receiver.status, receiver.take(self.path, headers, body))

        def do_GET(self) -> None:
            receiver.fetched.append(self.path)
            self._respond(200 if self.path.endswith(".wav") else 404, receiver.sound)

        def _respond(self, status: int, content: bytes) -> None:
            self.send_response(status)
            for name, value in receiver.headers.items():
                self.send_header(name, value)
            self.send_header("content-type", "application/xml")
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if certificate is not None:
        sign_oneself(certificate)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.handle_error = lambda request, client_address: None  # who does not trust it says so by leaving
    receiver.url = f"{'https' if certificate else 'http'}://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield receiver
    finally:
        receiver.hold.set()
        server.shutdown()
        thread.join()
        server.server_close()


def sign_oneself(path: Path) -> None:
    """Write a key and a certificate for 127.0.0.1, self-signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    address = x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(address, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(secret + certificate.public_bytes(Encoding.PEM))
