"""Test helpers for webhook handlers: signed deliveries of every event, and a clock that is set manually.

signer = Signer()
hooks = WebhookApp(public_url="https://example.com/hook", public_key=signer.public_key)
response = TestClient(hooks).post("/hook", **signer.new_call(from_="+492111234567").arguments)
"""

from __future__ import annotations

import asyncio
import base64
import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

from sipgate_tools.errors import MissingExtra

from .signature import SIGNATURE_HEADER

_FORM: Final = "application/x-www-form-urlencoded; charset=UTF-8"
_CALL_IDS: Final = itertools.count(1)


@dataclass(frozen=True, slots=True)
class SignedRequest:
    """A delivery as sipgate posts it.

    Attributes:
        body: The encoded form.
        headers: The content type, user agent and signature.
    """

    body: bytes
    headers: Mapping[str, str] = field(repr=False)

    @property
    def arguments(self) -> dict[str, Any]:
        """The keyword arguments for a test client: `client.post("/hook", **request.arguments)`."""
        return {"content": self.body, "headers": dict(self.headers)}


class Signer:
    """Builds signed deliveries.

    Args:
        private_key: An RSA key as PEM, without a password; by default a generated one (2048 bits) that all signers of
            the process share.

    Raises:
        MissingExtra: The package `cryptography` is not installed.
    """

    def __init__(self, private_key: str | bytes | None = None) -> None:
        try:
            # Imported here: an optional extra.
            from cryptography.hazmat.primitives import serialization
            from cryptography.hazmat.primitives.asymmetric import rsa
        except ImportError as error:
            raise MissingExtra(
                "Signing needs the package cryptography.",
                hint="Install it: pip install 'sipgate-tools[webhooks]'",
            ) from error
        if private_key is None:
            key = _generated_keys.get(0) or rsa.generate_private_key(public_exponent=65537, key_size=2048)
            _generated_keys[0] = key
        else:
            pem = private_key.encode() if isinstance(private_key, str) else private_key
            key = serialization.load_pem_private_key(pem, None)
        self._key: Any = key
        self.public_key: str = (
            self._key.public_key()
            .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
            .decode()
        )

    def sign(self, body: bytes) -> str:
        """Return the signature of a body in base64, as in the header."""
        # Imported here: an optional extra.
        from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
        from cryptography.hazmat.primitives.hashes import SHA256

        return base64.b64encode(self._key.sign(body, PKCS1v15(), SHA256())).decode()

    def request(self, body: bytes) -> SignedRequest:
        """Return a signed delivery with this body."""
        headers = {"content-type": _FORM, "user-agent": "sipgate.io", SIGNATURE_HEADER: self.sign(body)}
        return SignedRequest(body, headers)

    def new_call(
        self,
        *,
        call_id: str | None = None,
        from_: str = "+492111234567",
        to: str = "+4915791234567",
        direction: str = "in",
        users: Iterable[tuple[str, str]] = (("Alice", "w0"),),
        **more: str,
    ) -> SignedRequest:
        """Return a signed delivery of a `newCall` event.

        Args:
            call_id: The call id; by default a new one.
            from_: The caller, or `anonymous`.
            to: The callee.
            direction: `in` or `out`.
            users: The names and ids of the users involved.
            **more: Further fields with their names in the push API (`origCallId`, `diversion`, `xcid`).
        """
        pairs = self._call("newCall", call_id, from_, to, direction, more)
        for name, user_id in users:
            pairs += [("user[]", name), ("userId[]", user_id), ("fullUserId[]", f"1234567{user_id}")]
        return self.request(urlencode(pairs).encode())

    def answer(
        self,
        *,
        call_id: str,
        from_: str = "+492111234567",
        to: str = "+4915791234567",
        direction: str = "in",
        **more: str,
    ) -> SignedRequest:
        """Return a signed delivery of an `answer` event; `more` has fields as the push API names them (`user`)."""
        return self.request(urlencode(self._call("answer", call_id, from_, to, direction, more)).encode())

    def hang_up(
        self,
        *,
        call_id: str,
        cause: str = "normalClearing",
        from_: str = "+492111234567",
        to: str = "+4915791234567",
        direction: str = "in",
        **more: str,
    ) -> SignedRequest:
        """Return a signed delivery of a `hangup` event; `more` has fields as the push API names them."""
        pairs = self._call("hangup", call_id, from_, to, direction, {"cause": cause, **more})
        return self.request(urlencode(pairs).encode())

    def dtmf(self, *, call_id: str, digits: str = "", original_call_id: str | None = None) -> SignedRequest:
        """Return a signed delivery of a `dtmf` event. An empty string means that no digits were pressed."""
        pairs = [
            ("event", "dtmf"),
            ("dtmf", digits),
            ("callId", call_id),
            ("origCallId", original_call_id or call_id),
        ]
        return self.request(urlencode(pairs).encode())

    def _call(
        self, event: str, call_id: str | None, from_: str, to: str, direction: str, more: Mapping[str, str]
    ) -> list[tuple[str, str]]:
        id_ = call_id or f"call{next(_CALL_IDS)}"
        fields = {
            "event": event,
            "callId": id_,
            "origCallId": id_,
            "from": from_.removeprefix("+"),
            "to": to.removeprefix("+"),
            "direction": direction,
            **{name: _wire(name, value) for name, value in more.items()},
        }
        return list(fields.items())


_generated_keys: dict[int, Any] = {}


def _wire(name: str, value: str) -> str:
    return value.removeprefix("+") if name in {"diversion", "answeringNumber"} else value


class ManualClock:
    """A clock that moves only when `advance` is called; for `WebhookApp(clock=...)`.

    Args:
        start: The initial time in seconds since the epoch.
    """

    def __init__(self, start: float = 1_700_000_000.0) -> None:
        self._now = start
        self._waiting: set[asyncio.Event] = set()

    def now(self) -> float:
        """Return the current time in seconds since the epoch."""
        return self._now

    def advance(self, seconds: float) -> None:
        """Move the clock forward by a number of seconds and wake the coroutines whose time has come."""
        self._now += seconds
        for event in tuple(self._waiting):
            event.set()

    async def wait_until(self, moment: float, woken: asyncio.Event) -> None:
        """Return when the clock has reached `moment` or `woken` is set."""
        moved = asyncio.Event()
        self._waiting.add(moved)
        try:
            while self._now < moment and not woken.is_set():
                moved.clear()
                waits = [asyncio.ensure_future(moved.wait()), asyncio.ensure_future(woken.wait())]
                await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
                for wait in waits:
                    wait.cancel()
        finally:
            self._waiting.discard(moved)
