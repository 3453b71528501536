"""Proxies of the environment: which requests use them, and settings that cannot be used."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sipgate_tools import (
    AsyncSipgate,
    ConnectionFailed,
    InvalidInput,
    MissingExtra,
    OAuth,
    Sipgate,
)
from sipgate_tools._http.environment import is_loopback, proxy_for
from tests.client.http.requests import GIVEN, send, users
from tests.client.kinds import KINDS, nothing_found, use
from tests.client.scripted_server import Reply, scripted_server

pytestmark = pytest.mark.usefixtures("clean_environment")

# What a variable holds, and what of it must not be shown.
UNUSABLE = [
    ("ALL_PROXY", "socks://127.0.0.1:1080"),
    ("ALL_PROXY", "socks4://127.0.0.1:1080"),
    ("HTTPS_PROXY", "ftp://proxy.example:21"),
    ("https_proxy", "http://[::1"),
    ("HTTPS_PROXY", "http://proxy.example:99999"),
    ("HTTPS_PROXY", "http://proxy.example:port"),
    ("HTTPS_PROXY", "http://:8080"),
    ("HTTPS_PROXY", "http://"),
    ("HTTPS_PROXY", '"http://proxy.example:8080"'),
    ("HTTPS_PROXY", "http://proxy .example:8080"),
    ("HTTPS_PROXY", "http://" + "x" * 70 + ".example:8080"),
    ("all_proxy", "quic://proxy.example"),
    ("SSL_CERT_FILE", "/nonexistent/authorities.pem"),
    ("SSL_CERT_FILE", os.fspath(Path(__file__))),
    ("SSL_CERT_FILE", os.fspath(Path(__file__).parent)),
    ("SSL_CERT_DIR", "/nonexistent/authorities"),
    ("SSLKEYLOGFILE", "/nonexistent/keys.log"),
    ("SSLKEYLOGFILE", os.fspath(Path(__file__).parent)),
]


@pytest.mark.parametrize(("variable", "value"), UNUSABLE)
def test_a_setting_that_cannot_be_used_is_named_when_a_client_is_made(
    variable: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    for made in (Sipgate, AsyncSipgate):
        with pytest.raises(InvalidInput, match=variable) as caught:
            made(**GIVEN)
        assert caught.value.hint
        assert caught.value.__context__ is None


@pytest.mark.parametrize("scheme", ["socks5", "socks5h", "SOCKS5"])
def test_a_socks_proxy_says_what_to_install(scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sipgate_tools._http.environment.find_spec", nothing_found)
    monkeypatch.setenv("ALL_PROXY", f"{scheme}://127.0.0.1:1080")
    for made in (Sipgate, AsyncSipgate):
        with pytest.raises(MissingExtra, match=r"ALL_PROXY.*pip install 'httpx2\[socks\]'"):
            made(**GIVEN)


def test_of_two_proxies_only_the_one_that_is_used_is_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:8080")
    monkeypatch.setenv("ALL_PROXY", "socks://127.0.0.1:1080")  # as GNOME writes it
    Sipgate(**GIVEN).close()


def test_a_login_is_judged_like_a_client(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "ftp://proxy.example")
    oauth = OAuth("id", "secret")
    with pytest.raises(InvalidInput, match="HTTPS_PROXY"):
        oauth.refresh(oauth.resume("refresh"))


@pytest.mark.parametrize(
    ("entry", "excepted"),
    [
        ("*", True),
        ("api.sipgate.com", True),
        ("API.sipgate.COM", True),
        ("sipgate.com", True),
        (".sipgate.com", True),
        ("*.sipgate.com", True),
        ("example.com, sipgate.com", True),
        ("example.com sipgate.com", True),
        ("api.sipgate.com:443", True),
        ("https://api.sipgate.com", True),
        ("api.sipgate.com:8443", False),
        ("http://api.sipgate.com", False),
        ("gate.com", False),
        ("ipgate.com", False),
        ("api.sipgate.com.example", False),
        ("*.api.sipgate.com.example", False),
        ("", False),
        (",", False),
        ("10.0.0.0/8", False),
    ],
)
def test_exceptions_of_the_proxy_are_understood_in_their_common_forms(
    entry: str, excepted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:8080")
    monkeypatch.setenv("NO_PROXY", entry)
    assert (proxy_for("https://api.sipgate.com") is None) is excepted


@pytest.mark.parametrize(
    ("url", "entry", "excepted"),
    [
        ("https://10.1.2.3", "10.0.0.0/8", True),
        ("https://10.1.2.3", "10.1.2.3", True),
        ("https://10.1.2.3:8443", "10.1.2.3:8443", True),
        ("https://10.1.2.3", "10.1.2.4", False),
        ("https://11.1.2.3", "10.0.0.0/8", False),
        ("https://[2001:db8::1]", "2001:db8::/32", True),
        ("https://[2001:db8::1]:8443", "[2001:db8::1]:8443", True),
        ("https://[2001:db8::1]", "[2001:db8::1]", True),
        ("https://[2001:db8::1]", "2001:db9::/32", False),
    ],
)
def test_exceptions_of_the_proxy_may_be_addresses_and_networks(
    url: str, entry: str, excepted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:8080")
    monkeypatch.setenv("NO_PROXY", entry)
    assert (proxy_for(url) is None) is excepted


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_loopback_is_never_asked_through_a_proxy(
    kind: str, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with scripted_server(Reply(200, {"items": []})) as script:
        assert use(kind, script.base_url.replace("127.0.0.1", host), users, monkeypatch) == []


def test_every_name_of_this_machine_is_loopback() -> None:
    for host in (
        "localhost",
        "LOCALHOST",
        "localhost.",
        "a.localhost",
        "127.0.0.1",
        "127.9.9.9",
        "::1",
        "0.0.0.0",
    ):
        assert is_loopback(host), host
    for host in ("api.sipgate.com", "localhost.example", "127.0.0.1.example", "10.0.0.1", "::2", "", None):
        assert not is_loopback(host), host


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("spelling", ["http://user:pa%40ss@{}", "user:pa%40ss@{}", "HTTP://user:pa%40ss@{}/"])
def test_requests_go_through_the_proxy_with_its_password(
    kind: str, spelling: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scripted_server(Reply(200, {"items": []})) as script:
        address = script.base_url.removeprefix("http://").removesuffix("/v2")
        monkeypatch.setenv("HTTP_PROXY", spelling.format(address))
        assert use(kind, "http://sipgate.test/v2", users, monkeypatch, allow_http=True) == []
    received = script.received[0]
    assert received.path == "/v2/users"
    assert received.headers["host"] == "sipgate.test"
    assert received.headers["proxy-authorization"] == "Basic dXNlcjpwYUBzcw=="


@pytest.mark.parametrize("kind", KINDS)
def test_a_proxy_that_fails_is_named_without_its_password(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with scripted_server() as script:
        pass  # nothing listens on it any more
    address = script.base_url.removeprefix("http://").removesuffix("/v2")
    monkeypatch.setenv("HTTPS_PROXY", f"http://user:hunter2@{address}")
    for work in (users, send):
        with pytest.raises(ConnectionFailed, match=rf"through the proxy {address} \(HTTPS_PROXY\)") as caught:
            use(kind, "https://sipgate.test/v2", work, monkeypatch, retries=0)
        assert type(caught.value) is ConnectionFailed  # nothing was sent: the outcome is known
        assert "hunter2" not in f"{caught.value} {caught.value!r} {caught.value.__dict__}"


@pytest.mark.parametrize("kind", KINDS)
def test_a_proxy_that_refuses_says_so(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # Python's server does not support CONNECT and responds with 501.
    with scripted_server(Reply(407)) as script:
        monkeypatch.setenv("HTTPS_PROXY", script.base_url.removesuffix("/v2"))
        with pytest.raises(ConnectionFailed, match="the proxy refused") as caught:
            use(kind, "https://sipgate.test/v2", send, monkeypatch, retries=0)
    assert type(caught.value) is ConnectionFailed


@pytest.mark.parametrize("kind", KINDS)
def test_a_download_from_another_host_has_that_hosts_proxy(
    kind: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with scripted_server(Reply(200, b"RIFF")) as proxy, scripted_server(Reply(200, {"items": []})) as script:
        monkeypatch.setenv("HTTP_PROXY", proxy.base_url.removesuffix("/v2"))
        path = use(
            kind,
            script.base_url,
            lambda client: client.history.download("http://media.test/1.wav", tmp_path / "1.wav"),
            monkeypatch,
        )
    assert path.read_bytes() == b"RIFF"
    assert (len(proxy.received), len(script.received)) == (1, 0)
