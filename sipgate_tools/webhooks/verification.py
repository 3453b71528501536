"""Verification of deliveries: by sipgate's signature, a secret path, known addresses, or several of them."""

from __future__ import annotations

import hmac
import ipaddress
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from sipgate_tools.errors import BadSignature, InvalidInput, WebhookError

from .signature import SIPGATE_PUBLIC_KEY, default_public_key, verify_signature

SIPGATE_ORIGINS: Final = ("217.116.118.254", "212.9.46.32")
"""The addresses that sipgate's deliveries come from."""

_SIGNATURE: Final = b"x-sipgate-signature"
_FORWARDED: Final = b"forwarded"
_ADDRESS: Final = re.compile(r"\[([^\]]*)\](?::\w+)?|(\d+\.\d+\.\d+\.\d+)(?::\w+)?", re.ASCII)
_MIN_SECRET: Final = 16
_SEGMENT: Final = re.compile(r"[A-Za-z0-9._~-]+", re.ASCII)

_Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network
_Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
Headers: TypeAlias = Iterable[tuple[bytes, bytes]]


class VerificationFailed(WebhookError):
    """A delivery comes from an address that is not allowed."""

    code = "verification_failed"


@dataclass(frozen=True, slots=True)
class SecretPath:
    """Verification by a path that cannot be guessed: deliveries are posted to `<public_url>/<secret>`.

    For accounts whose deliveries arrive without a signature. The secret is part of every URL that sipgate receives,
    so restrict access to access logs and to the account's settings.

    Attributes:
        secret: One path segment of at least 16 characters, such as the result of `secrets.token_urlsafe(32)`.

    Raises:
        InvalidInput: `secret` is too short, or contains characters that must be escaped in a URL.
    """

    secret: str = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) < _MIN_SECRET or not _SEGMENT.fullmatch(self.secret):
            raise InvalidInput(
                f"The secret path is shorter than {_MIN_SECRET} characters or has characters that need escaping.",
                hint="Use secrets.token_urlsafe(32).",
            )

    def admits(self, path: str, public_path: str) -> bool:
        """Return whether a request's path is the public path followed by the secret."""
        given = path.rstrip("/").removeprefix(public_path.rstrip("/") + "/")
        return hmac.compare_digest(given.encode("utf-8", "replace"), self.secret.encode())


@dataclass(frozen=True, slots=True)
class Origins:
    """Verification by the address that a delivery comes from.

    Without trusted proxies, this is the peer address of the connection. Forwarding headers, which any client can send,
    are read only as far as trusted proxies have written them.

    Attributes:
        addresses: The allowed addresses or networks (`10.0.0.0/8`); by default sipgate's.
        trusted_proxies: Addresses or networks of the proxies in front of this server.
        forwarded_header: The header that these proxies set, `X-Forwarded-For` or `Forwarded` (RFC 7239). The other
            header is ignored, because clients can send it and the proxies do not remove it.

    Raises:
        InvalidInput: An address is invalid, or `forwarded_header` is unknown.
    """

    addresses: Sequence[str] = SIPGATE_ORIGINS
    trusted_proxies: Sequence[str] = ()
    forwarded_header: Literal["X-Forwarded-For", "Forwarded"] = "X-Forwarded-For"

    def __post_init__(self) -> None:
        _networks(tuple(self.addresses))
        _networks(tuple(self.trusted_proxies))
        if self.forwarded_header not in {"X-Forwarded-For", "Forwarded"}:
            raise InvalidInput("forwarded_header must be 'X-Forwarded-For' or 'Forwarded'.")

    def check(self, client: str | None, headers: Headers) -> None:
        """Raise an error unless a request comes from an allowed address.

        Args:
            client: The address of the peer of the connection.
            headers: The request's headers, names in lower case.

        Raises:
            VerificationFailed: The request comes from another address, or its origin is not certain.
        """
        origin = self.origin(client, headers)
        if origin is None or not _within(origin, tuple(self.addresses)):
            raise VerificationFailed("The delivery comes from an address that is not allowed.")

    def origin(self, client: str | None, headers: Headers) -> str | None:
        """Return the address that a request comes from, before any trusted proxies, or `None` if it is not certain."""
        headers, trusted = list(headers), tuple(self.trusted_proxies)
        if _has_trailer(headers):
            return None
        if client is None or not _within(client, trusted):
            return client
        header = self.forwarded_header.lower().encode()
        lines = [value.decode("latin-1") for name, value in headers if name == header]
        text = ",".join(lines)
        elements = _split(text, ",") if header == _FORWARDED else text.split(",")
        hops = [hop for hop in elements if hop.strip()]
        for hop in reversed(hops):
            client = _forwarded_for(hop) if header == _FORWARDED else hop
            client = _without_port(client)
            if not _within(client, trusted):
                break
        return client


@dataclass(frozen=True, slots=True)
class NoVerification:
    """No verification: anyone who knows the URL can forge events. For experiments on your own machine only.

    Attributes:
        i_know_that_anybody_can_forge_calls: Must be `True`, otherwise `InvalidInput` is raised.
    """

    i_know_that_anybody_can_forge_calls: bool = field(kw_only=True)

    def __post_init__(self) -> None:
        if self.i_know_that_anybody_can_forge_calls is not True:
            raise InvalidInput("NoVerification requires i_know_that_anybody_can_forge_calls=True.")


Verification: TypeAlias = Literal["signature"] | SecretPath | Origins | NoVerification


