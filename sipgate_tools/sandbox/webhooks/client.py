"""The way out: webhooks posted and sounds fetched over HTTP, the only place where the sandbox reaches anything."""

from __future__ import annotations

import ssl
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import format_datetime
from threading import Lock
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import httpx2

from ..call_engine.apply_response import DECIDING, Sound
from ..rules import Rules
from ..state.call_engine import WebhookDelivery
from .actions import ParsedResponse, sound_of
from .response_xml import LONGEST_ANSWER, parse_response
from .signing_key import Signer
from .wav import LARGEST, seconds_of

ORIGIN = "217.116.118.254"
"""One of the addresses sipgate's webhooks come from."""
HEADERS = {
    "Accept": "application/xml, text/plain, text/html",
    "Accept-Charset": "utf-8",
    "Accept-Encoding": "gzip,deflate",
    "User-Agent": "sipgate.io",
    "X-Sipgate-Jobs": "http://www.sipgate.de/jobs",
    "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
    # What a proxy in front of a webhook server would note. The reference library refuses webhooks without it.
    "X-Forwarded-For": ORIGIN,
}
TIMED_OUT = "600 - General IO Error - timed out"


class TlsTrust(NamedTuple):
    """Whose certificate is good enough for https: a public one, or also these that a phoneline names."""

    certificate: str = ""
    self_signed: bool = False


PUBLIC = TlsTrust()


@dataclass(frozen=True, slots=True)
class WebhookResult:
    """What came back for a delivery.

    Attributes:
        status: as sipgate's log has it: `200 OK`, or `600 - ...` when no answer came.
        response: head and body of the answer, "" when none came.
        body: the answer's body.
        reading: what it means; empty for an answer that is discarded or has another status than 2xx.
        sounds: the sound that each action of the answer plays, or the one that the delivery itself names.
        signature: what the webhook was signed with.
    """

    status: str
    response: str = ""
    body: bytes = b""
    reading: ParsedResponse = field(default_factory=ParsedResponse)
    sounds: tuple[Sound, ...] = ()
    signature: str = ""


class WebhookClient:
    """Exchanges deliveries. It may be used from several threads.

    Args:
        signer: signs the webhooks.
        transport: instead of the network.
    """

    def __init__(self, signer: Signer, transport: httpx2.BaseTransport | None = None) -> None:
        self._signer = signer
        self._transport = transport
        self._clients: dict[TlsTrust, httpx2.Client] = {}
        self._lock = Lock()

    def exchange(self, delivery: WebhookDelivery, rules: Rules, trust: TlsTrust = PUBLIC) -> WebhookResult:
        """Post a webhook, read its answer and fetch the sounds that names; never raises.

        Args:
            delivery: what to send where.
            rules: how long the answer may take in all, and what it means.
            trust: whose certificates are good.
        """
        if delivery.event == "sound":
            sound = self._sound(delivery.url, trust)
            return WebhookResult("200 OK" if sound.seconds else "600 - " + sound.problem, sounds=(sound,))
        signature = self._signer.sign(delivery.body.encode())
        # Calls are played faster than they last: who measures them goes by the time of the account.
        date = format_datetime(delivery.at.astimezone(UTC), usegmt=True)
        headers = {**HEADERS, "Date": date, "X-Sipgate-Signature": signature}
        seconds = rules.webhook_timeout.total_seconds()
        try:
            answer, body = self._send(
                "POST", delivery.url, trust, seconds, LONGEST_ANSWER, headers, delivery.body
            )
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError, ValueError) as error:
            return WebhookResult(_failure(error), signature=signature)
        status = f"{answer.status_code} {answer.reason_phrase}".strip()
        response = _as_text(answer, status, body)
        if not answer.is_success or delivery.event not in DECIDING or not delivery.decides:
            return WebhookResult(status, response, body, signature=signature)
        charset = answer.charset_encoding or ""
        reading = parse_response(body, delivery.direction, charset=charset, rules=rules)
        sounds = tuple(
            self._sound(url, trust) if (url := sound_of(action)) else Sound() for action in reading.actions
        )
        return WebhookResult(status, response, body, reading, sounds, signature)

    @contextmanager
    def with_transport(self, transport: httpx2.BaseTransport) -> Generator[None]:
        """Send everything through another transport while the block runs."""
        before = self._transport
        self.close()
        self._transport = transport
        try:
            yield
        finally:
            self.close()
            self._transport = before

    def close(self) -> None:
        """Close every connection."""
        with self._lock:
            clients = list(self._clients.values())
            self._clients.clear()
        for client in clients:
            client.close()

    def _sound(self, url: str, trust: TlsTrust) -> Sound:
        try:
            answer, content = self._send(
                "GET", url, trust, 10.0, LARGEST, {"User-Agent": HEADERS["User-Agent"]}
            )
            if answer.status_code != 200:
                return Sound(problem=f"The sound's URL answers {answer.status_code}")
            return Sound(seconds_of(content))
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
            return Sound(problem=f"The sound cannot be fetched: {_failure(error).removeprefix('600 - ')}")
        except ValueError as error:
            return Sound(problem=str(error))

    def _send(
        self,
        method: str,
        url: str,
        trust: TlsTrust,
        seconds: float,
        most: int,
        headers: dict[str, str],
        body: str = "",
    ) -> tuple[httpx2.Response, bytes]:
        """One request, without redirects; the body is cut behind `most` bytes."""
        until = time.monotonic() + seconds
        address, auth = _without_credentials(url)
        client = self._client(trust)
        content = body.encode() if method == "POST" else None
        with client.stream(
            method, address, headers=headers, content=content, auth=auth, timeout=seconds
        ) as answer:
            received = bytearray()
            for piece in answer.iter_bytes():
                received += piece
                if len(received) > most:
                    break
                if time.monotonic() > until:
                    raise httpx2.ReadTimeout("timed out")
            return answer, bytes(received)

    def _client(self, trust: TlsTrust) -> httpx2.Client:
        with self._lock:
            if trust not in self._clients:
                # Every delivery has a connection of its own: a webhook that closed the last one is not a failure.
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
    """The URL as it may stand in a log, and the user and password it named."""
    parts = urlsplit(url)
    if "@" not in parts.netloc:
        return url, None
    user, _, password = parts.netloc.rpartition("@")[0].partition(":")
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl(), (unquote(user), unquote(password))


def redact_url(url: str) -> str:
    """A URL without the password that may be in it."""
    address, credentials = _without_credentials(url)
    if credentials is None:
        return url
    return address.replace("://", f"://{credentials[0]}:***@", 1)


def _failure(error: Exception) -> str:
    """What sipgate's log says when no answer came; the text of an error may repeat the URL, so only its kind counts."""
    if isinstance(error, httpx2.TimeoutException):
        return TIMED_OUT
    text, kind = str(error).lower(), type(error).__name__
    if isinstance(error, httpx2.ConnectError):
        known = {
            "refused": "connection refused",
            "certificate": "certificate not trusted",
            "name": "unknown host",
        }
        kind = next((words for part, words in known.items() if part in text), "connection failed")
    return f"600 - General IO Error - {kind}"


def _as_text(answer: httpx2.Response, status: str, body: bytes) -> str:
    head = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    return f"{answer.http_version} {status}\n{head}\n\n{body.decode('utf-8', 'replace')}"
