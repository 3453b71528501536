"""The HTTP client for webhooks and sounds. No other module of the sandbox sends requests."""

from __future__ import annotations

import ssl
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import format_datetime
from threading import Lock
from typing import Final, NamedTuple
from urllib.parse import unquote, urlsplit

import httpx2

from ..call_engine.apply_response import DECIDING_EVENTS, Sound
from ..rules import Rules
from ..state.call_engine import WebhookDelivery
from .actions import ParsedResponse, sound_of
from .response_xml import MAX_RESPONSE_BYTES, parse_response
from .signing_key import Signer
from .wav import MAX_BYTES, seconds_of

ORIGIN: Final = "217.116.118.254"
"""One of the IP addresses from which sipgate sends webhooks."""
HEADERS: Final = {
    "Accept": "application/xml, text/plain, text/html",
    "Accept-Charset": "utf-8",
    "Accept-Encoding": "gzip,deflate",
    "User-Agent": "sipgate.io",
    "X-Sipgate-Jobs": "http://www.sipgate.de/jobs",
    "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
    # Set by proxies in front of a webhook server. The reference library refuses webhooks without it.
    "X-Forwarded-For": ORIGIN,
}
TIMED_OUT: Final = "600 - General IO Error - timed out"


class TlsTrust(NamedTuple):
    """The certificates that are accepted for https.

    Attributes:
        certificate: A CA certificate as PEM, which is accepted in addition to public certificates; "" for none.
        self_signed: Whether every certificate is accepted if `certificate` is "".
    """

    certificate: str = ""
    self_signed: bool = False


PUBLIC_TRUST: Final = TlsTrust()


@dataclass(frozen=True, slots=True)
class WebhookResult:
    """The result of a delivery.

    Attributes:
        status: The status as in sipgate's log, such as `200 OK`, or `600 - ...` if no response arrived.
        response_text: The head and the body of the response; "" if no response arrived.
        body: The body of the response.
        parsed_response: The parsed response. It is empty if the response is discarded or its status is not 2xx.
        sounds: The sound for each action in the response, or the sound that the delivery itself downloads.
        signature: The signature of the webhook.
    """

    status: str
    response_text: str = ""
    body: bytes = b""
    parsed_response: ParsedResponse = field(default_factory=ParsedResponse)
    sounds: tuple[Sound, ...] = ()
    signature: str = ""


