"""Who may post a delivery: sipgate's signature, and what may stand beside it or, if chosen, in its place."""

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
    """A delivery does not come from where deliveries may come from."""


@dataclass(frozen=True, slots=True)
class SecretPath:
    """Deliveries are posted to a path that nobody can guess: `<public_url>/<secret>`.

    For accounts whose deliveries arrive without a signature. The secret becomes part of every URL that
    sipgate is told, so keep access logs and the settings page to yourself.

    Attributes:
        secret: One path segment of at least 16 characters; `secrets.token_urlsafe(32)` makes a good one.
    """

    secret: str = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) < _MIN_SECRET or not _SEGMENT.fullmatch(self.secret):
            raise InvalidInput(
                "The secret path is too short or has characters that need escaping.",
                hint="Take secrets.token_urlsafe(32).",
            )

    def admits(self, path: str, public_path: str) -> bool:
        """Whether a request's path is the public path and the secret."""
        given = path.rstrip("/").removeprefix(public_path.rstrip("/") + "/")
        return hmac.compare_digest(given.encode("utf-8", "replace"), self.secret.encode())


@dataclass(frozen=True, slots=True)
class Origins:
    """Deliveries come from known addresses.

    The address is the other end of the connection. Headers, which every client can write, are read only as far as
    proxies that are named here have written them.

    Attributes:
        addresses: Addresses or networks (`10.0.0.0/8`) that may deliver; sipgate's own by default.
        trusted_proxies: Addresses or networks of the proxies in front of this server.
        forwarded_header: The header in which these proxies say whom they forward, `X-Forwarded-For` or
            `Forwarded` (RFC 7239). The other one is not read: clients can write it, and the proxies let it pass.
    """

    addresses: Sequence[str] = SIPGATE_ORIGINS
    trusted_proxies: Sequence[str] = ()
    forwarded_header: Literal["X-Forwarded-For", "Forwarded"] = "X-Forwarded-For"

    def __post_init__(self) -> None:
        _networks(tuple(self.addresses))
        _networks(tuple(self.trusted_proxies))
        if self.forwarded_header not in {"X-Forwarded-For", "Forwarded"}:
            raise InvalidInput("forwarded_header is neither 'X-Forwarded-For' nor 'Forwarded'.")

    def check(self, client: str | None, headers: Headers) -> None:
        """Let a request pass that comes from one of the addresses.

        Args:
            client: The address at the other end of the connection.
            headers: The request's headers, names in lower case.

        Raises:
            Refused: It comes from elsewhere, or the headers do not say from where.
        """
        origin = self.origin(client, headers)
        if origin is None or not _within(origin, tuple(self.addresses)):
            raise VerificationFailed("The delivery comes from an address that is not sipgate's.")

    def origin(self, client: str | None, headers: Headers) -> str | None:
        """Return the address a request comes from, behind the trusted proxies; `None` if that is not certain."""
        headers, trusted = list(headers), tuple(self.trusted_proxies)
        if _has_trailer(headers):
            return None
        if client is None or not _within(client, trusted):
            return client
        wanted = self.forwarded_header.lower().encode()
        lines = [value.decode("latin-1") for name, value in headers if name == wanted]
        hops = [hop for hop in ",".join(lines).split(",") if hop.strip()]
        for hop in reversed(hops):
            client = _forwarded_for(hop) if wanted == _FORWARDED else hop
            client = _without_port(client)
            if not _within(client, trusted):
                break
        return client


@dataclass(frozen=True, slots=True)
class NoVerification:
    """Anybody who finds the URL can tell the app anything. For experiments on your own machine.

    Attributes:
        i_know_that_anybody_can_forge_calls: Has to be `True`.
    """

    i_know_that_anybody_can_forge_calls: bool = field(kw_only=True)

    def __post_init__(self) -> None:
        if self.i_know_that_anybody_can_forge_calls is not True:
            raise InvalidInput("Deliveries are verified unless you say that you know what it means not to.")


Verification: TypeAlias = Literal["signature"] | SecretPath | Origins | NoVerification