@dataclass(frozen=True, slots=True)
class Verifier:
    """The checks that a delivery must pass.

    Attributes:
        signature: Whether a signature is required.
        origins: The allowed addresses; `None` allows all addresses.
        secret: The secret path; `None` if none is required.
        public_key: The RSA public key that verifies signatures, as PEM.
    """

    signature: bool
    origins: Origins | None
    secret: SecretPath | None
    public_key: str | bytes

    def with_key(self, public_key: str | bytes) -> Verifier:
        """Return the same verifier with another public key.

        Raises:
            InvalidInput: The key is not an RSA public key, or signatures are not verified.
        """
        if not self.signature:
            raise InvalidInput("A public key has no effect: the app does not verify signatures.")
        _check_key(public_key)
        return replace(self, public_key=public_key)

    def check(self, body: bytes, signatures: Sequence[bytes], client: str | None, headers: Headers) -> None:
        """Raise an error unless a delivery passes all checks. The app's routing checks the secret path.

        Raises:
            BadSignature: The signature is missing or wrong, or there is more than one.
            VerificationFailed: The delivery comes from an address that is not allowed.
        """
        if self.origins is not None:
            self.origins.check(client, headers)
        if self.signature:
            if len(signatures) > 1:
                raise BadSignature("The delivery has more than one signature.")
            verify_signature(body, signatures[0] if signatures else None, self.public_key)


def make_verifier(
    verify: Verification | Iterable[Verification], public_key: str | bytes | None = None
) -> Verifier:
    """Return the verifier for the argument `verify` of an app.

    Args:
        verify: One kind of verification, or several, all of which have to pass.
        public_key: An RSA public key as PEM; `None` uses `SIPGATE_WEBHOOK_PUBLIC_KEY`, else sipgate's key.

    Raises:
        InvalidInput: `verify` is empty or has an unknown value, or the key is not an RSA public key.
    """
    chosen = list(verify) if isinstance(verify, list | tuple | set | frozenset) else [verify]
    if not chosen or any(not _is_verification(one) for one in chosen):
        raise InvalidInput(
            "verify is empty or has an unknown value.",
            hint="Use 'signature', SecretPath(...), Origins(...), several of them, or NoVerification(...).",
        )
    signed = "signature" in chosen
    key = public_key
    if key is None:
        key = default_public_key() if signed else SIPGATE_PUBLIC_KEY
    if signed:
        _check_key(key)
    return Verifier(
        signature=signed,
        origins=next((one for one in chosen if isinstance(one, Origins)), None),
        secret=next((one for one in chosen if isinstance(one, SecretPath)), None),
        public_key=key,
    )


def _is_verification(value: object) -> bool:
    return value == "signature" or isinstance(value, SecretPath | Origins | NoVerification)


def _check_key(public_key: str | bytes) -> None:
    # Verified once here, so that an unusable key raises when the app is created, not at the first call.
    try:
        verify_signature(b"", None, public_key)
    except BadSignature:
        return


def _has_trailer(headers: Headers) -> bool:
    """Return whether a forwarding header may be a trailer of a chunked body, which the client has written.

    uvicorn appends trailers to the headers and may take the client's address from them.
    """
    names = [name for name, _ in headers]
    return b"transfer-encoding" in names and (
        names.count(b"x-forwarded-for") > 1 or names.count(b"forwarded") > 1
    )


def _forwarded_for(element: str) -> str:
    """Return the parameter `for` of one element of the header `Forwarded`."""
    for pair in _split(element, ";"):
        name, _, value = pair.partition("=")
        if name.strip().lower() == "for":
            return value.strip().strip('"')
    return ""


def _split(text: str, separator: str) -> list[str]:
    """Split a header at separators outside of quoted strings.

    Proxies may copy `Host` into a quoted string, so that its commas and semicolons come from the client.
    """
    parts, start, quoted, escaped = list[str](), 0, False, False
    for index, character in enumerate(text):
        if escaped:
            escaped = False
        elif character == '"':
            quoted = not quoted
        elif quoted:
            escaped = character == "\\"
        elif character == separator:
            parts.append(text[start:index])
            start = index + 1
    return [*parts, text[start:]]


def _without_port(hop: str) -> str:
    """Return an address without port and brackets: `192.0.2.1:443`, `[2001:db8::1]:443`."""
    hop = hop.strip().strip('"')
    found = _ADDRESS.fullmatch(hop)
    return (found[1] or found[2]) if found else hop


@lru_cache(maxsize=64)
def _networks(texts: tuple[str, ...]) -> tuple[_Network, ...]:
    try:
        return tuple(_unmapped(ipaddress.ip_network(text, strict=False)) for text in texts)
    except ValueError as error:
        raise InvalidInput(
            "An origin must be an IP address or a network.", hint="Use 192.0.2.1 or 10.0.0.0/8, for example."
        ) from error


def _unmapped(network: _Network) -> _Network:
    """Return an IPv4 network that is written as IPv6 (`::ffff:10.0.0.0/104`) as IPv4, as addresses are compared."""
    mapped = network.network_address.ipv4_mapped if isinstance(network, ipaddress.IPv6Network) else None
    if mapped is None or network.prefixlen < 96:
        return network
    return ipaddress.IPv4Network((mapped, network.prefixlen - 96))


def _within(address: str, networks: tuple[str, ...]) -> bool:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    found: _Address = parsed
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is not None:
        if parsed.scope_id is not None:
            return False  # an IPv4 address has no zone
        found = parsed.ipv4_mapped
    return any(found in network for network in _networks(networks))
