"""Download from URLs of third parties: only from public addresses, from the address that was checked, within limits."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any

import httpx2
import pytest

from sipgate_tools._io.safe_fetch import afetch_public, fetch_public, is_public_address
from sipgate_tools.errors import InvalidInput

PUBLIC = "93.184.215.14"

SPECIAL = [
    *("0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.254", "127.0.0.1"),
    *(
        "127.255.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.0.8",
        "192.0.0.9",
    ),
    *("192.0.0.10", "192.0.0.170", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.19.255.255"),
    *(
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "233.252.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
    ),
    *(
        "::",
        "::1",
        "::127.0.0.1",
        "::93.184.215.14",
        "::ffff:127.0.0.1",
        "::ffff:93.184.215.14",
        "::ffff:0:1.2.3.4",
    ),
    *(
        "64:ff9b::7f00:1",
        "64:ff9b::5db8:d70e",
        "64:ff9b:1::1",
        "100::1",
        "100:0:0:1::1",
        "2001::1",
        "2001:0:5ef5::1",
    ),
    *(
        "2001:2::1",
        "2001:10::1",
        "2001:20::1",
        "2001:db8::1",
        "2002:7f00:1::1",
        "2002:5db8:d70e::1",
        "3ffe::1",
    ),
    *(
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "ff0e::1",
    ),
    *("2606:4700::1%eth0", "", "example.org", "127.1", "2130706433"),
]
ORDINARY = [
    *(
        PUBLIC,
        "1.1.1.1",
        "8.8.8.8",
        "9.255.255.255",
        "11.0.0.1",
        "100.63.255.255",
        "100.128.0.1",
        "126.1.2.3",
    ),
    *("128.0.0.1", "172.15.0.1", "172.32.0.1", "192.0.1.1", "192.167.1.1", "198.17.0.1", "198.20.0.1"),
    *("217.10.68.1", "223.255.255.255", "2001:200::1", "2606:4700::1", "2a00:1450:4001::1", "2003::1"),
]


@pytest.mark.parametrize("address", SPECIAL)
def test_an_address_of_a_special_range_is_not_public(address: str) -> None:
    assert not is_public_address(address)


@pytest.mark.parametrize("address", ORDINARY)
def test_an_ordinary_address_is_public(address: str) -> None:
    assert is_public_address(address)


Resolve = Callable[..., None]


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Resolve:
    """Return a function that sets the addresses of host names; a list is used one entry per lookup."""

    def make(**addresses_by_name: tuple[str, ...] | list[tuple[str, ...]]) -> None:
        lookups: dict[str, int] = {}

        def resolve(given: str | bytes, port: int, *_: Any, **__: Any) -> list[Any]:
            host = given.decode() if isinstance(given, bytes) else given
            if host not in addresses_by_name:
                raise socket.gaierror
            turns = addresses_by_name[host]
            found = turns[min(lookups.get(host, 0), len(turns) - 1)] if isinstance(turns, list) else turns
            lookups[host] = lookups.get(host, 0) + 1
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in found]

        monkeypatch.setattr(socket, "getaddrinfo", resolve)

    return make


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], list[httpx2.Request]]:
    """Return a function that records the requests and responds to them with another function."""

    def make(respond: Any) -> list[httpx2.Request]:
        seen: list[httpx2.Request] = []
        original = httpx2.AsyncClient

        def handle(request: httpx2.Request) -> httpx2.Response:
            seen.append(request)
            return respond(request)

        def client(**options: Any) -> httpx2.AsyncClient:
            assert options["trust_env"] is False
            return original(transport=httpx2.MockTransport(handle), **options)

        monkeypatch.setattr(httpx2, "AsyncClient", client)
        return seen

    return make


def content(_: httpx2.Request) -> httpx2.Response:
    return httpx2.Response(200, content=b"content")


async def test_the_connection_goes_to_the_address_that_was_checked(names: Resolve, web: Any) -> None:
    names(**{"files.example.org": [(PUBLIC,), ("10.0.0.7",)]})
    seen = web(content)
    assert await afetch_public("https://files.example.org:8443/a?key=1", max_bytes=100) == b"content"
    [request] = seen
    assert (request.url.host, request.url.port) == (PUBLIC, 8443)
    assert request.headers["host"] == "files.example.org:8443"
    assert request.extensions["sni_hostname"] == "files.example.org"


def test_callers_that_do_not_await_get_the_same(names: Resolve, web: Any) -> None:
    names(**{"files.example.org": (PUBLIC,)})
    web(content)
    assert fetch_public("https://files.example.org/a", max_bytes=100) == b"content"
    with pytest.raises(InvalidInput, match="larger than 3 bytes"):
        fetch_public("https://files.example.org/a", max_bytes=3)


async def test_it_can_be_called_without_awaiting_where_an_event_loop_runs(names: Resolve, web: Any) -> None:
    names(**{"files.example.org": (PUBLIC,)})
    web(content)
    assert fetch_public("https://files.example.org/a", max_bytes=100) == b"content"


@pytest.mark.parametrize(
    "addresses",
    [
        ("127.0.0.1",),
        (PUBLIC, "127.0.0.1"),
        ("127.0.0.1", PUBLIC),
        (PUBLIC, "1.1.1.1", "64:ff9b::7f00:1"),
        (PUBLIC, "::ffff:10.0.0.1"),
        ("224.0.0.1", PUBLIC),
    ],
)
async def test_all_addresses_of_a_name_must_be_public(names: Resolve, web: Any, addresses: Any) -> None:
    names(**{"files.example.org": addresses})
    seen = web(content)
    with pytest.raises(InvalidInput, match="private address"):
        await afetch_public("https://files.example.org/a", max_bytes=100)
    assert seen == []


async def test_a_redirect_is_checked_like_the_first_url(names: Resolve, web: Any) -> None:
    names(**{"files.example.org": (PUBLIC,), "inside.example.org": ("192.168.0.1",)})
    locations: list[str] = []

    def respond(_: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(302, headers={"location": locations[-1]})

    seen = web(respond)
    for location, message in (
        ("https://inside.example.org/", "private address"),
        ("//inside.example.org/", "private address"),
        ("https://127.0.0.1/", "cannot be found"),
        ("http://files.example.org/", "redirects away from https"),
        ("file:///etc/passwd", "redirects away from https"),
        ("https://[::1/", "cannot be used"),
        ("https://files.example.org:99999/", "cannot be used"),
        ("/again", "redirects too often"),
    ):
        locations.append(location)
        with pytest.raises(InvalidInput, match=message):
            await afetch_public("https://files.example.org/a", max_bytes=100)
    assert {request.url.host for request in seen} == {PUBLIC}


@pytest.mark.parametrize(
    "url",
    [
        *(
            "https://h:99999/",
            "https://h:-1/",
            "https://h:0/",
            "https://h:a/",
            "https://[::1/",
            "https://::1]/",
        ),
        *("https://ｅxample.org/", "https://①②⑦.0.0.1/", "https://１２７.0.0.1/", "https://exa\0mple.org/"),
        *("https:///path", "https://", "https:", "https://exa mple.org/", "https://example.org\\@127.0.0.1/"),
        *("https://\ud83d/", "https://e\u00adx.org/", "https://example.org/\n", "\nhttps://example.org/"),
        *(
            f"https://{'a' * 300}/",
            "https://a..b/",
            f"https://{'a.' * 200}org/",
            "https://xn--/",
            "https://%00/",
        ),
        *("", "example.org", "//example.org/", "http://example.org/", "ftp://example.org/", "javascript:1"),
        f"https://example.org/{'a' * 70_000}",
    ],
    ids=lambda url: ascii(url)[:40],
)
async def test_a_url_that_cannot_be_used_is_refused_and_not_repeated(url: str, web: Any) -> None:
    seen = web(content)
    with pytest.raises(InvalidInput) as refused:
        await afetch_public(url, max_bytes=100)
    assert len(url) < 10 or url not in str(refused.value)
    assert seen == []


async def test_names_in_other_scripts_are_found(names: Resolve, web: Any) -> None:
    names(**{"xn--mller-kva.example": (PUBLIC,)})
    seen = web(content)
    await afetch_public("https://müller.example/ä?ö", max_bytes=100)
    assert seen[0].headers["host"] == "xn--mller-kva.example"


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "2130706433", "0x7f.1", "0177.0.0.1", "127.1", "[::1]", "localhost", "0"]
)
async def test_however_this_machine_is_written_it_is_not_reached(host: str, web: Any) -> None:
    seen = web(content)
    with pytest.raises(InvalidInput, match=r"private address|cannot be found|cannot be used"):
        await afetch_public(f"https://{host}/", max_bytes=100)
    assert seen == []


async def test_an_address_that_cannot_be_reached_is_followed_by_the_next(names: Resolve, web: Any) -> None:
    names(**{"files.example.org": ("2606:4700::1", PUBLIC)})

    def respond(request: httpx2.Request) -> httpx2.Response:
        if ":" in request.url.host:
            raise httpx2.ConnectError("no route")
        return content(request)

    assert len(web(respond)) == 0
    assert await afetch_public("https://files.example.org/a", max_bytes=100) == b"content"


@contextmanager
def raw_server(respond: Callable[[socket.socket], None]) -> Generator[str]:
    """Yield the URL of a server that handles every connection with a function."""
    ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.1)

        def serve() -> None:
            while not ended.is_set():
                try:
                    connection, _ = listener.accept()
                except TimeoutError:
                    continue
                with connection:
                    connection.settimeout(5)
                    try:
                        connection.recv(65536)
                        respond(connection)
                    except OSError:
                        continue

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        finally:
            ended.set()
            thread.join()


def test_a_file_without_a_length_ends_where_it_becomes_too_large() -> None:
    sent = 0

    def endless(connection: socket.socket) -> None:
        nonlocal sent
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            sent += connection.send(b"x" * 65536)

    with raw_server(endless) as url, pytest.raises(InvalidInput, match="larger than 100000 bytes"):
        fetch_public(url, max_bytes=100_000, schemes=("http",), allow_private=True)
    assert sent < 50_000_000


@pytest.mark.parametrize(
    "start", [b"HTTP/1.1 200 OK\r\nx: ", b"HTTP/1.1 200 OK\r\ncontent-length: 10000\r\n\r\n", b""]
)
def test_a_server_that_sends_a_byte_now_and_then_is_given_up(start: bytes) -> None:
    ended = threading.Event()

    def drip(connection: socket.socket) -> None:
        connection.sendall(start)
        while not ended.wait(0.05):
            connection.sendall(b"x")

    started = time.monotonic()
    with raw_server(drip) as url:
        try:
            with pytest.raises(InvalidInput, match=r"longer than 0\.5 s"):
                fetch_public(url, max_bytes=10**6, schemes=("http",), total_seconds=0.5, allow_private=True)
        finally:
            ended.set()
    assert time.monotonic() - started < 4


def test_a_dns_lookup_that_never_ends_is_aborted(monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()

    def never(*_: Any, **__: Any) -> list[Any]:
        over.wait(20)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", never)
    try:
        with pytest.raises(InvalidInput, match=r"longer than 0\.2 s"):
            fetch_public("https://files.example.org/", max_bytes=10, total_seconds=0.2)
    finally:
        over.set()


@pytest.mark.parametrize(
    ("response", "message"),
    [
        (b"HTTP/1.1 404 No\r\n\r\n", "returned status 404"),
        (b"HTTP/1.1 302 No\r\n\r\n", "returned status 302"),
        (b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n\x1f\x8b", "compressed"),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc", "cannot be fetched"),
        (b"no HTTP at all\r\n\r\n", "cannot be fetched"),
        (b"", "cannot be fetched"),
    ],
)
def test_a_response_that_is_not_a_file_is_rejected(response: bytes, message: str) -> None:
    with (
        raw_server(lambda connection: connection.sendall(response)) as url,
        pytest.raises(InvalidInput, match=message),
    ):
        fetch_public(url, max_bytes=100, noun="sound", schemes=("http",), allow_private=True)