class WebhookClient:
    """Sends deliveries. This class is thread-safe.

    Args:
        signer: The signer of the webhooks.
        transport: The transport for the requests. If None, they are sent over the network.
    """

    def __init__(self, signer: Signer, transport: httpx2.BaseTransport | None = None) -> None:
        self._signer = signer
        self._transport = transport
        self._clients: dict[TlsTrust, httpx2.Client] = {}
        self._lock = Lock()

    def exchange(
        self, delivery: WebhookDelivery, rules: Rules, trust: TlsTrust = PUBLIC_TRUST
    ) -> WebhookResult:
        """Send a webhook, parse the response and download the sounds in the response.

        Failures are reported in the result and do not raise.

        Args:
            delivery: The webhook to send, or the sound to download.
            rules: The rules that determine the timeout and the interpretation of the response.
            trust: The accepted certificates.
        """
        if delivery.event == "sound":
            sound = self._sound(delivery.url, trust)
            return WebhookResult("200 OK" if sound.seconds else "600 - " + sound.problem, sounds=(sound,))
        signature = self._signer.sign(delivery.body.encode())
        # Calls are played faster than they last, so the date is the time of the sandbox's clock.
        date = format_datetime(delivery.at.astimezone(UTC), usegmt=True)
        headers = {**HEADERS, "Date": date, "X-Sipgate-Signature": signature}
        seconds = rules.webhook_timeout.total_seconds()
        try:
            response, body = self._send(
                "POST", delivery.url, trust, seconds, MAX_RESPONSE_BYTES, headers, delivery.body
            )
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError, ValueError) as error:
            return WebhookResult(_failure(error), signature=signature)
        status = f"{response.status_code} {response.reason_phrase}".strip()
        response_text = _as_text(response, status, body)
        if not response.is_success or delivery.event not in DECIDING_EVENTS or not delivery.decides:
            return WebhookResult(status, response_text, body, signature=signature)
        charset = response.charset_encoding or ""
        reading = parse_response(body, delivery.direction, charset=charset, rules=rules)
        sounds = tuple(
            self._sound(url, trust) if (url := sound_of(action)) else Sound() for action in reading.actions
        )
        return WebhookResult(status, response_text, body, reading, sounds, signature)

    @contextmanager
    def with_transport(self, transport: httpx2.BaseTransport) -> Generator[None]:
        """Send all requests through another transport while the block runs."""
        before = self._transport
        self.close()
        self._transport = transport
        try:
            yield
        finally:
            self.close()
            self._transport = before

    def close(self) -> None:
        """Close all connections."""
        with self._lock:
            clients = list(self._clients.values())
            self._clients.clear()
        for client in clients:
            client.close()

    def _sound(self, url: str, trust: TlsTrust) -> Sound:
        try:
            response, content = self._send(
                "GET", url, trust, 10.0, MAX_BYTES, {"User-Agent": HEADERS["User-Agent"]}
            )
            if response.status_code != 200:
                return Sound(problem=f"The sound's URL returned {response.status_code}")
            return Sound(seconds_of(content))
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
            return Sound(problem=f"The sound cannot be downloaded: {_failure(error).removeprefix('600 - ')}")
        except ValueError as error:
            return Sound(problem=str(error))

    def _send(
        self,
        method: str,
        url: str,
        trust: TlsTrust,
        seconds: float,
        max_bytes: int,
        headers: dict[str, str],
        body: str = "",
    ) -> tuple[httpx2.Response, bytes]:
        """Send one request without following redirects, and return the response and its body.

        The body is truncated after about `max_bytes`.
        """
        until = time.monotonic() + seconds
        address, auth = _without_credentials(url)
        client = self._client(trust)
        content = body.encode() if method == "POST" else None
        with client.stream(
            method, address, headers=headers, content=content, auth=auth, timeout=seconds
        ) as response:
            received = bytearray()
            for piece in response.iter_bytes():
                received += piece
                if len(received) > max_bytes:
                    break
                if time.monotonic() > until:
                    raise httpx2.ReadTimeout("timed out")
            return response, bytes(received)

    def _client(self, trust: TlsTrust) -> httpx2.Client:
        with self._lock:
            if trust not in self._clients:
                # No connection is reused: one that the webhook server has closed meanwhile would look like a failure.
                self._clients[trust] = httpx2.Client(
                    transport=self._transport,
                    verify=_verification(trust),
                    trust_env=False,
                    limits=httpx2.Limits(max_keepalive_connections=0),
                )
            return self._clients[trust]


def _verification(trust: TlsTrust) -> ssl.SSLContext | bool:
    if trust.self_signed and not trust.certificate:
        return False
    if not trust.certificate:
        return True
    context = ssl.create_default_context()
    context.load_verify_locations(cadata=trust.certificate)
    return context


def _without_credentials(url: str) -> tuple[str, tuple[str, str] | None]:
    """Return the URL without credentials, and the user and password, or None if the URL contains none."""
    parts = urlsplit(url)
    if "@" not in parts.netloc:
        return url, None
    user, _, password = parts.netloc.rpartition("@")[0].partition(":")
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl(), (unquote(user), unquote(password))


def redact_url(url: str) -> str:
    """Return a URL with its password replaced by `***`."""
    address, credentials = _without_credentials(url)
    if credentials is None:
        return url
    return address.replace("://", f"://{credentials[0]}:***@", 1)


def _failure(error: Exception) -> str:
    """Return the log status for a failed request, without the error message, which can contain the URL."""
    if isinstance(error, httpx2.TimeoutException):
        return TIMED_OUT
    text, kind = str(error).lower(), type(error).__name__
    if isinstance(error, httpx2.ConnectError):
        reasons = {
            "refused": "connection refused",
            "certificate": "certificate not trusted",
            "name": "unknown host",
        }
        kind = next((words for part, words in reasons.items() if part in text), "connection failed")
    return f"600 - General IO Error - {kind}"


def _as_text(response: httpx2.Response, status: str, body: bytes) -> str:
    head = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    return f"{response.http_version} {status}\n{head}\n\n{body.decode('utf-8', 'replace')}"