@dataclass(frozen=True, slots=True)
class Verifier:
    """Everything that a delivery has to satisfy, all of it.

    Attributes:
        signature: Whether sipgate's signature is required.
        origins: From where it has to come, if that is checked.
        secret: The secret path, if there is one.
        public_key: Whose signature, as PEM.
    """

    signature: bool
    origins: Origins | None
    secret: SecretPath | None
    public_key: str | bytes

    def with_key(self, public_key: str | bytes) -> Verifier:
        """Return the same guards for deliveries that another key has signed.

        Raises:
            InvalidInput: It is not an RSA public key, or signatures are not checked.
        """
        if not self.signature:
            raise InvalidInput("The app does not verify signatures: a public key has no use.")
        _check_key(public_key)
        return replace(self, public_key=public_key)

    def check(self, body: bytes, signatures: Sequence[bytes], client: str | None, headers: Headers) -> None:
        """Let a delivery pass that satisfies all of them; the path is the router's business.

        Raises:
            BadSignature: The signature is missing, there are two, or it is wrong.
            Refused: It comes from elsewhere.
        """
        if self.origins is not None:
            self.origins.check(client, headers)
        if self.signature:
            if len(signatures) > 1:
                raise BadSignature("The delivery carries more than one signature.")
            verify_signature(body, signatures[0] if signatures else None, self.public_key)


def make_verifier(
    verify: Verification | Iterable[Verification], public_key: str | bytes | None = None
) -> Verifier:
    """Return what `verify` asks for: one guard or several, which then all have to be satisfied.

    Args:
        verify: The guard or guards.
        public_key: As PEM; `None`: that of `SIPGATE_WEBHOOK_PUBLIC_KEY`, or sipgate's.

    Raises:
        InvalidInput: It asks for nothing, for something unknown, or the key is not an RSA public key.
    """
    chosen = list(verify) if isinstance(verify, list | tuple | set | frozenset) else [verify]
    if not chosen or any(not _known(guard) for guard in chosen):
        raise InvalidInput(
            "Nothing would verify the deliveries.",
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
        origins=next((guard for guard in chosen if isinstance(guard, Origins)), None),
        secret=next((guard for guard in chosen if isinstance(guard, SecretPath)), None),
        public_key=key,
    )


def _known(guard: object) -> bool:
    return guard == "signature" or isinstance(guard, SecretPath | Origins | NoVerification)


def _check_key(public_key: str | bytes) -> None:
    # An unusable key shall be refused when the app is made, not when the phone rings.
    try:
        verify_signature(b"", None, public_key)
    except BadSignature:
        return


def _has_trailer(headers: Headers) -> bool:
    """Whether one of these headers may be a trailer of a body in chunks, which the client has written.

    uvicorn adds trailers to the headers, and takes the address of the client from there, too.
    """
    names = [name for name, _ in headers]
    return b"transfer-encoding" in names and (
        names.count(b"x-forwarded-for") > 1 or names.count(b"forwarded") > 1
    )


def _forwarded_for(element: str) -> str:
    """Return the `for` of one element of the header `Forwarded`."""
    for pair in element.split(";"):
        name, _, value = pair.partition("=")
        if name.strip().lower() == "for":
            return value.strip().strip('"')
    return ""


def _without_port(hop: str) -> str:
    """Return an address without port and brackets: `192.0.2.1:443`, `[2001:db8::1]:443`."""
    hop = hop.strip().strip('"')
    found = _ADDRESS.fullmatch(hop)
    return (found[1] or found[2]) if found else hop


@lru_cache(maxsize=64)
def _networks(texts: tuple[str, ...]) -> tuple[_Network, ...]:
    try:
        return tuple(ipaddress.ip_network(text, strict=False) for text in texts)
    except ValueError as error:
        raise InvalidInput(
            "An origin is neither an address nor a network.", hint="Such as 10.0.0.0/8."
        ) from error


def _within(address: str, networks: tuple[str, ...]) -> bool:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    found: _Address = (parsed.ipv4_mapped or parsed) if isinstance(parsed, ipaddress.IPv6Address) else parsed
    return any(found in network for network in _networks(networks))
